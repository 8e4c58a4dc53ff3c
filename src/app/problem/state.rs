//! What the page remembers of a problem.

use super::super::latest::Latest;
use super::household::HouseholdView;
use super::message::{ProblemLook, ProblemOpened, ProblemShown};
use crate::experiment::{Order, TwoHelpsDone};

/// How far the household is that is being made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProblemMaking {
    /// The stage, and how much of it is done.
    pub done: TwoHelpsDone,
    /// About how long the rest takes, in milliseconds.
    pub left_ms: Option<f64>,
}

/// The problem that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProblemState {
    /// What the one asked for last is called.
    pub given: String,
    /// What the one that is shown is called.
    pub name: String,
    /// What is said of it once.
    pub opened: Option<ProblemOpened>,
    /// What is shown.
    pub shown: Option<ProblemShown>,
    /// The household with two helps, where that is shown.
    pub household: Option<Box<HouseholdView>>,
    /// How far the household is, while it is being made.
    pub making: Option<ProblemMaking>,
    /// How much of a large problem is solved while it is opened, in [0, 1].
    pub solving: Option<f64>,
    /// What the household asked for last is made by.
    pub(super) ordered: Option<Order>,
    /// Why the last one was refused.
    pub refused: Option<String>,
    /// What is looked at.
    pub look: ProblemLook,
    pub(super) next_request: u32,
    /// The problem that is awaited.
    pub(super) awaited: Option<u32>,
    /// The picture that is awaited.
    pub(super) showing: Latest,
}

impl ProblemState {
    /// Whether a problem is being opened.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.awaited.is_some()
    }
}
