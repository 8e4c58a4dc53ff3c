//! The model in use: which model scores, which engine runs it, and why.
//!
//! The page's own network always scores; an inference worker, started once the page's numbers are there, takes over
//! where it can. No engine runs here.

mod judging;
mod message;
mod state;
mod update;

pub use judging::Judging;
pub use message::{EngineMsg, EngineReply, EngineRequest, ModelSource, bytes_of, numbers_of};
pub use state::{EngineState, Loading, ScoringModel, Service, TableScores};
pub(super) use update::{job_failed, result_arrived, update};
