//! The messages between the page and its inference worker, and the acts of the reader on the engines.

use serde::{Deserialize, Serialize};

use crate::experiment::Regulation;
use crate::net::engine::{Choice, Engine, GpuFault, Trial};

/// The number of the request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ModelSource {
    /// The network that was trained here, as postcard writes it.
    Trained(#[serde(with = "serde_bytes")] Vec<u8>),
    /// A file of the reader's own.
    File(#[serde(with = "serde_bytes")] Vec<u8>),
}

/// A request of the page to its inference worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EngineRequest {
    /// Take in a model and try the engines on it; where it is refused the old one stays.
    Load {
        /// Returned with the answer.
        request: u32,
        /// The model.
        model: ModelSource,
    },
    /// Score with this engine from now on, or with the fastest.
    Choose(Choice),
    /// Score rows of features.
    Score {
        /// Returned with the answer.
        request: u32,
        /// The rows, f32, little-endian.
        #[serde(with = "serde_bytes")]
        rows: Vec<u8>,
    },
}

/// An answer of the inference worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EngineReply {
    /// A model was taken in; the CPU scores with it from now on, and the GPU is being tried.
    Loaded {
        /// The number of the request.
        request: u32,
        /// The network, as postcard writes it, so that the page can score with it too.
        #[serde(with = "serde_bytes")]
        network: Vec<u8>,
        /// The results of the trial so far.
        trial: Trial,
    },
    /// A model was refused.
    Refused {
        /// The number of the request.
        request: u32,
        /// The error in the model, with what was expected.
        error: String,
    },
    /// The GPU was tried on the model of this request.
    Tried {
        /// The number of the request.
        request: u32,
        /// The results of the trial.
        trial: Trial,
    },
    /// Scores, a row each.
    Scored {
        /// The number of the request.
        request: u32,
        /// f32, little-endian.
        #[serde(with = "serde_bytes")]
        scores: Vec<u8>,
        /// The engine that scored.
        engine: Engine,
        /// The duration of the scoring, in milliseconds.
        ms: f64,
    },
    /// The GPU stopped working; the CPU scores from now on.
    Fell(GpuFault),
}

/// Something that happened to the engines.
#[derive(Debug)]
pub enum ModelsMsg {
    /// An engine was chosen by its name: `auto`, `built-in`, `cpu`, `gpu`.
    Chosen(String),
    /// A file was dropped or picked.
    FileGiven {
        /// The name of the file.
        name: String,
        /// The content of the file.
        content: Vec<u8>,
    },
    /// The model trained here was asked for again.
    TrainedChosen,
    /// All states of the table are to be scored.
    TableWanted,
    /// The features of all states, by the job that was asked for them.
    RowsArrived {
        /// The number of the job.
        request: u32,
        /// A row a state.
        rows: Vec<f32>,
    },
    /// The model that scores is to be judged: does it know when to stop?
    JudgeWanted,
    /// The judgement of the model arrived, by the job that was asked for it.
    Judged {
        /// The number of the job.
        request: u32,
        /// The self-regulation of the model.
        regulation: Box<Regulation>,
    },
    /// The worker answered.
    Replied(Box<EngineReply>),
    /// The worker did not come, or stopped.
    WorkerFailed(String),
}

/// Numbers as the bytes they travel as.
#[must_use]
pub fn bytes_of(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// The numbers that [`bytes_of`] wrote.
#[must_use]
pub fn numbers_of(bytes: &[u8]) -> Vec<f32> {
    let (chunks, _) = bytes.as_chunks::<4>();
    chunks.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
}
