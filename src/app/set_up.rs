//! The set-up drawer: what is computed, and settings kept to compare with.

use crate::language::{Words, fill};
use std::rc::Rc;

use crate::experiment::{Experiment, Order};
use crate::household::{Keying, Split};

use super::message::Effect;
use super::notice::Place;
use super::setting::Setting;
use super::state::State;
use super::typed;
use super::update::order;

/// Settings that can be kept side by side.
pub const PINS_MAX: usize = 4;
/// The most tasks a run takes: ten times the paper's.
const TASKS_MAX: u32 = 10_000;
/// The most episodes of Phase 1 a task and probability.
const REPETITIONS_MAX: u32 = 20;

/// The acts that the reader did in the drawer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetUpMsg {
    /// A discount was typed.
    GammaTyped(String),
    /// A key was chosen by its name.
    KeyingChosen(String),
    /// A number of tasks was typed.
    TasksTyped(String),
    /// A number of episodes a task and probability was typed.
    RepetitionsTyped(String),
    /// Back to the paper's sizes and our defaults.
    DefaultsPressed,
    /// The setting that is shown was kept for comparison.
    Pinned,
    /// A kept setting was let go.
    Unpinned(usize),
    /// A kept setting is to be shown again.
    PinShown(usize),
}

/// The settings that the drawer remembers.
#[derive(Clone, Debug, Default)]
pub struct SetUp {
    /// Kept settings with their results, in the order they were kept.
    pub pins: Vec<Pin>,
}

/// A kept setting.
#[derive(Clone, Debug)]
pub struct Pin {
    /// The setting that was set.
    pub setting: Setting,
    /// The result that came of it.
    pub experiment: Rc<Experiment>,
}

/// A discount as the reader types it. In every household some policy looks at the same room for ever, so that without a
/// discount no table could be solved.
///
/// # Errors
/// The expected numbers, and why 1 is none of them, in these words.
pub(super) fn read_gamma(w: Words, text: &str) -> Result<f64, String> {
    match typed::number(text) {
        Some(gamma) if gamma > 0.0 && gamma < 1.0 => Ok(gamma),
        _ => Err(w.gamma_expected().to_owned()),
    }
}

/// A number of tasks as the reader types it.
///
/// # Errors
/// The numbers that were expected.
pub(super) fn read_tasks(text: &str) -> Result<u32, String> {
    read_count(text, "tasks", TASKS_MAX)
}

/// A number of episodes as the reader types it.
///
/// # Errors
/// The numbers that were expected.
pub(super) fn read_repetitions(text: &str) -> Result<u32, String> {
    read_count(text, "episodes", REPETITIONS_MAX)
}

/// A key by its name.
///
/// # Errors
/// The names that were expected.
pub(super) fn read_keying(text: &str) -> Result<Keying, String> {
    Keying::from_name(text).ok_or_else(|| Keying::ALL.map(Keying::name).join(" or "))
}

fn read_count(text: &str, noun: &str, most: u32) -> Result<u32, String> {
    match text.trim().parse::<u32>() {
        Ok(count) if (1..=most).contains(&count) => Ok(count),
        _ => Err(format!("a number of {noun} from 1 to {most}")),
    }
}

/// Takes one message of the drawer.
pub(super) fn update(state: &mut State, msg: SetUpMsg) -> Vec<Effect> {
    let w = state.words;
    let mut setting = state.setting.clone();
    match msg {
        SetUpMsg::GammaTyped(text) => match read_gamma(w, &text) {
            Ok(gamma) => setting.gamma = gamma,
            Err(expected) => refuse(state, Some(Place::Gamma), w.the_discount(), &text, &expected),
        },
        SetUpMsg::KeyingChosen(name) => match read_keying(&name) {
            Ok(keying) => setting.keying = keying,
            Err(expected) => refuse(state, None, w.the_key(), &name, &expected),
        },
        SetUpMsg::TasksTyped(text) => match read_tasks(&text) {
            Ok(n_tasks) => setting.n_tasks = n_tasks,
            Err(expected) => refuse(state, Some(Place::Tasks), w.number_of_tasks(), &text, &expected),
        },
        SetUpMsg::RepetitionsTyped(text) => match read_repetitions(&text) {
            Ok(repetitions) => setting.repetitions = repetitions,
            Err(expected) => {
                refuse(state, Some(Place::Repetitions), w.number_of_episodes(), &text, &expected)
            }
        },
        SetUpMsg::DefaultsPressed => setting.take_order(&Order::new(setting.seed, setting.split)),
        SetUpMsg::Pinned => pin(state),
        SetUpMsg::Unpinned(index) if index < state.set_up.pins.len() => {
            state.set_up.pins.remove(index);
        }
        SetUpMsg::Unpinned(_) => {}
        SetUpMsg::PinShown(index) => {
            if let Some(pin) = state.set_up.pins.get(index) {
                setting.take_order(&pin.experiment.order);
            }
        }
    }
    apply(state, setting)
}

/// Runs again if, and only if, the order changed.
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
    if is_pinned(state, &experiment.order) {
        state.notify(w.pinned_already().to_owned());
    } else if state.set_up.pins.len() == PINS_MAX {
        state.notify(fill(w.too_many_pins(), &[&PINS_MAX]));
    } else {
        let mut setting = state.setting.clone();
        setting.take_order(&experiment.order);
        state.set_up.pins.push(Pin { setting, experiment });
    }
}

/// True if a result of this order is kept.
#[must_use]
pub fn is_pinned(state: &State, order: &Order) -> bool {
    state.set_up.pins.iter().any(|pin| pin.experiment.order == *order)
}

/// The part of an order that differs from the defaults, in a few words: `PnP, γ = 0.9`.
#[must_use]
pub fn order_words(w: Words, order: &Order) -> String {
    let default = Order::new(1, Split::SObj);
    let mut words = vec![order.split.paper_name().to_owned(), fill(w.seed_n(), &[&order.seed])];
    let mut add = |differs: bool, text: String| {
        if differs {
            words.push(text);
        }
    };
    add(
        order.gamma.to_bits() != default.gamma.to_bits(),
        format!(
            "γ = {}",
            crate::figure::text::number(order.gamma, 3).trim_end_matches('0').trim_end_matches('.')
        ),
    );
    add(order.keying != default.keying, keying_words(w, order.keying).to_owned());
    add(order.n_tasks != default.n_tasks, fill(w.n_tasks(), &[&order.n_tasks]));
    add(order.repetitions != default.repetitions, fill(w.n_episodes_each(), &[&order.repetitions]));
    words.join(", ")
}

/// The order of an experiment in whole, its discount included: `S_obj, seed 1, γ = .95`.
pub(super) fn order_in_full(w: Words, order: &Order) -> String {
    let mut words = order_words(w, order);
    if order.gamma.to_bits() == Order::new(order.seed, order.split).gamma.to_bits() {
        // The default is not among the words.
        words += &format!(", γ = {}", crate::figure::text::tick(order.gamma));
    }
    words
}

/// The difference that a key tells apart, in a few words.
#[must_use]
pub fn keying_words(w: Words, keying: Keying) -> &'static str {
    match keying {
        Keying::Standard => w.keying_standard(),
        Keying::WithoutStuckBit => w.keying_without(),
        Keying::WithStep => w.keying_step(),
    }
}
