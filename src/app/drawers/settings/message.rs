//! Messages of the settings drawer.

/// An act of the reader in the settings drawer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsMsg {
    /// A discount was typed.
    GammaTyped(String),
    /// A state abstraction was chosen by its name.
    KeyingChosen(String),
    /// A number of training tasks was typed.
    TasksTyped(String),
    /// A number of Phase 1 episodes for each task and probability was typed.
    RepetitionsTyped(String),
    /// The options were set back to the paper's sizes and the defaults.
    DefaultsPressed,
    /// The shown setting was kept for comparison.
    Pinned,
    /// A kept setting was removed.
    Unpinned(usize),
    /// A kept setting was chosen to be shown again.
    PinShown(usize),
}
