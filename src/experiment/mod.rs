//! The whole pipeline: collect, train, solve, evaluate; later one function per paper table or figure.
//!
//! The optimal policy's expected success at one call per task, on the training tasks of seed 1:
//! ```
//! use askwell::experiment::{Order, run};
//! use askwell::household::Split;
//!
//! let order = Order { n_tasks: 20, ..Order::new(1, Split::SObj) };
//! let experiment = run(order)?;
//! let point = experiment.frontier.at_budget(1.0).expect("a table has a frontier");
//! assert!(point.success > 0.0 && point.usage <= 1.0 + 1e-9);
//! # Ok::<(), askwell::experiment::PipelineError>(())
//! ```
//!
//! [`Pipeline`] does it in pieces of some milliseconds, so that a worker can say how far it is between them.
//! The result is an [`Experiment`]: all that the page and the command line draw from. The pipeline draws no figure.

pub(crate) mod error;
pub(crate) mod evaluate;
mod judge;
pub mod models;
mod order;
pub(crate) mod phase_one;
mod pipeline;
mod regulate;
mod result;
pub(crate) mod table;
mod tally;
mod two_helps;

pub use error::PipelineError;
pub use evaluate::{Conduct, score};
pub use judge::{Judged, Measured, judge};
pub use order::{Order, Stage};
pub use phase_one::{PhaseOne, PhaseOneProgress};
pub use pipeline::{Done, Pipeline, run};
pub use regulate::{Regulation, regulation_by, self_regulation};
pub use result::{Baseline, CapPoint, Counted, Experiment, ExperimentError, PaperPoint, paper_options};
pub use tally::{RolledOut, Tally};
pub use two_helps::{TwoHelps, TwoHelpsDone, TwoHelpsProblem, TwoHelpsStage};
