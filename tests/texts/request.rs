//! Requests, read back: the activities, the thing and the places that they name, compared with the task.

use std::collections::{BTreeMap, BTreeSet};

use askwell::household::{
    Place, RoomId, Task, about, other_person, receptacle, room_name, said, speaker, thing_name,
};

use super::grammar;

/// Activities as they may follow “while”, and the rooms where they are done: the checked list of gerunds.
const ACTIVITIES: [(&str, &str); 21] = [
    ("cooking", "kitchen"),
    ("baking bread", "kitchen"),
    ("making tea", "kitchen"),
    ("knitting", "living room"),
    ("watching a film", "living room"),
    ("entertaining friends", "living room"),
    ("writing", "study"),
    ("writing letters", "study"),
    ("doing my accounts", "study"),
    ("bathing", "bath"),
    ("washing my hair", "bath"),
    ("brushing my teeth", "bath"),
    ("ironing", "laundry"),
    ("folding sheets", "laundry"),
    ("mending socks", "laundry"),
    ("napping", "bedroom"),
    ("getting dressed", "bedroom"),
    ("making the bed", "bedroom"),
    ("phoning", "hall"),
    ("leaving home", "hall"),
    ("putting on my coat", "hall"),
];

/// Habits as they may follow “where I”, and their rooms.
const HABITS: [(&str, &str); 20] = [
    ("cook", "kitchen"),
    ("bake", "kitchen"),
    ("make tea", "kitchen"),
    ("watch films", "living room"),
    ("entertain friends", "living room"),
    ("knit", "living room"),
    ("write letters", "study"),
    ("do my accounts", "study"),
    ("shower", "bath"),
    ("wash my hair", "bath"),
    ("brush my teeth", "bath"),
    ("iron", "laundry"),
    ("fold sheets", "laundry"),
    ("mend socks", "laundry"),
    ("sleep", "bedroom"),
    ("get dressed", "bedroom"),
    ("keep my keys", "hall"),
    ("hang up coats", "hall"),
    ("sort the post", "hall"),
    ("phone", "hall"),
];

/// Things that nobody wants in a room or on a receptacle, as a reader would say it.
const ABSURD: [(&str, &str); 17] = [
    ("shoe", "kitchen"),
    ("shoe", "living room"),
    ("shoe", "bath"),
    ("shoe", "guest bath"),
    ("shoe", "bed"),
    ("shoe", "table"),
    ("plate", "bath"),
    ("plate", "laundry"),
    ("plate", "bed"),
    ("bowl", "bath"),
    ("bowl", "bed"),
    ("cup", "laundry"),
    ("cup", "couch"),
    ("book", "bath"),
    ("book", "laundry"),
    ("hat", "bath"),
    ("hat", "kitchen"),
];

pub(super) fn check(task: &Task) {
    let text = said(task);
    let fail = |what: &str| panic!("{what}: {text} ({:?})", task.id);
    if let Err(fault) = grammar::check_sentences(&text) {
        fail(fault);
    }
    if text.split_whitespace().count() > 20 {
        fail("more than twenty words");
    }
    check_thing(task, &text);
    let hinted = text.split_once(" while ").map(|(_, rest)| rest.split(['.', '?']).next().unwrap());
    if hinted.is_some() != task.is_map_stale {
        fail("a hint is given exactly where the map can be wrong");
    }
    hinted.into_iter().for_each(|activities| check_hint(task, activities));
    check_goal(task, &text);
    if let Some(about) = about(task) {
        let named = if task.is_delivery() { speaker(task) } else { other_person(task) };
        assert!(about.starts_with(named) && speaker(task) != other_person(task), "{about}");
        grammar::check_sentences(&about).unwrap();
    }
}

/// The thing is of the colour and kind of the object, which its owner knows.
fn check_thing(task: &Task, text: &str) {
    let object = thing_name(task, task.hidden.object);
    let lower = text.to_lowercase();
    let said = lower.split("my ").nth(1).unwrap();
    let words: Vec<&str> =
        said.split(' ').take(2).map(|word| word.trim_matches(|sign: char| !sign.is_alphabetic())).collect();
    assert!(object.ends_with(&words.join(" ")), "{text}: the object is the {object}");
}

/// The likely activities are of rooms of level 2, the possible ones of level 1, and none is left out.
fn check_hint(task: &Task, activities: &str) {
    let separators = [", perhaps ", ", maybe ", ", possibly "];
    let (likely, possible) = separators
        .iter()
        .find_map(|separator| activities.split_once(separator))
        .map_or((activities, None), |(likely, possible)| (likely, Some(possible)));
    let levels = [(2, Some(likely)), (1, possible)];
    let told: BTreeSet<(&str, u8)> = levels
        .into_iter()
        .flat_map(|(level, list)| {
            list.into_iter().flat_map(|list| list.split(" or ")).map(move |it| (it, level))
        })
        .map(|(activity, level)| (room_of(&ACTIVITIES, activity), level))
        .collect();
    let first = |room: &RoomId| {
        !room_name(task, *room).starts_with("guest") && !room_name(task, *room).starts_with("small")
    };
    let is: BTreeSet<(&str, u8)> = task
        .rooms()
        .filter(first)
        .map(|room| (room_name(task, room), task.plausibility[room.index()]))
        .filter(|(_, level)| *level > 0)
        .collect();
    assert_eq!(told, is, "{activities}");
}

/// The first place that is named has level 2 and the second level 1; none is left out, and the thing is wanted there.
fn check_goal(task: &Task, text: &str) {
    let named = places_named(task, text);
    let level = |place: &Named| match *place {
        Named::On(place) => task.goal_level(place),
        Named::In(room) => task.goal_level_in(room),
    };
    let levels: Vec<u8> = named.iter().map(level).collect();
    let is: Vec<u8> = if task.has_second_goal() { vec![2, 1] } else { vec![2] };
    assert_eq!(levels, is, "{text}");
    let thing = thing_name(task, task.hidden.object);
    for place in &named {
        let (room, on) = match *place {
            Named::On(place) => (place.room, receptacle(task, place)),
            Named::In(room) => (room, ""),
        };
        let is_absurd = |(kind, place): &(&str, &str)| {
            thing.ends_with(kind) && [room_name(task, room), on].contains(place)
        };
        assert!(!ABSURD.iter().any(is_absurd), "{text}");
    }
    let goal = task.hidden.goal;
    let is_meant = |place: &Named| match *place {
        Named::On(place) => place == goal,
        Named::In(room) => room == goal.room,
    };
    assert!(named.iter().any(is_meant), "{text}: the person means {goal:?}");
}

#[derive(Clone, Copy)]
enum Named {
    On(Place),
    In(RoomId),
}

/// The places of the last clause, in their order.
fn places_named(task: &Task, text: &str) -> Vec<Named> {
    let clause = text.trim_end_matches(['.', '?']).trim_end_matches(", please");
    if let Some((_, habit)) = clause.rsplit_once(" where I ") {
        let (habit, on) =
            habit.split_once(", on the ").map_or((habit, None), |(habit, on)| (habit, Some(on)));
        let room = room_named(task, room_of(&HABITS, habit)).unwrap();
        return vec![on.map_or(Named::In(room), |on| Named::On(on_it(task, room, on)))];
    }
    if let Some((_, rooms)) = clause.rsplit_once(" in the ").filter(|_| task.is_delivery()) {
        return rooms.split(" or ").map(|name| Named::In(room_named(task, name).unwrap())).collect();
    }
    let (_, places) = clause.rsplit_once(" on the ").unwrap();
    let mut room = None;
    let each = places.split(" or ").map(|name| {
        let (rooms, on) = name.rsplit_once(' ').map_or((None, name), |(room, on)| (Some(room), on));
        // A second receptacle without a room is one of the same room.
        room = rooms.map(|name| room_named(task, name).unwrap()).or(room);
        Named::On(on_it(task, room.unwrap(), on))
    });
    each.collect()
}

fn room_named(task: &Task, name: &str) -> Option<RoomId> {
    task.rooms().find(|&room| room_name(task, room) == name)
}

fn on_it(task: &Task, room: RoomId, name: &str) -> Place {
    let found = task.places_in(room).find(|&place| receptacle(task, place) == name);
    found.unwrap_or_else(|| panic!("{:?}: the {} has no {name}", task.id, room_name(task, room)))
}

fn room_of<'a>(list: &[(&'a str, &'a str)], words: &str) -> &'a str {
    let found = list.iter().find(|(phrase, _)| *phrase == words);
    found.unwrap_or_else(|| panic!("“{words}” is not in the checked list")).1
}

/// Each person frames requests in the few ways of one voice, and at least five voices are heard.
pub(super) fn check_voices(tasks: &[Task]) {
    let mut openings: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let (mut texts, mut n_texts) = (BTreeSet::new(), 0);
    for task in tasks.iter().filter(|task| task.is_map_stale) {
        let text = said(task);
        let opening = text.split(" my ").next().unwrap().to_owned();
        openings.entry(speaker(task)).or_default().insert(opening);
        texts.insert(text);
        n_texts += 1;
    }
    let voices: BTreeSet<&BTreeSet<String>> = openings.values().collect();
    assert!(openings.len() == 14 && voices.len() >= 5, "{openings:#?}");
    assert!(openings.values().all(|ways| (3..=4).contains(&ways.len())), "{openings:#?}");
    assert!(texts.len() * 10 > n_texts * 9, "{} different requests of {n_texts}", texts.len());
}
