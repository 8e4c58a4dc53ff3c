//! Problems in miniature: the built-in scenarios, or a reader's own MDP file, solved by both rules at any price. And one
//! that is not small: the household with two helps, under two prices or two budgets.
//!
//! As with a log, the page remembers what is shown, and [`ProblemDesk`] reads, solves and draws in the module `log/`.

mod desk;
mod household;
mod message;
mod rules;
mod show;
mod state;
mod story;
mod team;
mod update;

pub use desk::ProblemDesk;
pub use household::{
    Corner, HOUSEHOLD, HouseholdOpened, HouseholdRow, HouseholdShown, HouseholdState, HouseholdView, Planes,
    Worth,
};
pub use message::{
    Plane, ProblemEffect, ProblemLook, ProblemMsg, ProblemOpened, ProblemReply, ProblemRequest, ProblemShown,
    RuleRow, StateRow,
};
pub use state::{ProblemMaking, ProblemSource, ProblemState};
pub use story::story;
pub use team::{Finding, HelperRequest, ProblemHelper, Share};
pub(super) use update::{follow, update};
