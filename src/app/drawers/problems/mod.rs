//! The example problems: small built-in scenarios or a reader's own MDP file, solved by both rules at any
//! price. One problem is large: the household with two helps, under two prices or two budgets.
//!
//! The page remembers what is shown; [`ProblemSession`] reads, solves and draws in the module `log/`.

pub(in crate::app) mod controls;
pub(in crate::app) mod draw;
pub(in crate::app) mod household;
pub(in crate::app) mod message;
pub(in crate::app) mod open;
pub(in crate::app) mod rules;
pub(in crate::app) mod state;
pub(in crate::app) mod story;
pub(in crate::app) mod team;
pub(in crate::app) mod update;
pub(in crate::app) mod worker;

pub use controls::{price_step, rule_heads};
pub use household::{
    Corner, HouseholdOpened, HouseholdRow, HouseholdShown, HouseholdState, HouseholdView, Planes, Worth,
};
pub use message::{
    Plane, ProblemLook, ProblemMsg, ProblemOpened, ProblemReply, ProblemRequest, ProblemShown, RuleRow,
    StateRow,
};
pub use state::{ProblemMaking, ProblemSource, ProblemState};
pub use story::story;
pub use team::{Finding, HelperRequest, ProblemHelper, Share};
pub(in crate::app) use update::{follow, update};
pub use worker::ProblemSession;
