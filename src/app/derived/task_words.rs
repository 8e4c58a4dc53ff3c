//! The page's own sentences about a task, made of the household's words.

use crate::household::{self, Action, KeyParts, LogEntry, RoomId, Task};
use crate::language::{Words, fill};

/// The room's short name.
pub(in crate::app) fn room(task: &Task, room: RoomId) -> String {
    household::room_short(task, room).to_owned()
}

/// `in the bath, hands empty`.
pub(in crate::app) fn place(w: Words, task: &Task, parts: &KeyParts) -> String {
    let room = household::room_name(task, parts.room);
    match parts.held {
        Some(thing) => fill(w.in_room_holding(), &[&room, &household::thing_name(task, thing)]),
        None => fill(w.in_room_empty(), &[&room]),
    }
}

/// An action in two short lines.
pub(in crate::app) fn axis_label(task: &Task, action: Action) -> String {
    household::action_short(task, action).replacen(' ', "\n", 1)
}

/// A step and what was noticed: `Go to the bath.`, `Look around the bath. A towel, a shoe.`
pub(in crate::app) fn log_sentence(task: &Task, room: RoomId, entry: &LogEntry) -> String {
    let done = match entry.action {
        Action::Explore => "Look around".to_owned(),
        action => household::action_label(task, room, entry.held, action),
    };
    let noticed = household::observation_text(task, entry);
    if noticed.is_empty() { format!("{done}.") } else { format!("{done}. {noticed}") }
}

/// The words that the person said: `Mira: “I had my blue book …”`
pub(in crate::app) fn quote(task: &Task) -> String {
    format!("{}: “{}”", household::speaker(task), household::said(task))
}

/// The first letter raised.
pub(in crate::app) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
