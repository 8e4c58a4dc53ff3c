//! The iteration as such; what it gets wrong is in the scenarios.

use proptest::prelude::*;

use super::super::chain::{evaluate, totals};
use super::super::testing::{SHAPES, Shape, cases, random_mdp};
use super::super::{MdpBuilder, Successor, Totals, Unseen, exact};
use super::*;

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn acyclic_problems_always_settle(seed: u64, k in 1..3usize, price in 0.0..1.0f64) {
        let mdp = random_mdp(seed, Shape::Acyclic, k, 4, 12);
        let solution = iterate(&mdp, &PaperOptions::at(&[price, price / 2.0][..k]));
        prop_assert!(solution.converged && solution.period == Some(1) && solution.flipping.is_empty());
    }

    #[test]
    fn signed_with_plain_usage_and_own_success_is_value_iteration(seed: u64, shape in 0..3usize, price in 0.01..1.0f64) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 4, 10);
        let options = PaperOptions {
            p_source: PSource::OnPolicy,
            sign: Sign::Signed,
            usage_difference: UsageDifference::Plain,
            unseen: Unseen::Mask,
            sweeps: 20_000,
            tolerance: 1e-13,
            ..PaperOptions::at(&[price])
        };
        let found = iterate(&mdp, &options);
        let value = super::super::chain::evaluate(&mdp, &found.policy).totals(&mdp).value(&[price]);
        prop_assert!((value - exact::solve(&mdp, &[price], Unseen::Mask).value).abs() < 1e-8);
    }

    #[test]
    fn tasks_shared_out_say_what_they_say_together(seed: u64, shape in 0..3usize, k in 1..3usize, cut in 0..6usize) {
        let mdp = random_mdp(seed, SHAPES[shape], k, 5, 8);
        let (n, prices) = (mdp.n_components(), &[0.2, 0.1][..k]);
        for p_source in [PSource::Given, PSource::Table, PSource::LookAhead, PSource::OnPolicy] {
            let options = PaperOptions { p_source, ..PaperOptions::at(prices) };
            let whole = iterate(&mdp, &options);
            let stretches = [0..cut.min(n), cut.min(n)..n];
            let parts = stretches.clone().map(|tasks| Part::of(&mdp, &options, tasks));
            let policy = parts.iter().flat_map(Part::policy);
            let states = (0..n).flat_map(|task| mdp.component(task));
            for (&state, action) in states.zip(policy) {
                prop_assert_eq!(whole.policy[state as usize], *action);
            }
            let outcome = parts[0].outcome().and(&parts[1].outcome());
            prop_assert_eq!((outcome.converged, outcome.period), (whole.converged, whole.period));
            let (mut rule, mut best) = (Totals::zero(k), Totals::zero(k));
            for (part, tasks) in parts.iter().zip(stretches) {
                rule.add(&totals(&mdp, part.policy(), tasks.clone()));
                best.add(exact::Part::of(&mdp, prices, Unseen::Mask, tasks).totals());
            }
            let same = |a: &Totals, b: &Totals| (a.value(prices) - b.value(prices)).abs() < 1e-12;
            prop_assert!(same(&rule, &evaluate(&mdp, &whole.policy).totals(&mdp)));
            let solution = exact::solve(&mdp, prices, Unseen::Mask);
            prop_assert!((best.value(prices) - solution.value).abs() < 1e-12 && (best.success - solution.success).abs() < 1e-12);
        }
    }

    #[test]
    fn a_task_alone_gives_the_answer_it_gives_among_others(seed: u64, shape in 0..3usize, price in 0.0..1.0f64) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 4, 8);
        let whole = iterate(&mdp, &PaperOptions::at(&[price]));
        for component in 0..mdp.n_components() {
            let members = mdp.component(component).to_vec();
            let alone = part(&mdp, &members);
            let found = iterate(&alone, &PaperOptions::at(&[price]));
            for (place, &state) in members.iter().enumerate() {
                prop_assert_eq!(found.policy[place], whole.policy[state as usize]);
                prop_assert!((found.usage_iterate[place] - whole.usage_iterate[state as usize]).abs() < 1e-12);
            }
        }
    }
}

/// The problem of some states alone, numbered as they come.
fn part(mdp: &Mdp, members: &[u32]) -> Mdp {
    let mut builder = MdpBuilder::new(mdp.gamma(), mdp.n_interventions());
    let new: Vec<StateId> = members.iter().map(|_| builder.state()).collect();
    let number = |old: u32| new[members.iter().position(|&member| member == old).unwrap()];
    builder.start(new[0], 1.0);
    for &old in members {
        for action in mdp.actions().filter(|&action| mdp.available(StateId(old), action)) {
            let row = mdp.row(StateId(old), action);
            builder.transition(number(old), action, Successor::Success, row.success);
            for (&next, &p) in row.successors.iter().zip(row.probabilities) {
                builder.transition(number(old), action, Successor::State(number(next)), p);
            }
        }
        for action in mdp.actions() {
            builder.p(number(old), action, mdp.p(StateId(old), action).unwrap());
        }
    }
    builder.build().unwrap()
}

#[test]
fn an_unseen_help_is_one_call_that_leads_nowhere() {
    let mut builder = MdpBuilder::new(0.95, 1);
    let s = builder.state();
    builder.start(s, 1.0);
    builder.transition(s, ActionId::NOHELP, Successor::Success, 0.2);
    builder.p(s, ActionId::NOHELP, 0.2);
    builder.p(s, ActionId::HELP, 0.9);
    let mdp = builder.build().unwrap();
    let zero = iterate(&mdp, &PaperOptions::at(&[0.1]));
    assert_eq!((zero.policy[0], zero.usage_iterate[0]), (Some(ActionId::HELP), 1.0));
    let mask = iterate(&mdp, &PaperOptions { unseen: Unseen::Mask, ..PaperOptions::at(&[0.1]) });
    assert_eq!(mask.policy[0], Some(ActionId::NOHELP));
}
