//! `cargo xtask bench [PART]`: one part a file; each measures its own and writes its own section of
//! docs/benchmarks.md. A new part is a file here, a variant of [`Part`] and its place in [`report::SECTIONS`].

mod examples;
mod household;
mod lighthouse;
mod networks;
mod page;
mod peers;
mod problem;
mod remote;
mod report;
mod share;
mod solver;
mod trace;

use std::path::PathBuf;

use anyhow::Result;

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
#[group(skip)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    part: Option<Part>,
    /// Without a part, the page is measured
    #[command(flatten)]
    page: page::Arguments,
}

#[derive(clap::Subcommand)]
enum Part {
    /// The page in a real Chromium, against its targets
    Page(page::Arguments),
    /// Lighthouse over the served build: performance and accessibility
    Lighthouse(lighthouse::Arguments),
    /// The solver, natively and in a real Chromium
    Solver(solver::Arguments),
    /// A large problem in the page, among several workers and by one alone
    Problem(problem::Arguments),
    /// The household: environment steps and texts a second
    Household(household::Arguments),
    /// A long log of an agent: read, checked, counted, solved
    Trace(trace::Arguments),
    /// The networks: training, and every engine beside onnxruntime and onnxruntime-web
    Networks(networks::Arguments),
    /// The size of a shared figure
    Share(share::Arguments),
    /// Other people's solvers from PyPI on the same problems
    Peers(peers::Arguments),
    /// The proxy to language models: what it adds, how soon it lets go, what it holds, beside litellm's
    Remote(remote::Arguments),
}

/// The output of a part of the benchmarks.
#[derive(clap::Args)]
struct Out {
    /// The file that takes the section, below the checkout
    #[arg(long, default_value = "docs/benchmarks.md")]
    out: PathBuf,
}

/// Measures one part.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    match &arguments.part {
        None => page::run(&arguments.page),
        Some(Part::Page(page)) => page::run(page),
        Some(Part::Lighthouse(arguments)) => lighthouse::run(arguments),
        Some(Part::Solver(solver)) => solver::run(solver),
        Some(Part::Problem(problem)) => problem::run(problem),
        Some(Part::Household(household)) => household::run(household),
        Some(Part::Trace(trace)) => trace::run(trace),
        Some(Part::Networks(networks)) => networks::run(networks),
        Some(Part::Share(share)) => share::run(share),
        Some(Part::Peers(peers)) => peers::run(peers),
        Some(Part::Remote(remote)) => remote::run(remote),
    }
}
