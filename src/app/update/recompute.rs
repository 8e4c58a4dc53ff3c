//! The values that follow from a change: the reading of the budget and the view of the task.

use std::rc::Rc;

use crate::app::derived::reading::Reading;
use crate::app::derived::result::announcement;
use crate::app::derived::task_model::TaskModel;
use crate::app::derived::task_view::TaskView;
use crate::app::model::notice::Place;
use crate::app::state::State;
use crate::language::fill;

/// Computes again all that follows from a changed policy.
pub(in crate::app) fn changed_policy(state: &mut State) {
    let Some(experiment) = state.experiment.clone() else { return };
    let setting = state.setting_of_scene();
    let reading = Reading::at(&experiment, &setting);
    // The last change of the budget is told within one rule and measure alone.
    state.previous.take_if(|previous| !previous.is_beside(&reading));
    let index = setting.task.unwrap_or(state.showcase);
    let kept = state
        .scene
        .as_ref()
        .map(|scene| scene.stage.clone())
        .filter(|stage| stage.index == index && *stage.order() == experiment.order);
    let Some(stage) = kept.or_else(|| TaskModel::new(&experiment, index).map(Rc::new)) else { return };
    let scene = TaskView::new(&experiment, stage, &setting, &reading, state.previous.as_ref());
    state.announcement = announcement(state.words, &setting, &reading, &scene);
    state.scene = Some(Rc::new(scene));
    state.reading = Some(reading);
    keep_legal(state);
}

/// Computes all that follows from a change of task; the pinned state of the old task is let go.
pub(in crate::app) fn changed_task(state: &mut State) {
    state.pinned = None;
    state.hovered = None;
    // While another experiment is on its way, its number of tasks counts.
    if let Some(experiment) = state.experiment.as_ref().filter(|_| state.pending.is_none())
        && let Some(task) = state.setting.task
        && task >= experiment.n_tasks()
    {
        let n_tasks = experiment.n_tasks();
        (state.setting.task, state.setting.step, state.setting.takeover) = (None, None, None);
        refuse_task(state, task, n_tasks);
    }
    changed_policy(state);
}

pub(in crate::app) fn refuse_task(state: &mut State, task: u32, n_tasks: u32) {
    state.notify_at(Place::Task, fill(state.words.no_such_task(), &[&task, &n_tasks.saturating_sub(1)]));
}

/// Ends the opening of a link once its episode is there; a notice names a step that the episode lacks.
pub(in crate::app) fn end_opening(state: &mut State) {
    if state.pending.is_some() || !std::mem::take(&mut state.opens_link) {
        return;
    }
    if let (Some(step), Some(scene)) = (state.setting.step, &state.scene) {
        let last = scene.last_step();
        if step > last {
            state.notify(fill(state.words.no_such_step(), &[&step, &last]));
        }
    }
}

/// Moves a step behind the episode's last one to the last one, so that the link says what is shown.
pub(in crate::app) fn keep_step(state: &mut State) {
    if let (None, Some(scene), Some(step)) = (state.pending, &state.scene, &mut state.setting.step) {
        *step = (*step).min(scene.last_step());
    }
}

/// Removes the choices of a link that cannot be made.
fn keep_legal(state: &mut State) {
    let Some(scene) = state.scene.clone() else { return };
    let (Some(yours), Some(takeover)) = (&scene.yours, &mut state.setting.takeover) else { return };
    let (chosen, legal) = (takeover.choices.len(), yours.n_choices as usize);
    takeover.from = yours.from;
    if chosen > legal {
        takeover.choices.truncate(legal);
        state.notify(fill(state.words.choice_cannot_be_made(), &[&chosen, &(legal + 1)]));
    }
}
