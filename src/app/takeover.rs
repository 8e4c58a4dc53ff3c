//! You decide: the reader in the agent's place, from one step of its episode on.
//!
//! The choices: what was chosen is a part of the setting, so it stands in the link, and undo takes one choice back.
//! Another task or another policy gives the episode back to the agent.

use crate::figure::Outcome;
use crate::household::{Action, Household, MAX_STEPS, RoomId, ThingId, action_label, state_text};
use crate::language::{Words, counted, fill};
use crate::rollout::{Episode, Step};

use super::message::Effect;
use super::scene::{Lane, Stage};
use super::setting::Setting;
use super::state::State;
use super::update::{changed_policy, stop};

/// The element that asks the reader, which takes the focus after each choice.
pub const YOURS_QUESTION_ID: &str = "yours-question";

/// The button that takes over, which takes the focus when the episode is given back.
pub const TAKE_OVER_ID: &str = "take-over";

/// The choices that the reader chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takeover {
    /// The number of steps the agent takes first.
    pub from: u32,
    /// The reader's choices after them.
    pub choices: Vec<Action>,
}

/// The acts that happened in the agent's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeoverMsg {
    /// The reader takes over at the step that is looked at.
    Begun,
    /// An action was chosen.
    Chosen(Action),
    /// The agent is to go on as it did.
    GivenBack,
}

/// One action that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The action.
    pub action: Action,
    /// In plain words: `Go to the bath`.
    pub label: String,
}

/// The reader's episode beside the agent's.
#[derive(Clone, Debug, PartialEq)]
pub struct Yours {
    /// The number of steps the agent took first.
    pub from: u32,
    /// The number of the reader's choices that were legal.
    pub n_choices: u32,
    /// The episode that the agent did under the policy.
    pub agent: Lane,
    /// The actions that may be done now; empty once the episode is over.
    pub offers: Vec<Offer>,
    /// The state of the task it is decided in; `None` where Phase 1 never was.
    pub state: Option<u32>,
    /// All that is known, as a language model would be prompted with it.
    pub text: String,
    /// The place where each thing is believed to stand.
    pub seen: Vec<Option<RoomId>>,
    /// The most steps the task may take.
    pub step_limit: u32,
}

impl Yours {
    /// True if the reader is to choose.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.offers.is_empty()
    }

    /// `Step 4 of at most 15: what do you do?`
    #[must_use]
    pub fn question(&self, w: Words, lane: &Lane) -> String {
        fill(w.your_question(), &[&(lane.steps.len() + 1), &self.step_limit])
    }

    /// The way it ended, against what the agent did; empty while it is under way.
    #[must_use]
    pub fn verdict(&self, w: Words, lane: &Lane) -> String {
        match ending(w, w.you(), lane) {
            Some(you) => format!("{you} {}", ending(w, w.the_agent(), &self.agent).unwrap_or_default()),
            None => String::new(),
        }
    }
}

/// `You succeeded in 6 steps, with 1 call.`
fn ending(w: Words, who: &str, lane: &Lane) -> Option<String> {
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
    /// The agent's steps up to the takeover, then the choices as far as they are legal.
    pub(super) fn episode(&self, stage: &Stage, agent: &Lane) -> Episode {
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

    /// The view that the reader sees after that episode.
    pub(super) fn yours(&self, stage: &Stage, agent: Lane, episode: &Episode) -> Yours {
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
            text: state_text(&household),
            seen: (0..stage.task.n_things).map(|thing| household.seen(ThingId(thing))).collect(),
            step_limit: household.step_limit(),
        }
    }

    /// The first step the reader decides: there is nothing to decide after the agent's last one.
    fn first_of(&self, agent: &Lane) -> u32 {
        self.from.min((agent.steps.len() as u32).saturating_sub(1))
    }
}

/// Takes one message.
pub(super) fn update(state: &mut State, msg: TakeoverMsg) -> Vec<Effect> {
    let Some(scene) = state.scene.clone() else { return Vec::new() };
    let mut effects = stop(state);
    match (msg, &mut state.setting.takeover) {
        (TakeoverMsg::Begun, None) => {
            let from = scene.step(&state.setting);
            state.setting.takeover = Some(Takeover { from, choices: Vec::new() });
            state.setting.task = Some(scene.stage.index);
            state.setting.step = Some(from);
            if let Some(pending) = &mut state.pending {
                pending.has_takeover = false;
            }
        }
        (TakeoverMsg::Chosen(action), Some(takeover)) => {
            let is_offered = |yours: &Yours| yours.offers.iter().any(|offer| offer.action == action);
            if !scene.yours.as_ref().is_some_and(is_offered) {
                return effects;
            }
            takeover.choices.push(action);
            state.setting.step = Some(scene.helped.steps.len() as u32 + 1);
        }
        (TakeoverMsg::GivenBack, Some(takeover)) => {
            state.setting.step = Some(takeover.from);
            state.setting.takeover = None;
        }
        _ => return effects,
    }
    state.pinned = None;
    changed_policy(state);
    announce(state);
    effects.push(Effect::Focus(if state.setting.takeover.is_some() {
        YOURS_QUESTION_ID
    } else {
        TAKE_OVER_ID
    }));
    effects
}

/// The result of it, for a screen reader.
fn announce(state: &mut State) {
    let Some(scene) = state.scene.clone() else { return };
    let w = state.words;
    let Some(yours) = &scene.yours else {
        state.announcement = w.episode_is_the_agents_again().to_owned();
        return;
    };
    let last = scene.helped.steps.last().map_or("", |step| step.sentence.as_str());
    let next =
        if yours.is_open() { yours.question(w, &scene.helped) } else { yours.verdict(w, &scene.helped) };
    state.announcement = format!("{last} {next}").trim_start().to_owned();
    if !yours.is_open() {
        state.setting.step = Some(scene.last_step());
    }
}

/// Another task, policy or table gives the episode back to the agent.
pub(super) fn give_back_if_changed(state: &mut State, before: &Setting) {
    let now = &state.setting;
    let is_another = now.order() != before.order()
        || now.budget.to_bits() != before.budget.to_bits()
        || (now.rule, now.measure, now.task) != (before.rule, before.measure, before.task);
    if now.takeover.is_some() && now.takeover == before.takeover && is_another {
        state.setting.takeover = None;
        changed_policy(state);
    }
}

/// A link may hold choices that cannot be made: they are taken out.
pub(super) fn keep_legal(state: &mut State) {
    let Some(scene) = state.scene.clone() else { return };
    let (Some(yours), Some(takeover)) = (&scene.yours, &mut state.setting.takeover) else { return };
    let (chosen, legal) = (takeover.choices.len(), yours.n_choices as usize);
    takeover.from = yours.from;
    if chosen > legal {
        takeover.choices.truncate(legal);
        state.notify(fill(state.words.choice_cannot_be_made(), &[&chosen, &(legal + 1)]));
    }
}

/// `3.go1.look.pick0.put`: the step, then the choices.
pub(super) fn write(takeover: &Takeover) -> String {
    let choice = |action: &Action| match action {
        Action::Go(room) => format!(".go{}", room.0),
        Action::Explore => ".look".to_owned(),
        Action::Pick(thing) => format!(".pick{}", thing.0),
        Action::Put => ".put".to_owned(),
        Action::Give => ".give".to_owned(),
    };
    takeover.from.to_string() + &takeover.choices.iter().map(choice).collect::<String>()
}

/// The choices that [`write`] wrote.
///
/// # Errors
/// The form that was expected.
pub(super) fn read(text: &str) -> Result<Takeover, String> {
    let expected = || format!("a step and up to {MAX_STEPS} choices, as in 3.go1.look.pick0.put");
    let mut parts = text.split('.');
    let from = parts.next().and_then(|from| from.parse().ok()).ok_or_else(expected)?;
    let choices: Option<Vec<Action>> = parts.map(read_choice).collect();
    match choices {
        Some(choices) if choices.len() <= MAX_STEPS => Ok(Takeover { from, choices }),
        _ => Err(expected()),
    }
}

fn read_choice(text: &str) -> Option<Action> {
    let number = |text: &str| text.parse::<u8>().ok();
    match text {
        "look" => Some(Action::Explore),
        "put" => Some(Action::Put),
        "give" => Some(Action::Give),
        _ => match (text.strip_prefix("go"), text.strip_prefix("pick")) {
            (Some(room), _) => number(room).map(|room| Action::Go(RoomId(room))),
            (_, Some(thing)) => number(thing).map(|thing| Action::Pick(ThingId(thing))),
            _ => None,
        },
    }
}

#[cfg(test)]
#[path = "takeover_test.rs"]
mod test;
