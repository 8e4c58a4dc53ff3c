//! The estimate of a helper's own episodes: the rollouts that agree with the helper, weighted.

use crate::household::Outcome;
use crate::mdp::ActionId;
use crate::rollout::{Mix, Plan, Step};

use super::Calls;

/// The helper's own episodes, estimated (per-decision importance sampling).
///
/// A rollout counts for as long as its decisions are the helper's, with the weight `1 / mean_m Π p_m(a)`: the inverse of the
/// chance that Phase 1 decides so, its mixes m taken together.
#[derive(Clone, Debug)]
pub(super) struct Own {
    mixes: Vec<Mix>,
    gamma: f64,
    /// Sums of weights.
    calls: Calls,
    /// The weights of the helper's steps for each action: of those that succeed, that fail, and after which the task
    /// goes on.
    pub(super) steps: Vec<[f64; 3]>,
}

impl Own {
    pub(super) fn new(plan: &Plan, gamma: f64) -> Self {
        let none = vec![0.0; plan.n_helps()];
        let calls = Calls { discounted: none.clone(), counted: none };
        Self { mixes: plan.mixes.clone(), gamma, calls, steps: vec![[0.0; 3]; plan.n_helps() + 1] }
    }

    /// Adds a rollout with what the helper would have decided at each of its steps.
    pub(super) fn add(&mut self, decided: &[ActionId], steps: &[Step], outcome: Outcome) {
        let mut chances = vec![1.0; self.mixes.len()];
        let (mut weight, mut discount) = (1.0, 1.0);
        for (t, (&decided, step)) in decided.iter().zip(steps).enumerate() {
            if let Some(k) = decided.intervention() {
                self.calls.discounted[k] += weight * discount;
                self.calls.counted[k] += weight;
            }
            if decided != ActionId(step.intervention) {
                return;
            }
            for (chance, mix) in chances.iter_mut().zip(&self.mixes) {
                *chance *= mix.propensity(decided.0);
            }
            weight = chances.len() as f64 / chances.iter().sum::<f64>();
            let end = match (t + 1 == steps.len(), outcome.is_success()) {
                (false, _) => 2,
                (true, success) => usize::from(!success),
            };
            self.steps[decided.index()][end] += weight;
            discount *= self.gamma;
        }
    }

    /// The calls of an episode.
    pub(super) fn calls(&self, n_episodes: u32) -> Calls {
        let mean = |sums: &[f64]| sums.iter().map(|sum| sum / f64::from(n_episodes.max(1))).collect();
        Calls { discounted: mean(&self.calls.discounted), counted: mean(&self.calls.counted) }
    }

    /// The share of each action in the helper's steps.
    pub(super) fn shares(&self) -> Vec<f64> {
        let weight = |ends: &[f64; 3]| ends.iter().sum::<f64>();
        let total: f64 = self.steps.iter().map(weight).sum();
        self.steps.iter().map(|ends| weight(ends) / total.max(f64::MIN_POSITIVE)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::{Action, StateKey};

    /// Two steps a task; Phase 1 asks with probability 1/4 or 3/4 at each. The helper asks at the second step alone, and help
    /// there succeeds. Every sequence of decisions is rolled out as often as it is to be expected.
    #[test]
    fn the_calls_of_a_policy_never_rolled_out_are_found() {
        let plan = Plan { mixes: vec![Mix(vec![0.25]), Mix(vec![0.75])], repetitions: 16 };
        let mut own = Own::new(&plan, 0.5);
        for mix in &plan.mixes {
            for decisions in [[0, 0], [0, 1], [1, 0], [1, 1]] {
                let chance: f64 = decisions.iter().map(|&a| mix.propensity(a)).product();
                let step =
                    |intervention| Step { key: StateKey::default(), intervention, action: Action::Explore };
                let outcome = if decisions[1] == 1 { Outcome::Success } else { Outcome::TimedOut };
                for _ in 0..(16.0 * chance) as u32 {
                    own.add(&[ActionId(0), ActionId(1)], &decisions.map(step), outcome);
                }
            }
        }
        let calls = own.calls(32);
        assert!((calls.counted[0] - 1.0).abs() < 1e-12 && (calls.discounted[0] - 0.5).abs() < 1e-12);
        let found = own.steps.concat().into_iter().chain(own.shares());
        let expected = [0.0, 0.0, 32.0, 32.0, 0.0, 0.0, 0.5, 0.5];
        assert!(found.zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-9));
    }
}
