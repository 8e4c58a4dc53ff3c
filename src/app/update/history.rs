//! Undo and redo.

use crate::app::message::effect::Effect;
use crate::app::model::setting::Setting;
use crate::app::state::State;
use crate::app::update::episode::stop;
use crate::app::update::experiment::run;
use crate::app::update::recompute::changed_task;

/// Goes one step back or forward in the history.
pub(in crate::app) fn travel(state: &mut State, back: bool) -> Vec<Effect> {
    let mut effects = stop(state);
    // Steps that were played until now are a change of their own.
    state.history.settle(&state.setting);
    let order = state.setting.order();
    let is_new_order = state.history.next(back).is_some_and(|next| next.order() != order);
    if is_new_order && state.experiment.is_some() {
        state.history.request_begins();
    }
    let Some(setting) = state.history.step(back) else {
        state.announcement =
            if back { state.words.nothing_to_undo() } else { state.words.nothing_to_redo() }.to_owned();
        return effects;
    };
    if setting.budget.to_bits() != state.setting.budget.to_bits() {
        state.previous.clone_from(&state.reading);
    }
    state.setting = Setting { theme: state.setting.theme, ..setting };
    if is_new_order {
        effects.extend(run(state));
    }
    changed_task(state);
    effects
}
