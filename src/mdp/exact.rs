//! The exact optimum at given prices: Howard's policy iteration, block by block.
//!
//! Each iteration solves one linear system a block and looks at each row once (Puterman, *Markov Decision Processes*,
//! 6.4); it ends after finitely many, a handful in practice.
//! V(s) = max_a [ -r_a + γ Σ P_a V ], V = S - Σ r M. Components are independent; inside one, blocks are solved in the
//! order in which they follow, so that a block without cycles costs one look at its rows. Ties (1e-9) go to `nohelp`,
//! then to the lower intervention; S and M are those of the policy that the ties chose.

use core::ops::Range;

use serde::{Deserialize, Serialize};

use super::eliminator::Eliminator;
use super::ids::{ActionId, Policy, Unseen};
use super::linear;
use super::local::Local;
use super::local::NO_ROW;
use super::model::Mdp;
use super::values::{Totals, Values};

/// Actions whose values differ by no more than this are equal.
pub const TIE: f64 = 1e-9;

/// An action must beat the current one by this (relative to 1 + |V|) to replace it during policy iteration.
const GAIN: f64 = 1e-13;

/// Policy iteration settles in a handful of rounds; the bound is there for rounding only.
const ROUNDS: usize = 1000;

/// An optimal policy with its S and M.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// The action in each state.
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
    solve_weighted(mdp, 1.0, prices, unseen)
}

/// The same where success is worth `success_weight`; with 0 the policy makes the fewest calls.
pub(super) fn solve_weighted(mdp: &Mdp, success_weight: f64, prices: &[f64], unseen: Unseen) -> Solution {
    let part = Part::weighted(mdp, success_weight, prices, unseen, 0..mdp.n_components());
    assemble(mdp, prices, &[part])
}

/// The optimum of some of the tasks: what one thread or one worker finds, to be put together with the others'.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    n_components: u32,
    /// Task by task, in the order of each task's states.
    policy: Policy,
    /// S and K calls a state.
    x: Vec<f64>,
    totals: Totals,
}

impl Part {
    /// The optimum of the tasks in `components`.
    #[must_use]
    pub fn of(mdp: &Mdp, prices: &[f64], unseen: Unseen, components: Range<usize>) -> Self {
        Self::weighted(mdp, 1.0, prices, unseen, components)
    }

    fn weighted(
        mdp: &Mdp,
        success_weight: f64,
        prices: &[f64],
        unseen: Unseen,
        components: Range<usize>,
    ) -> Self {
        let totals = Totals::zero(mdp.n_interventions());
        let mut part = Self { n_components: components.len() as u32, totals, ..Self::default() };
        let mut solver = TaskSolver { success_weight, ..TaskSolver::default() };
        let mut local = Local::new();
        for component in components {
            local.load(mdp, component, unseen);
            solver.solve(&local, prices);
            part.policy.extend(solver.rows.iter().map(|&row| local.action(row)));
            part.x.extend_from_slice(&solver.x);
            part.totals.add_task(&local, &solver.x);
        }
        part
    }

    /// The action in each state, task by task.
    #[must_use]
    pub fn policy(&self) -> &[Option<ActionId>] {
        &self.policy
    }

    /// The share of these tasks in the start-weighted S and M.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }
}

/// Puts the parts of all tasks together, in order; the answer does not depend on how the tasks were shared out. None
/// if they are not the parts of this problem.
#[must_use]
pub fn of_parts(mdp: &Mdp, prices: &[f64], parts: &[Part]) -> Option<Solution> {
    let n_components: usize = parts.iter().map(|part| part.n_components as usize).sum();
    let n_states: usize = parts.iter().map(|part| part.policy.len()).sum();
    let n_numbers: usize = parts.iter().map(|part| part.x.len()).sum();
    let fits = n_components == mdp.n_components()
        && n_states == mdp.n_states()
        && n_numbers == n_states * mdp.n_actions();
    fits.then(|| assemble(mdp, prices, parts))
}

fn assemble(mdp: &Mdp, prices: &[f64], parts: &[Part]) -> Solution {
    let mut policy = vec![None; mdp.n_states()];
    let mut values = Values::zero(mdp);
    let mut component = 0;
    for part in parts {
        let mut begin = 0;
        for _ in 0..part.n_components {
            let members = mdp.component(component);
            let end = begin + members.len();
            values.scatter(members, &part.x[begin * mdp.n_actions()..end * mdp.n_actions()]);
            for (&state, &action) in members.iter().zip(&part.policy[begin..end]) {
                policy[state as usize] = action;
            }
            (begin, component) = (end, component + 1);
        }
    }
    let totals = values.totals(mdp);
    Solution { policy, value: totals.value(prices), success: totals.success, usage: totals.usage, values }
}

/// Start-weighted S and M of the policy that is best for `success_weight` S - Σ r M, summed over some of the tasks.
/// With a weight of 0 it makes the fewest calls.
#[must_use]
pub fn totals(
    mdp: &Mdp,
    success_weight: f64,
    prices: &[f64],
    unseen: Unseen,
    components: Range<usize>,
) -> Totals {
    let mut totals = Totals::zero(mdp.n_interventions());
    let mut solver = TaskSolver { success_weight, ..TaskSolver::default() };
    let mut local = Local::new();
    for component in components {
        local.load(mdp, component, unseen);
        solver.solve(&local, prices);
        totals.add_task(&local, &solver.x);
    }
    totals
}

/// Policy iteration on one task; keeps its memory from task to task.
pub(super) struct TaskSolver {
    /// The weight of success in the objective: 1, or 0 if only calls are to be saved.
    success_weight: f64,
    /// The chosen row of each place.
    pub(super) rows: Vec<u32>,
    /// S and K calls of each place.
    pub(super) x: Vec<f64>,
    /// V of each place.
    value: Vec<f64>,
    /// The immediate reward of each row, γ P(success) - Σ r; -∞ if the row is not available.
    reward: Vec<f64>,
    /// Places whose current action ties with a lower one, and its row.
    ties: Vec<(u32, u32)>,
    work: Eliminator,
}

impl Default for TaskSolver {
    fn default() -> Self {
        Self {
            success_weight: 1.0,
            rows: Vec::new(),
            x: Vec::new(),
            value: Vec::new(),
            reward: Vec::new(),
            ties: Vec::new(),
            work: Eliminator::default(),
        }
    }
}

impl TaskSolver {
    pub(super) fn solve(&mut self, local: &Local, prices: &[f64]) {
        let k = local.n_interventions();
        self.reward.clear();
        for (row, calls) in local.calls.chunks_exact(k.max(1)).enumerate() {
            let paid: f64 = calls.iter().zip(prices).map(|(call, price)| call * price).sum();
            let reward = self.success_weight * local.gain[row] - paid;
            self.reward.push(if local.available[row] { reward } else { f64::NEG_INFINITY });
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
                // Policy iteration starts from one sweep of value iteration: a second saves one round in seventy.
                self.sweep(local, block);
            }
            self.work.clear();
            self.iterate(local, block, prices);
            self.settle_ties(local, block, prices);
        }
    }

    /// A block of one state: each action's own fixed point, compared.
    fn choose_alone(&mut self, local: &Local, place: usize) {
        let mut best = f64::NEG_INFINITY;
        for row in local.rows_of(place) {
            let (mut sum, mut stay) = (self.reward[row as usize], 0.0);
            for entry in local.entries(row) {
                let j = entry.place as usize;
                if j == place {
                    stay += entry.weight;
                } else {
                    sum += entry.weight * self.value[j];
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

    /// Policy iteration inside one block. S and M share one elimination, and V follows from them.
    fn iterate(&mut self, local: &Local, block: (u32, u32), prices: &[f64]) {
        for _ in 0..ROUNDS {
            self.evaluate(local, block, prices);
            if !self.improve(local, block) {
                return;
            }
            // Carries the changes on to the states that lead to them, which saves rounds.
            self.sweep(local, block);
        }
        self.evaluate(local, block, prices);
    }

    /// Takes the best action of each state and its value, from the last place to the first, since episodes go forward.
    fn sweep(&mut self, local: &Local, block: (u32, u32)) {
        for place in (block.0 as usize..block.1 as usize).rev() {
            let mut best = (NO_ROW, f64::NEG_INFINITY);
            for row in local.rows_at(place) {
                let value = self.action_value(local, row);
                if value > best.1 {
                    best = (row, value);
                }
            }
            self.rows[place] = best.0;
            if best.0 != NO_ROW {
                self.value[place] = best.1;
            }
        }
    }

    /// Takes an action wherever it beats the current one; returns whether any did. Notes where a lower action is as
    /// good as the current one.
    fn improve(&mut self, local: &Local, block: (u32, u32)) -> bool {
        let mut changed = false;
        self.ties.clear();
        for place in (block.0 as usize..block.1 as usize).rev() {
            let (current, value) = (self.rows[place], self.value[place]);
            let mut best = (current, value + GAIN * (1.0 + value.abs()));
            let mut tie = NO_ROW;
            for row in local.rows_at(place).filter(|&row| row != current) {
                let other = self.action_value(local, row);
                if other > best.1 {
                    best = (row, other);
                }
                if row < current && tie == NO_ROW && other >= value - TIE {
                    tie = row;
                }
            }
            if best.0 != current {
                changed = true;
                (self.rows[place], self.value[place]) = best;
            }
            if tie != NO_ROW {
                self.ties.push((place as u32, tie));
            }
        }
        changed
    }

    fn action_value(&self, local: &Local, row: u32) -> f64 {
        self.reward[row as usize] + local.flow(row, &self.value, 1, 0)
    }

    /// Among the actions as good as the best, the first.
    fn settle_ties(&mut self, local: &Local, block: (u32, u32), prices: &[f64]) {
        if self.ties.is_empty() {
            return;
        }
        for &(place, row) in &self.ties {
            self.rows[place as usize] = row;
        }
        self.evaluate(local, block, prices);
    }

    /// S and M of the chosen rows of one block, and V from them.
    fn evaluate(&mut self, local: &Local, block: (u32, u32), prices: &[f64]) {
        let width = local.n_interventions() + 1;
        let places = block.0 as usize..block.1 as usize;
        let x = self.x[places.start * width..places.end * width].chunks_exact_mut(width);
        for (&row, x) in self.rows[places.clone()].iter().zip(x) {
            local.constant(row, x);
        }
        linear::solve_again(local, block, &self.rows, &mut self.x, width, &mut self.work);
        let x = self.x[places.start * width..places.end * width].chunks_exact(width);
        for (value, x) in self.value[places].iter_mut().zip(x) {
            let paid: f64 = x[1..].iter().zip(prices).map(|(calls, price)| calls * price).sum();
            *value = self.success_weight * x[0] - paid;
        }
    }
}

#[cfg(test)]
#[path = "exact_test.rs"]
mod test;
