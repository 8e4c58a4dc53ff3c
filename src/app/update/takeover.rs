//! The acts of a reader in a takeover.

use crate::app::derived::own_episode::Yours;
use crate::app::message::effect::Effect;
use crate::app::message::page::TakeoverMsg;
use crate::app::model::setting::Setting;
use crate::app::model::takeover::{TAKE_OVER_ID, Takeover, YOURS_QUESTION_ID};
use crate::app::state::State;
use crate::app::update::episode::stop;
use crate::app::update::recompute::changed_policy;

/// Takes one message of a takeover.
pub(in crate::app) fn update(state: &mut State, msg: TakeoverMsg) -> Vec<Effect> {
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

/// Announces the result of the takeover to a screen reader.
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

/// Gives the episode back to the agent after a change of task, policy or table.
pub(in crate::app) fn give_back_if_changed(state: &mut State, before: &Setting) {
    let now = &state.setting;
    let is_another = now.order() != before.order()
        || now.budget.to_bits() != before.budget.to_bits()
        || (now.rule, now.measure, now.task) != (before.rule, before.measure, before.task);
    if now.takeover.is_some() && now.takeover == before.takeover && is_another {
        state.setting.takeover = None;
        changed_policy(state);
    }
}

#[cfg(test)]
#[path = "takeover_test.rs"]
mod test;
