//! The first seconds: one sweep of the budget, then a word on what to do. Any act of the reader ends it.

/// The stage of the greeting.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Greeting {
    /// The greeting has not begun, or is over.
    #[default]
    None,
    /// The budget is swept, and returns to `home`.
    Sweeping {
        /// The budget of the setting.
        home: f64,
    },
    /// The slider pulses beside a line of text.
    Inviting,
}
