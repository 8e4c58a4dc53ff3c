//! The options of an experiment as a reader types them.

use crate::app::model::typed;
use crate::household::Keying;
use crate::language::Words;

/// The most training tasks of a run: ten times the paper's.
const TASKS_MAX: u32 = 10_000;

/// The most Phase 1 episodes for each task and probability.
const REPETITIONS_MAX: u32 = 20;

/// A discount as the reader types it, below 1. In every household some policy looks at the same room for
/// ever, so no table could be solved without a discount.
///
/// # Errors
/// The numbers that were expected, and why 1 is not among them, in these words.
pub(in crate::app) fn read_gamma(w: Words, text: &str) -> Result<f64, String> {
    match typed::number(text) {
        Some(gamma) if gamma > 0.0 && gamma < 1.0 => Ok(gamma),
        _ => Err(w.gamma_expected().to_owned()),
    }
}

/// A number of tasks as the reader types it.
///
/// # Errors
/// The numbers that were expected.
pub(in crate::app) fn read_tasks(text: &str) -> Result<u32, String> {
    read_count(text, "tasks", TASKS_MAX)
}

/// A number of episodes as the reader types it.
///
/// # Errors
/// The numbers that were expected.
pub(in crate::app) fn read_repetitions(text: &str) -> Result<u32, String> {
    read_count(text, "episodes", REPETITIONS_MAX)
}

/// A state abstraction by its name.
///
/// # Errors
/// The names that were expected.
pub(in crate::app) fn read_keying(text: &str) -> Result<Keying, String> {
    Keying::from_name(text).ok_or_else(|| Keying::ALL.map(Keying::name).join(" or "))
}

fn read_count(text: &str, noun: &str, most: u32) -> Result<u32, String> {
    match text.trim().parse::<u32>() {
        Ok(count) if (1..=most).contains(&count) => Ok(count),
        _ => Err(format!("a number of {noun} from 1 to {most}")),
    }
}
