//! Fixed policies: discounted, counted to the end, counted to a horizon.

use proptest::prelude::*;

use super::super::testing::{SHAPES, Shape, cases, dense_evaluate, random_mdp};
use super::super::{MdpBuilder, Successor};
use super::*;

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_fixed_policy_agrees_with_a_dense_solve(seed: u64, shape in 0..3usize, k in 1..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], k, 3, 12);
        let policy = constant_policy(&mdp, ActionId(k as u8));
        let values = evaluate(&mdp, &policy);
        for (state, row) in mdp.states().zip(dense_evaluate(&mdp, &policy)) {
            prop_assert!((row[0] - values.success[state.index()]).abs() < 1e-10);
            prop_assert!((row[k] - values.usage_of(state)[k - 1]).abs() < 1e-10);
        }
    }

    #[test]
    fn a_long_horizon_is_the_end(seed: u64, shape in 0..3usize, p in 0.0..1.0f64) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 3, 6);
        let asks = ask_at_random(&mdp, ActionId::HELP, p);
        let whole = evaluate_undiscounted(&mdp, Acting::Randomised(&asks)).totals(&mdp);
        let far = evaluate_to_horizon(&mdp, Acting::Randomised(&asks), 20_000);
        // A loop that hardly leaks may outlast any horizon: whatever is still under way then is worth what lies ahead of it.
        let left = under_way(&mdp, &asks, 20_000);
        if SHAPES[shape] == Shape::Acyclic {
            prop_assert!(left.iter().all(|mass| *mass == 0.0));
        }
        let values = evaluate_undiscounted(&mdp, Acting::Randomised(&asks));
        let ahead = |of: &[f64]| -> f64 {
            left.iter().zip(of).filter(|(mass, _)| **mass > 0.0).map(|(mass, worth)| mass * worth).sum()
        };
        let missing = whole.success - far.totals.success;
        prop_assert!((missing - ahead(&values.success)).abs() < 1e-9, "{missing}");
        let (missing, ahead) = (whole.usage[0] - far.totals.usage[0], ahead(&values.usage));
        let is_same = missing == ahead || (missing - ahead).abs() < 1e-9 * (1.0 + whole.usage[0]);
        prop_assert!(is_same, "{missing} calls are missing, {ahead} lie ahead");
        let parts: f64 = far.components.iter().map(|part| part.success).sum();
        prop_assert!((parts - far.totals.success).abs() < 1e-12);
    }

    #[test]
    fn a_sure_draw_is_the_policy(seed: u64, shape in 0..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 2, 6);
        // Where there is no help, a policy goes on without it and a draw ends.
        prop_assume!(mdp.states().all(|state| mdp.available(state, ActionId::HELP)));
        let policy = evaluate(&mdp, &constant_policy(&mdp, ActionId::HELP));
        let drawn = evaluate_randomised(&mdp, &ask_at_random(&mdp, ActionId::HELP, 1.0));
        for state in mdp.states() {
            prop_assert!((policy.success[state.index()] - drawn.success[state.index()]).abs() < 1e-12);
        }
    }
}

/// The chance to be in each state after `steps` steps, without a discount, if actions are drawn with these
/// probabilities (K = 1). It is computed state by state, independently of the chain.
fn under_way(mdp: &Mdp, asks: &[f64], steps: u32) -> Vec<f64> {
    let mut here = vec![0.0; mdp.n_states()];
    for (state, weight) in mdp.start() {
        here[state.index()] += weight;
    }
    for _ in 0..steps {
        let mut next = vec![0.0; here.len()];
        for state in mdp.states() {
            let can: Vec<ActionId> = mdp.actions().filter(|&action| mdp.available(state, action)).collect();
            let chance = |action: ActionId| asks[mdp.row_index(state, action)];
            let all: f64 = can.iter().map(|&action| chance(action)).sum();
            for action in can.into_iter().filter(|_| all > 0.0) {
                let row = mdp.row(state, action);
                let mass = here[state.index()] * chance(action) / all;
                for (&to, p) in row.successors.iter().zip(row.probabilities) {
                    next[to as usize] += mass * p;
                }
            }
        }
        here = next;
    }
    here
}

#[test]
fn asking_for_ever_counts_as_infinitely_many_calls() {
    let mut builder = MdpBuilder::new(0.9, 1);
    let s = builder.state();
    builder.start(s, 1.0);
    builder.transition(s, ActionId::NOHELP, Successor::State(s), 1.0);
    builder.transition(s, ActionId::HELP, Successor::State(s), 1.0);
    let mdp = builder.build().unwrap();
    let ask = evaluate_undiscounted(&mdp, Acting::Policy(&[Some(ActionId::HELP)]));
    assert_eq!((ask.success[0], ask.usage[0]), (0.0, f64::INFINITY));
    let wait = evaluate_undiscounted(&mdp, Acting::Policy(&[Some(ActionId::NOHELP)]));
    assert_eq!((wait.success[0], wait.usage[0]), (0.0, 0.0));
    let ten = evaluate_to_horizon(&mdp, Acting::Policy(&[Some(ActionId::HELP)]), 10);
    assert_eq!(ten.totals.usage, [10.0]);
}
