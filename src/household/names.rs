//! Names and labels: rooms, things, actions, observations; long ones for sentences, short ones for charts.

use super::action::{Action, RoomId, ThingId};
use super::environment::{LogEntry, Observation};
use super::people::{chosen, other_person, speaker};
use super::task::Task;
use super::words::{COLOURS, KINDS, ROOMS, RoomWords};

pub(super) fn room_words(task: &Task, room: RoomId) -> &'static RoomWords {
    &ROOMS[usize::from(task.wording.rooms[room.index()]) % ROOMS.len()]
}

/// The room's name, after "the": "living room".
#[must_use]
pub fn room_name(task: &Task, room: RoomId) -> &'static str {
    room_words(task, room).name
}

/// The room's name for a chart: "living".
#[must_use]
pub fn room_short(task: &Task, room: RoomId) -> &'static str {
    room_words(task, room).short
}

/// The place for putting things in a room, after "the": "bathtub".
#[must_use]
pub fn receptacle(task: &Task, room: RoomId) -> &'static str {
    chosen(room_words(task, room).receptacles, task.wording.receptacles[room.index()])
}

/// The kind of thing that is sought, which the look-alikes share: "book".
#[must_use]
pub fn kind_name(task: &Task) -> &'static str {
    chosen(&KINDS, task.wording.kind).0
}

/// The kind for a chart: "toy".
#[must_use]
pub fn kind_short(task: &Task) -> &'static str {
    chosen(&KINDS, task.wording.kind).1
}

/// The object in the person's words: "blue book".
#[must_use]
pub fn said_name(task: &Task) -> String {
    format!("{} {}", chosen(&COLOURS, task.wording.colour)[2][0], kind_name(task))
}

/// The name of a thing by its look, unlike that of any other thing of the task, after "the": "teal book".
#[must_use]
pub fn thing_name(task: &Task, thing: ThingId) -> String {
    let fit = usize::from(task.fits[thing.index()]).min(2);
    let shade = task.wording.shades[thing.index()];
    format!("{} {}", chosen(&chosen(&COLOURS, task.wording.colour)[fit], shade), kind_name(task))
}

/// The other things in sight in a room.
#[must_use]
pub fn sights(task: &Task, room: RoomId) -> [&'static str; 2] {
    task.wording.sights[room.index()].map(|choice| chosen(room_words(task, room).sights, choice))
}

/// "a towel", "an umbrella", "shelves".
pub(super) fn with_article(name: &str) -> String {
    if name == "shelves" {
        return name.to_owned();
    }
    let is_vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {name}", if is_vowel { "an" } else { "a" })
}

/// The first letter raised.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// An action as it is offered in a room to who holds that thing: "Go to the bath", "Look around the bath", "Pick up the
/// blue book", "Put the blue book on the chair", "Give the blue book to Mira".
#[must_use]
pub fn action_label(task: &Task, room: RoomId, held: Option<ThingId>, action: Action) -> String {
    let thing = || held.map_or_else(|| kind_name(task).to_owned(), |thing| thing_name(task, thing));
    match action {
        Action::Go(to) => format!("Go to the {}", room_name(task, to)),
        Action::Explore => format!("Look around the {}", room_name(task, room)),
        Action::Pick(thing) => format!("Pick up the {}", thing_name(task, thing)),
        Action::Put => format!("Put the {} on the {}", thing(), receptacle(task, room)),
        Action::Give => format!("Give the {} to {}", thing(), speaker(task)),
    }
}

/// An action for the axis of a chart: "go bath", "look", "pick book", "put book", "give book".
#[must_use]
pub fn action_short(task: &Task, action: Action) -> String {
    match action {
        Action::Go(to) => format!("go {}", room_short(task, to)),
        Action::Explore => "look".into(),
        Action::Pick(_) => format!("pick {}", kind_short(task)),
        Action::Put => format!("put {}", kind_short(task)),
        Action::Give => format!("give {}", kind_short(task)),
    }
}

/// The noticed facts of a step in short sentences: "A blue book, a towel."
/// The text is empty if nothing was noticed.
#[must_use]
pub fn observation_text(task: &Task, entry: &LogEntry) -> String {
    let noticed = &entry.observation;
    let mut sentences = Vec::new();
    if noticed.illegal {
        sentences.push("That cannot be done.".to_owned());
    }
    if entry.action == Action::Explore && !noticed.illegal {
        sentences.push(format!("{}.", capitalised(&sight_list(task, noticed))));
    }
    if let Some(to) = noticed.trace {
        sentences.push(format!("A note: “Took the {} to the {}.”", kind_name(task), room_name(task, to)));
    }
    if noticed.missing {
        sentences.push("It is gone.".to_owned());
    }
    if let Some((thing, to)) = noticed.taken {
        let (person, thing) = (other_person(task), thing_name(task, thing));
        sentences.push(format!("{person} takes the {thing} to the {}.", room_name(task, to)));
    }
    if let Some(thing) = noticed.brought {
        let (person, thing) = (other_person(task), with_article(&thing_name(task, thing)));
        sentences.push(format!("{person} comes in and leaves {thing}."));
    }
    if let Some(to) = noticed.walked_to {
        sentences.push(format!("{} walks to the {}.", speaker(task), room_name(task, to)));
    } else if noticed.person_here {
        sentences.push(format!("{} is here.", speaker(task)));
    }
    sentences.join(" ")
}

/// The things in sight after a look: the candidates first, then the other things.
fn sight_list(task: &Task, noticed: &Observation) -> String {
    let things = (0..task.n_things).map(ThingId).filter(|thing| noticed.things[thing.index()]);
    let mut names: Vec<String> = things.map(|thing| with_article(&thing_name(task, thing))).collect();
    names.extend(sights(task, noticed.room).map(with_article));
    names.join(", ")
}
