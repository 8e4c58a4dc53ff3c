//! The state of the settings drawer: results kept side by side.

use std::rc::Rc;

use crate::app::model::setting::Setting;
use crate::experiment::{Experiment, Order};

/// Settings that can be kept side by side.
pub const PINS_MAX: usize = 4;

/// The settings that the drawer remembers.
#[derive(Clone, Debug, Default)]
pub struct SetUp {
    /// Kept settings with their results, in the order they were kept.
    pub pins: Vec<Pin>,
}

/// A kept setting.
#[derive(Clone, Debug)]
pub struct Pin {
    /// The setting that was set.
    pub setting: Setting,
    /// The result that came of it.
    pub experiment: Rc<Experiment>,
}

impl SetUp {
    /// True if a result of this order is kept.
    #[must_use]
    pub fn has(&self, order: &Order) -> bool {
        self.pins.iter().any(|pin| pin.experiment.order == *order)
    }
}
