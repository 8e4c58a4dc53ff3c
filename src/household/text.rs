//! The state as text, in the order of Situated Instruction Following: role, stale map, what the person said, log
//! of steps and observations, merged map, goal, legal actions. What a language model would be prompted with.
//!
//! Rendered on demand; nothing here is needed to run an episode. Nothing hidden is read.

use core::fmt::Write;

use super::action::{Action, Place, RoomId, ThingId};
use super::environment::{Answer, Household};
use super::key::{KeyParts, StateKey};
use super::names::{
    action_label, kind_name, place_name, receptacle, room_name, room_short, said_name, the_room, thing_name,
    with_article,
};
use super::noticed::observation_text;
use super::people::speaker;
use super::speech::{about, said, wish};
use super::task::Task;
use super::words::{ROLES, chosen};

/// The whole state.
#[must_use]
pub fn state_text(household: &Household) -> String {
    let task = household.task();
    let mut text = String::new();
    let sections: [(&str, String); 7] = [
        ("", role(task)),
        ("The house, as you mapped it this morning", map(task)),
        ("What you were told", told(task)),
        ("What you did", log(household)),
        ("What you know now", merged_map(household)),
        ("Your goal", goal(task)),
        ("You may", offered(household)),
    ];
    for (title, body) in sections {
        if !title.is_empty() {
            text.push_str(title);
            text.push_str(":\n");
        }
        text.push_str(body.trim_end());
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn role(task: &Task) -> String {
    let (end, also) = if task.is_delivery() {
        ("bring it to the person who asks for it", "giving something away")
    } else {
        ("put it where it is wanted", "putting something down")
    };
    format!(
        "{} You find one thing and {end}, in {} steps or fewer. Each step you choose one action from the list; \
         anything else ends the task, and so does {also}.",
        chosen(&ROLES, task.wording.role),
        task.step_limit
    )
}

/// The map: each room's receptacles, with the things that lay on them.
pub(super) fn map(task: &Task) -> String {
    let mut text = String::new();
    for room in task.rooms() {
        let places: Vec<String> = task.places_in(room).map(|place| mapped(task, place)).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "- {}: {}", heading(task, room), places.join(", "));
    }
    text.push_str(match task.is_map_stale {
        true => "Things may have been moved since.",
        false => "Nothing was moved since.",
    });
    text
}

/// The head of a room's line: "bath", or "Room 3, a bath".
fn heading(task: &Task, room: RoomId) -> String {
    let name = room_name(task, room);
    if task.wording.numbered {
        format!("{}, {}", the_room(task, room), with_article(name))
    } else {
        name.to_owned()
    }
}

/// A receptacle of the map: "a cabinet with a blue cup".
fn mapped(task: &Task, place: Place) -> String {
    let things: Vec<String> = (0..task.n_things)
        .map(ThingId)
        .filter(|thing| task.map[thing.index()] == Some(place))
        .map(|thing| with_article(&thing_name(task, thing)))
        .collect();
    let name = with_article(receptacle(task, place));
    if things.is_empty() { name } else { format!("{name} with {}", things.join(" and ")) }
}

fn told(task: &Task) -> String {
    let request = format!("{}: “{}”", speaker(task), said(task));
    about(task).map_or(request.clone(), |about| format!("{request}\n{about}"))
}

fn log(household: &Household) -> String {
    let task = household.task();
    let mut text =
        format!("0. You start in {}, which you have looked through.\n", the_room(task, task.start));
    let mut room = task.start;
    for (t, entry) in household.log().enumerate() {
        let _ = write!(text, "{}. {}.", t + 1, action_label(task, room, entry.held, entry.action));
        let noticed = observation_text(task, entry);
        if !noticed.is_empty() {
            let _ = write!(text, " {noticed}");
        }
        text.push('\n');
        room = entry.observation.room;
    }
    text
}

pub(super) fn merged_map(household: &Household) -> String {
    let task = household.task();
    let mut text = String::new();
    for room in task.rooms() {
        let mut facts: Vec<String> =
            household.things_in(room).map(|thing| belief(household, thing)).collect();
        facts.insert(0, looks(household, room));
        if household.trace() == Some(room) {
            facts.push(format!("the {} should be here", kind_name(task)));
        }
        if household.person() == Some(room) {
            // Whoever is elsewhere may have walked on since.
            let verb = if household.room() == room { "is" } else { "should be" };
            facts.push(format!("{} {verb} here", speaker(task)));
        } else if household.is_without_person(room) {
            facts.push(format!("{} was not here", speaker(task)));
        }
        if household.room() == room {
            facts.push("you are here".to_owned());
        }
        let _ = writeln!(text, "- {}: {}", heading(task, room), facts.join("; "));
    }
    if let Some(thing) = household.told_thing() {
        let _ = writeln!(text, "{} named the {}.", speaker(task), thing_name(task, thing));
    }
    if let Some(goal) = household.told_goal() {
        let _ = writeln!(text, "{} wants it on {}.", speaker(task), place_name(task, goal));
    }
    if household.awaits_answer() {
        let _ = writeln!(text, "{} has not answered yet.", speaker(task));
    }
    let is_given =
        household.last().is_some_and(|entry| matches!(entry.action, Action::Put(_) | Action::Give));
    match household.held().filter(|_| !is_given) {
        Some(thing) => {
            let _ = write!(text, "You hold the {}.", thing_name(task, thing));
        }
        None => text.push_str("Your hands are empty."),
    }
    let left = household.step_limit() - household.steps_taken();
    let _ = write!(text, " You have {left} step{} left.", if left == 1 { "" } else { "s" });
    text
}

/// The receptacles that were looked at: "not looked at", "looked at 1 of 3", "looked at".
fn looks(household: &Household, room: RoomId) -> String {
    let (looks, n) = (household.looks(room), household.task().house.n_receptacles(room));
    match looks {
        0 => "not looked at".to_owned(),
        _ if looks == n => "looked at".to_owned(),
        _ => format!("looked at {looks} of {n}"),
    }
}

/// A thing, the place where it is believed to be, and the source: "a blue cup seen on the table", "a blue cup on the table by
/// the map", "a blue cup on the table, says Mira". A sight and a word are true even where the thing has gone since.
fn belief(household: &Household, thing: ThingId) -> String {
    let task = household.task();
    let Some(place) = household.seen(thing) else { return String::new() };
    let (name, on) = (with_article(&thing_name(task, thing)), receptacle(task, place));
    match source(household, thing, place) {
        Source::Sight => format!("{name} seen on the {on}"),
        Source::Map => format!("{name} on the {on} by the map"),
        Source::Person => format!("{name} on the {on}, says {}", speaker(task)),
    }
}

enum Source {
    Sight,
    Map,
    Person,
}

/// The newest source for a thing at a place: a step that showed it or an answer; else the look around the first room or the
/// map.
fn source(household: &Household, thing: ThingId, place: Place) -> Source {
    let told = household.log().rev().find_map(|entry| {
        let noticed = &entry.observation;
        if noticed.answer == Some(Answer::Where(thing, place)) {
            Some(Source::Person)
        } else {
            let is_seen =
                noticed.things[thing.index()] == Some(place) || noticed.brought == Some((thing, place));
            is_seen.then_some(Source::Sight)
        }
    });
    let task = household.task();
    told.unwrap_or(if place.room == task.start { Source::Sight } else { Source::Map })
}

fn goal(task: &Task) -> String {
    let (who, what) = (speaker(task), said_name(task));
    let end = if task.is_delivery() { format!(" and give it to {who}") } else { String::new() };
    format!("Find {who}'s {what}{end}. {who}: “{}”", wish(task))
}

fn offered(household: &Household) -> String {
    let task = household.task();
    let labels: Vec<String> = household
        .legal_actions()
        .iter()
        .map(|&action| format!("- {}", action_label(task, household.room(), household.held(), action)))
        .collect();
    if labels.is_empty() { "- nothing, the task is over".to_owned() } else { labels.join("\n") }
}

/// One line about a state of the table: "Looked in: bath. Last known: a blue book on the table in the study. Hands empty.
/// May: go to a room, look again."
#[must_use]
pub fn key_text(task: &Task, key: StateKey) -> String {
    let parts = key.parts();
    let looked: Vec<String> = task
        .rooms()
        .filter(|room| parts.looks[room.index()] > 0)
        .map(|room| {
            let (looks, n) = (parts.looks[room.index()], task.house.n_receptacles(room));
            let share = if looks < n { format!(" ({looks} of {n})") } else { String::new() };
            format!("{}{share}", room_short(task, room))
        })
        .collect();
    let mut sentences = vec![match looked.len() {
        0 => "Nothing looked at yet.".to_owned(),
        _ => format!("Looked in: {}.", looked.join(", ")),
    }];
    let place = |room: RoomId| {
        if room == parts.room { "here".to_owned() } else { format!("in the {}", room_short(task, room)) }
    };
    let seen: Vec<String> = (0..task.n_things)
        .map(ThingId)
        .filter_map(|thing| {
            let at = parts.seen[thing.index()]?;
            let (name, on) = (with_article(&thing_name(task, thing)), receptacle(task, at));
            Some(format!("{name} on the {on} {}", place(at.room)))
        })
        .collect();
    if !seen.is_empty() {
        sentences.push(format!("Last known: {}.", seen.join(", ")));
    }
    if let Some(room) = parts.trace {
        sentences.push(format!("The {} should be in the {}.", kind_name(task), room_short(task, room)));
    }
    if parts.trace_followed {
        sentences.push("A trail was followed.".to_owned());
    }
    for (is_told, what) in [(parts.told_thing, "which thing is meant"), (parts.told_goal, "where it belongs")]
    {
        if is_told {
            sentences.push(format!("Was told {what}."));
        }
    }
    if parts.awaits_answer {
        sentences.push("Waits for an answer.".to_owned());
    }
    sentences.push(match parts.held {
        Some(thing) => format!("Holds the {}.", thing_name(task, thing)),
        None => "Hands empty.".to_owned(),
    });
    if let Some(room) = parts.person {
        let verb = if room == parts.room { "is" } else { "should be" };
        sentences.push(format!("{} {verb} {}.", speaker(task), place(room)));
    } else if parts.without_person != 0 && parts.held.is_some() {
        let empty = task.rooms().filter(|room| parts.without_person >> room.0 & 1 == 1);
        let names: Vec<&str> = empty.map(|room| room_short(task, room)).collect();
        sentences.push(format!("{} was not in: {}.", speaker(task), names.join(", ")));
    }
    if parts.stuck {
        sentences.push("The last step brought nothing new.".to_owned());
    }
    if parts.step > 0 {
        sentences.push(format!("After step {}.", parts.step));
    }
    sentences.push(format!("May: {}.", possibilities(task, &parts)));
    sentences.join(" ")
}

fn possibilities(task: &Task, parts: &KeyParts) -> String {
    let again = parts.looks[parts.room.index()] >= task.house.n_receptacles(parts.room);
    let mut may = vec!["go to a room", if again { "look again" } else { "look around" }];
    if parts.held.is_some() && task.is_delivery() {
        may.extend((parts.person == Some(parts.room)).then_some("give it"));
    } else if parts.held.is_some() {
        may.push("put it down");
    } else if parts.seen.iter().flatten().any(|place| place.room == parts.room) {
        may.push("pick up");
    }
    may.join(", ")
}
