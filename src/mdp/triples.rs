//! Transitions in any order, laid out as rows in the memory they came in: 16 bytes a transition, and no second copy.

use super::check::ROW_SUM_SLACK;
use super::error::MdpError;
use super::ids::{ActionId, StateId, Successor};
use super::saved::Saved;

/// The value in the column `next` that says: the task ends well.
pub(super) const SUCCESS: u32 = u32::MAX;
/// The value in the column `next` that says: the task ends badly.
pub(super) const FAILURE: u32 = u32::MAX - 1;

/// (row, next state, probability), one column each; row = state * n_actions + action.
#[derive(Clone, Debug, Default)]
pub(super) struct Triples {
    pub(super) rows: Vec<u32>,
    pub(super) next: Vec<u32>,
    pub(super) probability: Vec<f64>,
}

/// The number of a successor, as `next` holds it.
pub(super) fn next_of(successor: Successor) -> u32 {
    match successor {
        Successor::State(state) => state.0,
        Successor::Success => SUCCESS,
        Successor::Failure => FAILURE,
    }
}

impl Triples {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn push(&mut self, row: u32, next: u32, probability: f64) {
        self.rows.push(row);
        self.next.push(next);
        self.probability.push(probability);
    }

    /// Checks everything and lays the rows out.
    pub(super) fn lay(mut self, rows: &mut Saved) -> Result<(), MdpError> {
        let n_actions = usize::from(rows.n_interventions) + 1;
        let n_rows = rows.n_states as usize * n_actions;
        rows.win = vec![0.0; n_rows];
        rows.seen = vec![false; n_rows];
        rows.offsets = vec![0; n_rows + 1];
        for index in 0..self.len() {
            self.check(index, rows.n_states, n_actions)?;
            rows.seen[self.rows[index] as usize] = true;
            rows.offsets[self.rows[index] as usize + 1] += 1;
        }
        for row in 0..n_rows {
            rows.offsets[row + 1] += rows.offsets[row];
        }
        self.permute(&rows.offsets);
        self.rows = Vec::new();
        let (mut begin, mut write) = (0, 0);
        for row in 0..n_rows {
            let end = rows.offsets[row + 1] as usize;
            write = self.merge(row, begin..end, write, n_actions, &mut rows.win)?;
            rows.offsets[row + 1] = write as u32;
            begin = end;
        }
        self.next.truncate(write);
        self.next.shrink_to_fit();
        self.probability.truncate(write);
        self.probability.shrink_to_fit();
        (rows.successors, rows.probabilities) = (self.next, self.probability);
        Ok(())
    }

    fn check(&self, index: usize, n_states: u32, n_actions: usize) -> Result<(), MdpError> {
        let state = StateId(self.rows[index] / n_actions as u32);
        let next = self.next[index];
        for state in [state, StateId(next)] {
            if state.0 >= n_states && state.0 < FAILURE {
                return Err(MdpError::UnknownState { state, n_states });
            }
        }
        let probability = self.probability[index];
        // Duplicates add up, so a single entry may stand a rounding above 1.
        if !(0.0..=1.0 + ROW_SUM_SLACK).contains(&probability) {
            let action = ActionId((self.rows[index] % n_actions as u32) as u8);
            return Err(MdpError::Probability { state, action, probability });
        }
        Ok(())
    }

    /// Moves each triple into its row's stretch; where they stand in order already, nothing moves.
    fn permute(&mut self, offsets: &[u32]) {
        let mut free = offsets[..offsets.len() - 1].to_vec();
        for row in 0..free.len() {
            while free[row] < offsets[row + 1] {
                let here = free[row] as usize;
                let goal = self.rows[here] as usize;
                let there = free[goal] as usize;
                free[goal] += 1;
                if goal != row {
                    self.rows.swap(here, there);
                    self.next.swap(here, there);
                    self.probability.swap(here, there);
                }
            }
        }
    }

    /// Sorts one row, adds up its duplicates, takes its ends out, checks its sum; writes it from `write` on.
    fn merge(
        &mut self,
        row: usize,
        range: core::ops::Range<usize>,
        mut write: usize,
        n_actions: usize,
        win: &mut [f64],
    ) -> Result<usize, MdpError> {
        let entries = self.next[range.clone()].iter().copied().zip(self.probability[range].iter().copied());
        let mut entries: Vec<(u32, f64)> = entries.collect();
        entries.sort_by_key(|entry| entry.0);
        let (first, mut failure) = (write, 0.0);
        for (next, probability) in entries {
            match next {
                SUCCESS => win[row] += probability,
                FAILURE => failure += probability,
                _ if probability == 0.0 => {}
                _ if write > first && self.next[write - 1] == next => {
                    self.probability[write - 1] += probability
                }
                _ => {
                    self.next[write] = next;
                    self.probability[write] = probability;
                    write += 1;
                }
            }
        }
        let sum = win[row] + failure + self.probability[first..write].iter().sum::<f64>();
        if sum > 1.0 + ROW_SUM_SLACK {
            let state = StateId((row / n_actions) as u32);
            return Err(MdpError::RowSum { state, action: ActionId((row % n_actions) as u8), sum });
        }
        if sum > 1.0 + 1e-12 {
            win[row] /= sum;
            self.probability[first..write].iter_mut().for_each(|p| *p /= sum);
        }
        Ok(write)
    }
}
