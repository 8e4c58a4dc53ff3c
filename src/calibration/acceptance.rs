//! The check of a world against what it was made for, on tasks that nobody tuned on: the base's behaviour, and the trained
//! helper beside rules that need no training.

mod behaviour;
mod pipeline;

use serde::{Deserialize, Serialize};

use crate::experiment::PipelineError;
use crate::household::TaskSet;
use crate::numeric::Seed;

use super::candidate::Candidate;
use super::levels::{Sample, measure};
use super::record::{Reached, reached};
use super::targets::{Row, Target};

use behaviour::behaviour;
pub use behaviour::Behaviour;
use pipeline::trained;
pub use pipeline::{Played, Trained};

/// All that is checked of a world and its actors on one seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The seed of the training and the test tasks.
    pub seed: Seed,
    /// The paper's rows on test tasks.
    pub rows: Vec<Reached>,
    /// The base alone on test tasks.
    pub base: Behaviour,
    /// The policies on test tasks, and what Phase 1 left.
    pub trained: Trained,
}

/// Checks a candidate on one seed, with so many training and test tasks.
///
/// # Errors
/// If a network or the table cannot be made.
pub fn acceptance(
    candidate: &Candidate,
    targets: &[Target],
    seed: Seed,
    n_train: u32,
    n_test: u32,
) -> Result<Acceptance, PipelineError> {
    let sample = Sample { set: TaskSet::Test, seeds: vec![seed], n_tasks: n_test, repetitions: 3 };
    let levels = measure(&candidate.world, &candidate.profiles, &Row::BETTER, &sample);
    Ok(Acceptance {
        seed,
        rows: reached(targets, &levels),
        base: behaviour(candidate, seed, n_test),
        trained: trained(candidate, seed, n_train, n_test)?,
    })
}
