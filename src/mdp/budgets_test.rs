//! Budgets against a linear programme over occupation measures, solved by somebody else.

use microlp::{ComparisonOp, OptimizationDirection, Problem};
use proptest::prelude::*;

use super::super::testing::{SHAPES, Shape, cases, random_mdp};
use super::super::{ActionId, Frontier, MdpBuilder, StateId, Successor, scenario};
use super::*;

/// max Σ x γ P(success) over x(s, a) >= 0 with Σ_a x(s, a) - γ Σ P(s | s', a') x(s', a') = w(s), and for each
/// intervention Σ x <= C.
fn by_linear_programme(mdp: &Mdp, budgets: &[f64]) -> Option<f64> {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let mut inflow: Vec<Vec<(microlp::Variable, f64)>> = vec![Vec::new(); mdp.n_states()];
    let mut calls: Vec<Vec<(microlp::Variable, f64)>> = vec![Vec::new(); mdp.n_interventions()];
    for state in mdp.states() {
        for action in mdp.actions().filter(|&action| mdp.available(state, action)) {
            let row = mdp.row(state, action);
            let x = problem.add_var(mdp.gamma() * row.success, (0.0, f64::INFINITY));
            let mut stay = 1.0;
            for (&next, &p) in row.successors.iter().zip(row.probabilities) {
                if next == state.0 {
                    stay -= mdp.gamma() * p;
                } else {
                    inflow[next as usize].push((x, -mdp.gamma() * p));
                }
            }
            inflow[state.index()].push((x, stay));
            if let Some(intervention) = action.intervention() {
                calls[intervention].push((x, 1.0));
            }
        }
    }
    let mut weights = vec![0.0; mdp.n_states()];
    mdp.start().for_each(|(state, weight)| weights[state.index()] = weight);
    for (state, flow) in inflow.iter().enumerate().filter(|(_, flow)| !flow.is_empty()) {
        // Where nothing is available the visit ends, whatever flows in.
        if mdp.actions().any(|action| mdp.available(StateId(state as u32), action)) {
            problem.add_constraint(flow.as_slice(), ComparisonOp::Eq, weights[state]);
        }
    }
    for (calls, &budget) in calls.iter().zip(budgets).filter(|(calls, _)| !calls.is_empty()) {
        problem.add_constraint(calls.as_slice(), ComparisonOp::Le, budget);
    }
    // By default a row may be off by so much that the optimum moves by more than what is compared.
    let mut options = microlp::SolveOptions::default();
    options.tolerances.feasibility = 1e-10;
    match problem.solve_with(options) {
        Ok(microlp::SolveOutcome::Solution(solution)) => Some(solution.objective()),
        _ => None,
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn they_agree_with_a_linear_programme(
        seed: u64, shape in 0..3usize, k in 1..4usize, shares in [0.0..1.0f64, 0.0..1.0, 0.0..1.0]
    ) {
        let mdp = random_mdp(seed, SHAPES[shape], k, 4, 9);
        let free = exact::solve(&mdp, &[], Unseen::Mask);
        let budgets: Vec<f64> = (0..k).map(|i| shares[i] * (0.1 + 1.2 * free.usage[i])).collect();
        match (solve(&mdp, &budgets, Unseen::Mask), by_linear_programme(&mdp, &budgets)) {
            (Ok(plan), Some(best)) => {
                prop_assert!((plan.success - best).abs() < 1e-7, "{} for {best}, {plan:?}", plan.success);
                prop_assert!(plan.usage.iter().zip(&budgets).all(|(used, budget)| *used <= budget + 1e-9));
                prop_assert!(plan.mix.len() <= k + 1 && plan.gap <= GAP);
                prop_assert!((plan.mix.iter().map(|share| share.weight).sum::<f64>() - 1.0).abs() < 1e-9);
                for share in &plan.mix {
                    let policy = policy(&mdp, share, Unseen::Mask);
                    prop_assert!((policy.success - share.totals.success).abs() < 1e-12);
                }
            }
            (Err(_), None) => {}
            (ours, theirs) => prop_assert!(false, "{ours:?} for {theirs:?}"),
        }
    }

    #[test]
    fn one_budget_is_the_frontier_s(seed: u64, shape in 0..3usize, share in 0.0..1.2f64) {
        let mdp = random_mdp(seed, SHAPES[shape], 1, 5, 10);
        let frontier = Frontier::of(&mdp);
        let budget = share * frontier.vertices().last().unwrap().usage;
        match (frontier.at_budget(budget), solve(&mdp, &[budget], Unseen::Mask)) {
            (Some(point), Ok(plan)) => prop_assert!((point.success - plan.success).abs() < 1e-8),
            (None, Err(_)) => {}
            (point, plan) => prop_assert!(false, "{point:?} for {plan:?}"),
        }
    }
}

#[test]
fn a_surface_rises_with_both_budgets_and_bends_down() {
    let mdp = random_mdp(7, Shape::Cyclic, 2, 6, 10);
    let mut planner = Planner::new(2, oracle(&mdp, Unseen::Mask));
    let surface = surface(&mut planner, 8);
    let at = |i: usize, j: usize| surface.success[j][i];
    for j in 0..=8 {
        for i in 1..=8 {
            for (less, more) in [(at(i - 1, j), at(i, j)), (at(j, i - 1), at(j, i))] {
                let (Some(less), Some(more)) = (less, more) else { continue };
                assert!(more >= less - 2e-6);
            }
            if let (true, Some(a), Some(b), Some(c)) = (i < 8, at(i - 1, j), at(i, j), at((i + 1).min(8), j))
            {
                assert!(b - a >= c - b - 4e-6);
            }
        }
    }
    let corner = solve(&mdp, &[surface.first[8], surface.second[8]], Unseen::Mask).unwrap();
    assert!((at(8, 8).unwrap() - corner.success).abs() < 2e-6);
}

#[test]
fn each_help_goes_where_it_is_worth_most() {
    // Task a: help 1 saves .8, help 2 .3; task b: help 1 saves .5, help 2 .4. One call of each for the two tasks.
    let mut builder = MdpBuilder::new(1.0, 2);
    for gains in [[0.8, 0.3], [0.5, 0.4]] {
        let state = builder.state();
        builder.start(state, 1.0);
        builder.transition(state, ActionId::NOHELP, Successor::Failure, 1.0);
        for (intervention, gain) in gains.into_iter().enumerate() {
            builder.transition(state, ActionId::of_intervention(intervention), Successor::Success, gain);
        }
    }
    let plan = solve(&builder.build().unwrap(), &[0.5, 0.5], Unseen::Mask).unwrap();
    assert!((plan.success - (0.8 + 0.4) / 2.0).abs() < 1e-10, "{plan:?}");
}

#[test]
fn budgets_that_cannot_be_met_are_refused_with_the_excess() {
    let mut builder = MdpBuilder::new(1.0, 1);
    let state = builder.state();
    builder.start(state, 1.0).transition(state, ActionId::HELP, Successor::Success, 1.0);
    let error = solve(&builder.build().unwrap(), &[0.25], Unseen::Mask).unwrap_err();
    assert!((error.overrun - 0.75).abs() < 1e-12);
    let two = scenario::load("two-helps").unwrap().unwrap().mdp;
    let plan = solve(&two, &[0.0, 0.0], Unseen::Mask).unwrap();
    assert!((plan.success - 0.1).abs() < 1e-12);
}
