//! The set-up drawer, from the state: kept settings beside the one on the page, at the budget that is set.

use crate::experiment::Experiment;
use crate::figure::compare::{self as figure, Compare, Line};
use crate::figure::curve::Reading as Point;
use crate::figure::{Drawing, text};
use crate::language::{Words, counted, fill};

use crate::app::derived::order_words::order_words;
use crate::app::derived::reading::{Reading, cap_of, largest_cap};
use crate::app::draw::widths;
use crate::app::model::setting::{Measure, Rule, Setting};
use crate::app::state::State;

/// The drawer's comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsView {
    /// The budget that all are compared at, as it is counted, and the rule.
    pub caption: String,
    /// The setting of the page first, then the kept ones.
    pub rows: Vec<Compared>,
    /// The frontiers of the compared settings; nothing while no setting is kept.
    pub drawing: Option<Drawing>,
}

/// One setting of the comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// `now`, or its number.
    pub label: String,
    /// The setting, in words.
    pub words: String,
    /// The reading of the setting at the current budget.
    pub reading: Reading,
    /// The most success that the rule buys at any budget, and the budget that takes.
    pub most: (f64, f64),
}

/// The drawer of a state.
#[must_use]
pub fn settings(state: &State, experiment: &Experiment) -> SettingsView {
    let w = state.words;
    let pins = &state.settings_drawer.pins;
    let experiments = std::iter::once(experiment).chain(pins.iter().map(|pin| &*pin.experiment));
    let measure = state.setting.measure;
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    for (index, experiment) in experiments.enumerate() {
        let label = if index == 0 { w.now().to_owned() } else { index.to_string() };
        let points = frontier(experiment, measure);
        let reading = Reading::at(experiment, &with_order_of(&state.setting, experiment));
        let calls = if measure == Measure::Cap { reading.budget } else { reading.calls.of(measure) };
        let here = Point { calls, success: reading.success.of(measure) };
        let most = most(experiment, state.setting.rule, measure, &points);
        rows.push(Compared { label: label.clone(), words: order_words(w, &experiment.order), reading, most });
        lines.push(Line { label, points, here });
    }
    let caption = caption(w, &state.setting);
    let compare = Compare {
        budget: state.setting.budget,
        at: caption.clone(),
        x_label: x_label(w, measure).to_owned(),
        lines,
        is_discounted: measure == Measure::Discounted,
        is_capped: measure == Measure::Cap,
        words: state.words,
    };
    let drawing = (!pins.is_empty()).then(|| compare.draw(width(state)));
    SettingsView { caption, rows, drawing }
}

fn caption(w: Words, setting: &Setting) -> String {
    let budget = text::calls(setting.budget);
    let at = match setting.measure {
        Measure::Calls => fill(w.at_a_budget_of(), &[&budget]),
        Measure::Discounted => fill(w.at_a_budget_discounted(), &[&budget]),
        Measure::Cap => counted(w.with_at_most_n_calls(), cap_of(setting.budget)),
    };
    match setting.rule {
        Rule::Exact => at,
        Rule::Paper => fill(w.by_the_papers_rule(), &[&at]),
    }
}

/// The most success that a rule buys, and the least budget that buys it. `points` are those of the optimal
/// policies.
fn most(experiment: &Experiment, rule: Rule, measure: Measure, points: &[Point]) -> (f64, f64) {
    let best = |(success, calls): (f64, f64), point: Point| {
        let is_better = point.success > success || point.success >= success && point.calls < calls;
        if is_better { (point.success, point.calls) } else { (success, calls) }
    };
    let none = (0.0, 0.0);
    match rule {
        Rule::Exact => points.last().map_or(none, |point| (point.success, point.calls)),
        Rule::Paper => experiment
            .paper
            .iter()
            .map(|point| Point { calls: point.calls.of(measure), success: point.success.of(measure) })
            .fold(none, best),
    }
}

fn with_order_of(setting: &Setting, experiment: &Experiment) -> Setting {
    let mut setting = setting.clone();
    setting.take_order(&experiment.order);
    setting
}

fn x_label(w: Words, measure: Measure) -> &'static str {
    match measure {
        Measure::Calls => w.x_calls(),
        Measure::Discounted => w.x_calls_discounted(),
        Measure::Cap => w.x_calls_capped(),
    }
}

/// Success against the budget; under a cap per episode, that of each cap up to the last that buys anything.
fn frontier(experiment: &Experiment, measure: Measure) -> Vec<Point> {
    if measure != Measure::Cap {
        return crate::app::draw::curve::frontier(experiment, measure);
    }
    let caps = experiment.capped.iter().enumerate().take(largest_cap(experiment) as usize + 1);
    caps.map(|(cap, point)| Point { calls: cap as f64, success: point.success.plain }).collect()
}

fn width(state: &State) -> f64 {
    match state.width {
        0.0 => figure::WIDE,
        w if w >= widths::MIDDLE_FROM => ((w.min(1440.0) - 96.0) / 2.0).min(figure::WIDE),
        w => w - 32.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dispatch::test::opened;

    #[test]
    fn the_caption_and_the_most_success_are_those_of_the_rule_and_of_what_is_counted() {
        let budget = text::calls(0.8);
        for (link, caption) in [
            ("C=0.8", format!("At a budget of {budget} calls per task")),
            ("count=discounted&C=0.8", format!("At a budget of {budget} discounted calls per task")),
            ("count=cap&C=2", "With at most 2 calls in one task".to_owned()),
            ("rule=paper&C=0.8", format!("At a budget of {budget} calls per task, by the paper’s rule")),
            (
                "rule=paper&count=discounted&C=0.8",
                format!("At a budget of {budget} discounted calls per task, by the paper’s rule"),
            ),
        ] {
            let state = opened(link);
            let experiment = state.experiment.clone().unwrap();
            let view = settings(&state, &experiment);
            assert_eq!(view.caption, caption);
            let (success, budget) = view.rows[0].most;
            let there = Reading::at(&experiment, &Setting { budget, ..state.setting.clone() });
            let found = there.success.of(state.setting.measure);
            assert!((found - success).abs() < 1e-9, "{link}: {found} at {budget}, not {success}");
        }
    }
}
