//! The check of a world against what it was made for, on tasks that nobody tuned on: the base's behaviour, and the trained
//! helper beside rules that need no training.

mod behaviour;
mod pipeline;

use serde::{Deserialize, Serialize};

use askwell::experiment::{PipelineError, Tally};
use askwell::household::TaskSet;
use askwell::numeric::Seed;

use super::candidate::Candidate;
use super::levels::{Sample, measure};
use super::record::{Reached, reached};
use super::targets::{Row, Target};

pub use behaviour::Behaviour;
use behaviour::behaviour;
use pipeline::trained;
pub use pipeline::{Played, Trained};

/// All that is checked of a world and its actors on one seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The seed of the training and the test tasks.
    pub seed: Seed,
    /// The paper's rows on test tasks.
    pub rows: Vec<Reached>,
    /// The base alone on test tasks.
    pub base: Behaviour,
    /// The policies on test tasks, and what Phase 1 left.
    pub trained: Trained,
}

/// Checks a candidate on one seed, with so many training and test tasks.
///
/// # Errors
/// If a network or the table cannot be made.
pub fn acceptance(
    candidate: &Candidate,
    targets: &[Target],
    seed: Seed,
    n_train: u32,
    n_test: u32,
) -> Result<Acceptance, PipelineError> {
    let sample = Sample { set: TaskSet::Test, seeds: vec![seed], n_tasks: n_test, repetitions: 3 };
    let levels = measure(&candidate.world, &candidate.profiles, &Row::BETTER, &sample);
    Ok(Acceptance {
        seed,
        rows: reached(targets, &levels),
        base: behaviour(candidate, seed, n_test),
        trained: trained(candidate, seed, n_train, n_test)?,
    })
}

/// One line of the check: a quantity, the paper's figure if it has one, and ours over the seeds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The quantity with its unit.
    pub quantity: String,
    /// The paper's figure.
    pub paper: Option<f64>,
    /// The mean over seeds.
    pub value: f64,
    /// The standard error between seeds; `None` of one seed.
    pub standard_error: Option<f64>,
}

/// The lines of several seeds of one candidate; every seed has the same quantities in the same order.
#[must_use]
pub fn lines(all: &[Acceptance]) -> Vec<Line> {
    let each: Vec<Vec<(String, Option<f64>, f64)>> = all.iter().map(Acceptance::numbers).collect();
    let Some(first) = each.first() else { return Vec::new() };
    let line = |(place, (quantity, paper, _)): (usize, &(String, Option<f64>, f64))| {
        let mut tally = Tally::default();
        each.iter().filter_map(|numbers| numbers.get(place)).for_each(|(.., value)| tally.add(*value));
        Line {
            quantity: quantity.clone(),
            paper: *paper,
            value: tally.mean(),
            standard_error: (each.len() > 1).then(|| tally.standard_error()),
        }
    };
    first.iter().enumerate().map(line).collect()
}

impl Acceptance {
    fn numbers(&self) -> Vec<(String, Option<f64>, f64)> {
        let Self { rows, base, trained, .. } = self;
        let mut all: Vec<(String, Option<f64>, f64)> = rows
            .iter()
            .map(|row| {
                (format!("{}, {}", row.row, row.measure.to_uppercase()), Some(row.target), row.reached)
            })
            .collect();
        let mut own = |name: &str, value: f64| all.push((name.to_owned(), None, value));
        for (failure, share) in &base.failures {
            own(&format!("the base's failures: {failure} (%)"), 100.0 * share);
        }
        own("the base's episodes with at most 3 equal actions in a row (%)", 100.0 * base.short_runs);
        own("the base's steps that change nothing (%)", 100.0 * base.idle_steps);
        own("the base's failures without such a step (%)", 100.0 * base.failures_without_idle);
        for (name, value) in
            ["accuracy", "precision", "recall", "majority guess"].iter().zip(trained.regulation)
        {
            own(&format!("self-regulation: {name} (%)"), value);
        }
        for Played { name, success, calls, cost, off_list, .. } in &trained.played {
            own(&format!("{name}: SR (%)"), success.0);
            own(&format!("{name}: U (calls)"), calls.0);
            if name.starts_with("person") {
                own(&format!("{name}: cost (calls of the better model)"), *cost);
            }
            own(&format!("{name}: failures by an invalid action (%)"), 100.0 * off_list);
        }
        own(
            "helper minus the rule that asks when nothing would change, at that rule's calls (points)",
            trained.lead_over_trivial,
        );
        own("states of the table", f64::from(trained.n_states));
        all
    }
}
