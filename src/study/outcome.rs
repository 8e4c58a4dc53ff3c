//! The result of a study.

use serde::{Deserialize, Serialize};

use crate::household::TaskSet;
use crate::reward_model::Attempt;

use super::arm::Arm;
use super::forecast::Forecast;
use super::order::{StudyOrder, Trial};
use super::play::TaskMeans;
use super::policy::Expected;

/// The result of one trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmResult {
    /// The trial.
    pub trial: Trial,
    /// The totals that its table predicts, if it has one.
    pub expected: Option<Expected>,
    /// One entry a task, in order.
    pub tasks: Vec<TaskMeans>,
    /// True for each training task in which one rollout of the policy stayed inside the table; empty for other tasks,
    /// and without a table.
    pub seen: Vec<bool>,
}

/// The result of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudyResult {
    /// The order of the study.
    pub order: StudyOrder,
    /// States of the table.
    pub n_states: u32,
    /// The number of states in which every action was tried.
    pub n_tried: u32,
    /// The results of the trials, in their order.
    pub arms: Vec<ArmResult>,
    /// The forecasts, one for each helper whose calls are foretold, in the order of the helpers.
    pub forecasts: Vec<Forecast>,
    /// The base alone, as self-regulation sees it before the last step.
    pub attempts: Attempts,
    /// The same where the state of the last step counts too, and where it counts alone: what more there is to see.
    pub late_attempts: [Attempts; 2],
}

/// Episodes on validation tasks, and on test tasks task by task.
pub type Attempts = (Vec<Attempt>, Vec<Vec<Attempt>>);

impl StudyResult {
    /// The calls to be expected of a helper, by rollouts of a set of tasks.
    #[must_use]
    pub fn forecast(&self, arm: &Arm, set: TaskSet) -> Option<&Forecast> {
        self.forecasts.iter().find(|found| found.trial.set == set && found.trial.arm == *arm)
    }

    /// The result of a way of asking on a set of tasks.
    #[must_use]
    pub fn arm(&self, arm: &Arm, set: TaskSet) -> Option<&ArmResult> {
        self.arms.iter().find(|found| found.trial.set == set && found.trial.arm == *arm)
    }
}
