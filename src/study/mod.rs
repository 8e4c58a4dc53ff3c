//! The paper's evidence made anew: every way of asking, played on tasks nobody trained on, as the paper's tables.
//!
//! A [`Study`] is one seed of one setting, in pieces: collect, train, solve, teach, play. A [`Table`] is what its
//! results say in the paper's rows and columns; [`combine`] puts several seeds together. Nothing here opens a file or
//! starts a thread: the command line runs studies side by side, the page's worker one after the other.

mod arm;
mod findings;
mod forecast;
mod order;
mod outcome;
mod play;
mod policy;
mod prepare;
pub mod published;
mod run;
mod stats;
mod table;
pub mod tables;

pub use arm::{Arm, Coverage, Pick, Solver, Target};
pub use findings::{Bound, Check, Finding, Verdict, findings, plan as plan_findings};
pub use forecast::{Calls, Forecast};
pub use order::{StudyOrder, Trial, Visit};
pub use outcome::{ArmResult, Attempts, StudyResult};
pub use play::{Played, TaskMeans};
pub use policy::Expected;
pub use prepare::{FIRST, N_VALIDATION};
pub use run::Study;
pub use stats::{Figure, mean, paired, ratio};
pub use table::{Cell, Kind, Row, Table, combine, compare};
pub use tables::{Sizes, plan, plan_reading, table};
