//! Process reward models: p(s), the chance that the actor succeeds from a state, learned from rollouts (4.1 of the
//! paper); how well it is calibrated; and self-regulation, stopping a task that looks lost (4.2).
//!
//! A model takes flat rows of features. It never runs an episode, and never sees a fact that is not in a row.

mod calibration;
mod features;
mod prm;
mod q;
mod recorder;
mod self_regulation;
mod text_recorder;
mod text_rows;

pub use calibration::{CalibrationError, Reliability, ReliabilityBin, reliability};
pub use features::{
    FEATURE_NAMES, FEATURE_UNITS, FIRST_SELF_KNOWLEDGE, N_FEATURES, SelfKnowledge, features, idle_share,
};
pub use prm::{Prm, train_prm};
pub use q::{QLearner, QOptions, QProgress, train_q};
pub use recorder::{Recorder, Visits};
pub use self_regulation::{
    Attempt, Confusion, RocPoint, SelfRegulation, area_under_roc, calibrate_self_regulation, confusion,
    difficulty_max, roc,
};
pub use text_recorder::{TextRecorder, TextVisits};
pub use text_rows::{Moment, Reads, TEXT_FEATURES, read, text_counts, text_rows};
