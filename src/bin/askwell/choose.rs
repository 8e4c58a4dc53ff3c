//! `askwell choose`: a choice that the paper leaves open, made on validation tasks.

use askwell::experiment::evidence::{plan_visits, visits_csv};

use crate::problem::print;
use crate::studies;
use crate::table::SizeArguments;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What is chosen: which visit of a table state a helper learns from
    #[arg(value_parser = ["visit"])]
    choice: String,
    #[command(flatten)]
    sizes: SizeArguments,
}

/// `--tasks` counts validation tasks: no test task is played.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let sizes = &arguments.sizes;
    let orders = sizes.seeds().map(|seed| plan_visits(seed, sizes.sizes())).collect();
    let results = studies::run(orders, &format!("choose {}", arguments.choice))?;
    print(visits_csv(&results).trim_end())
}
