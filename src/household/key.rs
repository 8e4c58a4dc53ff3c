//! The identity of a state in the table: what can be seen, and nothing else.

use serde::{Deserialize, Serialize};

use super::action::{MAX_ROOMS, MAX_THINGS, RoomId, ThingId};

/// A state abstraction: the visible facts that tell two states apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keying {
    /// Room, held thing, rooms looked at, where things were seen, trace, and the stuck bit.
    #[default]
    Standard,
    /// As `Standard`, without the stuck bit.
    WithoutStuckBit,
    /// As `Standard`, with the number of steps taken: no state can come back, so the table has no cycle.
    WithStep,
}

impl Keying {
    /// Every state abstraction, the paper's first.
    pub const ALL: [Self; 3] = [Self::Standard, Self::WithoutStuckBit, Self::WithStep];

    /// The name in links and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::WithoutStuckBit => "no-stuck",
            Self::WithStep => "step",
        }
    }

    /// The state abstraction of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|keying| keying.name() == name)
    }
}

/// The facts of a key, unpacked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyParts {
    /// The room the agent is in.
    pub room: RoomId,
    /// The thing that the agent holds.
    pub held: Option<ThingId>,
    /// One bit a room: looked at.
    pub explored: u8,
    /// The room in which each thing was seen.
    pub seen: [Option<RoomId>; MAX_THINGS],
    /// The room a trace points to.
    pub trace: Option<RoomId>,
    /// A trace has been followed to its end.
    pub trace_followed: bool,
    /// The last known room of the person who waits for the object, or the room that person went to.
    pub person: Option<RoomId>,
    /// One bit a room: the person was not there, and has not been seen since.
    pub without_person: u8,
    /// The last step changed nothing or led back to a room looked at before.
    pub stuck: bool,
    /// The steps taken, if the state abstraction counts them; else 0.
    pub step: u8,
}

impl KeyParts {
    /// The number of rooms that the agent has looked at.
    #[must_use]
    pub fn n_explored(&self) -> u32 {
        self.explored.count_ones()
    }
}

/// A state of one task's table, packed into 52 bits: no hidden fact is in it. Keys of two tasks may be equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StateKey(u64);

const FIELD: u32 = 4;

impl StateKey {
    pub(crate) fn pack(parts: &KeyParts) -> Self {
        let room = |room: Option<RoomId>| room.map_or(0, |room| u64::from(room.0) + 1);
        let mut bits = room(parts.person) << 8 | u64::from(parts.without_person);
        bits = bits << 8 | u64::from(parts.explored);
        let mut add = |value: u64| bits = bits << FIELD | value;
        add(u64::from(parts.room.0));
        add(parts.held.map_or(0, |thing| u64::from(thing.0) + 1));
        for seen in parts.seen {
            add(room(seen));
        }
        add(room(parts.trace));
        add(u64::from(parts.stuck) | u64::from(parts.trace_followed) << 1);
        add(u64::from(parts.step));
        Self(bits)
    }

    /// The facts it holds.
    #[must_use]
    pub fn parts(self) -> KeyParts {
        let mut bits = self.0;
        let mut take = || {
            let value = (bits & 0xf) as u8;
            bits >>= FIELD;
            value
        };
        let step = take();
        let flags = take();
        let (stuck, trace_followed) = (flags & 1 == 1, flags & 2 == 2);
        let trace = take().checked_sub(1).map(RoomId);
        let mut seen = [None; MAX_THINGS];
        for slot in seen.iter_mut().rev() {
            *slot = take().checked_sub(1).map(RoomId);
        }
        let held = take().checked_sub(1).map(ThingId);
        let room = RoomId(take().min(MAX_ROOMS as u8 - 1));
        let explored = (bits & 0xff) as u8;
        let without_person = (bits >> 8 & 0xff) as u8;
        let person = ((bits >> 16 & 0xf) as u8).checked_sub(1).map(RoomId);
        KeyParts { room, held, explored, seen, trace, trace_followed, person, without_person, stuck, step }
    }

    /// The packed bits, for a trace's `state_key`.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }
}
