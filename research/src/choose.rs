//! `choose`: a choice that the paper leaves open, made on validation tasks.

use askwell::study::{Sizes, StudyOrder, StudyResult};
use research::choice::{
    expectations_csv, helpers_csv, plan_expectations, plan_helpers, plan_steadying, plan_visits,
    steadying_csv, visits_csv,
};

use crate::sizes::SizeArguments;
use crate::studies;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The choice to study: the visit of a table state to learn from, one helper a price or one for all prices,
    /// the steadying of counts, or the forecast of a helper's calls
    #[arg(value_parser = ["visit", "helper", "steadying", "expectation"])]
    choice: String,
    #[command(flatten)]
    sizes: SizeArguments,
}

type Plan = fn(u64, Sizes) -> Vec<StudyOrder>;
type Csv = fn(&[Vec<StudyResult>]) -> String;

/// The table as CSV. `--tasks` counts validation tasks: no test task is played.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<String> {
    let sizes = &arguments.sizes;
    let (plan, csv): (Plan, Csv) = match arguments.choice.as_str() {
        "visit" => (plan_visits, visits_csv),
        "expectation" => (plan_expectations, expectations_csv),
        "steadying" => (plan_steadying, steadying_csv),
        _ => (plan_helpers, helpers_csv),
    };
    let orders = sizes.seeds().map(|seed| plan(seed, sizes.sizes())).collect();
    let results = studies::run(orders, &format!("choose {}", arguments.choice))?;
    Ok(csv(&results))
}
