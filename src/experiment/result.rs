//! All that came of one order: the table, its solutions, the networks, the baselines.

use core::ops::Range;

use serde::{Deserialize, Serialize};

use crate::household::StateKey;
use crate::mdp::chain::{self, Acting};
use crate::mdp::frontier::{Frontier, HorizonCurve};
use crate::mdp::paper::{self, PaperOptions};
use crate::mdp::{ActionId, Mdp, MdpBuilder, StateId, Successor, Unseen, cap};
use crate::net::Network;

use super::order::Order;
use super::tally::RolledOut;

/// Prices at which the paper's rule is run, from dear to cheap: what its search has to choose from.
const N_PAPER_PRICES: u32 = 50;

/// The ways of asking that are rolled out beside the curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Baseline {
    /// Never ask.
    Never,
    /// Always ask.
    Always,
    /// Ask at random at one step in ten.
    Random10,
    /// Ask at random at three steps in ten.
    Random30,
    /// Ask in the most difficult tenth of the states, by the base PRM.
    Threshold10,
    /// Ask in the most difficult three tenths.
    Threshold30,
    /// The exact policy at r = .4.
    Exact40,
    /// The exact policy at r = .2.
    Exact20,
    /// The exact policy at r = .1.
    Exact10,
}

impl Baseline {
    /// All of them, in the order they are run.
    pub const ALL: [Self; 9] = [
        Self::Never,
        Self::Always,
        Self::Random10,
        Self::Random30,
        Self::Threshold10,
        Self::Threshold30,
        Self::Exact40,
        Self::Exact20,
        Self::Exact10,
    ];

    /// The probability, share or price of the baseline.
    #[must_use]
    pub fn rate(self) -> f64 {
        match self {
            Self::Never => 0.0,
            Self::Always => 1.0,
            Self::Random10 | Self::Threshold10 | Self::Exact10 => 0.1,
            Self::Exact20 => 0.2,
            Self::Random30 | Self::Threshold30 => 0.3,
            Self::Exact40 => 0.4,
        }
    }

    /// True if the policy follows the table, and so changes with it.
    #[must_use]
    pub fn is_of_table(self) -> bool {
        matches!(self, Self::Exact40 | Self::Exact20 | Self::Exact10)
    }

    /// The random stream of the baseline; the streams of Phase 1 come before.
    pub(crate) fn stream(self) -> u64 {
        1_000 + self as u64
    }
}

/// The paper's rule at one price.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperPoint {
    /// The price r.
    pub price: f64,
    /// The success of the policy at which the iteration stops: discounted, and within the horizon.
    pub success: Counted,
    /// The expected calls of this policy.
    pub calls: Counted,
    /// `E[U]` as the iteration itself has it when it stops.
    pub usage_iterate: f64,
    /// True if the iteration settled.
    pub converged: bool,
}

/// The optimal policy under a limit on the calls of every episode.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CapPoint {
    /// The share of tasks that succeed.
    pub success: Counted,
    /// Expected calls a task; never more than the cap.
    pub calls: Counted,
}

/// One number in both ways of counting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// The number as it happens, within the step limit.
    pub plain: f64,
    /// The number discounted by γ a step.
    pub discounted: f64,
}

/// The solved experiment, before any policy is rolled out.
pub(crate) struct Solved {
    pub(crate) mdp: Mdp,
    pub(crate) prms: Vec<Network>,
    pub(crate) tried: Vec<[u32; 2]>,
    pub(crate) n_episodes: u32,
}

/// Why bytes are not an experiment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the result does not read: expected what this version of the page writes ({0})")]
pub struct ExperimentError(String);

/// All that the page and the command line draw from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    /// The order of the experiment.
    pub order: Order,
    /// The horizon: the most steps a task may take.
    pub step_limit: u32,
    /// The key of each state; a task's states are contiguous, its start first.
    pub keys: Vec<StateKey>,
    /// The start state of each task.
    pub starts: Vec<u32>,
    /// The number of times that `nohelp` and help were tried in each state.
    pub tried: Vec<[u32; 2]>,
    /// Episodes of Phase 1.
    pub n_episodes: u32,
    /// The help/nohelp problem.
    pub mdp: Mdp,
    /// The exact optimum for every budget.
    pub frontier: Frontier,
    /// Calls and success within the step limit, at each vertex of the frontier.
    pub horizon: HorizonCurve,
    /// The optimum with at most 0, 1, 2, ... calls an episode, as long as another call gains anything.
    pub capped: Vec<CapPoint>,
    /// The paper's rule, from dear to cheap.
    pub paper: Vec<PaperPoint>,
    /// The PRMs of the base and of the help.
    pub prms: Vec<Network>,
    /// The scores below which the most difficult tenth and three tenths of the base's states lie.
    pub thresholds: Vec<f64>,
    /// Fresh rollouts on the same tasks.
    pub baselines: Vec<(Baseline, RolledOut)>,
}

impl Experiment {
    pub(crate) fn new(
        order: Order,
        step_limit: u32,
        keys: Vec<StateKey>,
        starts: Vec<u32>,
        solved: Solved,
    ) -> Self {
        let Solved { mdp, prms, tried, n_episodes } = solved;
        let frontier = Frontier::of(&mdp);
        let horizon = frontier.undiscounted(&mdp, step_limit);
        let paper = paper_prices().map(|price| paper_point(&mdp, price, step_limit)).collect();
        Self {
            order,
            step_limit,
            keys,
            starts,
            tried,
            n_episodes,
            frontier,
            horizon,
            capped: capped(&mdp, step_limit),
            mdp,
            paper,
            prms,
            thresholds: Vec::new(),
            baselines: Vec::new(),
        }
    }

    /// The number of tasks.
    #[must_use]
    pub fn n_tasks(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The states of a task, the start first; none of a task there is not.
    #[must_use]
    pub fn states_of(&self, task: u32) -> Range<u32> {
        let end = self.keys.len() as u32;
        let start = |task: u32| self.starts.get(task as usize).copied().unwrap_or(end);
        start(task)..start(task.saturating_add(1))
    }

    /// The state of a task with this key, if Phase 1 ever saw it.
    #[must_use]
    pub fn state_of(&self, task: u32, key: StateKey) -> Option<u32> {
        self.states_of(task).find(|&state| self.keys[state as usize] == key)
    }

    /// True where the optimal policy at a price asks, one flag a state.
    #[must_use]
    pub fn asking_at_price(&self, price: f64) -> Vec<bool> {
        let policy = self.frontier.policy_at(self.frontier.position_at_price(price));
        policy.into_iter().map(|action| action == Some(ActionId::HELP)).collect()
    }

    /// The problem of one task alone; its states count from 0.
    #[must_use]
    pub fn task_mdp(&self, task: u32) -> Option<Mdp> {
        let states = self.states_of(task);
        let mut builder = MdpBuilder::new(self.mdp.gamma(), self.mdp.n_interventions());
        for _ in states.clone() {
            builder.state();
        }
        builder.start(StateId(0), 1.0);
        let local = |state: u32| StateId(state - states.start);
        for state in states.clone() {
            for action in self.mdp.actions().filter(|&action| self.mdp.available(StateId(state), action)) {
                let row = self.mdp.row(StateId(state), action);
                builder.transition(local(state), action, Successor::Success, row.success);
                for (&next, &probability) in row.successors.iter().zip(row.probabilities) {
                    builder.transition(local(state), action, Successor::State(local(next)), probability);
                }
            }
            for action in self.mdp.actions() {
                if let Some(p) = self.mdp.p(StateId(state), action) {
                    builder.p(local(state), action, p);
                }
            }
        }
        builder.build().ok()
    }

    /// One line on what was computed.
    #[must_use]
    pub fn summary(&self) -> String {
        format!(
            "{} tasks, {} episodes, {} states, {} transitions",
            self.n_tasks(),
            self.n_episodes,
            self.keys.len(),
            self.mdp.n_nonzeros()
        )
    }

    /// The experiment as bytes, for the way from the worker to the page.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Writing plain data to memory cannot fail; an empty answer is refused on reading.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// The experiment that [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// If the bytes are something else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ExperimentError> {
        postcard::from_bytes(bytes).map_err(|error| ExperimentError(error.to_string()))
    }
}

/// The optimum under every cap that matters; an episode has no more steps than the limit, so no more calls.
fn capped(mdp: &Mdp, step_limit: u32) -> Vec<CapPoint> {
    let found = cap::solve(mdp, step_limit, Unseen::Mask);
    let plain = cap::to_horizon(mdp, &found.policies, Unseen::Mask, step_limit);
    let both = |plain, discounted| Counted { plain, discounted };
    let points = plain.iter().zip(&found.by_cap).map(|(plain, discounted)| CapPoint {
        success: both(plain.success, discounted.success),
        calls: both(plain.calls(), discounted.calls()),
    });
    points.collect()
}

/// The paper's rule as this page runs it: as written, with the PRMs' scores; an unseen help is not available.
#[must_use]
pub fn paper_options(price: f64) -> PaperOptions {
    PaperOptions { unseen: Unseen::Mask, ..PaperOptions::at(&[price]) }
}

/// 1.00, .98, … .02.
fn paper_prices() -> impl Iterator<Item = f64> {
    (1..=N_PAPER_PRICES).rev().map(|i| f64::from(i) / f64::from(N_PAPER_PRICES))
}

fn paper_point(mdp: &Mdp, price: f64, step_limit: u32) -> PaperPoint {
    let solution = paper::iterate(mdp, &paper_options(price));
    let values = chain::evaluate(mdp, &solution.policy).totals(mdp);
    let plain = chain::evaluate_to_horizon(mdp, Acting::Policy(&solution.policy), step_limit).totals;
    PaperPoint {
        price,
        success: Counted { plain: plain.success, discounted: values.success },
        calls: Counted { plain: plain.calls(), discounted: values.calls() },
        usage_iterate: mdp.start_mean(&solution.usage_iterate),
        converged: solution.converged,
    }
}
