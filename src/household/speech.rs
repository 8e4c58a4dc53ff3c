//! The wording of the person's request: at most twenty words for the facts of [`super::request`].
//!
//! A hint names activities, never a room, so that it fits every room of a kind.

use super::action::RoomId;
use super::facts::{Reading, Request, request};
use super::names::{receptacle, room_name, room_words, said_name, the_room};
use super::people::{chosen, other_person};
use super::task::Task;
use super::words;

/// The person's request: hint and wish.
#[must_use]
pub fn said(task: &Task) -> String {
    let (hint, wish) = (hint(task), wish(task));
    if hint.is_empty() { wish } else { format!("{hint} {wish}") }
}

/// The person's hint at the room of the object; empty where the map is right.
#[must_use]
pub fn hint(task: &Task) -> String {
    let Request { likely, possible, .. } = request(task);
    let doing = |rooms: &[RoomId]| {
        let each: Vec<&str> = rooms.iter().map(|&room| doing_in(task, room)).collect();
        each.join(" or ")
    };
    if likely.is_empty() {
        return String::new();
    }
    let perhaps = if possible.is_empty() { String::new() } else { format!(", perhaps {}", doing(&possible)) };
    let hint = chosen(&words::HINTS, task.wording.hint).replace("{doing}", &(doing(&likely) + &perhaps));
    hint.replace("{thing}", &said_name(task))
}

/// The person's wish for the goal of the object.
#[must_use]
pub fn wish(task: &Task) -> String {
    let Request { likely, goal, second_goal, .. } = request(task);
    let (clear, habitual): (&[&str], &[&str]) = match (task.is_delivery(), likely.is_empty()) {
        (true, _) => (&words::CALLS, &words::HABITUAL_CALLS),
        (false, true) => (&words::FULL_WISHES, &words::HABITUAL_FULL_WISHES),
        (false, false) => (&words::WISHES, &words::HABITUAL_WISHES),
    };
    let by_habit = second_goal.is_none() && task.wording.by_habit && !task.house.has_twin(goal.room());
    let wish = if by_habit {
        let receptacle = if let Reading::On(place) = goal { receptacle(task, place) } else { "" };
        let habit = chosen(room_words(task, goal.room()).habits, task.wording.habit);
        chosen(habitual, task.wording.wish).replace("{receptacle}", receptacle).replace("{habit}", habit)
    } else {
        let second =
            second_goal.map_or_else(String::new, |second| format!(" or {}", place_words(task, second)));
        chosen(clear, task.wording.wish).replace("{goal}", &(place_words(task, goal) + &second))
    };
    wish.replace("{thing}", &said_name(task))
}

/// A reading after "the": "bath cabinet", "bath".
fn place_words(task: &Task, reading: Reading) -> String {
    let room = room_name(task, reading.room());
    match reading {
        Reading::On(place) => format!("{room} {}", receptacle(task, place)),
        Reading::In(_) => room.to_owned(),
    }
}

/// A remark on people who move things or walk around; none if everybody keeps still.
#[must_use]
pub fn about(task: &Task) -> Option<String> {
    task.people_about.then(|| match task.is_delivery() {
        true => format!("{} is up and about.", super::people::speaker(task)),
        false => format!("{} is at home too, and tidies up.", other_person(task)),
    })
}

/// The activity that names a room's kind.
fn doing_in(task: &Task, room: RoomId) -> &'static str {
    chosen(room_words(task, room).doing, task.wording.doing)
}

/// An answer of the person, in that person's words.
pub(super) fn answer_text(task: &Task, answer: super::Answer) -> String {
    use super::Answer;
    match answer {
        Answer::Where(thing, place) => format!(
            "“The {} is on the {} in {}.”",
            super::thing_name(task, thing),
            receptacle(task, place),
            the_room(task, place.room)
        ),
        Answer::Which(thing) => format!("“I mean the {}.”", super::thing_name(task, thing)),
        Answer::Belongs(place) if task.is_delivery() => format!("“I am in {}.”", the_room(task, place.room)),
        Answer::Belongs(place) => {
            format!("“It belongs on the {} in {}.”", receptacle(task, place), the_room(task, place.room))
        }
    }
}
