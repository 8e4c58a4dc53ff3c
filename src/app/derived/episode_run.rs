//! An episode as the page shows it: its steps, what the networks see before each, and its end.

use crate::figure::Outcome;
use crate::household::{Action, RoomId};
use crate::language::Words;

/// One step of an episode as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeStep {
    /// The action, as it was done, in two short lines for an axis.
    pub label: String,
    /// The action that was done and seen, in a sentence.
    pub sentence: String,
    /// The same as an action.
    pub action: Action,
    /// True if the help did it.
    pub asked: bool,
    /// The base PRM's p(s) before the step.
    pub p: f64,
    /// The state of the task it was decided in; `None` where Phase 1 never was.
    pub state: Option<u32>,
    /// The room it was decided in.
    pub room: RoomId,
    /// The room it led to.
    pub room_after: RoomId,
}

/// Why an episode failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The task may take no more steps.
    OutOfSteps,
    /// Something else was brought, or it was brought elsewhere.
    Wrong,
}

/// An episode as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeRun {
    /// Its steps.
    pub steps: Vec<EpisodeStep>,
    /// The features that the networks see before each step: [`N_FEATURES`](crate::reward_model::N_FEATURES) numbers a step.
    pub rows: Vec<f32>,
    /// The way that it ended; `None` while it is under way.
    pub outcome: Option<Outcome>,
    /// Calls for help.
    pub n_calls: u32,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
}

impl EpisodeRun {
    /// Why it failed, in words; empty if it did not.
    #[must_use]
    pub fn failure(&self, w: Words) -> &'static str {
        match self.failure {
            Some(Failure::OutOfSteps) => w.out_of_steps(),
            Some(Failure::Wrong) => w.wrong_thing(),
            None => "",
        }
    }
}
