//! The reader's marks on the task, as a link carries them.

use crate::app::derived::guess::Guess;
use crate::app::model::linked_marks::MadeOn;
use crate::app::model::marks::{Guessed, Marks};
use crate::app::model::setting::Setting;
use crate::app::state::State;

impl State {
    /// The marks on the task that is shown.
    pub(in crate::app) fn shown_marks(&self) -> Marks {
        let n_states = self.scene.as_ref().map_or(0, |scene| scene.stage.n_states());
        Marks { pinned: self.pinned.filter(|&pinned| pinned < n_states), guess: self.guessed() }
    }

    /// The marks in the address bar. While another experiment is computed, they are those that its link
    /// brought.
    pub(in crate::app) fn marks_of_address(&self) -> Marks {
        if self.pending.is_none() {
            return self.shown_marks();
        }
        let linked = self.linked_marks.as_ref().filter(|linked| linked.made_on == MadeOn::of(&self.setting));
        linked.map_or_else(Marks::default, |linked| linked.marks.clone())
    }

    /// The setting with the marks that its address names.
    pub(in crate::app) fn setting_with_marks(&self) -> Setting {
        Setting { marks: self.marks_of_address(), ..self.setting.clone() }
    }

    /// The guess at the question on the page as a link carries it; none where the reader has made none.
    pub(in crate::app) fn guessed(&self) -> Option<Guessed> {
        let Guess { asks, is_revealed, is_shown, .. } = self.guessing()?;
        let asks = (0..).zip(asks).filter(|(_, asks)| *asks).map(|(id, _)| id).collect();
        Some(Guessed { asks, is_revealed, is_shown }).filter(|guess| *guess != Guessed::default())
    }
}
