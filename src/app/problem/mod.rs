//! Problems in miniature: the built-in scenarios, or a reader's own MDP file, solved by both rules at any price.
//!
//! As with a log, the page remembers what is shown, and [`ProblemDesk`] reads, solves and draws in the module `log/`.

mod desk;
mod message;
mod show;
mod state;
mod update;

pub use desk::ProblemDesk;
pub use message::{
    ProblemEffect, ProblemLook, ProblemMsg, ProblemOpened, ProblemReply, ProblemRequest, ProblemShown,
    RuleRow, StateRow,
};
pub use state::ProblemState;
pub(super) use update::{follow, update};
