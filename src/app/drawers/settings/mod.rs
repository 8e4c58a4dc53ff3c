//! The settings drawer: the options of the experiment, and results kept for comparison.

pub(in crate::app) mod message;
pub(in crate::app) mod state;
pub(in crate::app) mod update;

pub use message::SettingsMsg;
pub use state::{PINS_MAX, Pin, SettingsState};
pub(in crate::app) use update::update;
