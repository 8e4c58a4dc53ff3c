//! The frontier against policy iteration at many prices, and budgets against brute force.

use proptest::prelude::*;

use super::super::testing::{SHAPES, all_policies, cases, dense_evaluate, random_mdp};
use super::super::{chain, exact};
use super::*;

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn it_agrees_with_policy_iteration_at_forty_prices(seed: u64, shape in 0..3usize, k in 1..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], k, 6, 14);
        let frontier = Frontier::of(&mdp);
        for step in 1..=40 {
            let price = f64::from(step) / 30.0;
            let solution = exact::solve(&mdp, &[price, price][..k], Unseen::Mask);
            let vertex = frontier.vertices()[frontier.vertex_at_price(price)];
            prop_assert!((vertex.success - price * vertex.usage - solution.value).abs() < 1e-9);
            let policy = frontier.policy_at(frontier.position_at_price(price));
            let values = chain::evaluate(&mdp, &policy);
            for state in mdp.states() {
                let (here, best) = (values.value_of(state, &[price; 2]), solution.values.value_of(state, &[price; 2]));
                prop_assert!((here - best).abs() < 1e-8, "state {} at {price}: {here} for {best}", state.0);
            }
        }
    }

    #[test]
    fn it_is_concave_and_its_corners_are_policies(seed: u64, shape in 0..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 5, 10);
        let frontier = Frontier::of(&mdp);
        for pair in frontier.vertices().windows(2) {
            prop_assert!(pair[1].usage > pair[0].usage && pair[1].price < pair[0].price);
            let slope = (pair[1].success - pair[0].success) / (pair[1].usage - pair[0].usage);
            prop_assert!((slope - pair[1].price).abs() < 1e-6 * (1.0 + 1e-3 / (pair[1].usage - pair[0].usage)));
        }
        for vertex in frontier.vertices() {
            let totals = chain::evaluate(&mdp, &frontier.policy_at(vertex.position)).totals(&mdp);
            prop_assert!((totals.success - vertex.success).abs() < 1e-10);
            prop_assert!((totals.usage[0] - vertex.usage).abs() < 1e-10);
        }
    }

    #[test]
    fn a_budget_is_the_best_mix_of_two_policies(seed: u64, shape in 0..3usize, share in 0.0..1.0f64) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 1, 5);
        let frontier = Frontier::of(&mdp);
        let budget = share * 1.1 * frontier.vertices().last().unwrap().usage;
        let points: Vec<(f64, f64)> = all_policies(&mdp)
            .iter()
            .map(|policy| { let row = &dense_evaluate(&mdp, policy)[0]; (row[1], row[0]) })
            .collect();
        let mut best = f64::NEG_INFINITY;
        for a in points.iter().filter(|a| a.0 <= budget + 1e-12) {
            best = best.max(a.1);
            for b in points.iter().filter(|b| b.0 > budget + 1e-12) {
                best = best.max(a.1 + (budget - a.0) / (b.0 - a.0) * (b.1 - a.1));
            }
        }
        match frontier.at_budget(budget) {
            Some(point) => {
                prop_assert!((point.success - best).abs() < 1e-9, "{} for {best}", point.success);
                prop_assert!(point.usage <= budget + 1e-12);
            }
            None => prop_assert!(best == f64::NEG_INFINITY || frontier.vertices()[0].usage > budget),
        }
    }

    #[test]
    fn one_task_solved_again_is_the_whole_solved_again(seed: u64, shape in 0..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 6, 10);
        let whole = Frontier::of(&mdp);
        let mut edited = whole.clone();
        for component in [0, mdp.n_components() - 1] {
            prop_assert!(edited.update(&mdp, component));
        }
        prop_assert_eq!(edited.vertices(), whole.vertices());
        for vertex in whole.vertices() {
            prop_assert_eq!(edited.policy_at(vertex.position), whole.policy_at(vertex.position));
        }
    }

    #[test]
    fn lookups_agree_with_each_other(seed: u64, shape in 0..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 5, 10);
        let frontier = Frontier::of(&mdp);
        let last = frontier.steps().len() as u32;
        let (here, there) = (frontier.policy_at(last / 3), frontier.policy_at(last));
        let changed: Vec<u32> = frontier.changed_between(last / 3, last).iter().map(|state| state.0).collect();
        let differs = |state: &u32| here[*state as usize] != there[*state as usize];
        prop_assert_eq!(changed, (0..mdp.n_states() as u32).filter(differs).collect::<Vec<_>>());
        for component in 0..mdp.n_components() {
            let members = mdp.component(component);
            let part: Vec<_> = members.iter().map(|&state| here[state as usize]).collect();
            prop_assert_eq!(frontier.policy_of_component_at(&mdp, component, last / 3), part);
        }
    }

    #[test]
    fn counted_calls_are_those_of_the_policy(seed: u64, shape in 0..3usize) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 5, 10);
        let frontier = Frontier::of(&mdp);
        let curve = frontier.undiscounted(&mdp, 15);
        prop_assert_eq!(frontier.vertices().len(), curve.points.len());
        for (vertex, point) in frontier.vertices().iter().zip(&curve.points) {
            let policy = frontier.policy_at(vertex.position);
            let totals = chain::evaluate_to_horizon(&mdp, chain::Acting::Policy(&policy), 15).totals;
            prop_assert!((totals.usage[0] - point.0).abs() < 1e-10 && (totals.success - point.1).abs() < 1e-10);
        }
        let middle = curve.points.iter().map(|point| point.0).fold(0.0, f64::max) / 2.0;
        let least = curve.points.iter().map(|point| point.0).fold(f64::INFINITY, f64::min);
        match frontier.at_counted_budget(&curve, middle) {
            Some(found) => {
                prop_assert!(found.usage <= middle + 1e-12 && (0.0..=1.0).contains(&found.mix.weight));
            }
            None => prop_assert!(least > middle, "a policy of {least} calls stays within {middle}"),
        }
    }
}
