//! The shortest way to success, for someone who knows every hidden fact. Only the oracle and SPL may use it.

use super::action::{Action, Place, RoomId};
use super::environment::Household;
use super::task::Task;

/// The fewest steps to success from the start of a task: SPL's measure. Never more than seven where a move or a walk comes
/// after step 2 or later.
///
/// Either the object is fetched from where it stands before the person takes it, or one waits where it will arrive.
#[must_use]
pub fn oracle_length(task: &Task) -> u32 {
    oracle_plan(&Household::new(task)).map_or(u32::MAX, |plan| plan.len() as u32)
}

/// The shortest list of actions that ends in success from here, whatever the number of steps left; `None` where
/// there is none, since the wrong thing is held or the task is over. Among equals the one that fetches rather than
/// waits.
#[must_use]
pub fn oracle_plan(household: &Household) -> Option<Vec<Action>> {
    let object = household.task().hidden.object;
    if household.outcome().is_terminal() || household.held().is_some_and(|held| held != object) {
        return None;
    }
    let goal = household.task().hidden.goal;
    let mut plan = Vec::new();
    let mut room = household.room();
    if household.held().is_none() {
        plan = fetch(household).into_iter().chain(wait(household)).min_by_key(|plan| {
            let room = room_after(household.room(), plan);
            plan.len() + usize::from(room != goal.room)
        })?;
        room = room_after(room, &plan);
    }
    if household.task().is_delivery() {
        deliver(household, room, &mut plan);
    } else {
        plan.extend(walk(room, goal.room));
        plan.push(Action::Put(goal.receptacle));
    }
    Some(plan)
}

/// From `room`, at the end of `plan`: to the person who waits, before or after that person's walk.
fn deliver(household: &Household, room: RoomId, plan: &mut Vec<Action>) {
    let (person, ahead) = household.person_and_walk();
    let before = plan.len() + walk(room, person).count();
    match ahead {
        Some((ahead, to)) if before >= ahead as usize => {
            plan.extend(walk(room, to));
            let waiting = (ahead as usize).saturating_sub(plan.len());
            plan.extend(std::iter::repeat_n(Action::Explore, waiting));
        }
        _ => plan.extend(walk(room, person)),
    }
    plan.push(Action::Give);
}

/// Goes where the object stands, looks until it is seen, and takes it, if nobody takes it before.
fn fetch(household: &Household) -> Option<Vec<Action>> {
    let plan = take_from(household, household.object_place());
    // A move after the step of the picking finds the object held.
    let in_time = household.move_ahead().is_none_or(|ahead| plan.len() <= ahead as usize);
    in_time.then_some(plan)
}

/// The way to a place, the looks that show it, and the pick.
fn take_from(household: &Household, place: Place) -> Vec<Action> {
    let object = household.task().hidden.object;
    let mut plan: Vec<Action> = walk(household.room(), place.room).collect();
    if household.seen(object).is_none_or(|seen| seen.room != place.room) {
        let looks = household.looks(place.room);
        // A place that was looked at shows again when the whole room was.
        let n = if place.receptacle >= looks {
            place.receptacle + 1 - looks
        } else {
            household.task().house.n_receptacles(place.room) - looks + 1
        };
        plan.extend(std::iter::repeat_n(Action::Explore, usize::from(n)));
    }
    plan.push(Action::Pick(object));
    plan
}

/// Goes where the person will bring the object, waits, and takes it: who is there sees it come.
fn wait(household: &Household) -> Option<Vec<Action>> {
    let ahead = household.move_ahead()? as usize;
    let job = household.task().hidden.moved?;
    let mut plan: Vec<Action> = walk(household.room(), job.to.room).collect();
    if plan.len() > ahead {
        return None;
    }
    plan.resize(ahead, Action::Explore);
    plan.push(Action::Pick(household.task().hidden.object));
    Some(plan)
}

/// The way from a room to another: one step, or none.
fn walk(from: RoomId, to: RoomId) -> impl Iterator<Item = Action> {
    (from != to).then_some(Action::Go(to)).into_iter()
}

fn room_after(start: RoomId, plan: &[Action]) -> RoomId {
    let went = |action: &Action| if let Action::Go(room) = action { Some(*room) } else { None };
    plan.iter().rev().find_map(went).unwrap_or(start)
}
