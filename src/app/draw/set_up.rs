//! The set-up drawer, from the state: kept settings beside the one on the page, at the budget that is set.

use crate::experiment::Experiment;
use crate::figure::Drawing;
use crate::figure::compare::{self as figure, Compare, Line};
use crate::figure::curve::Reading as Point;
use crate::language::Words;

use super::super::reading::Reading;
use super::super::set_up::order_words;
use super::super::setting::{Measure, Setting};
use super::super::state::State;

/// The drawer's comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct SetUpView {
    /// The setting of the page first, then the kept ones.
    pub rows: Vec<Compared>,
    /// Their frontiers; nothing while none is kept.
    pub drawing: Option<Drawing>,
}

/// One setting of the comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// `now`, or its number.
    pub label: String,
    /// What was set.
    pub words: String,
    /// What it gives at the budget that is set.
    pub reading: Reading,
    /// The most success any budget buys, and the calls that takes.
    pub most: (f64, f64),
}

/// The drawer of a state.
#[must_use]
pub fn set_up(state: &State, experiment: &Experiment) -> SetUpView {
    let w = state.words;
    let pins = &state.set_up.pins;
    let experiments = std::iter::once(experiment).chain(pins.iter().map(|pin| &*pin.experiment));
    let measure = state.setting.measure;
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    for (index, experiment) in experiments.enumerate() {
        let label = if index == 0 { w.now().to_owned() } else { index.to_string() };
        let points = frontier(experiment, measure);
        let reading = Reading::at(experiment, &with_order_of(&state.setting, experiment));
        let here = Point { calls: reading.calls.of(measure), success: reading.success.of(measure) };
        let most = points.last().map_or((0.0, 0.0), |point| (point.success, point.calls));
        rows.push(Compared { label: label.clone(), words: order_words(w, &experiment.order), reading, most });
        lines.push(Line { label, points, here });
    }
    let compare = Compare {
        budget: state.setting.budget,
        x_label: x_label(w, measure).to_owned(),
        lines,
        words: state.words,
    };
    let drawing = (!pins.is_empty()).then(|| compare.draw(width(state)));
    SetUpView { rows, drawing }
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

fn frontier(experiment: &Experiment, measure: Measure) -> Vec<Point> {
    super::curve::frontier(experiment, measure)
}

fn width(state: &State) -> f64 {
    match state.width {
        0.0 => figure::WIDE,
        w if w >= super::MIDDLE_FROM => ((w.min(1440.0) - 96.0) / 2.0).min(figure::WIDE),
        w => w - 32.0,
    }
}
