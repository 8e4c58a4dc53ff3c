//! Undo and redo: every settled setting, and the way back to it.

use super::message::Effect;
use super::setting::Setting;
use super::state::State;
use super::update::{changed_task, run};

/// Settled settings that are kept; older ones are forgotten.
const DEPTH_MAX: usize = 100;

/// What was set before, and what was taken back.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The last settled setting.
    settled: Setting,
    undone: Vec<Setting>,
    done: Vec<Setting>,
}

impl History {
    /// Whether there is something to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is something to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Takes note of a settled setting. What only the light of the page changed is no step.
    pub(super) fn settle(&mut self, setting: &Setting) {
        if is_same_but_for_light(&self.settled, setting) {
            self.settled.clone_from(setting);
            return;
        }
        self.done.push(std::mem::replace(&mut self.settled, setting.clone()));
        self.undone.clear();
        if self.done.len() > DEPTH_MAX {
            self.done.remove(0);
        }
    }

    /// Begins anew at the setting the page opens with.
    pub(super) fn begin(&mut self, setting: &Setting) {
        *self = Self { settled: setting.clone(), ..Self::default() };
    }

    fn step(&mut self, back: bool) -> Option<Setting> {
        let (from, to) =
            if back { (&mut self.done, &mut self.undone) } else { (&mut self.undone, &mut self.done) };
        let setting = from.pop()?;
        to.push(std::mem::replace(&mut self.settled, setting.clone()));
        Some(setting)
    }
}

fn is_same_but_for_light(a: &Setting, b: &Setting) -> bool {
    *a == Setting { theme: a.theme, ..b.clone() }
}

/// One step back, or forward again.
pub(super) fn travel(state: &mut State, back: bool) -> Vec<Effect> {
    let Some(setting) = state.history.step(back) else {
        state.announcement =
            if back { state.words.nothing_to_undo() } else { state.words.nothing_to_redo() }.to_owned();
        return Vec::new();
    };
    let is_new_order = setting.order() != state.setting.order();
    if setting.budget.to_bits() != state.setting.budget.to_bits() {
        state.previous.clone_from(&state.reading);
    }
    state.setting = Setting { theme: state.setting.theme, ..setting };
    state.in_gesture = false;
    if is_new_order {
        return run(state);
    }
    changed_task(state);
    Vec::new()
}
