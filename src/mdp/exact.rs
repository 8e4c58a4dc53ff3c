//! The exact optimum at given prices: policy iteration block by block.
//!
//! V(s) = max_a [ -r_a + γ Σ P_a V ], V = S - Σ r M. Components are independent; inside one, blocks are solved in the
//! order in which they follow, so that a block without cycles costs one look at its rows. Ties (1e-9) go to `nohelp`,
//! then to the lower intervention; S and M are those of the policy that the ties chose.

use serde::{Deserialize, Serialize};

use super::ids::{Policy, Unseen};
use super::linear::{self, Eliminator, NO_ROW};
use super::local::Local;
use super::model::Mdp;
use super::values::Values;

/// Actions whose values differ by no more than this are equal.
pub const TIE: f64 = 1e-9;

/// An action must beat the current one by this (relative to 1 + |V|) to replace it during policy iteration.
const GAIN: f64 = 1e-13;

/// Policy iteration settles in a handful of rounds; the bound is there for rounding only.
const ROUNDS: usize = 1000;

/// An optimal policy with its S and M.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// What to do in each state.
    pub policy: Policy,
    /// S and M of that policy, a state.
    pub values: Values,
    /// Start-weighted V.
    pub value: f64,
    /// Start-weighted S.
    pub success: f64,
    /// Start-weighted M of each intervention.
    pub usage: Vec<f64>,
}

/// The optimum when a call of intervention i costs `prices[i]` (a missing price counts as 0).
#[must_use]
pub fn solve(mdp: &Mdp, prices: &[f64], unseen: Unseen) -> Solution {
    let mut policy = vec![None; mdp.n_states()];
    let mut values = Values::zero(mdp);
    let mut solver = TaskSolver::default();
    let mut local = Local::new();
    for component in 0..mdp.n_components() {
        local.load(mdp, component, unseen);
        solver.solve(&local, prices);
        values.scatter(&local.members, &solver.x);
        for (&state, &row) in local.members.iter().zip(&solver.rows) {
            policy[state as usize] = local.action(row);
        }
    }
    finish(mdp, prices, policy, values)
}

pub(super) fn finish(mdp: &Mdp, prices: &[f64], policy: Policy, values: Values) -> Solution {
    let totals = values.totals(mdp);
    Solution { policy, value: totals.value(prices), success: totals.success, usage: totals.usage, values }
}

/// Policy iteration on one task; keeps its memory from task to task.
#[derive(Default)]
pub(super) struct TaskSolver {
    /// The chosen row of each place.
    pub(super) rows: Vec<u32>,
    /// S and K calls of each place.
    pub(super) x: Vec<f64>,
    /// V of each place.
    value: Vec<f64>,
    /// What each row brings at once: γ P(success) - Σ r.
    reward: Vec<f64>,
    work: Eliminator,
}

impl TaskSolver {
    pub(super) fn solve(&mut self, local: &Local, prices: &[f64]) {
        let k = local.n_interventions();
        self.reward.clear();
        for (gain, calls) in local.gain.iter().zip(local.calls.chunks_exact(k.max(1))) {
            self.reward.push(gain - calls.iter().zip(prices).map(|(call, price)| call * price).sum::<f64>());
        }
        self.rows.clear();
        self.rows.resize(local.n, NO_ROW);
        self.value.clear();
        self.value.resize(local.n, 0.0);
        self.x.clear();
        self.x.resize(local.n * (k + 1), 0.0);
        for &block in &local.blocks {
            if block.1 - block.0 == 1 {
                self.choose_alone(local, block.0 as usize);
            } else {
                self.iterate(local, block);
            }
            self.settle_ties(local, block);
            self.evaluate(local, block);
        }
    }

    /// A block of one state: each action's own fixed point, compared.
    fn choose_alone(&mut self, local: &Local, place: usize) {
        let mut best = f64::NEG_INFINITY;
        for row in local.rows_of(place) {
            let (mut sum, mut stay) = (self.reward[row as usize], 0.0);
            for entry in local.entries(row) {
                let j = local.column[entry] as usize;
                if j == place {
                    stay += local.weight[entry];
                } else {
                    sum += local.weight[entry] * self.value[j];
                }
            }
            let value = sum / (1.0 - stay);
            if value > best {
                best = value;
                self.rows[place] = row;
            }
        }
        self.value[place] = if best.is_finite() { best } else { 0.0 };
    }

    /// Policy iteration inside one block, from a greedy guess.
    fn iterate(&mut self, local: &Local, block: (u32, u32)) {
        let places = block.0 as usize..block.1 as usize;
        for _ in 0..8 {
            self.improve(local, places.clone(), true);
        }
        for _ in 0..ROUNDS {
            for place in places.clone() {
                let row = self.rows[place];
                self.value[place] = if row == NO_ROW { 0.0 } else { self.reward[row as usize] };
            }
            linear::solve_block(local, block, &self.rows, &mut self.value, 1, &mut self.work);
            if !self.improve(local, places.clone(), false) {
                return;
            }
        }
    }

    /// Takes the best action of each state; returns whether any changed. `sweep` also moves the values.
    fn improve(&mut self, local: &Local, places: core::ops::Range<usize>, sweep: bool) -> bool {
        let mut changed = false;
        for place in places {
            let current = self.rows[place];
            let mut best = (current, f64::NEG_INFINITY);
            if current != NO_ROW {
                best.1 = self.action_value(local, current) + GAIN * (1.0 + self.value[place].abs());
            }
            for row in local.rows_of(place) {
                let value = self.action_value(local, row);
                if value > best.1 {
                    best = (row, value);
                }
            }
            changed |= best.0 != current;
            self.rows[place] = best.0;
            if sweep && best.1.is_finite() {
                self.value[place] = best.1;
            }
        }
        changed
    }

    fn action_value(&self, local: &Local, row: u32) -> f64 {
        self.reward[row as usize] + local.flow(row, &self.value, 1, 0)
    }

    /// Among the actions as good as the best, the first.
    fn settle_ties(&mut self, local: &Local, block: (u32, u32)) {
        for place in block.0 as usize..block.1 as usize {
            let mut best = f64::NEG_INFINITY;
            for row in local.rows_of(place) {
                best = best.max(self.action_value(local, row));
            }
            let first = local.rows_of(place).find(|&row| self.action_value(local, row) >= best - TIE);
            self.rows[place] = first.unwrap_or(NO_ROW);
        }
    }

    /// S and M of the chosen rows of one block, and V from them.
    fn evaluate(&mut self, local: &Local, block: (u32, u32)) {
        let k = local.n_interventions();
        for place in block.0 as usize..block.1 as usize {
            load_row(local, self.rows[place], &mut self.x[place * (k + 1)..(place + 1) * (k + 1)]);
        }
        linear::solve_block(local, block, &self.rows, &mut self.x, k + 1, &mut self.work);
    }
}

/// What a row brings at once: success, then the calls.
pub(super) fn load_row(local: &Local, row: u32, x: &mut [f64]) {
    if row == NO_ROW {
        x.fill(0.0);
        return;
    }
    let k = local.n_interventions();
    x[0] = local.gain[row as usize];
    x[1..].copy_from_slice(&local.calls[row as usize * k..(row as usize + 1) * k]);
}

#[cfg(test)]
#[path = "exact_test.rs"]
mod test;
