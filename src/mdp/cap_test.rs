//! The cap against an expansion by hand: one problem whose states carry the calls left.

use proptest::prelude::*;

use super::super::chain::{Acting, evaluate_to_horizon};
use super::super::testing::{SHAPES, cases, random_mdp};
use super::super::{ActionId, MdpBuilder, StateId, Successor, exact, scenario};
use super::*;

/// The same problem with the calls left in the state.
fn expanded(mdp: &Mdp, cap: u32) -> Mdp {
    let n = mdp.n_states() as u32;
    let mut builder = MdpBuilder::new(mdp.gamma(), mdp.n_interventions());
    for _ in 0..n * (cap + 1) {
        builder.state();
    }
    for left in 0..=cap {
        for state in mdp.states() {
            for action in mdp.actions().filter(|&action| mdp.available(state, action)) {
                let call = u32::from(action != ActionId::NOHELP);
                if call > left {
                    continue;
                }
                let (row, from) = (mdp.row(state, action), StateId(left * n + state.0));
                builder.transition(from, action, Successor::Success, row.success);
                for (&next, &p) in row.successors.iter().zip(row.probabilities) {
                    builder.transition(from, action, Successor::State(StateId((left - call) * n + next)), p);
                }
            }
        }
    }
    for (state, weight) in mdp.start() {
        builder.start(StateId(cap * n + state.0), weight);
    }
    builder.build().unwrap()
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn it_is_the_optimum_of_the_expanded_problem(seed: u64, shape in 0..3usize, k in 1..3usize, cap in 0..5u32) {
        let mdp = random_mdp(seed, SHAPES[shape], k, 3, 8);
        let capped = solve(&mdp, cap, Unseen::Mask);
        let whole = exact::solve(&expanded(&mdp, cap), &[], Unseen::Mask);
        prop_assert!((capped.totals.success - whole.success).abs() < 1e-8);
        prop_assert!(capped.totals.calls() <= f64::from(cap) + 1e-9);
        for (less, totals) in capped.by_cap.iter().enumerate() {
            let alone = solve(&mdp, less as u32, Unseen::Mask).totals;
            prop_assert!((totals.success - alone.success).abs() < 1e-12);
            prop_assert!((totals.calls() - alone.calls()).abs() < 1e-12);
        }
    }

    #[test]
    fn to_a_horizon_it_is_the_expanded_problem_played(
        seed: u64, shape in 0..3usize, k in 1..3usize, cap in 0..5u32, steps in 0..9u32
    ) {
        let mdp = random_mdp(seed, SHAPES[shape], k, 3, 8);
        let capped = solve(&mdp, cap, Unseen::Mask);
        let counted = to_horizon(&mdp, &capped.policies, Unseen::Mask, steps);
        for (cap, totals) in counted.iter().enumerate() {
            // With the calls left in the state, it is a policy like any other.
            let whole = expanded(&mdp, cap as u32);
            let policy: Policy = capped.policies[..=cap].concat();
            let played = evaluate_to_horizon(&whole, Acting::Policy(&policy), steps).totals;
            prop_assert!((totals.success - played.success).abs() < 1e-12);
            prop_assert!((totals.calls() - played.calls()).abs() < 1e-12);
        }
    }
}

#[test]
fn one_call_goes_where_one_call_is_enough() {
    let mdp = scenario::load("invisible-budget").unwrap().unwrap().mdp;
    let one = solve(&mdp, 1, Unseen::Mask);
    assert!((one.totals.success - 0.2).abs() < 1e-12 && (one.totals.calls() - 0.5).abs() < 1e-12);
    let two = solve(&mdp, 2, Unseen::Mask);
    assert!((two.totals.success - 0.65).abs() < 1e-12);
    assert_eq!(solve(&mdp, u32::MAX, Unseen::Mask).policies.len(), 3);
}
