//! The selected task under the policy of a budget: its policy in each state, and its episode.

use std::rc::Rc;

use crate::actor::{Cast, Help};
use crate::app::derived::episode_run::EpisodeRun;
use crate::app::derived::own_episode::Yours;
use crate::app::derived::reading::{Answer, Reading};
use crate::app::derived::task_model::{Plan, TaskModel};
use crate::app::model::setting::Setting;
use crate::experiment::{Experiment, score};
use crate::figure::Act;
use crate::household::Household;
use crate::language::{Words, counted, fill};
use crate::mdp::chain::evaluate;
use crate::mdp::{Policy, Values};

/// The selected task under the current policy.
#[derive(Clone, Debug)]
pub struct TaskView {
    /// The part that does not depend on the budget.
    pub stage: Rc<TaskModel>,
    /// The policies that the episodes follow, by the number of calls made so far.
    pub plan: Plan,
    /// The calls that a cap per episode leaves at the selected step; none without a cap.
    pub calls_left: Option<u32>,
    /// The policy in each state, with these calls left.
    pub policy: Policy,
    /// The policy as marks.
    pub acts: Vec<Act>,
    /// True for each state whose action the last change of the budget changed.
    pub changed: Vec<bool>,
    /// The budget that `changed` compares with; none before any change.
    pub since: Option<f64>,
    /// S and M of the policy.
    pub values: Values,
    /// S and M of the policy after one more call, with one call fewer left; none without a cap.
    pub values_after_call: Option<Values>,
    /// The episode under the policy; the reader's own after a takeover.
    pub helped: EpisodeRun,
    /// The reader's episode beside the agent's; none without a takeover.
    pub yours: Option<Yours>,
    /// The episode of the comparison run: the same task and draws, another way of asking.
    pub comparison: EpisodeRun,
}

impl TaskView {
    /// The view of a task at a reading; `previous` is the reading that changes are compared with.
    #[must_use]
    pub fn new(
        experiment: &Experiment,
        stage: Rc<TaskModel>,
        setting: &Setting,
        reading: &Reading,
        previous: Option<&Reading>,
    ) -> Self {
        let plan = stage.plan(experiment, reading);
        let agent = stage.lane(experiment, &plan);
        let (helped, yours) = taken_over(&stage, experiment, setting, agent);
        let step = step_of(&helped, yours.as_ref(), setting);
        let n_calls = helped.steps.iter().take(step as usize).filter(|step| step.asked).count() as u32;
        let policy = plan.after(n_calls).clone();
        let before = previous.map(|previous| stage.plan(experiment, previous));
        // Where only one way was tried there is nothing that a budget could change.
        let differs = |before: &Plan, state: usize| policy[state] != before.after(n_calls)[state];
        let is_changed = |state: usize| {
            stage.is_weighable(state as u32) && before.as_ref().is_some_and(|before| differs(before, state))
        };
        let changed: Vec<bool> = (0..policy.len()).map(is_changed).collect();
        let calls_left = match reading.answer {
            Answer::Capped(calls) => Some(calls.saturating_sub(n_calls)),
            Answer::Exact(_) | Answer::Paper(_) => None,
        };
        let with_left = |left: u32| stage.capped_at(left).values.clone();
        let values = calls_left.map_or_else(|| evaluate(&stage.mdp, &policy), with_left);
        let values_after_call = calls_left.map(|left| with_left(left.saturating_sub(1)));
        Self {
            acts: policy.iter().enumerate().map(|(state, &action)| stage.act(state, action)).collect(),
            changed,
            since: previous.map(|previous| previous.budget),
            values,
            values_after_call,
            helped,
            yours,
            comparison: stage.comparison_run(experiment, setting),
            plan,
            calls_left,
            policy,
            stage,
        }
    }

    /// The same view, with no state marked as changed.
    #[must_use]
    pub fn still(&self) -> Self {
        Self { changed: vec![false; self.changed.len()], since: None, ..self.clone() }
    }

    /// The base PRM's p(s) in a state of this task.
    #[must_use]
    pub fn p_at(&self, experiment: &Experiment, household: &Household) -> f64 {
        let cast = Cast::new(&self.stage.profiles, &[Help::Better], &self.stage.task);
        experiment.prms.first().map_or(0.5, |prm| score(prm, household, &cast.base))
    }

    /// The number of states whose action the last change of the budget changed.
    #[must_use]
    pub fn n_changed(&self) -> u32 {
        self.changed.iter().map(|&changed| u32::from(changed)).sum()
    }

    /// The number of changed states in words: `3 of 22 changed`, or `22 states` before any change.
    #[must_use]
    pub fn changed_text(&self, w: Words) -> String {
        if self.since.is_none() {
            return counted(w.n_states(), self.stage.n_states());
        }
        fill(w.n_of_n_changed(), &[&self.n_changed(), &self.stage.n_states()])
    }

    /// The last step of the episode, from 0: the one to be decided where it is the reader's turn.
    #[must_use]
    pub fn last_step(&self) -> u32 {
        last_step_of(&self.helped, self.yours.as_ref())
    }

    /// The reader's episode, if it is the reader's turn.
    fn open(&self) -> Option<&Yours> {
        self.yours.as_ref().filter(|yours| yours.is_open())
    }

    /// The selected step: the one that the setting names, else the first call, else the first step.
    #[must_use]
    pub fn step(&self, setting: &Setting) -> u32 {
        step_of(&self.helped, self.yours.as_ref(), setting)
    }

    /// The state at the selected step of the episode.
    #[must_use]
    pub fn state_at_step(&self, setting: &Setting) -> Option<u32> {
        match self.helped.steps.get(self.step(setting) as usize) {
            Some(step) => step.state,
            None => self.open().and_then(|yours| yours.state),
        }
    }
}

fn last_step_of(helped: &EpisodeRun, yours: Option<&Yours>) -> u32 {
    let taken = helped.steps.len() as u32;
    if yours.is_some_and(Yours::is_open) { taken } else { taken.saturating_sub(1) }
}

fn step_of(helped: &EpisodeRun, yours: Option<&Yours>, setting: &Setting) -> u32 {
    let first_call = || helped.steps.iter().position(|step| step.asked).unwrap_or(0) as u32;
    setting.step.unwrap_or_else(first_call).min(last_step_of(helped, yours))
}

/// The agent's episode; after a takeover, the reader's episode and its view.
fn taken_over(
    stage: &TaskModel,
    experiment: &Experiment,
    setting: &Setting,
    agent: EpisodeRun,
) -> (EpisodeRun, Option<Yours>) {
    let Some(takeover) = &setting.takeover else { return (agent, None) };
    let cast = Cast::new(&stage.profiles, &[Help::Better], &stage.task);
    let episode = takeover.episode(stage, &agent);
    let lane = stage.run_of(experiment, &cast, &episode);
    (lane, Some(takeover.yours(stage, agent, &episode)))
}
