//! The identity of a state in the table: what can be seen, and nothing else.

use serde::{Deserialize, Serialize};

use super::action::{MAX_ROOMS, MAX_THINGS, Place, RoomId, ThingId};

/// A state abstraction: the visible facts that tell two states apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keying {
    /// Room, held thing, what was looked at, where things are believed to be, what was told, and the stuck bit.
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
    /// Receptacles looked at in each room, the first ones of its list.
    pub looks: [u8; MAX_ROOMS],
    /// The place where each thing is believed to be.
    pub seen: [Option<Place>; MAX_THINGS],
    /// The room a trace points to.
    pub trace: Option<RoomId>,
    /// A trace has been followed to its end.
    pub trace_followed: bool,
    /// The person said which thing is meant.
    pub told_thing: bool,
    /// The person said where the object belongs.
    pub told_goal: bool,
    /// Questions asked.
    pub questions: u8,
    /// A question is open.
    pub awaits_answer: bool,
    /// The last known room of the person who waits for the object, or the room that person went to.
    pub person: Option<RoomId>,
    /// One bit a room: the person was not there, and has not been seen since; 0 while `person` is known.
    pub without_person: u16,
    /// The last step changed nothing.
    pub stuck: bool,
    /// The steps taken, if the state abstraction counts them; else 0.
    pub step: u8,
}

impl KeyParts {
    /// The number of rooms in which the agent has looked at something.
    #[must_use]
    pub fn n_explored(&self) -> usize {
        self.looks.iter().filter(|&&looks| looks > 0).count()
    }
}

/// A state of one task's table, packed into 64 bits: no hidden fact is in it. Keys of two tasks may be equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StateKey(u64);

/// Bits of a room, or of none.
const ROOM: u32 = 4;
/// Bits of a place, or of none.
const PLACE: u32 = 5;
/// Bits of the number of receptacles looked at in a room.
const LOOKS: u32 = 2;
/// Bits of the person: a bit a room that is without that person, or this and the person's room.
const PERSON: u32 = 10;
const PERSON_KNOWN: u64 = 1 << MAX_ROOMS;

impl StateKey {
    pub(crate) fn pack(parts: &KeyParts) -> Self {
        let mut bits = 0;
        let mut add = |width: u32, value: u64| bits = bits << width | value;
        let room = |room: Option<RoomId>| room.map_or(0, |room| u64::from(room.0) + 1);
        let place = |place: Place| u64::from(place.room.0) * 3 + u64::from(place.receptacle) + 1;
        add(
            PERSON,
            parts.person.map_or(u64::from(parts.without_person), |room| PERSON_KNOWN | u64::from(room.0)),
        );
        parts.looks.iter().for_each(|&looks| add(LOOKS, u64::from(looks)));
        add(ROOM, u64::from(parts.room.0));
        add(2, parts.held.map_or(0, |thing| u64::from(thing.0) + 1));
        parts.seen.iter().for_each(|seen| add(PLACE, seen.map_or(0, place)));
        add(ROOM, room(parts.trace));
        add(2, u64::from(parts.questions));
        for flag in
            [parts.stuck, parts.trace_followed, parts.told_thing, parts.told_goal, parts.awaits_answer]
        {
            add(1, u64::from(flag));
        }
        add(4, u64::from(parts.step));
        Self(bits)
    }

    /// The facts it holds.
    #[must_use]
    pub fn parts(self) -> KeyParts {
        let mut bits = self.0;
        let mut take = |width: u32| {
            let value = bits & ((1 << width) - 1);
            bits >>= width;
            value as u16
        };
        let room = |value: u16| RoomId(value as u8);
        let place = |value: u16| Place { room: room(value / 3), receptacle: (value % 3) as u8 };
        let step = take(4) as u8;
        let [awaits_answer, told_goal, told_thing, trace_followed, stuck] =
            core::array::from_fn(|_| take(1) == 1);
        let questions = take(2) as u8;
        let trace = take(ROOM).checked_sub(1).map(room);
        let mut seen = [None; MAX_THINGS];
        for slot in seen.iter_mut().rev() {
            *slot = take(PLACE).checked_sub(1).map(place);
        }
        let held = take(2).checked_sub(1).map(|thing| ThingId(thing as u8));
        let room_now = RoomId(take(ROOM).min(MAX_ROOMS as u16 - 1) as u8);
        let mut looks = [0; MAX_ROOMS];
        for slot in looks.iter_mut().rev() {
            *slot = take(LOOKS) as u8;
        }
        let person = take(PERSON);
        let known = u64::from(person) & PERSON_KNOWN != 0;
        KeyParts {
            room: room_now,
            held,
            looks,
            seen,
            trace,
            trace_followed,
            told_thing,
            told_goal,
            questions,
            awaits_answer,
            person: known.then(|| room(person & (PERSON_KNOWN as u16 - 1))),
            without_person: if known { 0 } else { person },
            stuck,
            step,
        }
    }

    /// The packed bits, for a trace's `state_key`.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }
}
