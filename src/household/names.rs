//! Names and labels: rooms, places, things, actions; long ones for sentences, short ones for charts.

use super::action::{Action, Place, RoomId, ThingId};
use super::people::speaker;
use super::task::Task;
use super::words::{self, COLOURS, KINDS, NUMBERED, RoomWords, chosen};

pub(super) fn room_words(task: &Task, room: RoomId) -> &'static RoomWords {
    words::room_words(task.house.kind(room))
}

/// The room's name, after "the": "living room", "guest bath".
#[must_use]
pub fn room_name(task: &Task, room: RoomId) -> &'static str {
    room_words(task, room).names[usize::from(task.house.is_second(room))]
}

/// The room's name for a chart: "living".
#[must_use]
pub fn room_short(task: &Task, room: RoomId) -> &'static str {
    room_words(task, room).shorts[usize::from(task.house.is_second(room))]
}

/// The room in a sentence of the prompt: "the living room", or "Room 3" where rooms are numbered.
#[must_use]
pub fn the_room(task: &Task, room: RoomId) -> String {
    if task.wording.numbered {
        chosen(&NUMBERED, room.0).to_owned()
    } else {
        format!("the {}", room_name(task, room))
    }
}

/// The receptacle's name, after "the": "cabinet". No two of a room share it.
#[must_use]
pub fn receptacle(task: &Task, place: Place) -> &'static str {
    words::receptacle_name(task.house.kind(place.room), task.house.receptacle(place))
}

/// The place, after "on": "the cabinet in the bath".
#[must_use]
pub fn place_name(task: &Task, place: Place) -> String {
    format!("the {} in {}", receptacle(task, place), the_room(task, place.room))
}

/// The kind of thing that is sought, which the look-alikes share: "book".
#[must_use]
pub fn kind_name(task: &Task) -> &'static str {
    chosen(&KINDS, task.wording.kind).name
}

/// The object in the person's words: "blue book".
#[must_use]
pub fn said_name(task: &Task) -> String {
    let shade = chosen(&COLOURS, task.wording.colour)[2][0];
    format!("{} {}", shade.rsplit(' ').next().unwrap_or(shade), kind_name(task))
}

/// The name of a thing by its look, unlike that of any other thing of the task, after "the": "teal book".
#[must_use]
pub fn thing_name(task: &Task, thing: ThingId) -> String {
    let fit = usize::from(task.fits[thing.index()]).min(2);
    let shade = task.wording.shades[thing.index()];
    format!("{} {}", chosen(&chosen(&COLOURS, task.wording.colour)[fit], shade), kind_name(task))
}

/// The other thing in sight in a room.
pub(super) fn sight(task: &Task, room: RoomId) -> &'static str {
    chosen(room_words(task, room).sights, task.wording.sights[room.index()])
}

/// "a towel", "an umbrella".
pub(super) fn with_article(name: &str) -> String {
    let is_vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {name}", if is_vowel { "an" } else { "a" })
}

/// An action as it is offered in a room to who holds that thing: "Go to the bath", "Look around the bath", "Pick up the
/// blue book", "Put the blue book on the chair", "Give the blue book to Mira".
#[must_use]
pub fn action_label(task: &Task, room: RoomId, held: Option<ThingId>, action: Action) -> String {
    let thing = || held.map_or_else(|| kind_name(task).to_owned(), |thing| thing_name(task, thing));
    match action {
        Action::Go(to) => format!("Go to {}", the_room(task, to)),
        Action::Explore => format!("Look around {}", the_room(task, room)),
        Action::Pick(thing) => format!("Pick up the {}", thing_name(task, thing)),
        Action::Put(on) => {
            format!("Put the {} on the {}", thing(), receptacle(task, Place { room, receptacle: on }))
        }
        Action::Give => format!("Give the {} to {}", thing(), speaker(task)),
        Action::Ask => format!("Ask {}", speaker(task)),
    }
}

/// An action for the axis of a chart: "go bath", "look", "pick book", "put book", "give book", "ask".
#[must_use]
pub fn action_short(task: &Task, action: Action) -> String {
    match action {
        Action::Go(to) => format!("go {}", room_short(task, to)),
        Action::Explore => "look".into(),
        Action::Pick(_) => format!("pick {}", kind_name(task)),
        Action::Put(_) => format!("put {}", kind_name(task)),
        Action::Give => format!("give {}", kind_name(task)),
        Action::Ask => "ask".into(),
    }
}
