//! The values of a policy: success and calls, by state or from the start.

use serde::{Deserialize, Serialize};

use super::ids::StateId;
use super::local::Local;
use super::model::Mdp;

/// S(s) and M(s) of one policy: expected success and expected calls of each intervention, a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Values {
    /// S, a state.
    pub success: Vec<f64>,
    /// M, K numbers a state (state-major).
    pub usage: Vec<f64>,
    n_interventions: u32,
}

/// S and M from the start: start-weighted means.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Success.
    pub success: f64,
    /// Calls of each intervention.
    pub usage: Vec<f64>,
}

impl Totals {
    /// The totals of no task.
    #[must_use]
    pub fn zero(n_interventions: usize) -> Self {
        Self { success: 0.0, usage: vec![0.0; n_interventions] }
    }

    /// Adds the totals of other tasks.
    pub fn add(&mut self, other: &Self) {
        self.success += other.success;
        self.usage.iter_mut().zip(&other.usage).for_each(|(sum, calls)| *sum += calls);
    }

    /// Adds a task's, where `x` holds S and K calls of each place.
    pub(super) fn add_task(&mut self, local: &Local, x: &[f64]) {
        let starts = local.start.iter().zip(x.chunks_exact(local.n_actions));
        for (weight, x) in starts.filter(|(weight, _)| **weight > 0.0) {
            self.success += weight * x[0];
            self.usage.iter_mut().zip(&x[1..]).for_each(|(sum, calls)| *sum += weight * calls);
        }
    }

    /// Calls of all interventions together.
    #[must_use]
    pub fn calls(&self) -> f64 {
        self.usage.iter().sum()
    }

    /// V = S - Σ r M.
    #[must_use]
    pub fn value(&self, prices: &[f64]) -> f64 {
        self.success - self.usage.iter().zip(prices).map(|(usage, price)| usage * price).sum::<f64>()
    }
}

impl Values {
    pub(super) fn zero(mdp: &Mdp) -> Self {
        let (n, k) = (mdp.n_states(), mdp.n_interventions());
        Self { success: vec![0.0; n], usage: vec![0.0; n * k], n_interventions: k as u32 }
    }

    /// Calls of each intervention from a state.
    #[must_use]
    pub fn usage_of(&self, state: StateId) -> &[f64] {
        let k = self.n_interventions as usize;
        &self.usage[state.index() * k..(state.index() + 1) * k]
    }

    /// V(s) = S(s) - Σ r M(s).
    #[must_use]
    pub fn value_of(&self, state: StateId, prices: &[f64]) -> f64 {
        let paid: f64 = self.usage_of(state).iter().zip(prices).map(|(usage, price)| usage * price).sum();
        self.success[state.index()] - paid
    }

    /// The start-weighted means.
    #[must_use]
    pub fn totals(&self, mdp: &Mdp) -> Totals {
        let mut totals = Totals::zero(self.n_interventions as usize);
        for (state, weight) in mdp.start() {
            totals.success += weight * self.success[state.index()];
            for (total, usage) in totals.usage.iter_mut().zip(self.usage_of(state)) {
                *total += weight * usage;
            }
        }
        totals
    }

    /// Spreads the numbers of one component's places (S, then K calls) to its states.
    pub(super) fn scatter(&mut self, members: &[u32], x: &[f64]) {
        let k = self.n_interventions as usize;
        for (&state, x) in members.iter().zip(x.chunks_exact(k + 1)) {
            let state = state as usize;
            self.success[state] = x[0];
            self.usage[state * k..(state + 1) * k].copy_from_slice(&x[1..]);
        }
    }
}
