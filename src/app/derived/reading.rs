//! The results that a budget gives: price, calls, success, and the policy behind them.

use crate::experiment::{CapPoint, Counted, Experiment, paper_options};
use crate::mdp::frontier::{BudgetPoint, Mix};
use crate::mdp::{ActionId, Policy, Unseen, cap, paper};

use crate::app::model::setting::{Measure, Rule, Setting};

/// The policy that a budget gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// The exact optimum: the frontier's two neighbouring vertices, and how often to follow which.
    Exact(Mix),
    /// The paper's rule at one of the prices it was run at; `None` where even the dearest asks too much.
    Paper(Option<u32>),
    /// The optimum with at most so many calls an episode.
    Capped(u32),
}

/// The numbers of a budget: its price, calls and success, with its policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The rule it was read by.
    pub rule: Rule,
    /// The measure of its budget.
    pub measure: Measure,
    /// The budget C it was read at.
    pub budget: f64,
    /// The price r of a call.
    pub price: f64,
    /// Expected calls a task.
    pub calls: Counted,
    /// The share of tasks that succeed.
    pub success: Counted,
    /// The policy.
    pub answer: Answer,
}

impl Counted {
    /// The number in one of the two ways of counting.
    #[must_use]
    pub fn of(&self, measure: Measure) -> f64 {
        match measure {
            Measure::Calls | Measure::Cap => self.plain,
            Measure::Discounted => self.discounted,
        }
    }
}

impl Reading {
    /// Reads the setting's budget off the experiment.
    #[must_use]
    pub fn at(experiment: &Experiment, setting: &Setting) -> Self {
        match (setting.rule, setting.measure) {
            (Rule::Exact, Measure::Cap) => capped(experiment, setting),
            (Rule::Exact, _) => exact(experiment, setting),
            (Rule::Paper, _) => paper(experiment, setting),
        }
    }

    /// True if another reading has the same rule and measure, so that the two can be compared.
    #[must_use]
    pub fn is_beside(&self, other: &Self) -> bool {
        (self.rule, self.measure) == (other.rule, other.measure)
    }

    /// The position of the shown policy on the frontier, in steps. If two policies are mixed, it is that of
    /// the likelier one.
    #[must_use]
    pub fn position(&self, experiment: &Experiment) -> Option<u32> {
        let Answer::Exact(mix) = self.answer else { return None };
        let vertex = if mix.weight >= 0.5 { mix.high } else { mix.low };
        experiment.frontier.vertices().get(vertex as usize).map(|vertex| vertex.position)
    }

    /// The policy behind the reading, in every state of the whole table.
    #[must_use]
    pub fn whole_policy(&self, experiment: &Experiment) -> Policy {
        match self.answer {
            Answer::Exact(_) => experiment.frontier.policy_at(self.position(experiment).unwrap_or(0)),
            Answer::Paper(Some(_)) => paper::iterate(&experiment.mdp, &paper_options(self.price)).policy,
            Answer::Paper(None) => vec![Some(ActionId::NOHELP); experiment.mdp.n_states()],
            Answer::Capped(calls) => {
                let mut capped = cap::solve(&experiment.mdp, calls, Unseen::Mask);
                capped.policies.pop().unwrap_or_default()
            }
        }
    }
}

fn exact(experiment: &Experiment, setting: &Setting) -> Reading {
    let frontier = &experiment.frontier;
    let point = match setting.measure {
        Measure::Calls | Measure::Cap => frontier.at_counted_budget(&experiment.horizon, setting.budget),
        Measure::Discounted => frontier.at_budget(setting.budget),
    };
    // Every state of the household can be gone on from, so never asking fits any budget.
    let never = Mix { weight: 0.0, low: 0, high: 0 };
    let BudgetPoint { price, mix, .. } =
        point.unwrap_or(BudgetPoint { price: f64::INFINITY, usage: 0.0, success: 0.0, mix: never });
    let between = |of: &dyn Fn(usize) -> f64| {
        let (low, high) = (of(mix.low as usize), of(mix.high as usize));
        low + mix.weight * (high - low)
    };
    let (vertices, points) = (frontier.vertices(), &experiment.horizon.points);
    Reading {
        rule: setting.rule,
        measure: setting.measure,
        budget: setting.budget,
        price,
        calls: Counted { plain: between(&|i| points[i].0), discounted: between(&|i| vertices[i].usage) },
        success: Counted { plain: between(&|i| points[i].1), discounted: between(&|i| vertices[i].success) },
        answer: Answer::Exact(mix),
    }
}

/// Within the cap a call costs nothing: the calls left are part of the state, and need no price.
fn capped(experiment: &Experiment, setting: &Setting) -> Reading {
    let calls = cap_of(setting.budget);
    let last = experiment.capped.len().saturating_sub(1);
    let point = experiment.capped.get(last.min(calls as usize));
    let (success, calls_used) = point.map_or_else(Default::default, |point| (point.success, point.calls));
    Reading {
        rule: setting.rule,
        measure: setting.measure,
        budget: setting.budget,
        price: 0.0,
        calls: calls_used,
        success,
        answer: Answer::Capped(calls),
    }
}

/// The calls that a cap per episode allows: the budget, rounded down to a whole number.
#[must_use]
pub(in crate::app) fn cap_of(budget: f64) -> u32 {
    // The cast saturates: more calls than that are never made.
    budget.floor() as u32
}

fn paper(experiment: &Experiment, setting: &Setting) -> Reading {
    let chosen = paper_staircase(experiment, setting.measure)
        .into_iter()
        .take_while(|&(from, _)| from <= setting.budget)
        .last()
        .map(|(_, index)| index);
    let point = chosen.and_then(|index| experiment.paper.get(index as usize));
    let Some(point) = point else {
        let never = Setting { rule: Rule::Exact, budget: 0.0, ..setting.clone() };
        let (rule, budget, answer) = (setting.rule, setting.budget, Answer::Paper(None));
        return Reading { rule, budget, answer, ..exact(experiment, &never) };
    };
    Reading {
        rule: setting.rule,
        measure: setting.measure,
        budget: setting.budget,
        price: point.price,
        calls: point.calls,
        success: point.success,
        answer: Answer::Paper(chosen),
    }
}

/// The staircase of the paper's rule: the budget from which each of its prices is run, and the place of that price.
///
/// The price that is run is the one at which the rule calls most within the budget. The usage of the rule does not
/// fall with the price, so no search on the price is sound; this function tries all prices.
#[must_use]
pub fn paper_staircase(experiment: &Experiment, measure: Measure) -> Vec<(f64, u32)> {
    let mut points: Vec<(f64, u32)> = Vec::with_capacity(experiment.paper.len());
    for (i, point) in (0..).zip(&experiment.paper) {
        let calls = point.calls.of(measure);
        // Of two that call alike, the dearer price stands: it was tried first.
        points.insert(points.partition_point(|other| other.0 < calls), (calls, i));
    }
    points
}

/// The smallest cap per episode that buys all success but for a thousandth; at least 1 call.
#[must_use]
pub(in crate::app) fn largest_cap(experiment: &Experiment) -> u32 {
    let success = |point: &CapPoint| point.success.plain;
    let most = experiment.capped.last().map_or(0.0, success);
    let enough = experiment.capped.iter().position(|point| success(point) > most - 1e-3);
    enough.map_or(1, |cap| cap.max(1) as u32)
}

/// The slider's end: a little more than the last call that buys anything.
#[must_use]
pub fn budget_max(experiment: &Experiment, measure: Measure) -> f64 {
    let last = match measure {
        Measure::Cap => return f64::from(largest_cap(experiment)),
        Measure::Calls => experiment.horizon.points.iter().map(|point| point.0).fold(0.0, f64::max),
        Measure::Discounted => experiment.frontier.vertices().last().map_or(0.0, |vertex| vertex.usage),
    };
    ((last * 5.0).ceil() / 5.0).max(0.2)
}
