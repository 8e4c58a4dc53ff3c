//! The numbers of the stories, both rules.

use super::super::paper::{PSource, PaperOptions, PaperSolution, Sign, UsageDifference, iterate};
use super::super::{ActionId, Mdp, Unseen, chain, exact, frontier::Frontier};
use super::*;

fn mdp(name: &str) -> Mdp {
    load(name).unwrap().unwrap().mdp
}

fn exact_value(name: &str, prices: &[f64]) -> f64 {
    exact::solve(&mdp(name), prices, Unseen::Mask).value
}

fn paper(name: &str, prices: &[f64]) -> PaperSolution {
    iterate(&mdp(name), &PaperOptions::at(prices))
}

/// The true value of the paper's policy.
fn paper_value(name: &str, prices: &[f64]) -> f64 {
    let mdp = mdp(name);
    chain::evaluate(&mdp, &paper(name, prices).policy).totals(&mdp).value(prices)
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
}

#[test]
fn every_scenario_loads_and_has_a_price_for_each_intervention() {
    for scenario in &ALL {
        let file = read(scenario.json).unwrap_or_else(|error| panic!("{}: {error}", scenario.name));
        assert_eq!(file.mdp.n_interventions(), scenario.prices.len(), "{}", scenario.name);
        assert_eq!(file.missing_p(), None, "{}", scenario.name);
    }
}

#[test]
fn no_scenario_s_rule_beats_the_optimum_and_most_fall_short() {
    let comparisons = ALL.map(|scenario| scenario.compare().unwrap());
    let short = comparisons.iter().filter(|both| both.paper.value < both.exact.value - 1e-6).count();
    assert!(comparisons.iter().all(|both| both.paper.value <= both.exact.value + 1e-9));
    assert!(short >= 7, "{short}");
    let unsettled = comparisons.iter().filter(|both| !both.converged).count();
    assert_eq!(unsettled, 2);
}

#[test]
fn a_name_may_be_shortened_while_it_stays_clear() {
    assert_eq!(find("hopeless").map(|s| s.name), Some("hopeless-state"));
    assert_eq!(find("two_helps").map(|s| s.name), Some("two-helps"));
    assert_eq!((find("two"), find(""), find("nothing")), (None, None, None));
}

#[test]
fn hopeless_state_the_rule_pays_where_nothing_helps() {
    near(exact_value("hopeless-state", &[0.5]), 0.0);
    near(paper_value("hopeless-state", &[0.5]), -0.4);
}

#[test]
fn sign_flip_the_ratio_refuses_a_call_that_saves_calls() {
    near(exact_value("sign-flip", &[0.2]), 0.7);
    near(paper_value("sign-flip", &[0.2]), 0.0);
    // With the sign kept, the same numbers say yes.
    let mdp = mdp("sign-flip");
    let signed = iterate(&mdp, &PaperOptions { sign: Sign::Signed, ..PaperOptions::at(&[0.2]) });
    near(chain::evaluate(&mdp, &signed.policy).totals(&mdp).value(&[0.2]), 0.7);
}

#[test]
fn equal_usage_defaults_to_the_worse_action() {
    near(exact_value("equal-usage", &[0.1]), 0.8);
    near(paper_value("equal-usage", &[0.1]), 0.25);
}

#[test]
fn prm_continuation_never_asks() {
    near(exact_value("prm-continuation", &[0.3]), 0.4);
    near(paper_value("prm-continuation", &[0.3]), 0.0);
    // The table itself, one step and then the base, gives the same blind p.
    let mdp = mdp("prm-continuation");
    let ahead = iterate(&mdp, &PaperOptions { p_source: PSource::LookAhead, ..PaperOptions::at(&[0.3]) });
    assert_eq!(ahead.policy, [Some(ActionId::NOHELP), Some(ActionId::HELP)]);
}

#[test]
fn no_fixed_point_oscillates_between_its_two_bounds_and_nowhere_else() {
    // Asking always: M = 1/(1 - .475); the ratio is .3/(.65 (1 + .475 M) - .35 · .475 M). Asking never: .3/.65.
    let always: f64 = 1.0 / (1.0 - 0.475);
    let low: f64 = 0.3 / (0.65 * (1.0 + 0.475 * always) - 0.35 * 0.475 * always);
    let high: f64 = 0.3 / 0.65;
    assert!((low - 0.3256).abs() < 1e-4 && (high - 0.4615).abs() < 1e-4, "{low} {high}");
    for price in [low + 1e-6, 0.4, high - 1e-6] {
        let found = paper("no-fixed-point", &[price]);
        assert!(!found.converged && found.period.is_none_or(|period| period > 1), "{price}");
        assert_eq!(found.flipping.len(), 1);
    }
    assert!(paper("no-fixed-point", &[low - 1e-6]).converged);
    assert!(paper("no-fixed-point", &[high + 1e-6]).converged);
    let asks = |price| {
        exact::solve(&mdp("no-fixed-point"), &[price], Unseen::Mask).policy[0] == Some(ActionId::HELP)
    };
    assert!(asks(0.285 - 1e-6) && !asks(0.285));
}

#[test]
fn two_fixed_points_depend_on_where_the_iteration_starts() {
    let mdp = mdp("two-fixed-points");
    let value = |initial| {
        let found = iterate(&mdp, &PaperOptions { initial, ..PaperOptions::at(&[0.5]) });
        assert!(found.converged);
        chain::evaluate(&mdp, &found.policy).totals(&mdp).value(&[0.5])
    };
    near(exact_value("two-fixed-points", &[0.5]), 0.038 / 0.145);
    near(value(0.0), 0.038 / 0.145);
    near(value(1.0), 0.07);
}

#[test]
fn usage_not_monotone_rises_with_the_price() {
    let mdp = mdp("usage-not-monotone");
    let usage = |price| paper("usage-not-monotone", &[price]).usage_iterate[0];
    for (price, expected) in [(0.3, 1.6), (0.4, 0.2), (0.5, 1.0), (0.6, 0.0)] {
        near(usage(price), expected);
    }
    let exact: Vec<f64> =
        (0..100).map(|step| exact::solve(&mdp, &[f64::from(step) / 100.0], Unseen::Mask).usage[0]).collect();
    assert!(exact.is_sorted_by(|a, b| a >= b));
}

#[test]
fn discount_buys_speed_but_only_the_optimum_knows() {
    near(exact_value("discount-buys-speed", &[0.2]), 0.75);
    near(paper_value("discount-buys-speed", &[0.2]), libm::pow(0.95, 9.0));
    near(exact_value("discount-off", &[0.2]), 1.0);
    near(paper_value("discount-off", &[0.2]), 1.0);
}

#[test]
fn two_helps_the_rule_takes_the_cheapest_that_passes() {
    near(exact_value("two-helps", &[0.3, 0.1]), 0.6);
    near(paper_value("two-helps", &[0.3, 0.1]), 0.25);
}

#[test]
fn invisible_budget_no_price_finds_what_a_mix_beats() {
    let mdp = mdp("invisible-budget");
    let frontier = Frontier::of(&mdp);
    // Numbers a task: half of those of the two tasks together.
    let corners: Vec<(f64, f64)> =
        frontier.vertices().iter().map(|v| (v.usage * 2.0, v.success * 2.0)).collect();
    assert_eq!(corners.len(), 3);
    for (found, expected) in corners.iter().zip([(0.0, 0.0), (2.0, 0.9), (3.0, 1.3)]) {
        near(found.0, expected.0);
        near(found.1, expected.1);
    }
    let found = frontier.at_budget(0.5).unwrap();
    near(found.success * 2.0, 0.45);
    near(found.mix.weight, 0.5);
    near(found.price, 0.45);
}

#[test]
fn period_two_alternates_and_the_optimum_does_not() {
    for price in [0.1, 0.2] {
        let found = paper("period-two", &[price]);
        assert_eq!((found.converged, found.period, found.sweeps), (false, Some(2), 400));
        // The last sweeps alternate between two policies; M itself goes round in 22 and 45 sweeps.
        assert!(found.round.is_some_and(|round| round > 2));
        assert_eq!(found.flipping.len(), 1);
    }
    let mdp = mdp("period-two");
    let options = PaperOptions {
        p_source: PSource::OnPolicy,
        sign: Sign::Signed,
        usage_difference: UsageDifference::Plain,
        ..PaperOptions::at(&[0.1])
    };
    let iterated = iterate(&mdp, &options);
    assert!(iterated.converged);
    let value = chain::evaluate(&mdp, &iterated.policy).totals(&mdp).value(&[0.1]);
    near(value, exact_value("period-two", &[0.1]));
}

#[test]
fn period_two_was_made_with_the_table_s_own_p() {
    let mdp = mdp("period-two");
    for action in mdp.actions() {
        let always = chain::evaluate(&mdp, &vec![Some(action); mdp.n_states()]).success;
        for state in mdp.states() {
            near(mdp.p(state, action).unwrap(), always[state.index()]);
        }
    }
}
