//! The task that the page opens with: one in which a single well-timed call makes the difference.
//!
//! The task follows from the experiment alone. A link without a task therefore opens the task that its sender saw,
//! whatever budget or rule the link names.

use std::rc::Rc;

use crate::experiment::Experiment;
use crate::figure::Outcome;

use crate::app::derived::reading::Reading;
use crate::app::derived::task_model::TaskModel;
use crate::app::derived::task_view::TaskView;
use crate::app::model::setting::Setting;

/// Tasks that are looked at; the first ones are as good as any.
const CANDIDATES: u32 = 120;
/// A graph of about so many states reads best.
const STATES: core::ops::RangeInclusive<u32> = 14..=30;

/// The best task for the opening under the default policy, by plain rules: help turns failure into success, with few
/// calls and not at the first step, in a graph that is neither empty nor crowded. The first of equals.
pub(in crate::app) fn showcase(experiment: &Experiment) -> u32 {
    let setting = &Setting::default();
    let reading = Reading::at(experiment, setting);
    let mut best = (0, 0);
    for index in 0..experiment.n_tasks().min(CANDIDATES) {
        let Some(stage) = TaskModel::new(experiment, index) else { continue };
        let merit = merit(&TaskView::new(experiment, Rc::new(stage), setting, &reading, None));
        if merit > best.1 {
            best = (index, merit);
        }
    }
    best.0
}

fn merit(scene: &TaskView) -> u32 {
    let helped = &scene.helped;
    let comparison = &scene.stage.comparison;
    let first_call = helped.steps.iter().position(|step| step.asked);
    let turns = helped.outcome == Some(Outcome::Success) && comparison.outcome == Some(Outcome::Failure);
    let counts = [
        (turns, 16),
        (comparison.steps.len() >= 12, 8),
        (helped.n_calls == 1, 8),
        (helped.n_calls == 2, 4),
        (first_call.is_some_and(|step| (2..=4).contains(&step)), 4),
        (STATES.contains(&scene.stage.n_states()), 6),
        (helped.steps.len() <= 9, 2),
        (helped.steps.iter().all(|step| step.state.is_some()), 2),
    ];
    counts.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum()
}
