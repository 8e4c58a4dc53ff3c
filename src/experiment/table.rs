//! From counts to the problem that is solved.

use crate::mdp::{ActionId, Mdp, MdpBuilder, MdpError, StateId, Successor};
use crate::rollout::{self, Counts};

/// The transition model `P(s' | s, a) = count[s][a][s'] / Σ count[s][a]` (5.3), with the PRMs' scores.
///
/// An unseen (s, nohelp) is filled with the base PRM's score as its chance of success; an unseen (s, help) stays
/// unseen. `scores` holds p_nohelp and p_help of each state.
pub(super) fn mdp_from_counts(counts: &Counts, scores: &[[f64; 2]], gamma: f64) -> Result<Mdp, MdpError> {
    let of = |action: usize| scores.iter().map(|score| score[action] as f32).collect();
    mdp_of_counts(counts, &[of(0), of(1)], gamma)
}

/// The same for any number of interventions: `scores` holds one list an action, `nohelp` first, one number a state.
pub(super) fn mdp_of_counts(counts: &Counts, scores: &[Vec<f32>], gamma: f64) -> Result<Mdp, MdpError> {
    let mut builder = MdpBuilder::new(gamma, scores.len() - 1);
    for _ in &counts.keys {
        builder.state();
    }
    for &start in &counts.starts {
        builder.start(StateId(start), 1.0);
    }
    let totals = totals(counts, scores.len());
    for row in &counts.rows {
        let total = totals[row.state as usize * scores.len() + usize::from(row.intervention)];
        let next = match row.next {
            rollout::Successor::State(next) => Successor::State(StateId(next)),
            rollout::Successor::Success => Successor::Success,
            rollout::Successor::Failure => Successor::Failure,
        };
        let probability = f64::from(row.n) / f64::from(total);
        builder.transition(StateId(row.state), ActionId(row.intervention), next, probability);
    }
    for index in 0..counts.keys.len() {
        let state = StateId(index as u32);
        for (action, scores) in scores.iter().enumerate() {
            builder.p(state, ActionId(action as u8), f64::from(scores[index]));
        }
        if totals[index * scores.len()] == 0 {
            let alone = f64::from(scores[0][index]);
            builder.transition(state, ActionId::NOHELP, Successor::Success, alone);
            builder.transition(state, ActionId::NOHELP, Successor::Failure, 1.0 - alone);
        }
    }
    builder.build()
}

/// How often each action was tried, `n_actions` numbers a state.
fn totals(counts: &Counts, n_actions: usize) -> Vec<u32> {
    let mut totals = vec![0; counts.keys.len() * n_actions];
    for row in &counts.rows {
        totals[row.state as usize * n_actions + usize::from(row.intervention)] += row.n;
    }
    totals
}

/// How often `nohelp` and the one intervention were tried in each state.
pub(super) fn row_totals(counts: &Counts) -> Vec<[u32; 2]> {
    totals(counts, 2).chunks_exact(2).map(|tried| [tried[0], tried[1]]).collect()
}

/// Whether every action was tried in a state, a flag a state.
pub(super) fn all_tried(counts: &Counts, n_helps: usize) -> Vec<bool> {
    totals(counts, n_helps + 1).chunks_exact(n_helps + 1).map(|tried| !tried.contains(&0)).collect()
}
