//! The log of the reader's own agent: given, read in a worker, looked at.
//!
//! The page remembers what was given and what is shown; all that reads, solves and draws is [`LogDesk`], which runs in a
//! module of its own (`log/`) and is in no other wasm.

mod desk;
#[cfg(test)]
mod drive_tests;
mod linked;
mod message;
mod show;
mod state;
mod update;

pub use desk::LogDesk;
pub use message::{
    LinkedLog, LogCompared, LogEffect, LogExample, LogExport, LogMsg, LogOption, LogOptions, LogRefusal,
    LogReply, LogRequest, LogShown, LogSource, LogStep, LogWhy, Look, Understood,
};
pub use state::{GivenLog, LogPhase, LogState, ReadLog, RefusedLog};
pub(super) use update::{follow, of_address, open, update};
