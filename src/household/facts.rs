//! The facts that the person states in the request, apart from their wording. Nothing hidden is read.

use super::action::{MAX_ROOMS, Place, RoomId};
use super::task::Task;

/// A reading of the goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The receptacle on which the thing is wanted.
    On(Place),
    /// The room in which the person says to be, where the thing is for the person.
    In(RoomId),
}

impl Reading {
    /// The room of the reading.
    #[must_use]
    pub fn room(self) -> RoomId {
        match self {
            Self::On(place) => place.room,
            Self::In(room) => room,
        }
    }
}

/// The facts of a request, in the order in which they are said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// One room of each kind where the object was most probably used last; empty where the map is right.
    pub likely: Vec<RoomId>,
    /// One room of each kind where it may have been used.
    pub possible: Vec<RoomId>,
    /// The first reading of the goal.
    pub goal: Reading,
    /// The second reading of the goal, if it has one.
    pub second_goal: Option<Reading>,
}

/// The facts of a task's request.
#[must_use]
pub fn request(task: &Task) -> Request {
    let reading = |level: u8| {
        let place = task.places().find(|&place| task.goal_level(place) == level)?;
        Some(if task.is_delivery() { Reading::In(place.room) } else { Reading::On(place) })
    };
    Request {
        likely: kinds_at(task, &task.plausibility, 2),
        possible: kinds_at(task, &task.plausibility, 1),
        // Every goal has a first reading.
        goal: reading(2).unwrap_or(Reading::In(RoomId(0))),
        second_goal: reading(1),
    }
}

/// The rooms of a level, one a kind: what is done in one of two bedrooms is done in the other too.
fn kinds_at(task: &Task, levels: &[u8; MAX_ROOMS], level: u8) -> Vec<RoomId> {
    task.rooms().filter(|&room| levels[room.index()] == level && !task.house.is_second(room)).collect()
}
