//! The step from counts to the problem that is solved.

use crate::mdp::{ActionId, Mdp, MdpBuilder, MdpError, StateId, Successor};
use crate::rollout::{self, Counts};

/// The transition model `P(s' | s, a) = count[s][a][s'] / Σ count[s][a]` (5.3), with the PRMs' scores, for any number of
/// interventions.
///
/// An unseen (s, nohelp) is filled with the base PRM's score as its chance of success; an unseen (s, help) stays
/// unseen. `scores` holds one list an action, `nohelp` first, one number a state.
pub(crate) fn mdp_of_counts(counts: &Counts, scores: &[Vec<f32>], gamma: f64) -> Result<Mdp, MdpError> {
    mdp_of_steadied_counts(counts, scores, gamma, 0.0)
}

/// The same with steadied counts: each action that was tried in a state counts `more` tries, which end at once as its PRM
/// says. So what happened once is believed less than what happened often; with 0 tries the counts stand as they are.
pub(crate) fn mdp_of_steadied_counts(
    counts: &Counts,
    scores: &[Vec<f32>],
    gamma: f64,
    more: f64,
) -> Result<Mdp, MdpError> {
    let n_actions = scores.len();
    let totals = tries(counts, n_actions);
    let mut builder = builder_of_counts(counts, n_actions - 1, gamma, more);
    for index in 0..counts.keys.len() {
        let state = StateId(index as u32);
        for (action, scores) in scores.iter().enumerate() {
            let share = share_of_prm(totals[index * n_actions + action], action, more);
            let (action, p) = (ActionId(action as u8), f64::from(scores[index]));
            builder.p(state, action, p);
            if share > 0.0 {
                builder.transition(state, action, Successor::Success, share * p);
                builder.transition(state, action, Successor::Failure, share * (1.0 - p));
            }
        }
    }
    builder.build()
}

/// The states, the starts and what was counted, where each action that was tried in a state counts `more` tries: what is
/// missing to 1 is failure as long as nothing else is added.
pub(crate) fn builder_of_counts(counts: &Counts, n_helps: usize, gamma: f64, more: f64) -> MdpBuilder {
    let mut builder = MdpBuilder::new(gamma, n_helps);
    for _ in &counts.keys {
        builder.state();
    }
    for &start in &counts.starts {
        builder.start(StateId(start), 1.0);
    }
    let totals = tries(counts, n_helps + 1);
    for row in &counts.rows {
        let total = totals[row.state as usize * (n_helps + 1) + usize::from(row.intervention)];
        let next = match row.next {
            rollout::Successor::State(next) => Successor::State(StateId(next)),
            rollout::Successor::Success => Successor::Success,
            rollout::Successor::Failure => Successor::Failure,
        };
        let probability = f64::from(row.n) / (f64::from(total) + more);
        builder.transition(StateId(row.state), ActionId(row.intervention), next, probability);
    }
    builder
}

/// The PRM's share of a row: all of a `nohelp` that was never tried, nothing of an intervention never tried.
fn share_of_prm(tried: u32, action: usize, more: f64) -> f64 {
    match (tried, action) {
        (0, 0) => 1.0,
        (0, _) => 0.0,
        _ => more / (f64::from(tried) + more),
    }
}

/// The number of times that each action was tried: `n_actions` numbers a state.
pub(crate) fn tries(counts: &Counts, n_actions: usize) -> Vec<u32> {
    let mut totals = vec![0; counts.keys.len() * n_actions];
    for row in &counts.rows {
        totals[row.state as usize * n_actions + usize::from(row.intervention)] += row.n;
    }
    totals
}

/// The number of times that `nohelp` and the one intervention were tried in each state.
pub(crate) fn row_totals(counts: &Counts) -> Vec<[u32; 2]> {
    tries(counts, 2).chunks_exact(2).map(|tried| [tried[0], tried[1]]).collect()
}

/// True where every action was tried, one flag a state.
pub(crate) fn all_tried(counts: &Counts, n_helps: usize) -> Vec<bool> {
    tries(counts, n_helps + 1).chunks_exact(n_helps + 1).map(|tried| !tried.contains(&0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::StateKey;
    use crate::mdp::{Unseen, exact};

    /// One state: help was tried once and led to success, nohelp three times, which once led to success.
    fn counts() -> Counts {
        let row = |intervention, next, n| rollout::Count { state: 0, intervention, next, n };
        let (success, failure) = (rollout::Successor::Success, rollout::Successor::Failure);
        Counts {
            keys: vec![StateKey::default()],
            starts: vec![0],
            rows: vec![row(0, success, 1), row(0, failure, 2), row(1, success, 1)],
            n_episodes: 4,
        }
    }

    #[test]
    fn steadied_counts_lie_between_what_was_seen_and_the_prm() {
        let scores = [vec![0.5_f32], vec![0.25]];
        let success = |tries| {
            let mdp = mdp_of_steadied_counts(&counts(), &scores, 1.0, tries).unwrap();
            [0, 1].map(|action| mdp.row(StateId(0), ActionId(action)).success)
        };
        assert_eq!(success(0.0), [1.0 / 3.0, 1.0]);
        let steadied = success(1.0);
        assert!((steadied[0] - 1.5 / 4.0).abs() < 1e-15 && (steadied[1] - 1.25 / 2.0).abs() < 1e-15);
        assert_eq!(
            mdp_of_counts(&counts(), &scores, 1.0),
            mdp_of_steadied_counts(&counts(), &scores, 1.0, 0.0)
        );
    }

    #[test]
    fn one_lucky_try_no_longer_decides() {
        let scores = [vec![0.5_f32], vec![0.25]];
        let asks = |tries| {
            let mdp = mdp_of_steadied_counts(&counts(), &scores, 1.0, tries).unwrap();
            exact::solve(&mdp, &[0.3], Unseen::Mask).policy[0] == Some(ActionId::HELP)
        };
        assert!(asks(0.0) && !asks(1.0), "1 - .3 > 1/3, but .625 - .3 < .375");
    }

    #[test]
    fn what_was_never_tried_stays_as_it_was() {
        let mut counts = counts();
        counts.rows.clear();
        let scores = [vec![0.5_f32], vec![0.25]];
        let mdp = mdp_of_steadied_counts(&counts, &scores, 1.0, 2.0).unwrap();
        assert_eq!(mdp.row(StateId(0), ActionId::NOHELP).success, 0.5);
        assert!(!mdp.available(StateId(0), ActionId::HELP));
    }
}
