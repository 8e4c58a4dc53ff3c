//! The wording of the person's request: at most twenty words for the facts of [`super::request`], in the person's voice.
//!
//! A hint names activities, never a room, so that it fits every room of a kind.

use super::action::RoomId;
use super::facts::{Reading, Request, request};
use super::names::{receptacle, room_name, room_words, said_name, the_room};
use super::people::other_person;
use super::task::Task;
use super::voice::voice;
use super::words::chosen;

/// The most words of a request.
const MAX_WORDS: usize = 20;

/// The brevity of a request. Each step leaves out more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Brevity {
    AsDrawn,
    ShortActivities,
    ShortWish,
    ShortHint,
}

impl Brevity {
    const ALL: [Self; 4] = [Self::AsDrawn, Self::ShortActivities, Self::ShortWish, Self::ShortHint];
}

/// The person's request: hint and wish.
#[must_use]
pub fn said(task: &Task) -> String {
    let [hint, wish] = request_words(task);
    if hint.is_empty() { wish } else { format!("{hint} {wish}") }
}

/// The person's hint at the room of the object; empty where the map is right.
#[must_use]
pub fn hint(task: &Task) -> String {
    let [hint, _] = request_words(task);
    hint
}

/// The person's wish for the goal of the object.
#[must_use]
pub fn wish(task: &Task) -> String {
    let [_, wish] = request_words(task);
    wish
}

/// Hint and wish, as short as the most words of a request ask for.
fn request_words(task: &Task) -> [String; 2] {
    let request = request(task);
    let mut words = Default::default();
    for brevity in Brevity::ALL {
        words = [hint_words(task, &request, brevity), wish_words(task, &request, brevity)];
        if words.iter().map(|part| part.split_whitespace().count()).sum::<usize>() <= MAX_WORDS {
            break;
        }
    }
    words
}

fn hint_words(task: &Task, request: &Request, brevity: Brevity) -> String {
    if request.likely.is_empty() {
        return String::new();
    }
    let activity = |room: RoomId| {
        let doing = room_words(task, room).doing;
        if brevity < Brevity::ShortActivities { chosen(doing, task.wording.doing) } else { doing[0] }
    };
    let join = |rooms: &[RoomId]| rooms.iter().map(|&room| activity(room)).collect::<Vec<_>>().join(" or ");
    let mut doing = join(&request.likely);
    if !request.possible.is_empty() {
        doing += voice(task).perhaps;
        doing += &join(&request.possible);
    }
    let hint = sentence(&voice(task).hints, task.wording.hint, brevity == Brevity::ShortHint);
    hint.replace("{thing}", &said_name(task)).replace("{doing}", &doing)
}

fn wish_words(task: &Task, request: &Request, brevity: Brevity) -> String {
    let voice = voice(task);
    let wishes = match (task.is_delivery(), request.likely.is_empty()) {
        (true, _) => &voice.calls,
        (false, true) => &voice.full_wishes,
        (false, false) => &voice.wishes,
    };
    let goal = goal_words(task, request);
    sentence(wishes, task.wording.wish, brevity >= Brevity::ShortWish)
        .replace("{thing}", &said_name(task))
        .replace("{place}", &goal)
        .replace("{room}", &goal)
}

/// The drawn sentence of a list, or the last one, which is the shortest.
fn sentence(list: &[&'static str], choice: u8, is_short: bool) -> &'static str {
    chosen(list, if is_short { list.len() as u8 - 1 } else { choice })
}

/// The goal: "on the bath cabinet or hall bench", "where I cook, on the counter"; "in the bath or hall", "where I cook".
fn goal_words(task: &Task, Request { goal, second_goal, .. }: &Request) -> String {
    let by_habit = second_goal.is_none() && task.wording.by_habit && !task.house.has_twin(goal.room());
    let habit = || format!("where I {}", chosen(room_words(task, goal.room()).habits, task.wording.habit));
    let room = |reading: &Reading| room_name(task, reading.room());
    let second = |words: &dyn Fn(&Reading) -> String| {
        second_goal.as_ref().map_or_else(String::new, |second| format!(" or {}", words(second)))
    };
    match goal {
        Reading::On(place) if by_habit => format!("{}, on the {}", habit(), receptacle(task, *place)),
        Reading::In(_) if by_habit => habit(),
        Reading::On(place) => {
            let words = |reading: &Reading| match reading {
                Reading::On(other) if other.room == place.room => receptacle(task, *other).to_owned(),
                Reading::On(other) => format!("{} {}", room(reading), receptacle(task, *other)),
                Reading::In(_) => room(reading).to_owned(),
            };
            format!("on the {} {}{}", room(goal), receptacle(task, *place), second(&words))
        }
        Reading::In(_) => format!("in the {}{}", room(goal), second(&|reading| room(reading).to_owned())),
    }
}

/// A remark on people who move things or walk around; none if everybody keeps still.
#[must_use]
pub fn about(task: &Task) -> Option<String> {
    task.people_about.then(|| match task.is_delivery() {
        true => format!("{} is moving about the house.", super::people::speaker(task)),
        false => format!("{} is at home too, and tidies up.", other_person(task)),
    })
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
