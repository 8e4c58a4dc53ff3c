//! The text household: rooms, things, people, tasks, legal actions, step, text.
//!
//! Knows no actor, no help and no price. Draws random numbers only to make a task; a task under way is a
//! function of its actions. Text is rendered on demand and nowhere else.

mod action;
mod environment;
mod facts;
mod key;
mod names;
mod noticed;
mod oracle;
mod parse;
mod people;
mod sif;
mod speech;
mod task;
mod text;
mod voice;
mod wording;
mod words;
mod world;

pub use action::{
    Action, Actions, MAX_ACTIONS, MAX_RECEPTACLES, MAX_ROOMS, MAX_STEPS, MAX_THINGS, Place, RoomId, ThingId,
};
pub use environment::{Answer, Failure, Household, LogEntry, MAX_QUESTIONS, Observation, Outcome};
pub use facts::{Reading, Request, request};
pub use key::{KeyParts, Keying, StateKey};
pub use names::{
    action_label, action_short, kind_name, place_name, receptacle, room_name, room_short, said_name,
    the_room, thing_name,
};
pub use noticed::observation_text;
pub use oracle::{oracle_length, oracle_plan};
pub use parse::parse_action;
pub use people::{other_person, speaker};
pub use sif::{parse_sif_action, sif_text};
pub use speech::{about, hint, said, wish};
pub use task::{Answers, Hidden, House, Move, Readings, Task, Walk};
pub use text::{key_text, state_text};
pub use wording::Wording;
pub(crate) use world::Purpose;
pub use world::{Split, TaskId, TaskSet, World};

#[cfg(test)]
mod tests;
