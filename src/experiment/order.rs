//! The order of an experiment, and the stages of computing it.

use serde::{Deserialize, Serialize};

use crate::household::{Keying, Split};
use crate::numeric::Seed;

use super::error::PipelineError;

/// The tasks of the paper's training set.
const N_TASKS: u32 = 1_000;
/// The paper does not state γ; this is our default.
const GAMMA: f64 = 0.95;
/// Phase 1 of the paper runs every task three times at each of seven probabilities (5.3).
const REPETITIONS: u32 = 3;

/// The settings of an experiment; if one of them changes, parts of the experiment are computed again.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// The seed of the experiment: tasks, rollouts, networks.
    pub seed: Seed,
    /// The kind of tasks.
    pub split: Split,
    /// The number of training tasks; at least 1.
    pub n_tasks: u32,
    /// The discount γ in (0, 1].
    pub gamma: f64,
    /// The state abstraction: the facts that tell two states apart.
    pub keying: Keying,
    /// Episodes of Phase 1 a task and probability; at least 1.
    pub repetitions: u32,
}

impl Order {
    /// The paper's sizes.
    #[must_use]
    pub fn new(seed: Seed, split: Split) -> Self {
        Self {
            seed,
            split,
            n_tasks: N_TASKS,
            gamma: GAMMA,
            keying: Keying::Standard,
            repetitions: REPETITIONS,
        }
    }

    /// Checks that the order can be worked on.
    pub(crate) fn check(&self) -> Result<(), PipelineError> {
        match self {
            Self { n_tasks: 0, .. } => Err(PipelineError::NoTasks),
            Self { repetitions: 0, .. } => Err(PipelineError::NoRepetitions),
            _ => Ok(()),
        }
    }

    /// True if results of both orders have the same networks and the same rollouts of policies without a table.
    /// Neither γ nor the state abstraction touches these.
    #[must_use]
    pub fn shares_networks(&self, other: &Self) -> bool {
        *self == Self { gamma: self.gamma, keying: self.keying, ..*other }
    }

    /// True if results of both orders have the same counts: γ alone may differ.
    #[must_use]
    pub fn shares_counts(&self, other: &Self) -> bool {
        *self == Self { gamma: self.gamma, ..*other }
    }
}

/// A stage of the pipeline, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Phase 1: rollouts with help at random.
    Collect,
    /// The base actor's process reward model.
    TrainBase,
    /// The process reward model of the help.
    TrainHelp,
    /// The table, its frontier and the paper's rule.
    Solve,
    /// Fresh rollouts of the baselines and of the policies found.
    Evaluate,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 5] = [Self::Collect, Self::TrainBase, Self::TrainHelp, Self::Solve, Self::Evaluate];

    /// About where the stage begins and ends, as shares of the whole.
    #[must_use]
    pub fn span(self) -> (f64, f64) {
        match self {
            Self::Collect => (0.0, 0.25),
            Self::TrainBase => (0.25, 0.6),
            Self::TrainHelp => (0.6, 0.8),
            Self::Solve => (0.8, 0.88),
            Self::Evaluate => (0.88, 1.0),
        }
    }
}
