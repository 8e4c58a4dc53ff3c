//! The state of the settings drawer: results kept side by side.

use std::rc::Rc;

use crate::app::model::setting::Setting;
use crate::experiment::{Experiment, Order};

/// The most settings that can be kept side by side.
pub const PINS_MAX: usize = 4;

/// The state of the settings drawer.
#[derive(Clone, Debug, Default)]
pub struct SettingsState {
    /// The kept settings with their results, in the order they were kept.
    pub pins: Vec<Pin>,
}

/// A kept setting, with its result.
#[derive(Clone, Debug)]
pub struct Pin {
    /// The setting.
    pub setting: Setting,
    /// The experiment of the setting.
    pub experiment: Rc<Experiment>,
}

impl SettingsState {
    /// True if a result of this order is kept.
    #[must_use]
    pub fn has(&self, order: &Order) -> bool {
        self.pins.iter().any(|pin| pin.experiment.order == *order)
    }
}
