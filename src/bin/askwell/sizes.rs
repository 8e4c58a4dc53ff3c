//! The size of runs on the command line.

use askwell::study::Sizes;

/// The size of the runs; shared by `table`, `findings` and, in `research/`, `choose`.
#[derive(clap::Args)]
pub(crate) struct SizeArguments {
    /// The first seed; everything random follows from it
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The number of seeds, one after the other from the first: each repeats everything, networks included
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) seeds: u32,
    /// Test tasks
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub(crate) tasks: u32,
    /// Training tasks
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub(crate) train: u32,
    /// Episodes a task and way of asking
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) reps: u32,
}

impl SizeArguments {
    pub(crate) fn sizes(&self) -> Sizes {
        Sizes { n_train: self.train, n_test: self.tasks, repetitions: self.reps }
    }

    pub(crate) fn seeds(&self) -> impl Iterator<Item = u64> {
        (0..u64::from(self.seeds)).map(|i| self.seed.wrapping_add(i))
    }
}
