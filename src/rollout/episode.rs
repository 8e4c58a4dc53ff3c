//! One episode: the base acts, and the help takes over the steps it is called for.

use crate::actor::{Actor, Cast};
use crate::household::{Action, Household, Keying, Outcome, StateKey, Task};
use crate::numeric::Random;

/// One decision of the helper and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Step {
    /// The state in which it was decided.
    pub key: StateKey,
    /// 0: the base went on; k: the k-th intervention acted.
    pub intervention: u8,
    /// The action of the step.
    pub action: Action,
}

/// A finished episode. With its task it can be replayed to the last word.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Episode {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The outcome of the episode.
    pub outcome: Outcome,
}

impl Episode {
    /// True if the task succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.outcome.is_success()
    }

    /// L: steps taken.
    #[must_use]
    pub fn length(&self) -> u32 {
        self.steps.len() as u32
    }

    /// U: calls for help.
    #[must_use]
    pub fn usage(&self) -> u32 {
        self.steps.iter().filter(|step| step.intervention > 0).count() as u32
    }

    /// The household before step `t` (0 is the start), or at the end.
    #[must_use]
    pub fn household_at<'t>(&self, task: &'t Task, t: usize) -> Household<'t> {
        let mut household = Household::new(task);
        for step in self.steps.iter().take(t) {
            household.step(step.action);
        }
        household
    }
}

/// Runs an episode from the start, calling `visit` before each step and then `decide` for who acts.
///
/// `decide` returns 0 for the base and k for the cast's k-th help; a k without such a help counts as 0. `steps`
/// is emptied first and then holds the episode, so that its memory can be used again.
pub fn run_into<'t>(
    task: &'t Task,
    keying: Keying,
    cast: &Cast,
    decide: &mut impl FnMut(&Household<'t>, StateKey) -> u8,
    random: &mut Random,
    steps: &mut Vec<Step>,
    visit: &mut impl FnMut(&Household<'t>, StateKey),
) -> Outcome {
    steps.clear();
    let mut household = Household::new(task);
    while !household.outcome().is_terminal() {
        let key = household.key(keying);
        visit(&household, key);
        let chosen = decide(&household, key);
        let help = usize::from(chosen).checked_sub(1).and_then(|k| cast.helps.get(k));
        let action = match help {
            Some(help) => help.act(&household, random),
            None => cast.base.act(&household, random),
        };
        let Some(action) = action else { break };
        let intervention = if help.is_some() { chosen } else { 0 };
        cast.tell(&household, action, intervention);
        household.step(action);
        steps.push(Step { key, intervention, action });
    }
    household.outcome()
}

/// Runs an episode from the start; see [`run_into`].
pub fn run<'t>(
    task: &'t Task,
    keying: Keying,
    cast: &Cast,
    decide: &mut impl FnMut(&Household<'t>, StateKey) -> u8,
    random: &mut Random,
) -> Episode {
    let mut steps = Vec::new();
    let outcome = run_into(task, keying, cast, decide, random, &mut steps, &mut |_, _| ());
    Episode { steps, outcome }
}
