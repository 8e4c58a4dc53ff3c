//! An episode with the model in it.

use crate::actor::{Actor, Cast};
use crate::household::{Action, Household, Outcome, Task, TaskId};
use crate::numeric::Random;
use crate::remote::{action_from_answer, no_action};

/// What the model does in an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Every step.
    Act,
    /// The steps for which the policy asks.
    Help,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoteStep {
    /// What was done.
    pub action: Action,
    /// What the model said; nothing where the base acted.
    pub said: Option<String>,
    /// The probability of what it said, where it was told.
    pub certainty: Option<f64>,
}

/// The episode so far.
#[derive(Clone, Debug)]
pub struct RemoteRun {
    /// What the model does.
    pub part: Part,
    /// The task it is of.
    pub task: TaskId,
    /// Its steps.
    pub steps: Vec<RemoteStep>,
    /// How it stands.
    pub outcome: Outcome,
    /// The ids of what the model was asked so far, each answered.
    pub(super) questions: Vec<String>,
    /// The answer that was no action, while it is asked for again.
    pub(super) again: Option<String>,
    pub(super) random: Random,
}

impl RemoteRun {
    /// The household now.
    #[must_use]
    pub fn household<'t>(&self, task: &'t Task) -> Household<'t> {
        let mut household = Household::new(task);
        for step in &self.steps {
            household.step(step.action);
        }
        household
    }

    /// How often the model was asked for a step.
    pub(super) fn n_calls(&self) -> u32 {
        self.steps.iter().filter(|step| step.said.is_some()).count() as u32
    }

    /// The base acts until the model is to be asked, or the end; `asks` is the policy.
    pub(super) fn advance(&mut self, task: &Task, cast: &Cast, asks: impl Fn(&Household) -> bool) {
        let mut household = self.household(task);
        while !household.outcome().is_terminal() && self.part == Part::Help && !asks(&household) {
            let Some(action) = cast.base.act(&household, &mut self.random) else { break };
            household.step(action);
            self.steps.push(RemoteStep { action, said: None, certainty: None });
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
        let action = action_from_answer(&household, &said);
        if action.is_none() && asks_again && self.again.is_none() {
            self.again = Some(said);
            return;
        }
        self.again = None;
        let action = action.unwrap_or_else(|| no_action(&household));
        household.step(action);
        self.outcome = household.outcome();
        self.steps.push(RemoteStep { action, said: Some(said), certainty });
    }
}
