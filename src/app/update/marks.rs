//! The marks of a link, put on the page once their task is there.

use crate::app::model::link::Dropped;
use crate::app::model::linked_marks::{LinkedMarks, MadeOn};
use crate::app::state::State;
use crate::app::update::lesson;

/// Puts the marks of a link on the page once their task is there; a notice names a mark that does not fit.
pub(in crate::app) fn restore(state: &mut State) {
    if state.pending.is_some() || state.scene.is_none() {
        return;
    }
    let Some(LinkedMarks { marks, made_on }) = state.linked_marks.take() else { return };
    if made_on != MadeOn::of(&state.setting) {
        return;
    }
    let mut dropped: Vec<Dropped> = marks.pinned.and_then(|pinned| pin(state, pinned)).into_iter().collect();
    if let Some(expected) = marks.guess.as_ref().and_then(|guess| lesson::restore_guess(state, guess).err()) {
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
