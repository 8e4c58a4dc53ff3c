//! An episode with the model in it.

use crate::actor::{Actor, Cast};
use crate::household::{Action, Household, Outcome, Task};
use crate::language::{Words, fill};
use crate::numeric::Random;
use crate::remote::{Prompt, no_action};
use crate::rollout::episode_random;

use crate::app::derived::result::policy_phrase;
use crate::app::derived::task_model::{EPISODE_STREAM, Plan};
use crate::app::derived::task_view::TaskView;
use crate::app::model::setting::Setting;

/// The part of the model in an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Every step.
    Act,
    /// The steps for which the policy asks.
    Help,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageModelStep {
    /// The action of the step.
    pub action: Action,
    /// The answer of the model; none where the base actor acted.
    pub said: Option<String>,
    /// The probability of the model's answer, if the server gave it.
    pub certainty: Option<f64>,
}

/// The episode so far.
#[derive(Clone, Debug)]
pub struct LanguageModelRun {
    /// The part of the model in this episode.
    pub part: Role,
    /// The setting it was made with, down to the task: its link is written from this.
    pub made: Setting,
    /// The prompt that the model is asked with.
    pub prompt: Prompt,
    /// The policy that says where it is helped.
    pub(super) plan: Plan,
    /// The steps of the episode.
    pub steps: Vec<LanguageModelStep>,
    /// The outcome of the episode so far.
    pub outcome: Outcome,
    /// The ids of what the model was asked so far, each answered.
    pub(super) questions: Vec<String>,
    /// The answer that was no action, while it is asked for again.
    pub(super) again: Option<String>,
    pub(super) random: Random,
}

impl LanguageModelRun {
    /// An episode that begins in the task shown, under the policy shown.
    pub(super) fn new(part: Role, prompt: Prompt, setting: &Setting, scene: &TaskView) -> Self {
        let mut made = setting.clone();
        made.take_order(scene.stage.order());
        made.task = Some(scene.stage.index);
        Self {
            part,
            made,
            prompt,
            plan: scene.plan.clone(),
            steps: Vec::new(),
            outcome: Outcome::Continue,
            questions: Vec::new(),
            again: None,
            // As in the episode above, so that the base acts alike.
            random: episode_random(scene.stage.task.id, EPISODE_STREAM, 0),
        }
    }

    /// True if it is of the task shown, in the same experiment.
    #[must_use]
    pub fn is_of(&self, scene: &TaskView) -> bool {
        self.made.task == Some(scene.stage.index) && self.made.order() == *scene.stage.order()
    }

    /// True if the policy shown would lead to the same episode: who acts at every step follows none.
    #[must_use]
    pub fn is_under(&self, scene: &TaskView) -> bool {
        self.is_of(scene) && (self.part == Role::Act || self.plan == scene.plan)
    }

    /// The setting that it was made with, in a sentence.
    #[must_use]
    pub fn made_with(&self, w: Words) -> String {
        let task = self.made.task.unwrap_or_default();
        match self.part {
            Role::Act => fill(w.remote_run_acts(), &[&task, &self.made.seed]),
            Role::Help => {
                fill(w.remote_run_helps(), &[&policy_phrase(w, &self.made), &task, &self.made.seed])
            }
        }
    }

    /// The household now.
    #[must_use]
    pub fn household<'t>(&self, task: &'t Task) -> Household<'t> {
        let mut household = Household::new(task);
        for step in &self.steps {
            household.step(step.action);
        }
        household
    }

    /// The number of times that the model was asked for a step.
    pub(super) fn n_calls(&self) -> u32 {
        self.steps.iter().filter(|step| step.said.is_some()).count() as u32
    }

    /// The base acts until the model is to be asked, or the end; `asks` is the policy.
    pub(super) fn advance(&mut self, task: &Task, cast: &Cast, asks: impl Fn(&Household) -> bool) {
        let mut household = self.household(task);
        while !household.outcome().is_terminal() && self.part == Role::Help && !asks(&household) {
            let Some(action) = cast.base.act(&household, &mut self.random) else { break };
            household.step(action);
            self.steps.push(LanguageModelStep { action, said: None, certainty: None });
        }
        self.outcome = household.outcome();
    }

    /// Takes an answer: a step, or, the first time it is no action and `asks_again`, one to ask for again.
    pub(super) fn take(
        &mut self,
        task: &Task,
        question: String,
        said: String,
        certainty: Option<f64>,
        asks_again: bool,
    ) {
        self.questions.push(question);
        let mut household = self.household(task);
        let action = self.prompt.read(&household, &said).ok();
        if action.is_none() && asks_again && self.again.is_none() {
            self.again = Some(said);
            return;
        }
        self.again = None;
        let action = action.unwrap_or_else(|| no_action(&household));
        household.step(action);
        self.outcome = household.outcome();
        self.steps.push(LanguageModelStep { action, said: Some(said), certainty });
    }
}
