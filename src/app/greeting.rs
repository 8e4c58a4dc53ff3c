//! The first seconds: one sweep of the budget, then a word on what to do. Any act of the reader ends it.

use super::message::{Effect, Msg};
use super::reading::budget_max;
use super::state::{Phase, State};
use super::update::changed_policy;

/// The stage at which the greeting stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Greeting {
    /// None yet, or none any more.
    #[default]
    None,
    /// The budget is swept; it returns to this one.
    Sweeping {
        /// The budget of the setting.
        home: f64,
    },
    /// The slider pulses beside a line of text.
    Inviting,
}

/// Begins, if the page stands as it opened.
pub(super) fn begin(state: &mut State, may_move: bool) -> Vec<Effect> {
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
pub(super) fn sweep(state: &mut State, share: f64) -> Vec<Effect> {
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
pub(super) fn yield_to(state: &mut State, msg: &Msg) -> Vec<Effect> {
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
