//! K budgets: the exact optimum when every intervention has a budget of its own.
//!
//! max S subject to M_i <= C_i over all mixtures of policies, by column generation. A small linear programme mixes the
//! policies known so far and prices the calls; the optimum at these prices, task by task ([`super::exact`]), is the
//! best policy not yet known. When it is worth no more than the mix, the mix is optimal (Dantzig-Wolfe: what the prices
//! promise is an upper bound, so the answer carries its own proof, [`Plan::gap`]). At most K + 1 policies are mixed,
//! drawn once per episode. Policies found for one pair of budgets serve the next: a whole surface costs little more.

mod master;
mod surface;

use serde::{Deserialize, Serialize};

use super::exact::{self, Solution};
use super::ids::Unseen;
use super::model::Mdp;
use super::values::Totals;
use master::{Mixed, mix};

pub use surface::{Surface, surface};

/// The largest gap between the bound at the prices and the mix at the end; far below the required 1e-7.
pub const GAP: f64 = 1e-10;

/// The most policies that are generated: by far enough for any problem met so far; else the gap says so.
const ROUNDS: usize = 2_000;

/// A policy of a mix: the optimum at these prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The probability with which it is drawn.
    pub weight: f64,
    /// The prices at which it is optimal.
    pub prices: Vec<f64>,
    /// The weight of success in its objective: 1, or 0 if the policy only makes the fewest calls.
    pub success_weight: f64,
    /// The success and calls of the policy.
    pub totals: Totals,
}

/// The optimum for K budgets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The price of each intervention: the gain of one more call; 0 if its budget does not bind.
    pub prices: Vec<f64>,
    /// Expected success.
    pub success: f64,
    /// Expected calls of each intervention.
    pub usage: Vec<f64>,
    /// The policies to draw from, the likeliest first.
    pub mix: Vec<Share>,
    /// No mixture can beat this one by more: the proof that came with it.
    pub gap: f64,
}

/// Budgets that no policy meets, because some states can only ask.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(
    "no policy stays within the budgets: some states can only ask, and the calls exceed them by at least {overrun}"
)]
pub struct Unreachable {
    /// The amount by which the calls exceed the budgets together, at least.
    pub overrun: f64,
}

/// The policies known so far for one problem; each answer leaves more of them.
pub struct Planner<Oracle> {
    oracle: Oracle,
    n_interventions: usize,
    known: Vec<(Vec<f64>, f64)>,
    totals: Vec<Totals>,
}

/// The optimum for one set of budgets, one number an intervention.
///
/// # Errors
/// If no policy meets them.
pub fn solve(mdp: &Mdp, budgets: &[f64], unseen: Unseen) -> Result<Plan, Unreachable> {
    Planner::new(mdp.n_interventions(), oracle(mdp, unseen)).solve(budgets, GAP)
}

/// The best policy at a weight of success and prices: all tasks, one after the other.
pub fn oracle(mdp: &Mdp, unseen: Unseen) -> impl Fn(f64, &[f64]) -> Totals {
    move |success_weight, prices| exact::totals(mdp, success_weight, prices, unseen, 0..mdp.n_components())
}

impl<Oracle: Fn(f64, &[f64]) -> Totals> Planner<Oracle> {
    /// A planner that asks `oracle` for S and M of the best policy at a weight of success and prices.
    pub fn new(n_interventions: usize, oracle: Oracle) -> Self {
        let mut planner = Self { oracle, n_interventions, known: Vec::new(), totals: Vec::new() };
        planner.learn(0.0, vec![1.0; n_interventions]);
        planner.learn(1.0, vec![0.0; n_interventions]);
        planner
    }

    /// The optimum for these budgets (a missing one is 0), to `gap`.
    ///
    /// # Errors
    /// If no policy meets them.
    pub fn solve(&mut self, budgets: &[f64], gap: f64) -> Result<Plan, Unreachable> {
        let mut budgets = budgets.to_vec();
        budgets.resize(self.n_interventions, 0.0);
        let mut found = mix(&self.totals, &budgets);
        let mut promised = f64::INFINITY;
        for _ in 0..ROUNDS {
            let feasible = found.overrun <= 1e-12;
            let success_weight = if feasible { 1.0 } else { 0.0 };
            let column = self.learn(success_weight, found.prices.clone());
            let paid: f64 = column.usage.iter().zip(&found.prices).map(|(calls, price)| calls * price).sum();
            promised = success_weight * column.success - paid - found.worth;
            if !feasible && promised <= 1e-12 {
                return Err(Unreachable { overrun: found.overrun });
            }
            if promised <= gap {
                break;
            }
            found = mix(&self.totals, &budgets);
        }
        Ok(self.plan(&found, promised.max(0.0)))
    }

    /// Asks for the best policy and keeps it.
    fn learn(&mut self, success_weight: f64, prices: Vec<f64>) -> Totals {
        let totals = (self.oracle)(success_weight, &prices);
        if !self.totals.contains(&totals) {
            self.known.push((prices, success_weight));
            self.totals.push(totals.clone());
        }
        totals
    }

    fn plan(&self, found: &Mixed, gap: f64) -> Plan {
        let share = |&(index, weight): &(usize, f64)| {
            let (prices, success_weight) = self.known[index].clone();
            Share { weight, prices, success_weight, totals: self.totals[index].clone() }
        };
        let mut mix: Vec<Share> = found.weights.iter().map(share).collect();
        mix.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let sum = |number: &dyn Fn(&Totals) -> f64| mix.iter().map(|s| s.weight * number(&s.totals)).sum();
        let success = sum(&|totals| totals.success);
        let usage = (0..self.n_interventions).map(|i| sum(&|totals| totals.usage[i])).collect();
        Plan { prices: found.prices.clone(), success, usage, mix, gap }
    }
}

/// The policy of one share of a mix.
#[must_use]
pub fn policy(mdp: &Mdp, share: &Share, unseen: Unseen) -> Solution {
    exact::solve_weighted(mdp, share.success_weight, &share.prices, unseen)
}

#[cfg(test)]
#[path = "../budgets_test.rs"]
mod test;
