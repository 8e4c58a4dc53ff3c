//! The numbers of a decision agree with the solvers.

use proptest::prelude::*;

use super::super::paper::{PaperOptions, iterate};
use super::super::testing::{SHAPES, Shape, cases, random_mdp};
use super::super::{Unseen, exact};
use super::*;

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn the_chosen_action_has_the_state_s_own_numbers(seed: u64, shape in 0..3usize, k in 1..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], k, 3, 8);
        let solution = exact::solve(&mdp, &[0.2, 0.1][..k], Unseen::Mask);
        for state in mdp.states() {
            let Some(chosen) = solution.policy[state.index()] else { continue };
            let numbers = &actions(&mdp, &solution.values, state)[chosen.index()];
            prop_assert!((numbers.success - solution.values.success[state.index()]).abs() < 1e-10);
            prop_assert!((numbers.usage[0] - solution.values.usage_of(state)[0]).abs() < 1e-10);
        }
    }

    #[test]
    fn the_paper_s_numbers_decide_as_the_iteration_did(seed: u64, k in 1..3usize, price in 0.0..1.0f64) {
        // Where it settles, the numbers where it stopped are those it decided by.
        let mdp = random_mdp(seed, Shape::Acyclic, k, 3, 8);
        let options = PaperOptions::at(&[price, price / 2.0][..k]);
        let solution = iterate(&mdp, &options);
        for state in mdp.states() {
            let numbers = paper(&mdp, &options, &solution, state).unwrap();
            let asks = solution.policy[state.index()].and_then(ActionId::intervention);
            prop_assert_eq!(numbers.iter().any(|numbers| numbers.passes), asks.is_some());
            if let Some(chosen) = asks {
                prop_assert!(numbers[chosen].passes);
                let iterate = solution.usage_iterate[state.index() * k + chosen];
                prop_assert!((numbers[chosen].usage.1 - iterate).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn each_stretch_says_what_the_frontier_does(seed: u64, shape in 0..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 3, 8);
        let frontier = Frontier::of(&mdp);
        for state in mdp.states() {
            let found = stretches(&mdp, &frontier, state);
            prop_assert!(!found.is_empty(), "state {} decides nothing at any price", state.0);
            for stretch in found {
                let middle = (stretch.price_above.min(stretch.price_below + 1.0) + stretch.price_below) / 2.0;
                if stretch.price_above - stretch.price_below > 1e-6 {
                    let policy = frontier.policy_at(frontier.position_at_price(middle));
                    prop_assert_eq!(policy[state.index()], stretch.action);
                }
            }
        }
    }
}
