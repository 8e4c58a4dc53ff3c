//! The five tables: what is studied for each, and how its results are laid out.

mod intervention;
mod regulation;
mod several;
mod task_wise;
mod training;

use serde::{Deserialize, Serialize};

use crate::actor::{BaseActor, Help};
use crate::household::Split;
use crate::numeric::Seed;
use crate::reward_model::Reads;

use super::arm::{Arm, Coverage, Target};
use super::order::{StudyOrder, Trial, Visit};
use super::outcome::StudyResult;
use super::table::Table;

/// γ: the paper does not state it.
pub const GAMMA: f64 = 0.95;

/// The numbers of tasks and episodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// Training tasks.
    pub n_train: u32,
    /// Test tasks.
    pub n_test: u32,
    /// Episodes a task and way of asking.
    pub repetitions: u32,
}

impl Default for Sizes {
    /// The paper's 1,000 training tasks; 1,000 test tasks (it has 40), three times each.
    fn default() -> Self {
        Self { n_train: 1_000, n_test: 1_000, repetitions: 3 }
    }
}

/// The studies behind a table (1 to 5), of one seed.
#[must_use]
pub fn plan(number: u8, seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    match number {
        1 => regulation::plan(seed, sizes),
        2 => intervention::plan(seed, sizes),
        3 => several::plan(seed, sizes),
        4 => training::plan(seed, sizes),
        5 => task_wise::plan(seed, sizes),
        _ => Vec::new(),
    }
}

/// The studies of the same rows for networks that take a state in a form: those rows alone that ask a network. None for
/// tables 3 and 5.
#[must_use]
pub fn plan_reading(number: u8, seed: Seed, sizes: Sizes, reads: Reads) -> Vec<StudyOrder> {
    let mut orders = if [1, 2, 4].contains(&number) { plan(number, seed, sizes) } else { Vec::new() };
    for order in &mut orders {
        order.reads = reads;
        order.trials.retain(|trial| matches!(trial.arm, Arm::Threshold(_) | Arm::Helper(..)));
    }
    orders
}

/// The table that the results of its studies make, in the order of [`plan`].
#[must_use]
pub fn table(number: u8, results: &[StudyResult]) -> Option<Table> {
    match number {
        1 => Some(regulation::table(results)),
        2 => Some(intervention::table(results)),
        3 => Some(several::table(results)),
        4 => Some(training::table(results)),
        5 => Some(task_wise::table(results)),
        _ => None,
    }
}

/// The paper's three levels, and our prices for them with the better model: "high" is dear, so few calls.
pub const LEVELS: [(&str, f64); 3] = [("r high", 0.4), ("r mid", 0.2), ("r low", 0.1)];

/// Our prices for MCTS, which brings less a call.
pub const MCTS_LEVELS: [(&str, f64); 3] = [("r high", 0.1), ("r mid", 0.05), ("r low", 0.025)];

/// The pseudo-count of each tried action in steadied counts, chosen on validation tasks (`choose steadying` of `research/`).
pub const STEADYING: f64 = 0.25;

/// A study of the base actor Llama.
#[must_use]
pub fn study(seed: Seed, sizes: Sizes, split: Split, helps: &[Help], trials: Vec<Trial>) -> StudyOrder {
    let Sizes { n_train, n_test, repetitions } = sizes;
    StudyOrder {
        seed,
        split,
        actor: BaseActor::Llama,
        helps: helps.to_vec(),
        n_train,
        n_test,
        repetitions,
        gamma: GAMMA,
        trials,
        forecasts: Vec::new(),
        regulates: false,
        visit: Visit::default(),
        reads: Reads::default(),
        steadying: STEADYING,
    }
}

/// The paper's name of a split in its tables.
pub(super) fn task_name(split: Split) -> String {
    split.name().replace('-', "_")
}

fn labels<const N: usize>(labels: [&str; N]) -> Vec<String> {
    labels.map(str::to_owned).to_vec()
}

/// A way of asking at a price.
pub type ArmAt = fn(f64) -> Arm;

/// The helper of every price, at this one.
#[must_use]
pub fn told(price: f64) -> Arm {
    Arm::Told(Target::exact(price))
}

/// The helper on all states, taught by the optimal policy.
#[must_use]
pub fn ours(price: f64) -> Arm {
    Arm::Helper(Target::exact(price), Coverage::AllStates)
}

/// The helper on all states, taught by the optimal policy of the table with smoothed counts.
#[must_use]
pub fn steadied(price: f64) -> Arm {
    Arm::Helper(Target::steadied(price), Coverage::AllStates)
}
