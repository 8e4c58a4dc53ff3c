//! Messages of the settings drawer.

/// The acts that the reader did in the drawer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetUpMsg {
    /// A discount was typed.
    GammaTyped(String),
    /// A key was chosen by its name.
    KeyingChosen(String),
    /// A number of tasks was typed.
    TasksTyped(String),
    /// A number of episodes a task and probability was typed.
    RepetitionsTyped(String),
    /// Back to the paper's sizes and our defaults.
    DefaultsPressed,
    /// The setting that is shown was kept for comparison.
    Pinned,
    /// A kept setting was let go.
    Unpinned(usize),
    /// A kept setting is to be shown again.
    PinShown(usize),
}
