//! An episode as the page shows it: its steps, what the networks see before each, and its end.

use crate::figure::Outcome;
use crate::household::{Action, Failure, RoomId};
use crate::language::Words;

/// One step of an episode as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeStep {
    /// The action in two short lines, for the label of an axis.
    pub label: String,
    /// The action and what the agent saw, in a sentence.
    pub sentence: String,
    /// The action.
    pub action: Action,
    /// True if the help chose the action.
    pub asked: bool,
    /// The base PRM's p(s) before the step.
    pub p: f64,
    /// The state of the task before the step; `None` if Phase 1 never visited it.
    pub state: Option<u32>,
    /// The room before the step.
    pub room: RoomId,
    /// The room after the step.
    pub room_after: RoomId,
    /// The receptacles of that room that a look showed, one bit each.
    pub shown: u8,
}

/// An episode as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeRun {
    /// The steps of the episode.
    pub steps: Vec<EpisodeStep>,
    /// The features that the networks see before each step: [`N_FEATURES`](crate::reward_model::N_FEATURES) numbers a
    /// step.
    pub rows: Vec<f32>,
    /// The outcome of the episode; `None` while it is under way.
    pub outcome: Option<Outcome>,
    /// The number of calls for help.
    pub n_calls: u32,
    /// The reason why the episode failed; none if it did not.
    pub failure: Option<Failure>,
}

impl EpisodeRun {
    /// The reason for the failure in words; empty if the episode did not fail.
    #[must_use]
    pub fn failure(&self, w: Words) -> &'static str {
        match self.failure {
            Some(Failure::OutOfSteps) => w.out_of_steps(),
            Some(Failure::WrongThing) => w.wrong_thing(),
            Some(Failure::WrongRoom) => w.wrong_room(),
            Some(Failure::WrongPlace) => w.wrong_place(),
            Some(Failure::OffList) => w.off_list(),
            None => "",
        }
    }
}
