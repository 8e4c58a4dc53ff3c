//! The frontier of one task: parametric policy iteration over a falling price.
//!
//! Start with the fewest calls (never asking) at an infinite price. For every other action of every state,
//! aS = Q_S - S and aM = Q_M - M; the next breakpoint is the largest aS/aM with aM > 0. Switch that one state; S and M
//! move along its column of (I - γP)^-1. M never falls in any state, so no policy comes twice.

use super::super::ids::{ActionId, StateId};
use super::super::linear::{self, Eliminator, NO_ROW};
use super::super::local::Local;
use super::inverse::Inverses;

/// Advantages below this are rounding.
const NOISE: f64 = 1e-11;

/// Steps of one task at prices this close are one step.
pub(super) const SAME_PRICE: f64 = 1e-12;

/// After so many switches S, M and the inverses are computed afresh.
const REFRESH: u32 = 64;

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
    inverses: Inverses,
    work: Eliminator,
}

/// The best switch: its price, row, aS and aM.
struct Switch {
    price: f64,
    row: u32,
    success: f64,
    usage: f64,
}

impl Parametric {
    /// The whole frontier of a task, calls counted with `weights`.
    pub(super) fn run(&mut self, local: &Local, weights: &[f64]) -> TaskFrontier {
        self.begin(local, weights);
        let mut found = TaskFrontier {
            base: self.rows.iter().map(|&row| local.action(row)).collect(),
            base_success: self.start_mean(local, 0),
            base_usage: self.start_mean(local, 1),
            ..TaskFrontier::default()
        };
        let mut price = f64::INFINITY;
        // M only grows, so this ends by itself; the bound is there for rounding.
        for round in 1..=1000 + 100 * local.gain.len() as u32 {
            let Some(switch) = self.next_switch(local) else { break };
            price = switch.price.min(price);
            let reach = self.apply(local, &switch);
            record(&mut found, local, &switch, price, reach);
            if round % REFRESH == 0 {
                self.evaluate(local);
                self.inverses.load(local, &self.rows, &mut self.work);
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
        self.rows.clear();
        self.rows.extend((0..local.n).map(|place| local.rows_of(place).next().unwrap_or(NO_ROW)));
        self.evaluate(local);
        if self.x.iter().skip(1).step_by(2).any(|&usage| usage > 0.0) {
            self.fewest_calls(local);
        }
        self.inverses.load(local, &self.rows, &mut self.work);
    }

    /// Where some state can only ask, policy iteration for the least M, then the most S.
    fn fewest_calls(&mut self, local: &Local) {
        for _ in 0..1000 {
            let mut changed = false;
            for place in 0..local.n {
                let mut best = (0.0, 0.0, self.rows[place]);
                for row in local.rows_of(place) {
                    let (success, usage) = self.advantage(local, place, row);
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
        linear::solve(local, &self.rows, &mut self.x, 2, &mut self.work);
    }

    fn start_mean(&self, local: &Local, c: usize) -> f64 {
        local.start.iter().zip(self.x.iter().skip(c).step_by(2)).map(|(weight, x)| weight * x).sum()
    }

    /// aS and aM of a row.
    #[inline]
    fn advantage(&self, local: &Local, place: usize, row: u32) -> (f64, f64) {
        let mut success = local.gain[row as usize] - self.x[place * 2];
        let mut usage = self.cost[row as usize] - self.x[place * 2 + 1];
        for entry in local.entries(row) {
            let (weight, j) = (local.weight[entry], local.column[entry] as usize);
            success += weight * self.x[j * 2];
            usage += weight * self.x[j * 2 + 1];
        }
        (success, usage)
    }

    fn next_switch(&self, local: &Local) -> Option<Switch> {
        let mut best: Option<Switch> = None;
        for place in 0..local.n {
            let current = self.rows[place];
            for row in local.rows_of(place) {
                if row == current {
                    continue;
                }
                let (success, usage) = self.advantage(local, place, row);
                if usage > NOISE && success > NOISE {
                    let price = success / usage;
                    if best.as_ref().is_none_or(|best| price > best.price) {
                        best = Some(Switch { price, row, success, usage });
                    }
                }
            }
        }
        best
    }

    /// Switches one state and moves S and M; returns how much weight of the start reaches it (discounted visits).
    fn apply(&mut self, local: &Local, switch: &Switch) -> f64 {
        let place = switch.row as usize / local.n_actions;
        let block = self.block_of[place] as usize;
        let (begin, _) = local.blocks[block];
        self.inverses.switch(local, block, &self.rows, switch.row);
        self.rows[place] = switch.row;
        self.column.fill(0.0);
        self.column[place] = 1.0;
        self.inverses.own_column(local, block, place, &self.rows, &mut self.column, &mut self.work);
        for upstream in block + 1..local.blocks.len() {
            self.inverses.flow_in(local, upstream, &self.rows, &mut self.column, &mut self.work);
        }
        let mut reach = 0.0;
        for i in begin as usize..local.n {
            let x = self.column[i];
            self.x[i * 2] += x * switch.success;
            self.x[i * 2 + 1] += x * switch.usage;
            reach += x * local.start[i];
        }
        reach
    }
}

/// Adds a switch to the last step if the price is the same, else as a step of its own.
fn record(found: &mut TaskFrontier, local: &Local, switch: &Switch, price: f64, reach: f64) {
    let state = StateId(local.members[switch.row as usize / local.n_actions]);
    found.changes.push((state, ActionId((switch.row as usize % local.n_actions) as u8)));
    let (d_usage, d_success) = (reach * switch.usage, reach * switch.success);
    match found.steps.last_mut() {
        Some(last) if last.price - price <= SAME_PRICE => {
            last.d_usage += d_usage;
            last.d_success += d_success;
            last.changes_end = found.changes.len();
        }
        _ => found.steps.push(TaskStep { price, d_usage, d_success, changes_end: found.changes.len() }),
    }
}
