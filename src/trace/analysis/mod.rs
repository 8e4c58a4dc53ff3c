//! The analysis of a log: the frontier of its table, policies beside the logged one, and the uncertainty of both.

pub(super) mod compare;
pub(super) mod confounding;
pub(super) mod estimators;
pub(super) mod export;
pub(super) mod intervals;
pub(super) mod report;
pub(super) mod why;
mod words;

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::mdp::frontier::{BudgetPoint, HorizonCurve};
use crate::mdp::{ActionId, Frontier, Mdp, MdpError, MdpFile, Policy, StateId, Values};
use crate::numeric::Seed;
use crate::trace::counts::{Counts, Table, Weigh};
use crate::trace::log::Log;
use crate::trace::normalise::Normaliser;
use estimators::Weighted;
use report::Report;

/// Points of the curve with intervals.
pub(in crate::trace) const CURVE_STEPS: u32 = 20;

/// The options of an analysis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnalysisOptions {
    /// γ of the frontier. Near 1, since a log's calls and successes are counted as they are.
    pub gamma: f64,
    /// Rules that make texts of one state alike; states are as logged where there are none.
    pub rules: Option<Normaliser>,
    /// True if equal texts are the same state in every task.
    pub share_states: bool,
    /// The weights of episodes at the start.
    pub weigh: Weigh,
    /// Calls an episode to compare at; those of the log where none is given.
    pub budget: Option<f64>,
    /// The seed of the intervals.
    pub seed: Seed,
}

impl Default for AnalysisOptions {
    fn default() -> Self {
        Self { gamma: 0.999, rules: None, share_states: false, weigh: Weigh::Episodes, budget: None, seed: 1 }
    }
}

/// Why a log cannot be analysed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AnalysisError {
    /// The log has no episode that ends.
    #[error("no episode that ends without an error; expected at least one with an outcome on its last line")]
    NoEpisode,
    /// γ is 1, and the log knows a way of acting that never ends.
    #[error(
        "gamma 1, and from state \"{state}\" some way of acting never ends; expected a gamma below 1, such as 0.999"
    )]
    Endless {
        /// A state from which it goes on for ever, as the log has it.
        state: String,
    },
    /// The table is no problem.
    #[error(transparent)]
    Mdp(#[from] MdpError),
}

/// A way of acting that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// The policy as logged.
    Logged,
    /// Never asks where it need not.
    Never,
    /// Asks this intervention wherever it was tried.
    Always(ActionId),
    /// The best policy for the budget.
    Best,
}

/// A log, its table and what follows; see [`Analysis::results`].
pub struct Analysis {
    pub(in crate::trace) log: Arc<Log>,
    pub(in crate::trace) options: AnalysisOptions,
    pub(in crate::trace) table: Table,
    pub(in crate::trace) counts: Counts,
    /// The problem with the names of its states: what `solve`, `frontier` and `budget` read.
    pub file: MdpFile,
    /// The whole exact frontier.
    pub frontier: Frontier,
    /// The report on the log before any conclusion.
    pub report: Report,
    /// Calls and success as counted, at each corner of the frontier.
    pub curve: HorizonCurve,
    /// The steps after which an episode has failed: those of the longest one.
    pub horizon: u32,
    pub(in crate::trace) looked: Looked,
    pub(in crate::trace) comparison: Comparison,
}

/// A budget that is looked at, with what follows from it: another budget is another value, so that nothing of it stays.
#[derive(Default)]
pub(in crate::trace) struct Looked {
    /// Calls an episode.
    pub(in crate::trace) budget: f64,
    /// The policy of [`Analysis::acting`], once it is asked for.
    acting: OnceLock<Policy>,
    /// S and M of that policy, once they are asked for.
    values: OnceLock<Values>,
}

impl Looked {
    pub(in crate::trace) fn at(budget: f64) -> Self {
        Self { budget, ..Self::default() }
    }
}

/// Policies compared, and the budget they were compared at.
#[derive(Default)]
pub(super) struct Comparison {
    /// Calls an episode.
    pub(super) budget: f64,
    pub(super) ways: Vec<Compared>,
}

/// A way of acting, as policies to draw from once an episode.
pub(super) struct Compared {
    pub(super) way: Way,
    pub(super) mix: Vec<(f64, Policy)>,
    pub(super) model: (f64, f64),
    pub(super) stays: (f64, f64),
    pub(super) weighted: Option<Weighted>,
}

impl Analysis {
    /// Analyses a log on this thread.
    ///
    /// # Errors
    /// A log without episodes; γ that is none, or 1 where some way of acting never ends.
    pub fn new(log: Arc<Log>, options: AnalysisOptions) -> Result<Self, AnalysisError> {
        Self::with(log, options, Frontier::of)
    }

    /// The same where somebody else finds the frontier, on several threads for instance.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub fn with(
        log: Arc<Log>,
        options: AnalysisOptions,
        frontier: impl FnOnce(&Mdp) -> Frontier,
    ) -> Result<Self, AnalysisError> {
        if log.episodes.is_empty() {
            return Err(AnalysisError::NoEpisode);
        }
        let table = Table::new(&log, options.rules.as_ref(), options.share_states);
        let counts = table.count(&log, &vec![1.0; log.episodes.len()], options.weigh);
        let file = table.file(&log, &counts, options.gamma).map_err(|error| match error {
            MdpError::Improper { state } => AnalysisError::Endless { state: table.text(state).to_owned() },
            error => error.into(),
        })?;
        let frontier = frontier(&file.mdp);
        let horizon = log.steps_max();
        let curve = frontier.undiscounted(&file.mdp, horizon);
        let report = report::report(&log, &table, &counts, options.rules.as_ref(), options.share_states);
        let shares = options.weigh.shares(&log, &vec![1.0; log.episodes.len()]);
        let budget = options.budget.unwrap_or_else(|| logged(&log, &shares).1);
        let mut analysis = Self {
            log,
            options,
            table,
            counts,
            file,
            frontier,
            report,
            curve,
            horizon,
            looked: Looked::at(budget),
            comparison: Comparison::default(),
        };
        analysis.comparison = analysis.compare()?;
        Ok(analysis)
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> &Arc<Log> {
        &self.log
    }

    /// The options of the analysis.
    #[must_use]
    pub fn options(&self) -> &AnalysisOptions {
        &self.options
    }

    /// Calls an episode that are looked at.
    #[must_use]
    pub fn budget(&self) -> f64 {
        self.looked.budget
    }

    /// Looks at another budget from now on: the best policy and the reasons of states follow at once, the comparison of
    /// policies with [`Self::compare_again`].
    pub fn look_at(&mut self, budget: f64) {
        if budget.is_finite() && budget.max(0.0).to_bits() != self.budget().to_bits() {
            self.looked = Looked::at(budget.max(0.0));
        }
    }

    /// The best policies for the budget, and the weight with which each is drawn, once an episode. Empty where states
    /// that can only ask exceed the budget.
    #[must_use]
    pub fn best(&self) -> Vec<(f64, Policy)> {
        best(&self.frontier, &self.curve, self.budget())
    }

    /// The point of the curve at a budget; none where every policy calls more.
    #[must_use]
    pub fn point_at(&self, budget: f64) -> Option<BudgetPoint> {
        point_at(&self.frontier, &self.curve, budget)
    }

    /// The one policy that stands for the best ones: the likelier of the two, the one that calls more where both are as
    /// likely; the one with the fewest calls where no policy meets the budget. An episode that follows the best policies
    /// follows one of them to its end, so the reasons of a state are those of one policy, not of the mix.
    #[must_use]
    pub fn acting(&self) -> &Policy {
        self.looked.acting.get_or_init(|| self.acting_at(self.budget()))
    }

    /// The same at another budget.
    #[must_use]
    pub fn acting_at(&self, budget: f64) -> Policy {
        let best = best(&self.frontier, &self.curve, budget);
        let likelier = best.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
        likelier.map_or_else(|| self.frontier.policy_at(0), |(_, policy)| policy)
    }

    /// The name of an action in this log.
    #[must_use]
    pub fn action_name(&self, action: ActionId) -> &str {
        self.log.action_name(action.0)
    }

    /// The states in which the best policies ask, the most often visited first.
    #[must_use]
    pub fn asks(&self) -> Vec<StateId> {
        let best = self.best();
        let asks =
            |state: &StateId| best.iter().any(|(_, policy)| policy[state.index()].is_some_and(|a| a.0 > 0));
        let mut states: Vec<StateId> = self.file.mdp.states().filter(asks).collect();
        let visits = |state: StateId| report::seen(&self.table, &self.counts, state).iter().sum::<u64>();
        states.sort_by_key(|&state| (core::cmp::Reverse(visits(state)), state));
        states
    }
}

/// The point of the curve at a budget; none where every policy calls more. The fewest calls in the table and the calls of
/// the log can be the same sum in two orders: a budget that is short of the fewest by rounding alone buys them.
pub(in crate::trace) fn point_at(
    frontier: &Frontier,
    curve: &HorizonCurve,
    budget: f64,
) -> Option<BudgetPoint> {
    /// Relative to the sum.
    const ROUNDING: f64 = 1e-9;
    let fewest = curve.points.iter().map(|point| point.0).fold(f64::INFINITY, f64::min);
    let is_short = budget < fewest && fewest - budget <= ROUNDING * fewest.max(1.0);
    frontier.at_counted_budget(curve, if is_short { fewest } else { budget })
}

/// The policies that meet a budget as counted, each with its weight.
pub(in crate::trace) fn best(frontier: &Frontier, curve: &HorizonCurve, budget: f64) -> Vec<(f64, Policy)> {
    let Some(point) = point_at(frontier, curve, budget) else { return Vec::new() };
    let policy = |vertex: u32| frontier.policy_at(frontier.vertices()[vertex as usize].position);
    let mix = point.mix;
    let both = [(1.0 - mix.weight, mix.low), (mix.weight, mix.high)];
    both.into_iter()
        .filter(|(weight, _)| *weight > 0.0)
        .map(|(weight, vertex)| (weight, policy(vertex)))
        .collect()
}

/// Success and calls as logged, each episode with a weight.
pub(in crate::trace) fn logged(log: &Log, weights: &[f64]) -> (f64, f64) {
    let (mut success, mut calls, mut sum) = (0.0, 0.0, 0.0);
    for (episode, weight) in log.episodes.iter().zip(weights) {
        let helped = log.steps(episode).iter().filter(|step| step.action > 0).count();
        success += weight * episode.outcome;
        calls += weight * helped as f64;
        sum += weight;
    }
    (success / sum, calls / sum)
}

#[cfg(test)]
mod tests;
