//! A, from the experiment: the frontier, the paper's rule, the baselines, the published numbers.

use crate::experiment::{Baseline, CapPoint, Experiment, PaperPoint, RolledOut};
use crate::figure::curve::{self as figure, Curve, Key, Previous, Published, RulePoint, Series, Stop};
use crate::figure::{Drawing, Span, text};
use crate::language::{Words, fill};
use crate::study::published::{self, Table2Row};

use crate::app::derived::reading::{Reading, largest_cap, paper_staircase};
use crate::app::derived::result::result_in_full;
use crate::app::draw::widths::widths;
use crate::app::model::setting::{Measure, Rule};
use crate::app::state::State;

/// Prices at which the paper's rule is marked on its line.
const MARKED_PRICES: [f64; 3] = [0.6, 0.5, 0.4];

/// View A.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveView {
    /// The worth of a call at this budget, in a sentence.
    pub sentence: Vec<Span>,
    /// The success of the optimal policies in episodes played again, in words.
    pub afresh: String,
    /// The chart, for each width.
    pub drawings: Vec<Drawing>,
}

/// View A of a state.
#[must_use]
pub fn curve(state: &State, experiment: &Experiment, reading: &Reading) -> CurveView {
    let data = curve_data(state.words, state, experiment, reading);
    let drawings =
        widths(state, figure::WIDE, figure::NARROW).into_iter().map(|width| data.draw(width)).collect();
    CurveView { sentence: data.sentence(), afresh: afresh(state.words, experiment), drawings }
}

/// The numbers behind view A, named in these words.
#[must_use]
pub fn curve_data(w: Words, state: &State, experiment: &Experiment, reading: &Reading) -> Curve {
    let measure = state.setting.measure;
    let at = |calls: f64, success: f64| figure::Reading { calls, success };
    let is_plain = measure != Measure::Discounted;
    let is_capped = measure == Measure::Cap;
    // Under a cap the axis is what a task may call at most.
    let here = |reading: &Reading| {
        let calls = if is_capped { reading.budget } else { reading.calls.of(measure) };
        at(calls, reading.success.of(measure))
    };
    Curve {
        x_label: match measure {
            Measure::Calls => w.x_calls().to_owned(),
            Measure::Discounted => w.x_calls_discounted().to_owned(),
            Measure::Cap => w.x_calls_capped().to_owned(),
        },
        frontier: frontier(experiment, measure),
        stops: if is_capped { caps(w, experiment) } else { stops(experiment, measure) },
        shown: match state.setting.rule {
            Rule::Exact => Vec::new(),
            Rule::Paper => paper_frontier(experiment, measure),
        },
        is_capped,
        is_discounted: measure == Measure::Discounted,
        budget: state.setting.budget,
        current: here(reading),
        previous: state
            .previous
            .as_ref()
            .map(|before| Previous { budget: before.budget, reading: here(before) }),
        // Rollouts count what happens; in the discounted world they and the paper's numbers have no place.
        baselines: if is_plain { baselines(w, experiment) } else { Vec::new() },
        rule: rule(experiment, measure),
        published: if is_plain { published(w, experiment) } else { Vec::new() },
        key: Key {
            optimum: w.key_optimum().to_owned(),
            afresh: w.key_afresh().to_owned(),
            rule: w.key_rule().to_owned(),
            baselines: w.key_baselines().to_owned(),
            threshold: w.key_threshold().to_owned(),
            published: fill(w.published_n(), &[&published::N_TASKS]),
        },
        result: result_in_full(w, &state.setting, &experiment.order, reading),
        words: w,
    }
}

/// The table is counted on the episodes it is solved for, so what it expects is a little too good; this says by
/// how much.
fn afresh(w: Words, experiment: &Experiment) -> String {
    let of = |which: Baseline| {
        let (_, rolled_out) = experiment.baselines.iter().find(|(baseline, _)| *baseline == which)?;
        let success = text::percent_number(rolled_out.success.mean());
        let error = text::percent_number(text::interval_half(rolled_out.success.standard_error()));
        let calls = text::calls(rolled_out.calls.mean());
        Some(fill(w.afresh_row(), &[&text::tick(which.rate()), &success, &error, &calls]))
    };
    let rows: Vec<String> =
        [Baseline::Exact40, Baseline::Exact20, Baseline::Exact10].into_iter().filter_map(of).collect();
    fill(w.played_afresh(), &[&rows.join("; ")])
}

/// The paper's rule at each of its prices, beginning with never asking.
pub(super) fn paper_frontier(experiment: &Experiment, measure: Measure) -> Vec<figure::Reading> {
    let points = paper_staircase(experiment, measure).into_iter();
    let of = |point: &PaperPoint| figure::Reading {
        calls: point.calls.of(measure),
        success: point.success.of(measure),
    };
    let points = points.filter_map(|(_, index)| experiment.paper.get(index as usize)).map(of);
    frontier(experiment, measure).into_iter().take(1).chain(points).collect()
}

pub(super) fn frontier(experiment: &Experiment, measure: Measure) -> Vec<figure::Reading> {
    let reading = |(calls, success)| figure::Reading { calls, success };
    match measure {
        Measure::Calls | Measure::Cap => experiment.horizon.points.iter().copied().map(reading).collect(),
        Measure::Discounted => experiment
            .frontier
            .vertices()
            .iter()
            .map(|vertex| reading((vertex.usage, vertex.success)))
            .collect(),
    }
}

/// The success of at most 1, 2, ... calls.
fn caps(w: Words, experiment: &Experiment) -> Vec<Stop> {
    let stop = |(cap, point): (usize, &CapPoint)| Stop {
        reading: figure::Reading { calls: cap as f64, success: point.success.plain },
        label: if cap == 1 { fill(w.cap_of_n(), &[&1]) } else { String::new() },
    };
    experiment.capped.iter().enumerate().skip(1).take(largest_cap(experiment) as usize).map(stop).collect()
}

/// The exact policies at the paper's three prices, as open dots.
fn stops(experiment: &Experiment, measure: Measure) -> Vec<Stop> {
    let frontier = frontier(experiment, measure);
    let at = |baseline: Baseline| {
        let vertex = experiment.frontier.vertex_at_price(baseline.rate());
        frontier.get(vertex).map(|&reading| Stop { reading, label: String::new() })
    };
    [Baseline::Exact40, Baseline::Exact20, Baseline::Exact10].into_iter().filter_map(at).collect()
}

fn rolled(rolled_out: &RolledOut) -> figure::Reading {
    figure::Reading { calls: rolled_out.calls.mean(), success: rolled_out.success.mean() }
}

fn baselines(w: Words, experiment: &Experiment) -> Vec<figure::Baseline> {
    experiment
        .baselines
        .iter()
        .map(|(which, rolled_out)| {
            let (series, label, short) = words(w, *which);
            let label = match series {
                Series::Exact => fill(w.exact_afresh(), &[&text::tick(which.rate())]),
                _ => label.to_owned(),
            };
            figure::Baseline {
                series,
                reading: rolled(rolled_out),
                success_se: rolled_out.success.standard_error(),
                label,
                short: short.to_owned(),
            }
        })
        .collect()
}

fn words(w: Words, which: Baseline) -> (Series, &'static str, &'static str) {
    match which {
        Baseline::Never => (Series::Never, w.never_ask(), w.never()),
        Baseline::Always => (Series::Always, w.always_ask(), w.always()),
        Baseline::Random10 => (Series::Random, w.random_10(), ""),
        Baseline::Random30 => (Series::Random, w.random_30(), w.random()),
        Baseline::Threshold10 => (Series::Threshold, w.threshold_10(), w.prm()),
        Baseline::Threshold30 => (Series::Threshold, w.threshold_30(), ""),
        Baseline::Exact40 | Baseline::Exact20 | Baseline::Exact10 => (Series::Exact, "", ""),
    }
}

/// The paper's rule from dear to cheap; marked at a few prices only.
fn rule(experiment: &Experiment, measure: Measure) -> Vec<RulePoint> {
    let nearest = |price: f64| {
        let distance = |point: &&PaperPoint| (point.price - price).abs();
        experiment.paper.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    };
    MARKED_PRICES
        .iter()
        .filter_map(|&price| nearest(price))
        .map(|point| RulePoint {
            price: point.price,
            reading: figure::Reading { calls: point.calls.of(measure), success: point.success.of(measure) },
            success_se: 0.0,
        })
        .collect()
}

fn published(w: Words, experiment: &Experiment) -> Vec<Published> {
    let counterpart = |row: &Table2Row| {
        let baseline = row.counterpart()?;
        let (_, rolled_out) = experiment.baselines.iter().find(|(which, _)| *which == baseline)?;
        Some(rolled(rolled_out))
    };
    published::table_2(experiment.order.split)
        .iter()
        .map(|row| Published {
            series: row.counterpart().map_or(Series::Exact, |baseline| words(w, baseline).0),
            reading: figure::Reading { calls: row.calls, success: row.success },
            success_se: row.success_se(),
            counterpart: counterpart(row),
            title: fill(w.table_2_row(), &[&row.method, &row.level]),
        })
        .collect()
}
