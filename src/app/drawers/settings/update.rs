//! The transitions of the settings drawer.

use crate::app::drawers::settings::message::SettingsMsg;
use crate::app::drawers::settings::state::{PINS_MAX, Pin};
use crate::app::message::effect::Effect;
use crate::app::model::notice::Place;
use crate::app::model::options::{read_gamma, read_keying, read_repetitions, read_tasks};
use crate::app::model::setting::Setting;
use crate::app::state::State;
use crate::app::update::experiment::order;
use crate::experiment::Order;
use crate::language::fill;

/// Takes one message of the drawer.
pub(in crate::app) fn update(state: &mut State, msg: SettingsMsg) -> Vec<Effect> {
    let w = state.words;
    let mut setting = state.setting.clone();
    match msg {
        SettingsMsg::GammaTyped(text) => match read_gamma(w, &text) {
            Ok(gamma) => setting.gamma = gamma,
            Err(expected) => refuse(state, Some(Place::Gamma), w.the_discount(), &text, &expected),
        },
        SettingsMsg::KeyingChosen(name) => match read_keying(&name) {
            Ok(keying) => setting.keying = keying,
            Err(expected) => refuse(state, None, w.the_key(), &name, &expected),
        },
        SettingsMsg::TasksTyped(text) => match read_tasks(&text) {
            Ok(n_tasks) => setting.n_tasks = n_tasks,
            Err(expected) => refuse(state, Some(Place::Tasks), w.number_of_tasks(), &text, &expected),
        },
        SettingsMsg::RepetitionsTyped(text) => match read_repetitions(&text) {
            Ok(repetitions) => setting.repetitions = repetitions,
            Err(expected) => {
                refuse(state, Some(Place::Repetitions), w.number_of_episodes(), &text, &expected)
            }
        },
        SettingsMsg::DefaultsPressed => setting.take_order(&Order::new(setting.seed, setting.split)),
        SettingsMsg::Pinned => pin(state),
        SettingsMsg::Unpinned(index) if index < state.settings_drawer.pins.len() => {
            state.settings_drawer.pins.remove(index);
        }
        SettingsMsg::Unpinned(_) => {}
        SettingsMsg::PinShown(index) => {
            if let Some(pin) = state.settings_drawer.pins.get(index) {
                setting.take_order(&pin.experiment.order);
            }
        }
    }
    apply(state, setting)
}

/// Takes a setting, and runs the experiment again if its order changed.
fn apply(state: &mut State, setting: Setting) -> Vec<Effect> {
    if setting.order() == state.setting.order() {
        return Vec::new();
    }
    state.setting = setting;
    order(state)
}

fn refuse(state: &mut State, place: Option<Place>, what: &str, text: &str, expected: &str) {
    let told = fill(state.words.what_not_used(), &[&what, &text.trim(), &expected]);
    match place {
        Some(place) => state.notify_at(place, told),
        None => state.notify(told),
    }
}

fn pin(state: &mut State) {
    let w = state.words;
    let Some(experiment) = state.experiment.clone() else { return };
    if state.settings_drawer.has(&experiment.order) {
        state.notify(w.pinned_already().to_owned());
    } else if state.settings_drawer.pins.len() == PINS_MAX {
        state.notify(fill(w.too_many_pins(), &[&PINS_MAX]));
    } else {
        let mut setting = state.setting.clone();
        setting.take_order(&experiment.order);
        state.settings_drawer.pins.push(Pin { setting, experiment });
    }
}
