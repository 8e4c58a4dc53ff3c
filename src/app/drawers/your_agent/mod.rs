//! The log of the reader's own agent: given, read in a worker, and shown.
//!
//! The page remembers the source of the log and what is shown. [`LogSession`] reads, solves and draws; it
//! runs in a module of its own (`log/`) and is in no other wasm.

pub(in crate::app) mod draw;
#[cfg(test)]
mod drive_tests;
pub(in crate::app) mod linked;
pub(in crate::app) mod message;
pub(in crate::app) mod state;
pub(in crate::app) mod update;
pub(in crate::app) mod worker;

pub use message::{
    LinkedLog, LogCompared, LogExample, LogExport, LogOption, LogOptions, LogRefusal, LogReply, LogRequest,
    LogShown, LogSource, LogStep, LogWhy, Look, Understood, YourAgentMsg,
};
pub use state::{GivenLog, LogPhase, ReadLog, RefusedLog, YourAgentState};
pub(in crate::app) use update::{follow, of_address, open, update};
pub use worker::LogSession;
