//! The selected task, and a walk along its states.

use crate::app::draw::policy::state_words;
use crate::app::model::notice::Place;
use crate::app::state::State;
use crate::app::update::recompute::{changed_task, refuse_task};
use crate::language::fill;

pub(in crate::app) fn type_task(state: &mut State, text: &str) {
    let n_tasks = match &state.experiment {
        Some(experiment) if state.pending.is_none() => experiment.n_tasks(),
        _ => state.setting.n_tasks,
    };
    let told = match text.trim().parse::<u32>() {
        Ok(task) if task < n_tasks => {
            state.setting.task = Some(task);
            state.setting.step = None;
            changed_task(state);
            return;
        }
        Ok(task) => return refuse_task(state, task, n_tasks),
        Err(_) => fill(state.words.task_not_used(), &[&text.trim()]),
    };
    state.notify_at(Place::Task, told);
}

/// Goes to the next task or the previous one, round and round.
pub(in crate::app) fn step_task(state: &mut State, by: i32) {
    let (Some(experiment), Some(scene)) = (&state.experiment, &state.scene) else { return };
    let n_tasks = i64::from(experiment.n_tasks());
    let task = i64::from(scene.stage.index);
    state.setting.task = u32::try_from((task + i64::from(by)).rem_euclid(n_tasks.max(1))).ok();
    state.setting.step = None;
    changed_task(state);
}

/// Goes to the next state or the previous one, round and round, and announces it.
pub(in crate::app) fn walk(state: &mut State, by: i32) {
    let Some(scene) = state.scene.clone() else { return };
    let n_states = i64::from(scene.stage.n_states()).max(1);
    // Where the episode stands tells of the answer, so a walk does not begin there while that is hidden.
    let at_step = || scene.state_at_step(&state.setting).filter(|_| !state.is_answer_hidden());
    let here = state.hovered.or(state.pinned).or_else(at_step);
    let next = here.map_or(0, |here| (i64::from(here) + i64::from(by)).rem_euclid(n_states));
    state.hovered = u32::try_from(next).ok();
    state.announcement = state_words(state, &scene, next as usize);
}
