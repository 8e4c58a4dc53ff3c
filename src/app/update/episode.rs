//! The episode: its selected step, and its playing.

use crate::app::message::effect::Effect;
use crate::app::model::setting::Measure;
use crate::app::state::State;
use crate::app::update::recompute::changed_policy;

pub(in crate::app) fn select_step(state: &mut State, step: u32) {
    let last = state.scene.as_ref().map_or(0, |scene| scene.last_step());
    state.setting.step = Some(step.min(last));
    state.pinned = None;
    if state.setting.measure == Measure::Cap {
        // What to do depends on the calls that are left there.
        changed_policy(state);
    }
}

pub(in crate::app) fn current_step(state: &State) -> u32 {
    state.scene.as_ref().map_or(0, |scene| scene.step(&state.setting))
}

pub(in crate::app) fn step_episode(state: &mut State) {
    let next = current_step(state) + 1;
    select_step(state, next);
}

pub(in crate::app) fn at_end(state: &State) -> bool {
    state.scene.as_ref().is_none_or(|scene| current_step(state) >= scene.last_step())
}

pub(in crate::app) fn play(state: &mut State) -> Vec<Effect> {
    if state.scene.is_none() {
        return Vec::new();
    }
    if at_end(state) {
        select_step(state, 0);
    }
    state.playing = true;
    vec![Effect::StartTicking { every_ms: state.speed.step_ms() }]
}

pub(in crate::app) fn step_speed(state: &mut State, by: i32) -> Vec<Effect> {
    state.speed = if by == 0 { state.speed.next() } else { state.speed.stepped(by) };
    if state.playing { vec![Effect::StartTicking { every_ms: state.speed.step_ms() }] } else { Vec::new() }
}

pub(in crate::app) fn stop(state: &mut State) -> Vec<Effect> {
    if !state.playing {
        return Vec::new();
    }
    state.playing = false;
    vec![Effect::StopTicking]
}

/// Takes one tick of the play timer.
pub(in crate::app) fn tick(state: &mut State) -> Vec<Effect> {
    if !state.playing {
        return Vec::new();
    }
    step_episode(state);
    if at_end(state) { stop(state) } else { Vec::new() }
}

/// Goes back to the first step, paused.
pub(in crate::app) fn reset(state: &mut State) -> Vec<Effect> {
    let effects = stop(state);
    select_step(state, 0);
    effects
}

/// Marks the state of the step under the pointer, so that the other views can show it.
pub(in crate::app) fn hover_step(state: &mut State, step: Option<u32>) {
    let at = |step: u32| state.scene.as_ref()?.helped.steps.get(step as usize)?.state;
    state.hovered = step.and_then(at);
}
