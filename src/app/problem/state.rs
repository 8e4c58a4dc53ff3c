//! What the page remembers of a problem.

use super::super::latest::Latest;
use super::message::{ProblemLook, ProblemOpened, ProblemShown};

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
