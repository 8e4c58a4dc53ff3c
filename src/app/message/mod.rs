//! Messages: what happened on the page, what the shell must do about it, and what pages and workers send each other.

pub(in crate::app) mod effect;
pub(in crate::app) mod keys;
pub(in crate::app) mod page;
pub(in crate::app) mod spoken;
pub(in crate::app) mod wire;
pub(in crate::app) mod worker;

pub use effect::Effect;
pub use keys::{Focus, Press, msg_of as msg_of_key};
pub use page::{LessonMsg, Msg, Panel, TakeoverMsg};
pub use wire::{packed, unpacked};
pub use worker::{
    Job, LogEffect, ProblemEffect, Progress, SessionEffect, SessionRequest, WorkerReply, WorkerRequest,
    time_left,
};
