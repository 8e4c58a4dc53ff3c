//! The features of a state and an action that Q takes: visible facts alone, and nothing of the base actor's own choice.

use crate::household::{Action, Household, Place, RoomId, ThingId};

/// Numbers a state and action are described by; a multiple of four.
pub const N_Q_FEATURES: usize = 32;

/// The name of each number.
pub const Q_FEATURE_NAMES: [&str; N_Q_FEATURES] = [
    "step / limit",
    "within the last four steps",
    "hint names two likely rooms",
    "goal has a second reading",
    "people are about",
    "likely rooms not looked at",
    "possible rooms not looked at",
    "best fit of what is seen",
    "trace known, or where the person is",
    "holding: poor fit",
    "holding: fair fit",
    "holding: perfect fit",
    "holding, and something seen fits better",
    "action: go",
    "action: look",
    "action: look again",
    "action: pick up",
    "action: put down or give",
    "room: possible",
    "room: likely",
    "room: share looked at",
    "room: best fit seen there",
    "room: a trace points there, or the person is there",
    "first reading of the goal, while holding",
    "second reading of the goal, while holding",
    "no reading of the goal or without the person, while holding",
    "room: times there",
    "picks: poor fit",
    "picks: fair fit",
    "picks: perfect fit",
    "picks, and something seen fits better",
    "goes back to a room looked through, for nothing",
];

/// The unit of each number.
pub const Q_FEATURE_UNITS: [&str; N_Q_FEATURES] = [
    "share of the step limit",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "rooms / 2",
    "rooms / 2",
    "(fit + 1) / 3; 0 of none",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "receptacles looked at / all",
    "(fit + 1) / 3; 0 of none",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "steps / 4",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
    "0 or 1",
];

/// Writes the numbers of a state and action into `out`, which holds [`N_Q_FEATURES`]. All are in about [0, 2].
pub fn q_features(household: &Household, action: Action, out: &mut [f32]) {
    let numbers = numbers(household, action);
    out.iter_mut().zip(numbers).for_each(|(slot, number)| *slot = number);
}

fn flag(value: bool) -> f32 {
    f32::from(u8::from(value))
}

/// The best fit among some things, from 1/3 (poor) to 1 (perfect); 0 of none.
fn best_fit(household: &Household, things: impl Iterator<Item = ThingId>) -> f32 {
    things.map(|thing| f32::from(household.task().fits[thing.index()] + 1) / 3.0).fold(0.0, f32::max)
}

fn numbers(household: &Household, action: Action) -> [f32; N_Q_FEATURES] {
    let task = household.task();
    let room = if let Action::Go(to) = action { to } else { household.room() };
    let looked_at = household.is_explored(room);
    let reading = match action {
        Action::Put(receptacle) => task.goal_level(Place { room, receptacle }),
        _ => task.goal_level_in(room),
    };
    let unexplored = |level: u8| {
        let open = |room: &RoomId| !household.is_explored(*room) && task.plausibility[room.index()] == level;
        task.rooms().filter(open).count() as f32 / 2.0
    };
    let fit = |thing: ThingId| task.fits[thing.index()];
    let held_fit = household.held().map(fit);
    let picked_fit = if let Action::Pick(thing) = action { Some(fit(thing)) } else { None };
    let seen = || (0..task.n_things).map(ThingId).filter(|&thing| household.seen(thing).is_some());
    let better_than = |own: Option<u8>| flag(own.is_some_and(|own| seen().any(|thing| fit(thing) > own)));
    let goal = |level: u8| flag(held_fit.is_some() && reading == level);
    let (taken, limit) = (household.steps_taken(), household.step_limit());
    let goes = matches!(action, Action::Go(_));
    [
        taken as f32 / limit as f32,
        flag(taken + 4 >= limit),
        flag(task.plausibility.iter().filter(|&&level| level == 2).count() > 1),
        flag(task.has_second_goal()),
        flag(task.people_about),
        unexplored(2),
        unexplored(1),
        best_fit(household, seen()),
        flag(household.trace().or(household.person()).is_some()),
        flag(held_fit == Some(0)),
        flag(held_fit == Some(1)),
        flag(held_fit == Some(2)),
        better_than(held_fit),
        flag(goes),
        flag(action == Action::Explore && !looked_at),
        flag(action == Action::Explore && looked_at),
        flag(picked_fit.is_some()),
        flag(matches!(action, Action::Put(_) | Action::Give)),
        flag(task.plausibility[room.index()] == 1),
        flag(task.plausibility[room.index()] == 2),
        f32::from(household.looks(room)) / f32::from(task.house.n_receptacles(room).max(1)),
        best_fit(household, household.things_in(room)),
        flag(household.trace().or(household.person()) == Some(room)),
        goal(2),
        goal(1),
        goal(0).max(flag(held_fit.is_some() && household.is_without_person(room))),
        household.log().filter(|entry| entry.observation.room == room).count() as f32 / 4.0,
        flag(picked_fit == Some(0)),
        flag(picked_fit == Some(1)),
        flag(picked_fit == Some(2)),
        better_than(picked_fit),
        flag(goes && household.is_idle_to_go(room)),
    ]
}
