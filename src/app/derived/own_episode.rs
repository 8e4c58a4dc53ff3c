//! The reader's own episode beside the agent's, from the step at which the reader took over.

use crate::app::derived::episode_run::EpisodeRun;
use crate::app::derived::task_model::TaskModel;
use crate::app::model::takeover::Takeover;
use crate::figure::Outcome;
use crate::household::{Action, Household, Place, Task, ThingId, action_label, state_text};
use crate::language::{Words, counted, fill};
use crate::rollout::{Episode, Step};

/// An action that the reader may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The action.
    pub action: Action,
    /// The action in plain words: `Go to the bath`.
    pub label: String,
}

/// The reader's episode beside the agent's.
#[derive(Clone, Debug, PartialEq)]
pub struct Yours {
    /// The number of steps that the agent took first.
    pub from: u32,
    /// The number of the reader's choices that are legal.
    pub n_choices: u32,
    /// The agent's own episode under the policy.
    pub agent: EpisodeRun,
    /// The actions that the reader may choose now; empty once the episode is over.
    pub offers: Vec<Offer>,
    /// The state in which the reader decides; `None` if Phase 1 never visited it.
    pub state: Option<u32>,
    /// The steps so far: the agent's own up to the takeover, then the reader's.
    pub episode: Episode,
    /// The place where each thing is believed to be; none if unknown.
    pub seen: Vec<Option<Place>>,
    /// The step limit of the task.
    pub step_limit: u32,
}

impl Yours {
    /// True if it is the reader's turn.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.offers.is_empty()
    }

    /// The prompt that a language model would get: all that is known, as text.
    #[must_use]
    pub fn prompt(&self, task: &Task) -> String {
        state_text(&self.episode.household_at(task, self.episode.steps.len()))
    }

    /// The question to the reader: `Step 4 of at most 15: what do you do?`
    #[must_use]
    pub fn question(&self, w: Words, lane: &EpisodeRun) -> String {
        fill(w.your_question(), &[&(lane.steps.len() + 1), &self.step_limit])
    }

    /// The outcome of the reader's episode beside the agent's, in words; empty while it is under way.
    #[must_use]
    pub fn verdict(&self, w: Words, lane: &EpisodeRun) -> String {
        match ending(w, w.you(), lane) {
            Some(you) => format!("{you} {}", ending(w, w.the_agent(), &self.agent).unwrap_or_default()),
            None => String::new(),
        }
    }
}

/// The outcome of an episode in words: `You succeeded in 6 steps, with 1 call.`
fn ending(w: Words, who: &str, lane: &EpisodeRun) -> Option<String> {
    let steps = counted(w.after_n_steps(), lane.steps.len() as u32);
    let calls = match lane.n_calls {
        0 => w.no_call().to_owned(),
        n => counted(w.n_calls(), n),
    };
    Some(match lane.outcome? {
        Outcome::Success => fill(w.who_succeeded(), &[&who, &steps, &calls]),
        Outcome::Failure => fill(w.who_failed(), &[&who, &steps, &calls, &lane.failure(w)]),
    })
}

impl Takeover {
    /// The agent's steps up to the takeover, then the reader's choices as far as they are legal.
    pub(in crate::app) fn episode(&self, stage: &TaskModel, agent: &EpisodeRun) -> Episode {
        let kept = agent.steps.iter().take(self.first_of(agent) as usize);
        let kept = kept.map(|step| (step.action, u8::from(step.asked)));
        let mut household = Household::new(&stage.task);
        let mut steps = Vec::new();
        for (action, intervention) in kept.chain(self.choices.iter().map(|&action| (action, 0))) {
            if !household.is_legal(action) {
                break;
            }
            steps.push(Step { key: household.key(stage.order().keying), intervention, action });
            household.step(action);
        }
        Episode { steps, outcome: household.outcome() }
    }

    /// The reader's view after that episode.
    pub(in crate::app) fn yours(&self, stage: &TaskModel, agent: EpisodeRun, episode: &Episode) -> Yours {
        let household = episode.household_at(&stage.task, episode.steps.len());
        let label = |&action: &Action| action_label(&stage.task, household.room(), household.held(), action);
        let offers = household.legal_actions();
        let from = self.first_of(&agent);
        Yours {
            from,
            n_choices: episode.length() - from,
            agent,
            offers: offers.iter().map(|action| Offer { action: *action, label: label(action) }).collect(),
            state: stage.state_of(&household),
            episode: episode.clone(),
            seen: (0..stage.task.n_things).map(|thing| household.seen(ThingId(thing))).collect(),
            step_limit: household.step_limit(),
        }
    }

    /// The first step that the reader decides; at most the agent's last step, since nothing is left to decide
    /// after it.
    fn first_of(&self, agent: &EpisodeRun) -> u32 {
        self.from.min((agent.steps.len() as u32).saturating_sub(1))
    }
}
