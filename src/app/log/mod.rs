//! The log of the reader's own agent: given, read in a worker, looked at.
//!
//! The page remembers what was given and what is shown; all that reads, solves and draws is [`LogDesk`], which runs in a
//! module of its own (`log/`) and is in no other wasm.

mod desk;
mod linked;
mod message;
mod show;
mod state;
mod update;

pub use desk::LogDesk;
pub use message::{
    LinkedLog, LogCompared, LogEffect, LogExample, LogExport, LogMsg, LogOption, LogOptions, LogReply,
    LogRequest, LogShown, LogSource, LogStep, LogWhy, Look, Understood,
};
pub use state::{LogPhase, LogState};
pub(super) use update::{follow, of_address, open, update};
