//! The breakpoints of a task: the budgets at which its policy changes.

use crate::app::derived::reading::paper_staircase;
use crate::app::derived::task_view::TaskView;
use crate::app::model::setting::{Measure, Rule, Setting};
use crate::experiment::Experiment;
use crate::mdp::{Policy, StateId};

/// The budget that buys the first `position` steps of the frontier.
#[must_use]
pub(in crate::app) fn budget_at_position(experiment: &Experiment, measure: Measure, position: u32) -> f64 {
    let vertices = experiment.frontier.vertices();
    let vertex =
        vertices.partition_point(|vertex| vertex.position < position).min(vertices.len().saturating_sub(1));
    match measure {
        Measure::Calls | Measure::Cap => experiment.horizon.points.get(vertex).map_or(0.0, |point| point.0),
        Measure::Discounted => vertices.get(vertex).map_or(0.0, |vertex| vertex.usage),
    }
}

/// The breakpoints of the selected task: the budgets at which its policy changes, in rising order. Only
/// states in which both actions were tried count, because a budget changes nothing in the others.
#[must_use]
pub fn task_breakpoints(experiment: &Experiment, scene: &TaskView, setting: &Setting) -> Vec<f64> {
    let stage = &scene.stage;
    let weighable: Vec<u32> = (0..stage.n_states()).filter(|&state| stage.is_weighable(state)).collect();
    let differ = |a: Option<&Policy>, b: Option<&Policy>| {
        let of = |policy: Option<&Policy>, state: u32| policy.and_then(|policy| policy[state as usize]);
        weighable.iter().any(|&state| of(a, state) != of(b, state))
    };
    let mut budgets: Vec<f64> = match setting.rule {
        Rule::Exact if setting.measure == Measure::Cap => {
            let policies = stage.capped();
            let last = |calls: usize| policies[calls].policies.last();
            let differs = |&calls: &usize| differ(last(calls), last(calls - 1));
            (1..policies.len()).filter(differs).map(|calls| calls as f64).collect()
        }
        Rule::Exact => weighable
            .iter()
            .flat_map(|&id| experiment.frontier.history_of(&experiment.mdp, StateId(stage.first_state + id)))
            .filter(|&(position, _)| position > 0)
            .map(|(position, _)| budget_at_position(experiment, setting.measure, position))
            .collect(),
        Rule::Paper => {
            let staircase = paper_staircase(experiment, setting.measure);
            let policy = |index: u32| stage.paper().get(index as usize);
            staircase
                .windows(2)
                .filter(|pair| differ(policy(pair[0].1), policy(pair[1].1)))
                .map(|pair| pair[1].0)
                .collect()
        }
    };
    budgets.sort_by(f64::total_cmp);
    budgets.dedup();
    budgets
}
