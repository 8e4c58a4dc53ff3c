//! A whole setting that replaces the current one: a link's, or a surrounding page's.

use crate::app::message::effect::Effect;
use crate::app::model::link;
use crate::app::model::linked_marks::LinkedMarks;
use crate::app::model::setting::Setting;
use crate::app::state::State;
use crate::app::update::experiment::run;
use crate::app::update::recompute::{changed_task, end_opening};
use crate::app::update::{lesson, marks as linked};

/// Replaces the current setting by another one.
pub(in crate::app) fn adopt(state: &mut State, setting: Setting) -> Vec<Effect> {
    adopt_with(state, setting, false)
}

pub(in crate::app) fn adopt_with(state: &mut State, mut setting: Setting, opens_lesson: bool) -> Vec<Effect> {
    link::agree(&mut setting);
    let order_before = state.setting.order();
    let theme = setting.theme;
    let marks = std::mem::take(&mut setting.marks);
    state.setting = setting;
    state.pinned = None;
    state.in_gesture = false;
    let mut effects = vec![Effect::ShowTheme(theme)];
    let is_new_order = state.setting.order() != order_before;
    if state.experiment.is_none() && state.pending.is_none() || is_new_order {
        effects.extend(run(state));
    }
    if let Some(pending) = &mut state.pending {
        pending.has_takeover = state.setting.takeover.is_some();
    }
    // A link that names a lesson and no budget opens the lesson's own state.
    if opens_lesson {
        lesson::open(state);
    }
    changed_task(state);
    state.linked_marks = LinkedMarks::new(&state.setting, marks);
    linked::restore(state);
    end_opening(state);
    effects
}
