//! The actions of an agent, and a small list of actions that needs no allocation.

use serde::{Deserialize, Serialize};

/// The most rooms a house can have.
pub const MAX_ROOMS: usize = 9;
/// The most receptacles a room can have.
pub const MAX_RECEPTACLES: usize = 3;
/// The most things a person's words can mean: the object and two look-alikes.
pub const MAX_THINGS: usize = 3;
/// The most actions that can be offered at once: the other rooms, a look, and things to pick up or receptacles to fill.
pub const MAX_ACTIONS: usize = MAX_ROOMS + MAX_THINGS;
/// The most steps a task can take.
pub const MAX_STEPS: usize = 15;

/// A room of the task's house, by its place in the list of rooms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoomId(pub u8);

/// A thing the person's words could mean. The order says nothing about which is the right one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ThingId(pub u8);

/// A receptacle of a room: where a thing can lie, and where it can be put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The room of the receptacle.
    pub room: RoomId,
    /// The receptacle's place in the list of its room, below [`MAX_RECEPTACLES`]. Looks show them in this order.
    pub receptacle: u8,
}

impl Place {
    /// The receptacle's place in its room as an index.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.receptacle)
    }
}

impl RoomId {
    /// The room's place as an index.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl ThingId {
    /// The thing's place as an index.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One action of the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Go to another room; any is one step away.
    Go(RoomId),
    /// Look at the next receptacle of the current room; at all of them once each was looked at.
    Explore,
    /// Pick up a thing believed to be here.
    Pick(ThingId),
    /// Put what is held on that receptacle of the current room; this ends the task.
    Put(u8),
    /// Give what is held to the person, who is here; this ends the task.
    Give,
    /// Ask the person for one hidden fact. It is a kind of help, so no actor is offered it.
    Ask,
}

/// The offered actions of a state, in their order: rooms, look, things, receptacles or give.
#[derive(Clone, Copy, Debug)]
pub struct Actions {
    items: [Action; MAX_ACTIONS],
    n: u8,
}

impl Actions {
    pub(crate) fn new() -> Self {
        Self { items: [Action::Explore; MAX_ACTIONS], n: 0 }
    }

    pub(crate) fn push(&mut self, action: Action) {
        self.items[usize::from(self.n)] = action;
        self.n += 1;
    }
}

impl core::ops::Deref for Actions {
    type Target = [Action];

    fn deref(&self) -> &[Action] {
        &self.items[..usize::from(self.n)]
    }
}
