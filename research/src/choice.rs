//! Choices that the paper leaves open, made on validation tasks alone.

mod forecast;

use std::fmt::Write as _;

use askwell::actor::Help;
use askwell::household::{Split, TaskSet};
use askwell::numeric::Seed;
use askwell::study::tables::{ArmAt, LEVELS, ours, steadied, study, told};
use askwell::study::{Arm, Figure, Sizes, StudyOrder, StudyResult, TaskMeans, Trial, Visit, mean};

pub use forecast::{expectations_csv, plan_expectations};

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

/// The study over several seeds as CSV: success, calls and the value at the price (success minus r times calls).
/// Each comes with its standard error between seeds.
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
                        .filter_map(|results| played(&results[place], &ours(price)))
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

/// One helper a price, or one that is told it, of one seed: both played on validation tasks (`n_test` of them).
#[must_use]
pub fn plan_helpers(seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    let trials = || {
        let trial = |arm| Trial { arm, set: TaskSet::Validation };
        LEVELS.iter().flat_map(|&(_, price)| HELPERS.map(|(_, arm)| trial(arm(price)))).collect()
    };
    Split::PUBLISHED.map(|split| study(seed, sizes, split, &[Help::Better], trials())).to_vec()
}

/// The two, and what each is called.
const HELPERS: [(&str, ArmAt); 2] = [("one a price", ours), ("told the price", told)];

/// The study over several seeds as CSV: success, calls and the value at the price, with standard errors between seeds.
/// The advantage of the price-conditioned helper follows, seed by seed.
#[must_use]
pub fn helpers_csv(seeds: &[Vec<StudyResult>]) -> String {
    let mut text = String::from("task,helper,level,r,sr,sr_se,u,u_se,value,value_se\n");
    for place in 0..seeds.first().map_or(0, Vec::len) {
        let task = seeds[0][place].order.split.name();
        for (level, price) in LEVELS {
            let of = |arm: Arm| -> Vec<[f64; 3]> {
                let found = seeds.iter().filter_map(|results| played(&results[place], &arm));
                found.map(|(sr, u)| [sr, u, sr - 100.0 * price * u]).collect()
            };
            let [own, told] = HELPERS.map(|(_, arm)| of(arm(price)));
            let more = own.iter().zip(&told).map(|(own, told)| [0, 1, 2].map(|k| told[k] - own[k])).collect();
            for (name, numbers) in
                [(HELPERS[0].0, own), (HELPERS[1].0, told), ("the second minus the first", more)]
            {
                // Writing to a string cannot fail.
                let _ = write!(text, "{task},{name},{level},{price}");
                for k in 0..3 {
                    if let Some(Figure { value, se }) = mean(numbers.iter().map(|numbers| numbers[k])) {
                        let _ = write!(text, ",{value:.3},{se:.3}");
                    }
                }
                text.push('\n');
            }
        }
    }
    text
}

/// The pseudo-counts that are tried for each tried action; with 0 the counts stay as they are.
const TRIES: [f64; 4] = [0.0, 0.25, 0.5, 1.0];

/// The orders that compare pseudo-counts, for one seed: each split with each number of them.
/// The helpers play validation tasks (`n_test` of them) beside always asking.
#[must_use]
pub fn plan_steadying(seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    let trials = || {
        let helpers = LEVELS.iter().map(|&(_, price)| steadied(price));
        let trial = |arm| Trial { arm, set: TaskSet::Validation };
        core::iter::once(Arm::always()).chain(helpers).map(trial).collect()
    };
    let of = |split| {
        TRIES.map(|tries| StudyOrder {
            steadying: tries,
            ..study(seed, sizes, split, &[Help::Better], trials())
        })
    };
    Split::PUBLISHED.into_iter().flat_map(of).collect()
}

/// The study over several seeds as CSV: success, calls and the value at the price, with standard errors between seeds.
/// Success also comes as a part of that of always asking.
/// The value also comes as its gain over unchanged counts.
#[must_use]
pub fn steadying_csv(seeds: &[Vec<StudyResult>]) -> String {
    let mut text = String::from(
        "task,tries,level,r,sr,sr_se,of_always,of_always_se,u,u_se,value,value_se,more,more_se\n",
    );
    for place in 0..seeds.first().map_or(0, Vec::len) {
        let order = &seeds[0][place].order;
        let as_they_are = place - place % TRIES.len();
        for (level, price) in LEVELS {
            let value = |(sr, u): (f64, f64)| sr - 100.0 * price * u;
            let numbers = seeds.iter().filter_map(|results| {
                let (sr, u) = played(&results[place], &steadied(price))?;
                let (always, _) = played(&results[place], &Arm::always())?;
                let before = value(played(&results[as_they_are], &steadied(price))?);
                Some([sr, 100.0 * sr / always, u, value((sr, u)), value((sr, u)) - before])
            });
            let numbers: Vec<[f64; 5]> = numbers.collect();
            // Writing to a string cannot fail.
            let _ = write!(text, "{},{},{level},{price}", order.split.name(), order.steadying);
            for k in 0..5 {
                if let Some(Figure { value, se }) = mean(numbers.iter().map(|numbers| numbers[k])) {
                    let _ = write!(text, ",{value:.3},{se:.3}");
                }
            }
            text.push('\n');
        }
    }
    text
}

/// Success in percent and calls of a helper on validation tasks.
fn played(result: &StudyResult, arm: &Arm) -> Option<(f64, f64)> {
    let found = result.arm(arm, TaskSet::Validation)?;
    let success = mean(found.tasks.iter().map(|task| 100.0 * task.success))?.value;
    let calls = mean(found.tasks.iter().map(TaskMeans::all_calls))?.value;
    Some((success, calls))
}
