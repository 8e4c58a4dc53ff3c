//! Calibration: the search for the numbers of the worlds and actors, against disclosed rows of the paper alone, and the
//! table of what was reached.
//!
//! The rows are those with no judgement in them: never help, always help, random help at one step in ten and at three
//! in ten. Tasks are of `TaskSet::Calibration`; they share no random number with the tasks anything is reported on.
//! Everything is a function of its arguments: whoever calls shares the work out among threads, and writes the files.

mod acceptance;
mod candidate;
mod levels;
mod record;
mod search;
mod targets;
mod tunable;

pub use acceptance::{Acceptance, Behaviour, Line, Played, Trained, acceptance, lines};
pub use candidate::Candidate;
pub use levels::{Levels, Sample, measure};
pub use record::{Reached, Record, parameters_of, reached};
pub use search::{Search, SearchOptions};
pub use targets::{Measure, Row, Target, mcts_targets, targets};
pub use tunable::{Tunable, tunables};

/// The distance of a candidate from the targets: the mean of ((reached - target) / tolerance)².
#[must_use]
pub fn loss(targets: &[Target], levels: &Levels) -> f64 {
    let squares = targets.iter().map(|target| {
        let off = (levels.mean(target.row, target.measure) - target.value) / target.tolerance;
        off * off
    });
    squares.sum::<f64>() / targets.len().max(1) as f64
}

#[cfg(test)]
mod tests;
