//! The ground of the budget slider: where the policy changes.

use crate::experiment::{Baseline, Experiment};
use crate::figure::Drawing;
use crate::figure::slider::{self as figure, Breakpoint, Slider};

use crate::app::derived::reading::{budget_max, largest_cap};
use crate::app::draw::widths;
use crate::app::model::greeting::Greeting;
use crate::app::model::setting::Measure;
use crate::app::state::State;

/// Space on both sides of the slider, which the title, the readouts and the gutters take, in pixels.
const BESIDE_WIDE: f64 = 590.0;

/// The slider's ground.
#[must_use]
pub fn slider_drawing(state: &State, experiment: &Experiment) -> Drawing {
    let measure = state.setting.measure;
    let calls: Vec<f64> = match measure {
        Measure::Calls | Measure::Cap => experiment.horizon.points.iter().map(|point| point.0).collect(),
        Measure::Discounted => experiment.frontier.vertices().iter().map(|vertex| vertex.usage).collect(),
    };
    let vertices = experiment.frontier.vertices();
    let is_capped = measure == Measure::Cap;
    let changes = |index: usize| match index {
        0 => 0,
        _ => vertices[index].position - vertices[index - 1].position,
    };
    let stop = |baseline: Baseline| calls.get(experiment.frontier.vertex_at_price(baseline.rate())).copied();
    let mut stops: Vec<f64> =
        [Baseline::Exact20, Baseline::Exact10, Baseline::Exact40].into_iter().filter_map(stop).collect();
    stops.extend(calls.last());
    let caps: Vec<f64> = (1..=largest_cap(experiment)).map(f64::from).collect();
    if is_capped {
        stops.clone_from(&caps);
    }
    let data = Slider {
        most: budget_max(experiment, measure),
        budget: state.setting.budget,
        previous: state.previous.as_ref().map(|previous| previous.budget),
        breakpoints: if is_capped {
            caps.iter().map(|&calls| Breakpoint { calls, changes: 1 }).collect()
        } else {
            let breakpoints = calls.iter().enumerate().skip(1);
            breakpoints.map(|(index, &calls)| Breakpoint { calls, changes: changes(index) }).collect()
        },
        stops,
        is_whole: is_capped,
        words: state.words,
        hint: if state.greeting == Greeting::Inviting {
            state.words.fewer_calls().to_owned()
        } else {
            String::new()
        },
    };
    data.draw(width(state))
}

fn width(state: &State) -> f64 {
    match state.width {
        0.0 => figure::WIDE,
        w if w >= 1024.0 => (w.min(1440.0) - BESIDE_WIDE).max(300.0),
        w if w >= widths::MIDDLE_FROM => w - 48.0 - 22.0,
        w => (w - 32.0 - 22.0).max(240.0),
    }
}
