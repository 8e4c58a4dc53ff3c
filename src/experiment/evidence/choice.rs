//! Choices that the paper leaves open, made on validation tasks alone.

use std::fmt::Write as _;

use crate::actor::Help;
use crate::household::{Split, TaskSet};
use crate::numeric::Seed;

use super::stats::{Figure, mean};
use super::study::{StudyOrder, StudyResult, Trial, Visit};
use super::tables::{LEVELS, Sizes, ours, study};

/// The choice between the visits of a state, of one seed: each split with each choice, the helpers played on validation
/// tasks (`n_test` of them).
#[must_use]
pub fn plan_visits(seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    let trials = || {
        let trial = |(_, price): (&str, f64)| Trial { arm: ours(price), set: TaskSet::Validation };
        LEVELS.map(trial).to_vec()
    };
    let of = |split| {
        [Visit::First, Visit::Any]
            .map(|visit| StudyOrder { visit, ..study(seed, sizes, split, &[Help::Better], trials()) })
    };
    Split::PUBLISHED.into_iter().flat_map(of).collect()
}

/// What came of it over several seeds, as CSV: success, calls and the value at the price (success less r times calls), each
/// with its standard error between seeds.
#[must_use]
pub fn visits_csv(seeds: &[Vec<StudyResult>]) -> String {
    let mut text = String::from("task,visit,level,r,sr,sr_se,u,u_se,value,value_se\n");
    let n = seeds.first().map_or(0, Vec::len);
    for place in 0..n {
        for (level, price) in LEVELS {
            let of = |measure: &dyn Fn(f64, f64) -> f64| {
                mean(
                    seeds
                        .iter()
                        .filter_map(|results| levels(&results[place], price))
                        .map(|(sr, u)| measure(sr, u)),
                )
            };
            let figures: [Option<Figure>; 3] =
                [of(&|sr, _| sr), of(&|_, u| u), of(&|sr, u| sr - 100.0 * price * u)];
            let order = &seeds[0][place].order;
            let visit = match order.visit {
                Visit::Any => "any",
                Visit::First => "first",
            };
            // Writing to a string cannot fail.
            let _ = write!(text, "{},{visit},{level},{price}", order.split.name());
            for Figure { value, se } in figures.into_iter().flatten() {
                let _ = write!(text, ",{value:.3},{se:.3}");
            }
            text.push('\n');
        }
    }
    text
}

/// Success in percent and calls of a helper on validation tasks.
fn levels(result: &StudyResult, price: f64) -> Option<(f64, f64)> {
    let found = result.arm(&ours(price), TaskSet::Validation)?;
    let success = mean(found.tasks.iter().map(|task| 100.0 * task.success))?.value;
    let calls = mean(found.tasks.iter().map(super::play::TaskMeans::all_calls))?.value;
    Some((success, calls))
}
