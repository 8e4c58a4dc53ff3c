//! The rows of a problem as they are kept and saved.

use serde::{Deserialize, Serialize};

/// The stored fields of an [`Mdp`]; the rest follows from them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Saved {
    pub(super) gamma: f64,
    pub(super) n_states: u32,
    pub(super) n_interventions: u8,
    /// The begin of each row in `successors`; one more than there are rows.
    pub(super) offsets: Vec<u32>,
    pub(super) successors: Vec<u32>,
    pub(super) probabilities: Vec<f64>,
    /// Probability of success, a row.
    pub(super) win: Vec<f64>,
    pub(super) seen: Vec<bool>,
    /// Start states in order, with weights that sum to 1.
    pub(super) start: Vec<(u32, f64)>,
    /// The PRM's p(s) a row; below 0 where none was given, empty where none was given at all.
    pub(super) p: Vec<f64>,
}
