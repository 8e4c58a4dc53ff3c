//! The value of a policy from a log of another one: self-normalised per-decision importance sampling (Precup, Sutton and
//! Singh, 2000), and the reliability of that value.

use serde::{Deserialize, Serialize};

use crate::mdp::chain::{Acting, evaluate_to_horizon};
use crate::mdp::{ActionId, MdpBuilder, MdpError, Policy, StateId, Successor};
use crate::trace::counts::{Counts, Table};
use crate::trace::log::Log;

/// A weight beyond this is cut: only a step with hardly any propensity gets there.
const WEIGHT_MAX: f64 = 1e200;

/// Success and calls by importance weights.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighted {
    /// Success of an episode.
    pub success: f64,
    /// Calls of an episode.
    pub calls: f64,
    /// The effective sample size: this many episodes of the policy's own would tell as much, (Σ w)² / Σ w².
    pub effective: f64,
}

/// Self-normalised, per-decision importance weighting of a policy with one action a state.
///
/// w_t = Π 1[a = π(s)] / propensity up to step t. Success is Σ w_T y / Σ w_T; calls are Σ_t Σ w_t c_t / Σ w_t, where an
/// episode that has ended keeps its last weight. None where no episode follows the policy, or a propensity is missing.
pub(super) fn weighted(log: &Log, table: &Table, policy: &Policy, weights: &[f64]) -> Option<Weighted> {
    let n_max = log.steps_max() as usize;
    // A step: Σ w c, Σ w of those still going, Σ w of those that have just ended.
    let (mut calls, mut going, mut ended) = (vec![0.0; n_max], vec![0.0; n_max], vec![0.0; n_max + 1]);
    let (mut wins, mut sum, mut squares, mut drawn): (f64, f64, f64, f64) = (0.0, 0.0, 0.0, 0.0);
    for (episode, &weight) in log.episodes.iter().zip(weights) {
        let mut ratio = 1.0;
        for (t, (place, step)) in log.places(episode).zip(log.steps(episode)).enumerate() {
            let (state, action) = table.row_of(place);
            let follows = policy[state.index()] == Some(action);
            ratio = if follows { f64::min(ratio / step.propensity()?, WEIGHT_MAX) } else { 0.0 };
            going[t] += weight * ratio;
            calls[t] += weight * ratio * f64::from(u8::from(action.0 > 0));
        }
        ended[episode.n_steps as usize] += weight * ratio;
        wins += weight * ratio * episode.outcome;
        sum += weight * ratio;
        squares += weight * ratio * ratio;
        drawn += weight;
    }
    if sum <= 0.0 {
        return None;
    }
    let (mut over, mut calls_sum) = (0.0, 0.0);
    for t in 0..n_max {
        over += ended[t];
        let all = going[t] + over;
        calls_sum += if all > 0.0 { calls[t] / all } else { 0.0 };
    }
    // With weights that count episodes, this is the usual effective number of them.
    let effective = sum * sum / squares * (log.episodes.len() as f64 / drawn);
    Some(Weighted { success: wins / sum, calls: calls_sum, effective })
}

/// The chance that an episode takes a rare step: one that was seen fewer than `at_least` times.
pub(super) struct Reach {
    mdp: crate::mdp::Mdp,
    horizon: u32,
}

impl Reach {
    /// The problem in which such a step is the only success.
    pub(super) fn new(
        table: &Table,
        counts: &Counts,
        mdp: &crate::mdp::Mdp,
        at_least: f64,
        horizon: u32,
    ) -> Result<Self, MdpError> {
        let mut builder = MdpBuilder::new(0.5, mdp.n_interventions());
        (0..mdp.n_states()).for_each(|_| {
            builder.state();
        });
        for state in mdp.states() {
            for action in mdp.actions() {
                if counts.of_row(table, state, action) < at_least {
                    builder.transition(state, action, Successor::Success, 1.0);
                    continue;
                }
                let row = mdp.row(state, action);
                builder.transition(state, action, Successor::Failure, 0.0);
                for (&next, &p) in row.successors.iter().zip(row.probabilities) {
                    builder.transition(state, action, Successor::State(StateId(next)), p);
                }
            }
        }
        mdp.start().for_each(|(state, weight)| {
            builder.start(state, weight);
        });
        Ok(Self { mdp: builder.into_mdp()?, horizon })
    }

    /// The share of episodes that never take such a step.
    pub(super) fn stays(&self, policy: &[Option<ActionId>]) -> f64 {
        // A chance of 1 is a sum, and may be a little more.
        (1.0 - evaluate_to_horizon(&self.mdp, Acting::Policy(policy), self.horizon).totals.success).max(0.0)
    }
}
