//! The numbers behind the charts as tables, for readers who cannot or will not read a picture.

use crate::experiment::{Baseline, Experiment};
use crate::figure::{self, text};
use crate::language::fill;

use crate::app::derived::episode_run::EpisodeRun;
use crate::app::derived::reading::{Reading, largest_cap};
use crate::app::derived::task_view::TaskView;
use crate::app::derived::task_words;
use crate::app::draw::curve::curve_data;
use crate::app::draw::policy::guessed;
use crate::app::model::setting::Measure;
use crate::app::state::State;

/// A table of one chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartTable {
    /// The caption, which says what the table holds.
    pub caption: String,
    /// Names of the columns; the first one names the rows.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// A's points: the budget that is set, the exact policies, the baselines, the paper's rule, the published numbers.
#[must_use]
pub fn curve_table(state: &State, experiment: &Experiment, reading: &Reading) -> ChartTable {
    let w = state.words;
    let data = curve_data(w, state, experiment, reading);
    let measure = state.setting.measure;
    let row = |name: String, (calls, success): (f64, f64), se: f64| {
        let half = text::interval_half(se);
        let error = if se > 0.0 { format!("± {}", text::percent_number(half)) } else { "–".to_owned() };
        vec![name, w.decimals(text::calls(calls)), w.decimals(text::success(success)), w.decimals(error)]
    };
    // Calls are those that are expected, under a cap too: what a cap allows stands in the row's name.
    let now = (reading.calls.of(measure), reading.success.of(measure));
    let mut rows = vec![row(w.now().to_owned(), now, 0.0)];
    if measure == Measure::Cap {
        let points = experiment.capped.iter().enumerate().skip(1).take(largest_cap(experiment) as usize);
        rows.extend(points.map(|(cap, point)| {
            row(fill(w.cap_of_n(), &[&cap]), (point.calls.plain, point.success.plain), 0.0)
        }));
    } else {
        let prices = [Baseline::Exact40, Baseline::Exact20, Baseline::Exact10];
        for (stop, baseline) in data.stops.iter().zip(prices) {
            let name = fill(w.exact_r(), &[&text::tick(baseline.rate())]);
            rows.push(row(name, pair(stop.reading), 0.0));
        }
    }
    for point in &data.rule {
        let name = fill(w.papers_rule_row(), &[&text::tick(point.price)]);
        rows.push(row(name, pair(point.reading), 0.0));
    }
    for point in &data.baselines {
        rows.push(row(point.label.replace('\n', " "), pair(point.reading), point.success_se));
    }
    for point in &data.published {
        let name = fill(w.published_name(), &[&point.title]);
        rows.push(row(name, pair(point.reading), point.success_se));
    }
    let (calls, success) = match measure {
        Measure::Discounted => (w.calls_expected_discounted(), w.success_discounted()),
        Measure::Calls | Measure::Cap => (w.calls_expected(), w.success()),
    };
    ChartTable {
        caption: w.success_against_calls().to_owned(),
        columns: vec![w.way_of_asking(), calls, success, w.interval_points()],
        rows,
    }
}

fn pair(reading: figure::curve::Reading) -> (f64, f64) {
    (reading.calls, reading.success)
}

/// B's states: where, what is known, what the policy does.
#[must_use]
pub fn policy_table(state: &State, scene: &TaskView) -> ChartTable {
    let (w, stage, guess) = (state.words, &scene.stage, state.guessing());
    // In the lesson that asks for a guess, B's rings and this column tell of the guess.
    let since = |id: usize| match &guess {
        Some(_) => guessed(w, guess.as_ref(), scene, id).trim_start().to_owned(),
        None if scene.changed[id] => w.mark_changed().to_owned(),
        None => String::new(),
    };
    let row = |id: usize| {
        let parts = &stage.parts[id];
        let act = crate::app::draw::policy::act_words(w, scene, id, scene.acts[id]);
        let [alone, helped] = stage.tried[id];
        vec![
            task_words::capitalised(&task_words::place(w, &stage.task, parts)),
            parts.n_explored().to_string(),
            act.to_owned(),
            since(id),
            w.decimals(text::number(scene.values.success[id], 3)),
            w.decimals(text::number(scene.values.usage[id], 3)),
            format!("{alone}, {helped}"),
        ]
    };
    ChartTable {
        caption: fill(w.the_policy_in_task(), &[&stage.index]),
        columns: vec![w.state(), w.rooms_seen(), w.policy(), w.since(), "S", "M", w.tried_alone_helped()],
        rows: (0..stage.parts.len()).map(row).collect(),
    }
}

/// The table of C: the action of each step, and p(s) before it, in the episode and its comparison.
#[must_use]
pub fn episode_table(state: &State, scene: &TaskView) -> ChartTable {
    let w = state.words;
    let n = scene.helped.steps.len().max(scene.comparison.steps.len());
    let p_of = |lane: &EpisodeRun| state.models.p_of(lane).collect::<Vec<f64>>();
    let (p_helped, p_twin) = (p_of(&scene.helped), p_of(&scene.comparison));
    let of = |lane: &EpisodeRun, p: &[f64], number: usize| match (lane.steps.get(number), p.get(number)) {
        (Some(step), Some(&p)) => {
            let asked = if step.asked { w.asked_space() } else { "" };
            [format!("{asked}{}", step.sentence), w.decimals(text::number(p, 2))]
        }
        _ => [String::new(), String::new()],
    };
    let rows = (0..n).map(|step| {
        let ([helped, p], [comparison, q]) =
            (of(&scene.helped, &p_helped, step), of(&scene.comparison, &p_twin, step));
        vec![(step + 1).to_string(), helped, p, comparison, q]
    });
    ChartTable {
        caption: w.two_episodes().to_owned(),
        columns: vec![w.step(), w.episode(), "p(s)", w.twin(), "p(s)"],
        rows: rows.collect(),
    }
}
