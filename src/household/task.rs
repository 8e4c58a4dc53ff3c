//! One task: a house, a hint, things, a goal, perhaps a person who moves the object; all from its seed.

use crate::numeric::Random;

use super::action::{MAX_ROOMS, MAX_THINGS, RoomId, ThingId};
use super::wording::Wording;
use super::world::{Purpose, TaskId, World};

/// A person's job with the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The move happens after so many steps of the agent, unless the agent holds the object by then.
    pub after_step: u8,
    /// The new room of the object.
    pub to: RoomId,
    /// True if the old room then shows the way that the object went.
    pub leaves_trace: bool,
}

/// A walk of the person who is to be given the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The walk happens after so many steps of the agent.
    pub after_step: u8,
    /// The new room of the person.
    pub to: RoomId,
}

/// The hidden facts of a task. Only the environment and the oracle may read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// The thing that is meant.
    pub object: ThingId,
    /// The room of each thing at the start.
    pub rooms: [RoomId; MAX_THINGS],
    /// The room the person means; where the object is for the person, the room that person is in at first.
    pub goal: RoomId,
    /// The person's job with the object, if there is one.
    pub moved: Option<Move>,
    /// The walk of the person who waits for the object, if there is one.
    pub walk: Option<Walk>,
}

/// One task of a split.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Names the task.
    pub id: TaskId,
    /// Rooms of the house.
    pub n_rooms: u8,
    /// The most actions it may take.
    pub step_limit: u8,
    /// The room of the agent at the start.
    pub start: RoomId,
    /// The plausibility of each room under the hint: 0, 1 or 2.
    pub plausibility: [u8; MAX_ROOMS],
    /// The plausibility of each room under the wish for the goal: 0, 1 or 2.
    pub goal_plausibility: [u8; MAX_ROOMS],
    /// True if the person mentions that people are about.
    pub people_about: bool,
    /// Things the words could mean; those never seen are hidden too.
    pub n_things: u8,
    /// The fit of each thing to the person's words, 0 to 2; visible once the thing is.
    pub fits: [u8; MAX_THINGS],
    /// The words everything is called by.
    pub wording: Wording,
    /// The hidden facts.
    pub hidden: Hidden,
}

impl Task {
    /// The task of that name; a pure function.
    #[must_use]
    pub fn generate(world: &World, id: TaskId) -> Self {
        let random = &mut Random::new(id.seed, &id.stream(Purpose::Facts));
        let n_rooms = usize::from(world.n_rooms).clamp(2, MAX_ROOMS);
        let plausibility = plausible_rooms(n_rooms, random);
        let start = room_below(n_rooms, random);
        let object_room = room_by_plausibility(world.hint_strength, &plausibility[..n_rooms], random);

        let mut things = vec![(object_room, draw(&world.match_true, random), true)];
        let first = random.chance(world.look_alike);
        let second = random.chance(world.look_alike * world.second_look_alike);
        for present in [first, second] {
            let together = random.chance(world.look_alike_together);
            let elsewhere = room_by_plausibility(world.look_alike_strength, &plausibility[..n_rooms], random);
            let fit = draw(&world.match_look_alike, random);
            if present {
                things.push((if together { object_room } else { elsewhere }, fit, false));
            }
        }
        random.shuffle(&mut things);

        let (goal_plausibility, goal) = goal_readings(world, n_rooms, object_room, random);
        let moved = job(world, n_rooms, object_room, random);
        let stirs = world.moves.max(world.walks);
        let stray = random.chance((world.people_about - 1.0) * stirs / (1.0 - stirs).max(1e-9));
        let walk = walk(world, n_rooms, goal, random);
        let about = moved.is_some() || walk.is_some() || stray;

        let mut fits = [0; MAX_THINGS];
        let mut rooms = [RoomId(0); MAX_THINGS];
        let mut object = ThingId(0);
        for (index, &(room, fit, is_object)) in things.iter().enumerate() {
            rooms[index] = room;
            fits[index] = fit;
            if is_object {
                object = ThingId(index as u8);
            }
        }
        let words = &mut Random::new(id.seed, &id.stream(Purpose::Words));
        Self {
            id,
            n_rooms: n_rooms as u8,
            step_limit: world.step_limit.min(super::MAX_STEPS as u8),
            start,
            plausibility,
            goal_plausibility,
            people_about: about,
            n_things: things.len() as u8,
            fits,
            wording: Wording::draw(n_rooms, words),
            hidden: Hidden { object, rooms, goal, moved, walk },
        }
    }

    /// The rooms of the house.
    pub fn rooms(&self) -> impl Iterator<Item = RoomId> + use<> {
        (0..self.n_rooms).map(RoomId)
    }

    /// True if the object is to be given to the person who asked, rather than put down.
    #[must_use]
    pub fn is_delivery(&self) -> bool {
        self.id.split.is_delivery()
    }

    /// True if the person's words are ambiguous: two rooms are most plausible for the object, or the goal has a
    /// second reading.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.plausibility.iter().filter(|&&level| level == 2).count() > 1
            || self.goal_plausibility.contains(&1)
    }
}

/// One or two rooms with plausibility 2, one or two with 1, the rest 0.
fn plausible_rooms(n_rooms: usize, random: &mut Random) -> [u8; MAX_ROOMS] {
    let mut order: Vec<usize> = (0..n_rooms).collect();
    random.shuffle(&mut order);
    let n_likely = 1 + random.below(2) as usize;
    let n_possible = 1 + random.below(2) as usize;
    let mut levels = [0; MAX_ROOMS];
    for (place, &room) in order.iter().enumerate() {
        levels[room] = if place < n_likely {
            2
        } else if place < n_likely + n_possible {
            1
        } else {
            0
        };
    }
    levels
}

fn room_by_plausibility(strength: f64, plausibility: &[u8], random: &mut Random) -> RoomId {
    let weights: Vec<f64> =
        plausibility.iter().map(|&level| libm::exp(strength * f64::from(level))).collect();
    RoomId(random.weighted(&weights) as u8)
}

fn room_below(n_rooms: usize, random: &mut Random) -> RoomId {
    RoomId(random.below(n_rooms as u32) as u8)
}

/// A room drawn evenly from all but `taken`.
fn room_other_than(taken: &[RoomId], n_rooms: usize, random: &mut Random) -> RoomId {
    let free: Vec<RoomId> = (0..n_rooms as u8).map(RoomId).filter(|room| !taken.contains(room)).collect();
    let drawn = random.below(free.len() as u32) as usize;
    free.get(drawn).copied().unwrap_or_default()
}

fn draw(probabilities: &[f64; 3], random: &mut Random) -> u8 {
    random.weighted(probabilities) as u8
}

/// The readings of the goal words, and the room that is meant.
fn goal_readings(
    world: &World,
    n_rooms: usize,
    object_room: RoomId,
    random: &mut Random,
) -> ([u8; MAX_ROOMS], RoomId) {
    let first = room_other_than(&[object_room], n_rooms, random);
    let second = room_other_than(&[object_room, first], n_rooms, random);
    let is_ambiguous = random.chance(world.second_goal);
    let second_is_right = random.chance(world.second_goal_right);
    let mut levels = [0; MAX_ROOMS];
    levels[first.index()] = 2;
    if is_ambiguous {
        levels[second.index()] = 1;
    }
    (levels, if is_ambiguous && second_is_right { second } else { first })
}

/// The person's walk from where the object is awaited; drawn last, so that no other fact depends on it.
fn walk(world: &World, n_rooms: usize, from: RoomId, random: &mut Random) -> Option<Walk> {
    if world.walks <= 0.0 {
        return None;
    }
    let happens = random.chance(world.walks);
    let [first, last] = world.walk_steps;
    let after_step = first + random.below(u32::from(last.saturating_sub(first)) + 1) as u8;
    let to = room_other_than(&[from], n_rooms, random);
    happens.then_some(Walk { after_step, to })
}

fn job(world: &World, n_rooms: usize, object_room: RoomId, random: &mut Random) -> Option<Move> {
    let happens = random.chance(world.moves);
    let [first, last] = world.move_steps;
    let after_step = first + random.below(u32::from(last.saturating_sub(first)) + 1) as u8;
    let to = room_other_than(&[object_room], n_rooms, random);
    let leaves_trace = random.chance(world.trace);
    happens.then_some(Move { after_step, to, leaves_trace })
}
