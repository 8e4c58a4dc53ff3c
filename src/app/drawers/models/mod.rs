//! The model in use: which model scores, which engine runs it, and why.
//!
//! The page's own network always scores; an inference worker, started once the page's numbers are there, takes over
//! where it can. No engine runs here.

pub(in crate::app) mod judging;
pub(in crate::app) mod message;
pub(in crate::app) mod state;
pub(in crate::app) mod update;

pub use message::{EngineReply, EngineRequest, ModelSource, ModelsMsg, bytes_of, numbers_of};
pub use state::{Judging, Loading, ModelsState, ScoringModel, Service, TableScores};
pub(in crate::app) use update::{job_failed, result_arrived, update};
