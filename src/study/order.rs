//! The order of a study, and its trials.

use serde::{Deserialize, Serialize};

use crate::actor::{BaseActor, Help};
use crate::household::{Split, TaskSet};
use crate::numeric::Seed;
use crate::reward_model::Reads;

use super::arm::Arm;

/// One way of asking on one set of tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The way of asking.
    pub arm: Arm,
    /// Training tasks or test tasks.
    pub set: TaskSet,
}

impl Trial {
    /// The trial on test tasks.
    #[must_use]
    pub fn test(arm: Arm) -> Self {
        Self { arm, set: TaskSet::Test }
    }

    /// The trial on the training tasks.
    #[must_use]
    pub fn train(arm: Arm) -> Self {
        Self { arm, set: TaskSet::Train }
    }
}

/// The order of a study: everything that its result depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudyOrder {
    /// The seed of tasks, rollouts and networks.
    pub seed: Seed,
    /// The kind of tasks.
    pub split: Split,
    /// The base actor.
    pub actor: BaseActor,
    /// The interventions, in order; one or two.
    pub helps: Vec<Help>,
    /// Training tasks, at least 1.
    pub n_train: u32,
    /// Test tasks, at least 1.
    pub n_test: u32,
    /// Episodes a task and way of asking, at least 1.
    pub repetitions: u32,
    /// γ.
    pub gamma: f64,
    /// The trials that are played.
    pub trials: Vec<Trial>,
    /// The helpers whose calls are foretold, each by rollouts of the tasks of its set.
    pub forecasts: Vec<Trial>,
    /// True if the base's test episodes are kept as self-regulation sees them (Table 1).
    pub regulates: bool,
    /// The visit of a table state that a helper learns from.
    pub visit: Visit,
    /// The form in which PRM and helpers take a state. Those that read a text are trained in one piece.
    #[serde(default)]
    pub reads: Reads,
    /// The pseudo-count of each tried action, if the counts are steadied.
    pub steadying: f64,
}

/// The choice of the visit that stands for a state in a helper's training.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visit {
    /// Any one, each as likely as the others.
    #[default]
    Any,
    /// The first one.
    First,
}
