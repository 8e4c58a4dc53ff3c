//! The options of training, and the reasons why a training run cannot start or was cancelled.

use serde::{Deserialize, Serialize};

use super::data::DataError;
use super::network::NetError;

/// Training that cannot start, or was cancelled.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TrainError {
    /// The rows, labels or weights are out of place.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A layer's width is 0.
    #[error(transparent)]
    Net(#[from] NetError),
    /// An option is out of range.
    #[error("{name} is {value}, but must be {expected}")]
    Option {
        /// The option.
        name: &'static str,
        /// The value.
        value: f64,
        /// The values that are allowed.
        expected: &'static str,
    },
    /// The progress function said not to go on.
    #[error("training was cancelled")]
    Cancelled,
}

/// The options of training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainOptions {
    /// The widths of the hidden layers.
    pub hidden: Vec<u32>,
    /// The number of epochs: each sees every row once.
    pub epochs: u32,
    /// The number of rows in a mini-batch, the data of one step of Adam.
    pub batch: u32,
    /// The rate of the first step; it falls linearly to 0 over all steps.
    pub learning_rate: f64,
    /// Stop when held-out rows no longer get better.
    pub early_stop: Option<EarlyStop>,
}

impl TrainOptions {
    /// The options for process reward models: 48 hidden units, 6 epochs, batches of 64, Adam at 4e-3.
    #[must_use]
    pub fn prm() -> Self {
        Self { hidden: vec![48], epochs: 6, batch: 64, learning_rate: 4e-3, early_stop: None }
    }

    /// The options for the helper: those of process reward models, with 10 epochs.
    #[must_use]
    pub fn helper() -> Self {
        Self { epochs: 10, ..Self::prm() }
    }
}

/// The rows that are held out, and the patience without improvement on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlyStop {
    /// The last so many rows are held out. They are the caller's choice, so that a task's rows stay on one side.
    pub validation_rows: u32,
    /// Stop after this many epochs in a row without a lower validation loss; the best epoch's network is kept.
    pub patience: u32,
}

/// Refuses options that no run can follow, or that leave none of the `n_rows` rows to train on.
pub(super) fn check_options(options: &TrainOptions, n_rows: usize) -> Result<(), TrainError> {
    let wrong = |name, value, expected| Err(TrainError::Option { name, value, expected });
    if options.epochs == 0 {
        return wrong("epochs", 0.0, "at least 1");
    }
    if options.batch == 0 {
        return wrong("batch", 0.0, "at least 1");
    }
    if !(options.learning_rate > 0.0 && options.learning_rate <= 1.0) {
        return wrong("learning_rate", options.learning_rate, "over 0 and at most 1");
    }
    match options.early_stop {
        Some(early_stop) if early_stop.validation_rows as usize >= n_rows => {
            wrong("validation_rows", f64::from(early_stop.validation_rows), "fewer than the rows there are")
        }
        _ => Ok(()),
    }
}
