//! Errors of an experiment.

use crate::mdp::MdpError;
use crate::net::TrainError;

/// The fault of an experiment that cannot be run.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PipelineError {
    /// The experiment has no task.
    #[error("n_tasks is 0: expected at least 1")]
    NoTasks,
    /// The experiment has no episode.
    #[error("repetitions is 0: expected at least 1")]
    NoRepetitions,
    /// The networks cannot be trained.
    #[error("training: {0}")]
    Train(#[from] TrainError),
    /// The table cannot be built.
    #[error("table: {0}")]
    Table(#[from] MdpError),
}
