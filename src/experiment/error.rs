//! Errors of an experiment.

use crate::mdp::MdpError;
use crate::net::TrainError;

/// An experiment that cannot be run, and why.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PipelineError {
    /// No task at all.
    #[error("n_tasks is 0: expected at least 1")]
    NoTasks,
    /// No episode at all.
    #[error("repetitions is 0: expected at least 1")]
    NoRepetitions,
    /// The networks cannot be trained.
    #[error("training: {0}")]
    Train(#[from] TrainError),
    /// The table cannot be built.
    #[error("table: {0}")]
    Table(#[from] MdpError),
}
