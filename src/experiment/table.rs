//! From counts to the problem that is solved.

use crate::mdp::{ActionId, Mdp, MdpBuilder, MdpError, StateId, Successor};
use crate::rollout::{self, Counts};

/// The transition model `P(s' | s, a) = count[s][a][s'] / Σ count[s][a]` (5.3), with the PRMs' scores.
///
/// An unseen (s, nohelp) is filled with the base PRM's score as its chance of success; an unseen (s, help) stays
/// unseen. `scores` holds p_nohelp and p_help of each state.
pub(super) fn mdp_from_counts(counts: &Counts, scores: &[[f64; 2]], gamma: f64) -> Result<Mdp, MdpError> {
    let mut builder = MdpBuilder::new(gamma, 1);
    for _ in &counts.keys {
        builder.state();
    }
    for &start in &counts.starts {
        builder.start(StateId(start), 1.0);
    }
    let totals = row_totals(counts);
    for row in &counts.rows {
        let total = totals[row.state as usize][usize::from(row.intervention)];
        let next = match row.next {
            rollout::Successor::State(next) => Successor::State(StateId(next)),
            rollout::Successor::Success => Successor::Success,
            rollout::Successor::Failure => Successor::Failure,
        };
        let probability = f64::from(row.n) / f64::from(total);
        builder.transition(StateId(row.state), ActionId(row.intervention), next, probability);
    }
    for (index, (score, total)) in scores.iter().zip(&totals).enumerate() {
        let state = StateId(index as u32);
        builder.p(state, ActionId::NOHELP, score[0]).p(state, ActionId::HELP, score[1]);
        if total[0] == 0 {
            builder.transition(state, ActionId::NOHELP, Successor::Success, score[0]);
            builder.transition(state, ActionId::NOHELP, Successor::Failure, 1.0 - score[0]);
        }
    }
    builder.build()
}

/// How often each action was tried in each state.
pub(super) fn row_totals(counts: &Counts) -> Vec<[u32; 2]> {
    let mut totals = vec![[0; 2]; counts.keys.len()];
    for row in &counts.rows {
        totals[row.state as usize][usize::from(row.intervention.min(1))] += row.n;
    }
    totals
}
