//! The ways of asking that are compared, as data.

use serde::{Deserialize, Serialize};

/// The solver of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Solver {
    /// The exact optimum at the prices.
    Exact,
    /// The paper's iteration, at the price at which its policy's `E[U]` is that of the exact optimum at the given
    /// price (found by the paper's own search). So the two are compared at equal expected usage. With two
    /// interventions there is no such search: the prices are taken as they are.
    Paper,
    /// Beyond the paper: the exact optimum of the table with steadied counts, in which an action that was tried in a state
    /// counts some more tries there (`StudyOrder::steadying` of them) that end as its PRM says. What it expects is still
    /// told by the counts as they are.
    Steadied,
}

/// A solved table: a rule at prices, one an intervention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The rule.
    pub rule: Solver,
    /// r of each intervention.
    pub prices: Vec<f64>,
}

impl Target {
    /// The exact optimum at one price.
    #[must_use]
    pub fn exact(price: f64) -> Self {
        Self { rule: Solver::Exact, prices: vec![price] }
    }

    /// The exact optimum at one price, of the table with steadied counts.
    #[must_use]
    pub fn steadied(price: f64) -> Self {
        Self { rule: Solver::Steadied, prices: vec![price] }
    }

    /// The paper's rule at the same expected usage.
    #[must_use]
    pub fn paper(price: f64) -> Self {
        Self { rule: Solver::Paper, prices: vec![price] }
    }
}

/// The states that a helper is trained on (6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// One visit of each table state in which every action was tried.
    AllStates,
    /// The states of one rollout of the policy a task, of the tasks in which it never left the table.
    TrajectoryOnly,
}

/// The choice of the tasks that get help, from some step to their end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pick {
    /// This share of the tasks, at random, from the start.
    Random(f64),
    /// The tasks in which the base, left alone to the end, met one of the most difficult states (this share of the
    /// validation states). These tasks start again, with help from the first step.
    AllSteps(f64),
    /// The tasks in which one of the first five states is among the most difficult (this share of the first five of
    /// the validation tasks). These tasks get help from the sixth step on.
    FirstFive(f64),
}

/// A way of asking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arm {
    /// Help is asked for at each step at random, with a probability for each intervention: all 0 is never, 1 is
    /// always.
    Random(Vec<f64>),
    /// State-wise PRM threshold: in the most difficult states, this share of the validation states (App. B). With two
    /// interventions, either half of the time.
    Threshold(f64),
    /// Task-wise, with the first intervention.
    Tasks(Pick),
    /// Task-wise, with the oracle: a picked task succeeds on its shortest path.
    Oracle(Pick),
    /// If the base's next action is likely to change nothing (probability over one half), except in the last
    /// four steps.
    Idle,
    /// The solved table itself, on the tasks it was made of; the base goes on alone where it has no answer.
    Tabular(Target),
    /// A helper network trained on the solved table.
    Helper(Target, Coverage),
    /// The one helper that is told the price of the target, trained on the exact tables of many prices. For one
    /// intervention: with two, nobody is taught, and nobody asks.
    Told(Target),
}

/// A helper to be taught.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Teaching {
    /// A helper for one target.
    One(Target, Coverage),
    /// A helper for every price.
    Told,
}

impl Arm {
    /// Never.
    #[must_use]
    pub fn never() -> Self {
        Self::Random(Vec::new())
    }

    /// The first intervention at every step.
    #[must_use]
    pub fn always() -> Self {
        Self::Random(vec![1.0])
    }

    /// The solved table it rests on.
    #[must_use]
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::Tabular(target) | Self::Helper(target, _) | Self::Told(target) => Some(target),
            _ => None,
        }
    }

    /// The helper it needs.
    pub(super) fn teaching(&self) -> Option<Teaching> {
        match self {
            Self::Helper(target, coverage) => Some(Teaching::One(target.clone(), *coverage)),
            Self::Told(_) => Some(Teaching::Told),
            _ => None,
        }
    }
}
