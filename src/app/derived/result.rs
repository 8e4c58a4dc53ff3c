//! The shown result in whole sentences: the one place that says which policy reaches what.
//!
//! Captions, files, frames, labels of pictures and the line for screen readers all take it from here. None of them can
//! therefore name another rule, another measure or another setting than that of the numbers.

use crate::experiment::Order;
use crate::figure::text;
use crate::household::Split;
use crate::language::{Words, counted, fill};

use crate::app::derived::reading::{Reading, cap_of};
use crate::app::derived::task_view::TaskView;
use crate::app::derived::task_words::capitalised;
use crate::app::model::setting::{Measure, Rule, Setting};

/// The policy of a setting: `the optimal policy at a budget of 1.00 calls per task`.
#[must_use]
pub fn policy_phrase(w: Words, setting: &Setting) -> String {
    let policy = policy_name(w, setting.rule);
    match setting.measure {
        Measure::Calls => fill(w.policy_at_calls(), &[&policy, &text::calls(setting.budget)]),
        Measure::Discounted => fill(w.policy_at_discounted(), &[&policy, &text::calls(setting.budget)]),
        Measure::Cap => fill(w.policy_at_cap(), &[&policy, &counted(w.n_calls(), cap_of(setting.budget))]),
    }
}

/// The heading of a figure that shows a setting's policy: `The optimal policy at C = 1.00`.
#[must_use]
pub(in crate::app) fn policy_heading(w: Words, setting: &Setting) -> String {
    capitalised(&fill(w.policy_at_c(), &[&policy_name(w, setting.rule), &budget_in_figures(setting)]))
}

/// The budget of a setting in figures, with a decimal point: `1.00`, of a cap the whole calls that it allows, `2`.
#[must_use]
pub fn budget_in_figures(setting: &Setting) -> String {
    text::budget(setting.measure.budget(setting.budget), setting.measure == Measure::Cap)
}

fn policy_name(w: Words, rule: Rule) -> &'static str {
    match rule {
        Rule::Exact => w.the_optimal_policy(),
        Rule::Paper => w.the_papers_rule(),
    }
}

/// The success and the calls of a setting's policy, counted as the budget is.
#[must_use]
pub fn result_sentence(w: Words, setting: &Setting, reading: &Reading) -> String {
    let measure = setting.measure;
    let said = match measure {
        Measure::Calls | Measure::Cap => w.result_succeeds(),
        Measure::Discounted => w.result_discounted(),
    };
    let (success, calls) =
        (text::success(reading.success.of(measure)), text::calls(reading.calls.of(measure)));
    capitalised(&fill(said, &[&policy_phrase(w, setting), &success, &calls]))
}

/// The same with whatever of the experiment is not the default, and so must be said beside its numbers.
#[must_use]
pub fn result_in_full(w: Words, setting: &Setting, order: &Order, reading: &Reading) -> String {
    let sentence = result_sentence(w, setting, reading);
    match order_phrase(w, order) {
        none if none.is_empty() => sentence,
        order => format!("{sentence} {}", fill(w.result_setting(), &[&order])),
    }
}

/// The options of an experiment that are not the default, without its seed: `PnP, γ = 0.9, 300 training
/// tasks`.
fn order_phrase(w: Words, order: &Order) -> String {
    let default = Order::new(order.seed, Split::SObj);
    let mut parts = Vec::new();
    if order.split != default.split {
        parts.push(order.split.paper_name().to_owned());
    }
    if order.gamma.to_bits() != default.gamma.to_bits() {
        let gamma = text::number(order.gamma, 3);
        parts.push(format!("γ = {}", gamma.trim_end_matches('0').trim_end_matches('.')));
    }
    if order.n_tasks != default.n_tasks {
        parts.push(counted(w.n_training_tasks(), order.n_tasks));
    }
    if order.repetitions != default.repetitions {
        parts.push(counted(w.n_episodes_per_probability(), order.repetitions));
    }
    if order.keying != default.keying {
        parts.push(fill(w.states_by_key(), &[&order.keying.name()]));
    }
    parts.join(", ")
}

/// The result, and the effect of the last change of the budget, in one sentence for the live region.
#[must_use]
pub(crate) fn announcement(w: Words, setting: &Setting, reading: &Reading, scene: &TaskView) -> String {
    format!("{} {}.", result_sentence(w, setting, reading), scene.changed_text(w))
}

#[cfg(test)]
#[path = "result_test.rs"]
mod test;
