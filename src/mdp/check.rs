//! The checks of every problem, built here or read from outside.

use super::error::MdpError;
use super::ids::{ActionId, StateId};
use super::proper;
use super::saved::Saved;

/// The most by which the sum of a row may exceed 1.
pub const ROW_SUM_SLACK: f64 = 1e-6;

/// The most by which the sum of a saved row may exceed 1: a built row sums to 1 at most, up to rounding.
const SAVED_SUM_SLACK: f64 = 1e-9;

pub(super) fn check_size(rows: &Saved) -> Result<(), MdpError> {
    if !(rows.gamma > 0.0 && rows.gamma <= 1.0) {
        return Err(MdpError::Gamma { gamma: rows.gamma });
    }
    if rows.n_states == 0 {
        return Err(MdpError::NoStates);
    }
    Ok(())
}

pub(super) fn check_proper(rows: &Saved) -> Result<(), MdpError> {
    if rows.gamma < 1.0 {
        return Ok(());
    }
    proper::endless_state(rows).map_or(Ok(()), |state| Err(MdpError::Improper { state }))
}

/// Checks a problem in its saved form from outside: a problem that passes could have been built here.
pub(super) fn check(rows: &Saved) -> Result<(), MdpError> {
    check_size(rows)?;
    if !(has_lengths(rows) && has_starts(rows) && rows.p.iter().all(|&p| p <= 1.0)) {
        return Err(MdpError::Shape);
    }
    for row in 0..rows.win.len() {
        check_row(rows, row)?;
    }
    check_proper(rows)
}

/// True if each column has one number per row, or per successor.
fn has_lengths(rows: &Saved) -> bool {
    let n_rows = u64::from(rows.n_states) * (u64::from(rows.n_interventions) + 1);
    let is_column = |length: usize| length as u64 == n_rows;
    (1..=254).contains(&rows.n_interventions)
        && rows.offsets.len() as u64 == n_rows + 1
        && is_column(rows.win.len())
        && is_column(rows.seen.len())
        && (rows.p.is_empty() || is_column(rows.p.len()))
        && rows.offsets.first() == Some(&0)
        && rows.offsets.is_sorted()
        && rows.offsets.last().map(|&last| last as usize) == Some(rows.successors.len())
        && rows.successors.len() == rows.probabilities.len()
}

/// True if the start states come in order, each once, with weights that sum to 1.
fn has_starts(rows: &Saved) -> bool {
    let weight: f64 = rows.start.iter().map(|start| start.1).sum();
    rows.start.is_sorted_by(|a, b| a.0 < b.0)
        && rows.start.iter().all(|start| start.0 < rows.n_states && start.1 >= 0.0)
        && (weight - 1.0).abs() < 1e-6
}

/// Checks a row: successors in order, each once, with probabilities above 0 that sum to 1 at most.
/// A row that was never seen must be empty.
fn check_row(rows: &Saved, row: usize) -> Result<(), MdpError> {
    let range = rows.offsets[row] as usize..rows.offsets[row + 1] as usize;
    let (successors, probabilities) = (&rows.successors[range.clone()], &rows.probabilities[range]);
    let win = rows.win[row];
    let is_in_order = successors.is_sorted_by(|a, b| a < b);
    let is_known = successors.last().is_none_or(|&next| next < rows.n_states);
    let is_chance = win >= 0.0 && probabilities.iter().all(|&p| p > 0.0);
    if !(is_in_order && is_known && is_chance && (rows.seen[row] || successors.is_empty() && win == 0.0)) {
        return Err(MdpError::Shape);
    }
    let sum = win + probabilities.iter().sum::<f64>();
    if sum <= 1.0 + SAVED_SUM_SLACK {
        return Ok(());
    }
    let n_actions = usize::from(rows.n_interventions) + 1;
    Err(MdpError::RowSum {
        state: StateId((row / n_actions) as u32),
        action: ActionId((row % n_actions) as u8),
        sum,
    })
}
