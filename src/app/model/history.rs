//! Undo and redo: every settled setting, and the way back to it.

use crate::app::model::setting::{MadeBy, Setting};

/// Settled settings that are kept; older ones are forgotten.
const DEPTH_MAX: usize = 100;

/// The settings before the present one, and those that were taken back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The last settled setting.
    settled: Setting,
    undone: Vec<Setting>,
    done: Vec<Setting>,
    /// The history at the time a newer experiment was asked for; it comes back if that request is cancelled
    /// or fails.
    before_request: Option<Box<History>>,
}

impl History {
    /// True if a change can be taken back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// True if a change can be made again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Takes note of a settled setting. A change of the theme alone is no step.
    pub(in crate::app) fn settle(&mut self, setting: &Setting) {
        if is_same_but_for_theme(&self.settled, setting) {
            self.settled.clone_from(setting);
            return;
        }
        self.done.push(std::mem::replace(&mut self.settled, setting.clone()));
        self.undone.clear();
        if self.done.len() > DEPTH_MAX {
            self.done.remove(0);
        }
    }

    /// The page itself put the last settled setting right: that is no step of the reader's. A step that now leads
    /// nowhere is forgotten.
    pub(in crate::app) fn amend(&mut self, setting: &Setting) {
        self.settled.clone_from(setting);
        for list in [&mut self.done, &mut self.undone] {
            while list.last().is_some_and(|last| is_same_but_for_theme(last, setting)) {
                list.pop();
            }
        }
    }

    /// Begins again at the setting the page opens with.
    pub(in crate::app) fn begin(&mut self, setting: &Setting) {
        *self = Self { settled: setting.clone(), ..Self::default() };
    }

    /// A newer experiment is asked for. The first such call counts until the request ends.
    pub(in crate::app) fn request_begins(&mut self) {
        if self.before_request.is_none() {
            self.before_request = Some(Box::new(self.clone()));
        }
    }

    /// The order of the household when the newer experiment was asked for.
    pub(in crate::app) fn made_before_request(&self) -> MadeBy {
        self.before_request.as_ref().map_or_else(MadeBy::default, |before| before.settled.made)
    }

    /// The newer experiment is there.
    pub(in crate::app) fn request_arrived(&mut self) {
        self.before_request = None;
    }

    /// The newer experiment does not come: the steps to it are forgotten, and what else was set since is one step.
    pub(in crate::app) fn request_ended(&mut self, setting: &Setting) {
        if let Some(before) = self.before_request.take() {
            *self = *before;
            self.settle(setting);
        }
    }

    pub(in crate::app) fn next(&self, back: bool) -> Option<&Setting> {
        if back { self.done.last() } else { self.undone.last() }
    }

    pub(in crate::app) fn step(&mut self, back: bool) -> Option<Setting> {
        let (from, to) =
            if back { (&mut self.done, &mut self.undone) } else { (&mut self.undone, &mut self.done) };
        let setting = from.pop()?;
        to.push(std::mem::replace(&mut self.settled, setting.clone()));
        Some(setting)
    }
}

fn is_same_but_for_theme(a: &Setting, b: &Setting) -> bool {
    *a == Setting { theme: a.theme, ..b.clone() }
}
