//! The exact optimum against brute force and a slow solver.

use proptest::prelude::*;

use super::super::testing::{SHAPES, all_policies, cases, dense_evaluate, random_mdp};
use super::super::{ActionId, MdpBuilder, StateId, Successor};
use super::*;

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn values_agree_with_an_independent_linear_solve(seed: u64, shape in 0..3usize, k in 1..3usize, price in 0.0..1.0f64) {
        let mdp = random_mdp(seed, SHAPES[shape], k, 4, 12);
        let prices = [price, price * 0.4];
        let solution = solve(&mdp, &prices[..k], Unseen::Mask);
        let dense = dense_evaluate(&mdp, &solution.policy);
        for (state, row) in mdp.states().zip(&dense) {
            prop_assert!((row[0] - solution.values.success[state.index()]).abs() < 1e-10);
            for (a, b) in row[1..].iter().zip(solution.values.usage_of(state)) {
                prop_assert!((a - b).abs() < 1e-10);
            }
        }
        let paid: f64 = solution.usage.iter().zip(prices).map(|(m, r)| m * r).sum();
        prop_assert!((solution.value - (solution.success - paid)).abs() < 1e-12);
    }

    #[test]
    fn no_policy_is_better_in_any_state(seed: u64, shape in 0..3usize, k in 1..3usize, price in 0.0..1.0f64) {
        let mdp = random_mdp(seed, SHAPES[shape], k, 1, 5);
        let prices = [price, price * 0.4];
        let solution = solve(&mdp, &prices[..k], Unseen::Mask);
        for policy in all_policies(&mdp) {
            for (state, row) in mdp.states().zip(dense_evaluate(&mdp, &policy)) {
                let value = row[0] - row[1..].iter().zip(prices).map(|(m, r)| m * r).sum::<f64>();
                prop_assert!(value <= solution.values.value_of(state, &prices) + 1e-8);
            }
        }
    }

    #[test]
    fn usage_never_rises_with_the_price(seed: u64, shape in 0..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 5, 12);
        let mut last = f64::INFINITY;
        for step in 0..40 {
            let usage = solve(&mdp, &[f64::from(step) / 40.0], Unseen::Mask).usage[0];
            prop_assert!(usage <= last + 1e-9);
            last = usage;
        }
    }
}

#[test]
fn a_large_block_is_swept_to_the_same_answer() {
    // A ring of 1,600 states is one block, beyond the size that is eliminated.
    let mut builder = MdpBuilder::new(0.9, 1);
    let n = 1600;
    for _ in 0..n {
        builder.state();
    }
    for i in 0..n {
        let next = Successor::State(StateId((i + 1) % n));
        builder.transition(StateId(i), ActionId::NOHELP, next, 0.9);
        builder.transition(StateId(i), ActionId::NOHELP, Successor::Success, 0.1);
        builder.transition(StateId(i), ActionId::HELP, Successor::Success, 0.9);
    }
    builder.start(StateId(0), 1.0);
    let mdp = builder.build().unwrap();
    // Alone: S = .09 + .81 S.
    let never = solve(&mdp, &[1.0], Unseen::Mask);
    assert!((never.success - 0.09 / 0.19).abs() < 1e-12, "{}", never.success);
    let cheap = solve(&mdp, &[0.1], Unseen::Mask);
    assert!((cheap.value - 0.71).abs() < 1e-12, "{}", cheap.value);
}

#[test]
fn ties_go_to_nohelp_then_to_the_lower_intervention() {
    let mut builder = MdpBuilder::new(1.0, 2);
    let s = builder.state();
    builder.start(s, 1.0);
    builder.transition(s, ActionId(0), Successor::Success, 0.4);
    builder.transition(s, ActionId(1), Successor::Success, 0.6);
    builder.transition(s, ActionId(2), Successor::Success, 0.8);
    let mdp = builder.build().unwrap();
    assert_eq!(solve(&mdp, &[0.2, 0.4], Unseen::Mask).policy, [Some(ActionId(0))]);
    assert_eq!(solve(&mdp, &[0.1, 0.3], Unseen::Mask).policy, [Some(ActionId(1))]);
    assert_eq!(solve(&mdp, &[0.1, 0.2], Unseen::Mask).policy, [Some(ActionId(2))]);
}

#[test]
fn a_state_with_nothing_available_is_a_failure() {
    let mut builder = MdpBuilder::new(1.0, 1);
    let (s, dead) = (builder.state(), builder.state());
    builder.start(s, 1.0);
    builder.transition(s, ActionId::NOHELP, Successor::State(dead), 1.0);
    let mdp = builder.build().unwrap();
    let masked = solve(&mdp, &[0.5], Unseen::Mask);
    assert_eq!((masked.value, masked.policy), (0.0, vec![Some(ActionId::NOHELP), None]));
    assert_eq!(solve(&mdp, &[0.5], Unseen::Zero).policy, [Some(ActionId::NOHELP); 2]);
}

#[test]
fn gamma_one_needs_every_way_of_acting_to_end() {
    let mut builder = MdpBuilder::new(1.0, 1);
    let (a, b) = (builder.state(), builder.state());
    builder.start(a, 1.0);
    builder.transition(a, ActionId::NOHELP, Successor::State(b), 1.0);
    builder.transition(b, ActionId::NOHELP, Successor::Success, 1.0);
    assert!(builder.build().is_ok());
    builder.transition(b, ActionId::HELP, Successor::State(a), 1.0);
    assert_eq!(builder.build(), Err(super::super::MdpError::Improper { state: a }));
}
