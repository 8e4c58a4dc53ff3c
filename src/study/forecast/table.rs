//! The table of a forecast: what follows an action that was never tried, and the calls of a helper on it.

use crate::mdp::chain::{self, Acting};
use crate::mdp::{ActionId, Mdp, MdpBuilder, MdpError, StateId, Successor};
use crate::rollout::Counts;

use super::Calls;
use super::own::Own;
use crate::experiment::table::{builder_of_counts, tries};

/// The table on which whatever was never tried ends the task as its PRM says. `scores`: one list an action, one number a
/// state.
pub(super) fn as_prm(counts: &Counts, scores: &[Vec<f32>], gamma: f64) -> Result<Mdp, MdpError> {
    let mut builder = builder_of_counts(counts, scores.len() - 1, gamma, 0.0);
    for (state, action) in untried(counts, scores.len()) {
        let p = f64::from(scores[action.index()][state.index()]);
        builder.transition(state, action, Successor::Success, p);
        builder.transition(state, action, Successor::Failure, 1.0 - p);
    }
    builder.build()
}

/// The table on which whatever was never tried leads on as the helper's mean step with that action; and what the helper
/// does in the states this adds, one a task: there it goes on as its mean step.
///
/// An action that the helper takes at no step of its own rollouts has no mean: it stays unavailable.
pub(super) fn with_mean_step(counts: &Counts, own: &Own, gamma: f64) -> Result<(Mdp, Vec<f64>), MdpError> {
    let n_actions = own.steps.len();
    let mut builder = builder_of_counts(counts, n_actions - 1, gamma, 0.0);
    let n_tasks = counts.starts.len();
    let anywhere: Vec<StateId> = (0..n_tasks).map(|_| builder.state()).collect();
    for (state, action) in untried(counts, n_actions) {
        let task = counts.starts.partition_point(|&start| start <= state.0) - 1;
        lead_on(&mut builder, state, action, own, anywhere[task]);
    }
    for &state in &anywhere {
        for action in 0..n_actions {
            lead_on(&mut builder, state, ActionId(action as u8), own, state);
        }
    }
    Ok((builder.build()?, own.shares().repeat(n_tasks)))
}

fn lead_on(builder: &mut MdpBuilder, state: StateId, action: ActionId, own: &Own, on: StateId) {
    let ends = own.steps[action.index()];
    let total: f64 = ends.iter().sum();
    if total > 0.0 {
        for (next, weight) in
            [Successor::Success, Successor::Failure, Successor::State(on)].into_iter().zip(ends)
        {
            builder.transition(state, action, next, weight / total);
        }
    }
}

/// Every state and action that were never tried together.
fn untried(counts: &Counts, n_actions: usize) -> Vec<(StateId, ActionId)> {
    let pair = |row: usize| (StateId((row / n_actions) as u32), ActionId((row % n_actions) as u8));
    let tries = tries(counts, n_actions);
    tries.iter().enumerate().filter(|(_, tries)| **tries == 0).map(|(row, _)| pair(row)).collect()
}

/// The calls of a helper that takes each action with its share (state-major); it goes on alone in place of an action that is
/// not available.
pub(super) fn expected(mdp: &Mdp, shares: &[f64], limit: u32) -> Calls {
    let mut shares = shares.to_vec();
    for (state, shares) in mdp.states().zip(shares.chunks_exact_mut(mdp.n_actions())) {
        for action in mdp.actions().skip(1).filter(|&action| !mdp.available(state, action)) {
            shares[0] += std::mem::take(&mut shares[action.index()]);
        }
    }
    Calls {
        discounted: chain::evaluate_randomised(mdp, &shares).totals(mdp).usage,
        counted: chain::evaluate_to_horizon(mdp, Acting::Randomised(&shares), limit).totals.usage,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::{Action, Outcome, StateKey};
    use crate::rollout::{self, Count, Mix, Plan, Step};

    /// One state in which the base went on alone and failed; the helper asks there.
    fn counts() -> Counts {
        let alone = Count { state: 0, intervention: 0, next: rollout::Successor::Failure, n: 1 };
        Counts { keys: vec![StateKey::default()], starts: vec![0], rows: vec![alone], n_episodes: 1 }
    }

    /// A helper that asks at every step and succeeds at the second.
    fn own() -> Own {
        let mut own = Own::new(&Plan { mixes: vec![Mix(vec![1.0])], repetitions: 1 }, 1.0);
        let step = Step { key: StateKey::default(), intervention: 1, action: Action::Explore };
        own.add(&[ActionId::HELP; 2], &[step; 2], Outcome::Success);
        own
    }

    #[test]
    fn help_that_was_never_tried_is_not_asked_for_ends_the_task_or_leads_on() {
        let scores = [vec![0.5_f32], vec![0.25]];
        let asks = [0.0, 1.0];
        let alone = super::super::mdp_of_counts(&counts(), &scores, 1.0).unwrap();
        assert_eq!(expected(&alone, &asks, 9).counted, [0.0]);
        let ends = as_prm(&counts(), &scores, 1.0).unwrap();
        assert_eq!(ends.row(StateId(0), ActionId::HELP).success, 0.25);
        assert_eq!(expected(&ends, &asks, 9).counted, [1.0]);
        let (on, further) = with_mean_step(&counts(), &own(), 0.5).unwrap();
        assert_eq!(further, [0.0, 1.0], "the helper asks wherever it may be");
        // One call, and with chance 1/2 the same again: 2 calls, or Σ (1/2 · 1/2)^t discounted.
        let calls = expected(&on, &[asks, asks].concat(), 60);
        assert!((calls.counted[0] - 2.0).abs() < 1e-12);
        assert!((calls.discounted[0] - 4.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn an_action_the_helper_never_takes_stays_unavailable() {
        let mut counts = counts();
        counts.rows[0].intervention = 1;
        let (on, _) = with_mean_step(&counts, &own(), 0.5).unwrap();
        assert!(!on.available(StateId(0), ActionId::NOHELP));
    }
}
