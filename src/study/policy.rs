//! A table solved for a target: the policy, what it expects, and one rollout of it a training task.

use serde::{Deserialize, Serialize};

use crate::helper::{Trajectory, follow};
use crate::household::TaskSet;
use crate::mdp::chain::{self, Acting};
use crate::mdp::paper::{self, PaperOptions};
use crate::mdp::{Mdp, Policy, Unseen, exact, search};

use super::arm::{Solver, Target};
use super::prepare::{KEYING, Prepared, following};

/// Halvings of the paper's search for a price.
const HALVINGS: u32 = 20;
/// The dearest price it tries: beyond it, its rule never asks.
const PRICE_MAX: f64 = 4.0;

/// `E[U]` of a policy on its own table, an entry an intervention, and S.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// Discounted calls, M(s0): what the paper calls `E[U]`.
    pub discounted: Vec<f64>,
    /// Calls without discount within the step limit.
    pub counted: Vec<f64>,
    /// Success within the step limit.
    pub success: f64,
    /// The prices of the target; for the paper's rule those that its search found.
    pub prices: Vec<f64>,
    /// The share of the training tasks in which one rollout of the policy never left the table.
    pub seen: f64,
    /// The share of the states in which every action was tried.
    pub tried: f64,
}

/// A policy with all that follows from it.
pub(super) struct Solved {
    pub(super) target: Target,
    pub(super) policy: Policy,
    pub(super) expected: Expected,
    /// The trajectories, one for each training task.
    pub(super) trajectories: Vec<Trajectory>,
}

impl Solved {
    pub(super) fn of(prepared: &Prepared, target: &Target) -> Self {
        let mdp = &prepared.mdp;
        let (policy, prices) = solve(prepared, target);
        let horizon = u32::from(prepared.collection.world.step_limit);
        let counted = chain::evaluate_to_horizon(mdp, Acting::Policy(&policy), horizon).totals;
        let trajectories: Vec<Trajectory> =
            (0..prepared.order.n_train).map(|index| rollout(prepared, &policy, index)).collect();
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        let seen = trajectories.iter().filter(|trajectory| trajectory.is_seen()).count();
        let expected = Expected {
            discounted: chain::evaluate(mdp, &policy).totals(mdp).usage,
            counted: counted.usage,
            success: counted.success,
            prices,
            seen: share(seen, trajectories.len()),
            tried: share(prepared.tried.iter().filter(|tried| **tried).count(), prepared.tried.len()),
        };
        Self { target: target.clone(), policy, expected, trajectories }
    }
}

fn rollout(prepared: &Prepared, policy: &Policy, index: u32) -> Trajectory {
    let task = prepared.task(TaskSet::Train, index);
    let cast = prepared.cast(&task);
    let answer = |key| policy[prepared.state_of(index, key)?.index()];
    follow(&task, KEYING, &cast, prepared.order.reads.self_knowledge(), answer, &mut following(&task))
}

/// The policy, and the prices at which it was found.
fn solve(prepared: &Prepared, target: &Target) -> (Policy, Vec<f64>) {
    let mdp = &prepared.mdp;
    let optimum = |mdp| (exact::solve(mdp, &target.prices, Unseen::Mask).policy, target.prices.clone());
    match target.rule {
        Solver::Exact => optimum(mdp),
        Solver::Steadied => optimum(prepared.steadied.as_ref().unwrap_or(mdp)),
        Solver::Paper => {
            let prices =
                if target.prices.len() == 1 { equal_usage(mdp, target) } else { target.prices.clone() };
            (paper::iterate(mdp, &options(&prices)).policy, prices)
        }
    }
}

fn options(prices: &[f64]) -> PaperOptions {
    PaperOptions { unseen: Unseen::Mask, ..PaperOptions::at(prices) }
}

/// The price at which the paper's search stops for the budget that the exact optimum uses.
fn equal_usage(mdp: &Mdp, target: &Target) -> Vec<f64> {
    let budget = exact::solve(mdp, &target.prices, Unseen::Mask).usage.iter().sum();
    let found = search::bisect(mdp, &options(&[]), budget, PRICE_MAX, HALVINGS);
    let kept = found.kept.and_then(|kept| found.probes.get(kept as usize));
    vec![kept.map_or(PRICE_MAX, |probe| probe.price)]
}
