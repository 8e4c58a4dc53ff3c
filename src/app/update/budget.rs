//! The budget: moved, typed, counted in another measure, and stepped to the next change of the policy.

use crate::app::derived::breakpoints::task_breakpoints;
use crate::app::model::link;
use crate::app::model::notice::Place;
use crate::app::model::setting::{Measure, Rule};
use crate::app::state::State;
use crate::app::update::recompute::changed_policy;
use crate::language::fill;

pub(in crate::app) fn move_budget(state: &mut State, budget: f64) {
    if !state.in_gesture {
        state.in_gesture = true;
        state.previous.clone_from(&state.reading);
    }
    // A slider without a number answers NaN; the budget then stays.
    if budget.is_finite() {
        state.setting.budget = state.setting.measure.budget(budget.clamp(0.0, link::BUDGET_MAX));
    }
    changed_policy(state);
}

/// Chooses the measure and keeps the policy: the new budget is what the same position costs in that measure.
pub(in crate::app) fn choose_measure(state: &mut State, measure: Measure) {
    state.setting.measure = measure;
    if measure == Measure::Cap && state.setting.rule == Rule::Paper {
        state.setting.rule = Rule::Exact;
        state.notify_at(Place::Rule, state.words.paper_became_exact().to_owned());
    }
    if let Some(reading) = &state.reading {
        let calls = reading.calls.of(measure);
        // A cap that the same calls would fill, and that allows one at least.
        let budget = if measure == Measure::Cap { calls.round().max(1.0) } else { calls };
        state.setting.budget = round_to_hundredths(budget);
    }
    state.previous = None;
    changed_policy(state);
}

pub(in crate::app) fn round_to_hundredths(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

/// Steps to the next breakpoint of the task's policy, up or down.
pub(in crate::app) fn step_breakpoint(state: &mut State, by: i32) {
    let (Some(experiment), Some(scene)) = (state.experiment.clone(), state.scene.clone()) else { return };
    let here = state.setting.budget;
    let budgets = task_breakpoints(&experiment, &scene, &state.setting);
    let next = if by > 0 {
        budgets.into_iter().find(|&budget| budget > here + 1e-9)
    } else {
        budgets.into_iter().rev().find(|&budget| budget < here - 1e-9)
    };
    match next {
        Some(budget) => {
            move_budget(state, budget);
            state.in_gesture = false;
        }
        None => state.announcement = state.words.no_further_change().to_owned(),
    }
}

/// Takes a budget as the reader typed it.
pub(in crate::app) fn type_budget(state: &mut State, text: &str) {
    match link::read_budget(text) {
        Ok(budget) => {
            move_budget(state, budget);
            state.in_gesture = false;
            state.is_typing_budget = false;
        }
        Err(expected) => {
            let told = fill(state.words.budget_not_used(), &[&text.trim(), &expected]);
            state.notify_at(Place::Budget, told);
        }
    }
}

/// Chooses the rule. The paper's rule has no cap per episode, so its budget counts expected calls.
pub(in crate::app) fn choose_rule(state: &mut State, rule: Rule) {
    state.setting.rule = rule;
    if rule == Rule::Paper && state.setting.measure == Measure::Cap {
        choose_measure(state, Measure::Calls);
        state.notify_at(Place::Rule, state.words.cap_became_calls().to_owned());
    } else {
        changed_policy(state);
    }
}

/// Chooses the policy of the comparison run by its name, or by its budget as the reader typed it.
pub(in crate::app) fn choose_twin(state: &mut State, text: &str) {
    match link::read_comparison(text) {
        Ok(comparison) => {
            state.setting.comparison = comparison;
            changed_policy(state);
        }
        Err(expected) => {
            let told = fill(state.words.twin_not_used(), &[&text.trim(), &expected]);
            state.notify_at(Place::Comparison, told);
        }
    }
}
