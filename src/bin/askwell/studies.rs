//! Runs studies side by side and says on standard error how far they are.

use anyhow::Context;
use askwell::study::{Study, StudyOrder, StudyResult};
use rayon::prelude::*;

use crate::progress;

/// Steps of the progress bar that one study takes.
const STEPS: u64 = 1000;

/// Runs every study of every seed; the results come in the order of the orders.
pub(crate) fn run(orders: Vec<Vec<StudyOrder>>, what: &str) -> anyhow::Result<Vec<Vec<StudyResult>>> {
    let sizes: Vec<usize> = orders.iter().map(Vec::len).collect();
    let all: Vec<StudyOrder> = orders.into_iter().flatten().collect();
    let template = format!("{what}: {{percent}} %, about {{eta}} left");
    let bar = progress::bar(STEPS * all.len() as u64, &template);
    let results: Vec<StudyResult> = all
        .into_par_iter()
        .map(|order| {
            let mut done = 0;
            let mut reach = |step: u64| {
                bar.inc(step.saturating_sub(done));
                done = step.max(done);
            };
            let result = Study::new(order)?.run(|share| reach((share * STEPS as f64) as u64))?;
            reach(STEPS);
            Ok(result)
        })
        .collect::<anyhow::Result<_>>()
        .with_context(|| what.to_owned())?;
    let mut results = results.into_iter();
    Ok(sizes.into_iter().map(|n| results.by_ref().take(n).collect()).collect())
}
