//! Marks between the state and its link: those on the page, and those of a link whose task is still to come.

use crate::experiment::Order;

use super::lesson;
use super::link::Dropped;
use super::marks::Marks;
use super::setting::{Measure, Rule, Setting};
use super::state::State;

/// The marks of a link, and the task and policy they were made on: with any other they mean nothing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LinkedMarks {
    marks: Marks,
    made_on: MadeOn,
}

#[derive(Clone, Debug, PartialEq)]
struct MadeOn {
    order: Order,
    task: Option<u32>,
    of: (Rule, Measure, f64),
}

impl MadeOn {
    fn of(setting: &Setting) -> Self {
        let Setting { task, rule, measure, budget, .. } = *setting;
        Self { order: setting.order(), task, of: (rule, measure, budget) }
    }
}

impl LinkedMarks {
    /// The marks that a link brings along with its setting; none where it has none.
    pub(super) fn new(setting: &Setting, marks: Marks) -> Option<Self> {
        (marks != Marks::default()).then(|| Self { marks, made_on: MadeOn::of(setting) })
    }
}

/// The marks on the task that is shown.
pub(super) fn shown(state: &State) -> Marks {
    let n_states = state.scene.as_ref().map_or(0, |scene| scene.stage.n_states());
    Marks { pinned: state.pinned.filter(|&pinned| pinned < n_states), guess: lesson::guessed(state) }
}

/// The marks that the address bar names: while another experiment is computed, those that its link brought.
pub(super) fn of_address(state: &State) -> Marks {
    if state.pending.is_none() {
        return shown(state);
    }
    let linked = state.linked_marks.as_ref().filter(|linked| linked.made_on == MadeOn::of(&state.setting));
    linked.map_or_else(Marks::default, |linked| linked.marks.clone())
}

/// The setting with the marks that its address names.
pub(super) fn with_marks(state: &State) -> Setting {
    Setting { marks: of_address(state), ..state.setting.clone() }
}

/// Puts the marks of a link on the page once their task is there; a mark that cannot be put is told.
pub(super) fn restore(state: &mut State) {
    if state.pending.is_some() || state.scene.is_none() {
        return;
    }
    let Some(LinkedMarks { marks, made_on }) = state.linked_marks.take() else { return };
    if made_on != MadeOn::of(&state.setting) {
        return;
    }
    let mut dropped: Vec<Dropped> = marks.pinned.and_then(|pinned| pin(state, pinned)).into_iter().collect();
    if let Some(expected) = marks.guess.as_ref().and_then(|guess| lesson::restore(state, guess).err()) {
        dropped.push(Dropped { part: "guess".to_owned(), expected });
    }
    state.notify_dropped(&dropped);
}

fn pin(state: &mut State, pinned: u32) -> Option<Dropped> {
    let n_states = state.scene.as_ref()?.stage.n_states();
    if pinned < n_states {
        state.pinned = Some(pinned);
        return None;
    }
    let expected = format!("a state of the task, from 0 to {}", n_states.saturating_sub(1));
    Some(Dropped { part: format!("pin={pinned}"), expected })
}
