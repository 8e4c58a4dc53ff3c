//! The person's words: the hint, the wish, and a remark on other people.
//!
//! Reads plausibilities and wording, never a hidden fact. A hint that fits two rooms names an activity, never a
//! room.

use super::action::RoomId;
use super::names::{room_name, room_words, said_name};
use super::people::{chosen, other_person};
use super::task::Task;
use super::words;

/// All the person said, in order: hint, wish, and who is about.
#[must_use]
pub fn said(task: &Task) -> String {
    let mut text = format!("{} {}", hint(task), wish(task));
    if let Some(about) = about(task) {
        text.push(' ');
        text.push_str(&about);
    }
    text
}

/// The person's hint at the room of the object.
#[must_use]
pub fn hint(task: &Task) -> String {
    let wording = &task.wording;
    let likely = rooms_at(task, &task.plausibility, 2);
    let possible = rooms_at(task, &task.plausibility, 1);
    let thing = said_name(task);
    let first = match likely.as_slice() {
        [room] if wording.names_room[0] => {
            chosen(&words::CLEAR_HINTS, wording.hint).replace("{room}", room_name(task, *room))
        }
        rooms => chosen(&words::HINTS, wording.hint).replace("{doing}", &doing_in(task, rooms)),
    };
    let first = first.replace("{thing}", &thing);
    if possible.is_empty() {
        return first;
    }
    let each: Vec<String> = possible.iter().map(|&room| doing_in(task, &[room])).collect();
    let second = chosen(&words::AFTERTHOUGHTS, wording.afterthought).replace("{doing}", &each.join(" or "));
    format!("{first} {second}")
}

/// The person's wish for the goal of the object.
#[must_use]
pub fn wish(task: &Task) -> String {
    let wording = &task.wording;
    let first = rooms_at(task, &task.goal_plausibility, 2).first().copied().unwrap_or_default();
    let habit = habit_in(task, first);
    if task.is_delivery() {
        return call(task, first);
    }
    match rooms_at(task, &task.goal_plausibility, 1).first() {
        Some(&second) => chosen(&words::DOUBLE_WISHES, wording.wish)
            .replace("{habit}", habit)
            .replace("{other}", habit_in(task, second)),
        None if wording.names_room[1] => {
            chosen(&words::CLEAR_WISHES, wording.wish).replace("{room}", room_name(task, first))
        }
        None => chosen(&words::WISHES, wording.wish).replace("{habit}", habit),
    }
}

/// The person's words on their own whereabouts, for a delivery.
fn call(task: &Task, first: RoomId) -> String {
    let wording = &task.wording;
    let habit = habit_in(task, first);
    match rooms_at(task, &task.goal_plausibility, 1).first() {
        Some(&second) => chosen(&words::DOUBLE_CALLS, wording.wish)
            .replace("{habit}", habit)
            .replace("{other}", habit_in(task, second)),
        None if wording.names_room[1] => {
            chosen(&words::CLEAR_CALLS, wording.wish).replace("{room}", room_name(task, first))
        }
        None => chosen(&words::CALLS, wording.wish).replace("{habit}", habit),
    }
}

/// The person's remark on people who move things or walk around; none if everybody keeps still.
#[must_use]
pub fn about(task: &Task) -> Option<String> {
    let list: &[&str] = if task.is_delivery() { &words::WALKING } else { &words::ABOUT };
    let text = chosen(list, task.wording.about).replace("{other}", other_person(task));
    task.people_about.then_some(text)
}

fn rooms_at(task: &Task, levels: &[u8], level: u8) -> Vec<RoomId> {
    task.rooms().filter(|room| levels[room.index()] == level).collect()
}

/// The person's activity, by the rooms that it fits: one room, or two equally well.
fn doing_in(task: &Task, rooms: &[RoomId]) -> String {
    let wording = &task.wording;
    let place = |room: RoomId| wording.rooms[room.index()];
    match rooms {
        [] => "busy".into(),
        [room] => chosen(room_words(task, *room).doing, wording.doing[room.index()]).into(),
        [a, b, ..] => words::DOING_IN_EITHER
            .iter()
            .find(|&&(x, y, _)| [x, y] == [place(*a), place(*b)])
            .map_or("busy", |(_, _, doing)| chosen(doing, wording.doing[a.index()]))
            .into(),
    }
}

fn habit_in(task: &Task, room: RoomId) -> &'static str {
    chosen(room_words(task, room).habits, task.wording.habits[room.index()])
}
