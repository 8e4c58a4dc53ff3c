//! The record of a calibration: its numbers, and the search and choices behind them.

use serde::{Deserialize, Serialize};

use askwell::numeric::Seed;

use super::candidate::Candidate;
use super::levels::Levels;
use super::targets::Target;
use super::tunable::Tunable;

/// One figure: the paper's and ours. SR and SPL in percent, L in steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    /// `better 10%`.
    pub row: String,
    /// `sr`, `spl` or `l`.
    pub measure: String,
    /// The paper's.
    pub target: f64,
    /// The figure that the simulation reaches.
    pub reached: f64,
    /// The standard error of the reached figure over tasks.
    pub standard_error: f64,
}

/// The record of a calibration of one split and base actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The command that repeats it.
    pub command: String,
    /// The split.
    pub split: String,
    /// The base actor.
    pub actor: String,
    /// The fitted numbers: those that the search could change, and their bounds.
    pub tuned: Vec<(String, f64, f64)>,
    /// The free numbers: those that were chosen by hand.
    pub free: Vec<(String, String)>,
    /// The seeds of the calibration tasks.
    pub seeds: Vec<Seed>,
    /// Tasks a seed.
    pub tasks: u32,
    /// Episodes a task and row.
    pub repetitions: u32,
    /// Configurations tried by the search.
    pub configurations: u32,
    /// The mean squared distance at the end, in tolerances.
    pub loss: f64,
    /// On the calibration tasks.
    pub reached: Vec<Reached>,
    /// The choices made by people outside the search, with their knowledge at that time.
    pub chosen: Vec<String>,
}

/// The figures beside the paper's.
#[must_use]
pub fn reached(targets: &[Target], levels: &Levels) -> Vec<Reached> {
    let one = |target: &Target| {
        let scale = if target.measure == super::Measure::L { 1.0 } else { 100.0 };
        let rounded = |x: f64| libm::round(x * scale * 100.0) / 100.0;
        Reached {
            row: target.row.name(),
            measure: target.measure.name().to_owned(),
            target: rounded(target.value),
            reached: rounded(levels.mean(target.row, target.measure)),
            standard_error: rounded(levels.standard_error(target.row, target.measure)),
        }
    };
    targets.iter().map(one).collect()
}

/// The tuned numbers of a candidate, rounded to what the file keeps.
#[must_use]
pub fn parameters_of(candidate: &Candidate, tunables: &[Tunable]) -> Candidate {
    let mut rounded = candidate.clone();
    for tunable in tunables {
        tunable.set(&mut rounded, libm::round(tunable.get(candidate) * 1000.0) / 1000.0);
    }
    rounded
}
