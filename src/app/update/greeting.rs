//! The first seconds: one sweep of the budget, then a word on what to do. Any act of the reader ends it.

use crate::app::derived::reading::budget_max;
use crate::app::message::effect::Effect;
use crate::app::message::page::Msg;
use crate::app::model::greeting::Greeting;
use crate::app::state::{Phase, State};
use crate::app::update::recompute::changed_policy;

/// Begins, if the page stands as it opened.
pub(in crate::app) fn begin(state: &mut State, may_move: bool) -> Vec<Effect> {
    if state.phase != Phase::Ready || state.greeting != Greeting::None || state.history.can_undo() {
        return Vec::new();
    }
    if !may_move {
        state.greeting = Greeting::Inviting;
        return Vec::new();
    }
    state.greeting = Greeting::Sweeping { home: state.setting.budget };
    vec![Effect::StartSweep]
}

/// The sweep has come so far, 0 to 1: down to no call at all, up to the last that buys anything, and home.
pub(in crate::app) fn sweep(state: &mut State, share: f64) -> Vec<Effect> {
    let Greeting::Sweeping { home } = state.greeting else { return Vec::new() };
    if share >= 1.0 {
        end_sweep(state);
        state.greeting = Greeting::Inviting;
        return vec![Effect::StopSweep];
    }
    let Some(experiment) = &state.experiment else { return Vec::new() };
    let most = budget_max(experiment, state.setting.measure);
    let (from, to, part) = match share {
        s if s < 0.25 => (home, 0.0, s / 0.25),
        s if s < 0.75 => (0.0, most, (s - 0.25) / 0.5),
        s => (most, home, (s - 0.75) / 0.25),
    };
    let eased = part * part * (3.0 - 2.0 * part);
    state.setting.budget = state.setting.measure.budget(from + (to - from) * eased);
    changed_policy(state);
    Vec::new()
}

/// The reader acts: whatever moves by itself is put back first.
pub(in crate::app) fn yield_to(state: &mut State, msg: &Msg) -> Vec<Effect> {
    if state.greeting == Greeting::None || !msg.is_act() {
        return Vec::new();
    }
    let was_sweeping = matches!(state.greeting, Greeting::Sweeping { .. });
    end_sweep(state);
    state.greeting = Greeting::None;
    if was_sweeping { vec![Effect::StopSweep] } else { Vec::new() }
}

fn end_sweep(state: &mut State) {
    if let Greeting::Sweeping { home } = state.greeting {
        state.setting.budget = home;
        state.previous = None;
        changed_policy(state);
    }
}
