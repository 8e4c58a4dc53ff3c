//! The frontier of one task: parametric policy iteration over a falling price.
//!
//! Start with the fewest calls (never asking) at an infinite price. For every other action of every state,
//! aS = Q_S - S and aM = Q_M - M; the next breakpoint is the largest aS/aM with aM > 0. Switch that one state; S and M
//! move along its column of (I - γP)^-1. M never falls in any state, so no policy comes twice.
//!
//! A step of a task of n states costs one column and one look at its m rows: O(n w + m) with profile width w.

use super::super::eliminator::Eliminator;
use super::super::ids::{ActionId, StateId};
use super::super::local::Local;
use super::super::local::NO_ROW;
use super::super::short_row::ShortRow;
use super::inverse::Inverses;

/// Advantages below this are rounding.
const NOISE: f64 = 1e-11;

/// Steps of one task at prices this close are one step.
pub(super) const SAME_PRICE: f64 = 1e-12;

/// After so many switches everything is computed afresh.
const REFRESH: u32 = 128;

/// The frontier of one task.
#[derive(Clone, Debug, Default)]
pub(super) struct TaskFrontier {
    pub(super) base: Vec<Option<ActionId>>,
    pub(super) base_usage: f64,
    pub(super) base_success: f64,
    pub(super) steps: Vec<TaskStep>,
    pub(super) changes: Vec<(StateId, ActionId)>,
}

/// One breakpoint of one task: its changes end at `changes_end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct TaskStep {
    pub(super) price: f64,
    pub(super) d_usage: f64,
    pub(super) d_success: f64,
    pub(super) changes_end: usize,
}

/// The workspace, kept from task to task.
#[derive(Default)]
pub(super) struct Parametric {
    rows: Vec<u32>,
    cost: Vec<f64>,
    /// S and M of each place.
    x: Vec<f64>,
    column: Vec<f64>,
    block_of: Vec<u32>,
    /// The rows that no state follows, by place.
    others: Vec<Other>,
    /// aS and aM of those: side by side, for all of them are compared for each switch.
    advantages: Vec<Advantage>,
    /// The range of each place in `others`, as offsets: the last one is the end.
    offsets: Vec<u32>,
    /// The largest number of places back from a state to one of its successors.
    back: usize,
    /// The places that the start weighs, with their weights.
    starts: Vec<(u32, f64)>,
    inverses: Inverses,
    work: Eliminator,
}

/// A row that its state could switch to.
#[derive(Clone, Copy)]
struct Other {
    place: u32,
    row: u32,
    leads: ShortRow,
}

impl Other {
    fn new(local: &Local, place: u32, row: u32) -> Self {
        Self { place, row, leads: ShortRow::of(local, row) }
    }
}

/// The advantage of a row over its state's own row: aS and aM.
#[derive(Clone, Copy, Default)]
struct Advantage {
    success: f64,
    usage: f64,
}

impl Advantage {
    /// True if the advantage is more than rounding. This test is kept out of line, since it is rare and its signs are
    /// hard to predict.
    #[inline(never)]
    fn is_some(&self) -> bool {
        self.success > NOISE && self.usage > NOISE
    }
}

impl Parametric {
    /// The whole frontier of a task, calls counted with `weights`.
    pub(super) fn run(&mut self, local: &Local, weights: &[f64]) -> TaskFrontier {
        self.begin(local, weights);
        let mut found = TaskFrontier {
            base: self.rows.iter().map(|&row| local.action(row)).collect(),
            base_success: self.start_mean(0),
            base_usage: self.start_mean(1),
            ..TaskFrontier::default()
        };
        let mut price = f64::INFINITY;
        // M only grows, so this ends by itself; the bound is there for rounding.
        for round in 1..=1000 + 100 * local.gain.len() as u32 {
            let Some(index) = self.next_switch() else { break };
            let (switch, brings) = (self.others[index], self.advantages[index]);
            price = (brings.success / brings.usage).min(price);
            let reach = self.apply(local, index);
            record(&mut found, local, &switch, &brings, price, reach);
            if round % REFRESH == 0 {
                self.refresh(local);
            }
        }
        found
    }

    fn begin(&mut self, local: &Local, weights: &[f64]) {
        let k = local.n_interventions();
        self.cost.clear();
        for calls in local.calls.chunks_exact(k) {
            self.cost.push(calls.iter().zip(weights).map(|(call, weight)| call * weight).sum());
        }
        self.block_of.clear();
        for (index, &(begin, end)) in local.blocks.iter().enumerate() {
            self.block_of.extend((begin..end).map(|_| index as u32));
        }
        self.column.clear();
        self.column.resize(local.n, 0.0);
        self.starts.clear();
        let starts = (0..).zip(&local.start).filter(|(_, weight)| **weight > 0.0);
        self.starts.extend(starts.map(|(place, &weight)| (place, weight)));
        self.rows.clear();
        self.rows.extend((0..local.n).map(|place| local.rows_of(place).next().unwrap_or(NO_ROW)));
        self.others.clear();
        self.advantages.clear();
        self.evaluate(local);
        if self.x.iter().skip(1).step_by(2).any(|&usage| usage > 0.0) {
            self.fewest_calls(local);
        }
        self.note_others(local);
    }

    /// S, M and the advantages of all other rows, afresh.
    fn refresh(&mut self, local: &Local) {
        self.evaluate(local);
        for index in 0..self.others.len() {
            let Other { place, row, .. } = self.others[index];
            self.advantages[index] = self.advantage(local, place as usize, row);
        }
    }

    fn note_others(&mut self, local: &Local) {
        self.offsets.clear();
        for place in 0..local.n {
            self.offsets.push(self.others.len() as u32);
            for row in local.rows_of(place).filter(|&row| row != self.rows[place]) {
                self.others.push(Other::new(local, place as u32, row));
                self.advantages.push(self.advantage(local, place, row));
            }
        }
        self.offsets.push(self.others.len() as u32);
        let back = |place: usize| {
            let entries = local.rows_of(place).flat_map(|row| local.entries(row));
            entries.map(move |entry| place.saturating_sub(entry.place as usize)).max()
        };
        self.back = (0..local.n).filter_map(back).max().unwrap_or(0);
    }

    /// If some state can only ask: policy iteration for the least M, then the most S.
    fn fewest_calls(&mut self, local: &Local) {
        for _ in 0..1000 {
            let mut changed = false;
            for place in 0..local.n {
                let mut best = (0.0, 0.0, self.rows[place]);
                for row in local.rows_of(place) {
                    let Advantage { success, usage } = self.advantage(local, place, row);
                    let fewer = usage < best.0 - NOISE;
                    if fewer || (usage <= best.0 + NOISE && success > best.1 + NOISE) {
                        best = (usage, success, row);
                    }
                }
                changed |= best.2 != self.rows[place];
                self.rows[place] = best.2;
            }
            if !changed {
                return;
            }
            self.evaluate(local);
        }
    }

    fn evaluate(&mut self, local: &Local) {
        self.x.clear();
        for &row in &self.rows {
            let pair =
                if row == NO_ROW { [0.0; 2] } else { [local.gain[row as usize], self.cost[row as usize]] };
            self.x.extend(pair);
        }
        self.inverses.load(local, &self.rows);
        self.inverses.solve(local, &self.rows, &mut self.x, &mut self.work);
    }

    fn start_mean(&self, c: usize) -> f64 {
        self.starts.iter().map(|&(place, weight)| weight * self.x[place as usize * 2 + c]).sum()
    }

    /// aS and aM of a row.
    #[inline]
    fn advantage(&self, local: &Local, place: usize, row: u32) -> Advantage {
        let mut success = local.gain[row as usize] - self.x[place * 2];
        let mut usage = self.cost[row as usize] - self.x[place * 2 + 1];
        for entry in local.entries(row) {
            let (weight, j) = (entry.weight, entry.place as usize);
            success += weight * self.x[j * 2];
            usage += weight * self.x[j * 2 + 1];
        }
        Advantage { success, usage }
    }

    /// The row with the highest price.
    fn next_switch(&self) -> Option<usize> {
        // Prices are compared without a division: aS / aM > bS / bM where aS bM > bS aM.
        let (mut best, mut most) = (None, Advantage { success: 0.0, usage: 1.0 });
        for (index, other) in self.advantages.iter().enumerate() {
            if other.success * most.usage > most.success * other.usage && other.is_some() {
                (best, most) = (Some(index), *other);
            }
        }
        best
    }

    /// Switches one state and moves the advantages; returns how much weight of the start reaches it (discounted visits).
    fn apply(&mut self, local: &Local, index: usize) -> f64 {
        let (switch, brings) = (self.others[index], self.advantages[index]);
        let place = switch.place as usize;
        let block = self.block_of[place] as usize;
        self.others[index] = Other::new(local, switch.place, self.rows[place]);
        self.advantages[index] = Advantage::default();
        let (column, work) = (&mut self.column, &mut self.work);
        let end = self.inverses.switch(local, block, &mut self.rows, switch.row, column, work);
        let (begin, end) = (local.blocks[block].0 as usize, (end + self.back).min(local.n));
        let touched = self.offsets[begin] as usize..self.offsets[end] as usize;
        for (other, advantage) in self.others[touched.clone()].iter().zip(&mut self.advantages[touched]) {
            let visits = other.leads.flow(local, column) - column[other.place as usize];
            advantage.success += visits * brings.success;
            advantage.usage += visits * brings.usage;
        }
        self.starts.iter().map(|&(place, weight)| weight * self.column[place as usize]).sum()
    }
}

/// Adds a switch to the last step if the price is the same, else as a step of its own.
fn record(
    found: &mut TaskFrontier,
    local: &Local,
    switch: &Other,
    brings: &Advantage,
    price: f64,
    reach: f64,
) {
    let state = StateId(local.members[switch.row as usize / local.n_actions]);
    found.changes.push((state, ActionId((switch.row as usize % local.n_actions) as u8)));
    let (d_usage, d_success) = (reach * brings.usage, reach * brings.success);
    match found.steps.last_mut() {
        Some(last) if last.price - price <= SAME_PRICE => {
            last.d_usage += d_usage;
            last.d_success += d_success;
            last.changes_end = found.changes.len();
        }
        _ => found.steps.push(TaskStep { price, d_usage, d_success, changes_end: found.changes.len() }),
    }
}
