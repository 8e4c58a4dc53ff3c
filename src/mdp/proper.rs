//! The check that the task ends under every policy, which γ = 1 requires.

use super::ids::StateId;
use super::saved::Saved;

/// A row that keeps at least this much among the states does not leak.
const CLOSED: f64 = 1.0 - 1e-12;

/// A state from which some way of acting never ends, if there is one.
///
/// The states that can stay for ever are the largest set in which every state has an action that leaks nothing and
/// leads only into the set.
pub(super) fn endless_state(rows: &Saved) -> Option<StateId> {
    let n_actions = usize::from(rows.n_interventions) + 1;
    let n_states = rows.n_states as usize;
    let mut stays = vec![true; n_states];
    // To and fro, so that a long chain takes two rounds whichever way it is numbered.
    for round in 0usize.. {
        let mut changed = false;
        for step in 0..n_states {
            let state = if round.is_multiple_of(2) { n_states - 1 - step } else { step };
            let can_stay = stays[state]
                && (state * n_actions..(state + 1) * n_actions).any(|row| {
                    let range = rows.offsets[row] as usize..rows.offsets[row + 1] as usize;
                    rows.probabilities[range.clone()].iter().sum::<f64>() >= CLOSED
                        && rows.successors[range].iter().all(|&next| stays[next as usize])
                });
            changed |= stays[state] != can_stay;
            stays[state] = can_stay;
        }
        if !changed {
            break;
        }
    }
    stays.iter().position(|&stays| stays).map(|state| StateId(state as u32))
}
