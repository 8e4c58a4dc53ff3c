//! The forecasts of a helper's calls, each beside the calls that were made.

use std::fmt::Write as _;

use askwell::actor::Help;
use askwell::household::{Split, TaskSet};
use askwell::numeric::Seed;
use askwell::study::tables::{ArmAt, LEVELS, ours, steadied, study};
use askwell::study::{Arm, Calls, Sizes, StudyOrder, StudyResult, TaskMeans, Trial, mean};

const COUNTS: [(&str, ArmAt); 2] = [("as they are", ours), ("steadied", steadied)];
/// Tasks a helper learned from, and tasks that nothing was learned from.
const SETS: [(&str, TaskSet); 2] = [("training", TaskSet::Train), ("validation", TaskSet::Validation)];

/// The orders that compare the forecasts, for one seed: each split's helpers on training tasks and on validation tasks
/// (`n_test` of them), forecast and played.
#[must_use]
pub fn plan_expectations(seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    let trials = || -> Vec<Trial> {
        let of = |arm: Arm| SETS.map(|(_, set)| Trial { arm: arm.clone(), set });
        COUNTS.iter().flat_map(|(_, arm)| LEVELS[1..].iter().flat_map(move |&(_, r)| of(arm(r)))).collect()
    };
    Split::PUBLISHED
        .map(|split| StudyOrder {
            forecasts: trials(),
            ..study(seed, sizes, split, &[Help::Better], trials())
        })
        .to_vec()
}

/// The study over several seeds as CSV: the expected calls, discounted and not, and the calls made on the same tasks.
/// The error of the forecast follows, in percent of the calls made. Standard errors are between seeds.
#[must_use]
pub fn expectations_csv(seeds: &[Vec<StudyResult>]) -> String {
    let mut text = String::from(
        "task,counts,level,tasks,told by,e_u,e_u_se,e_u_undiscounted,e_u_undiscounted_se,u,u_se,off,off_se,\
         off_undiscounted,off_undiscounted_se\n",
    );
    for place in 0..seeds.first().map_or(0, Vec::len) {
        let results: Vec<&StudyResult> = seeds.iter().filter_map(|results| results.get(place)).collect();
        let task = results[0].order.split.name();
        for (counts, arm) in COUNTS {
            for (level, price) in &LEVELS[1..] {
                for (tasks, set) in SETS {
                    let trial = Trial { arm: arm(*price), set };
                    for (way, of) in WAYS {
                        let numbers: Option<Vec<[f64; 5]>> =
                            results.iter().map(|result| numbers(result, &trial, of)).collect();
                        let Some(numbers) = numbers else { continue };
                        // Writing to a string cannot fail.
                        let _ = write!(text, "{task},{counts},{level},{tasks},{way}");
                        for k in 0..5 {
                            if let Some(figure) = mean(numbers.iter().map(|numbers| numbers[k])) {
                                let _ = write!(text, ",{:.3},{:.3}", figure.value, figure.se);
                            }
                        }
                        text.push('\n');
                    }
                }
            }
        }
    }
    text
}

type Way = fn(&StudyResult, &Trial) -> Option<Calls>;

const WAYS: [(&str, Way); 6] = [
    ("the table's policy", |result, trial| {
        let expected = result.arm(&trial.arm, trial.set).filter(|_| trial.set == TaskSet::Train)?;
        let expected = expected.expected.as_ref()?;
        Some(Calls { discounted: expected.discounted.clone(), counted: expected.counted.clone() })
    }),
    ("one visit a state", |result, trial| result.forecast(&trial.arm, trial.set)?.one_visit.clone()),
    ("all visits", |result, trial| Some(result.forecast(&trial.arm, trial.set)?.not_asked.clone())),
    ("and help never tried is asked for", |result, trial| {
        Some(result.forecast(&trial.arm, trial.set)?.as_prm.clone())
    }),
    ("and the task goes on after it", |result, trial| {
        Some(result.forecast(&trial.arm, trial.set)?.mean_step.clone())
    }),
    ("weighted rollouts; no table", |result, trial| {
        Some(result.forecast(&trial.arm, trial.set)?.rollouts.clone())
    }),
];

/// E[U], the same undiscounted, U, and how far U is off either, in percent.
fn numbers(result: &StudyResult, trial: &Trial, way: Way) -> Option<[f64; 5]> {
    let calls = way(result, trial)?;
    let made = result.arm(&trial.arm, trial.set)?.tasks.iter().map(TaskMeans::all_calls);
    let u = mean(made)?.value;
    let [discounted, counted] = [calls.discounted, calls.counted].map(|calls| calls.iter().sum::<f64>());
    let off = |expected: f64| 100.0 * (u - expected) / expected.max(1e-9);
    Some([discounted, counted, u, off(discounted), off(counted)])
}
