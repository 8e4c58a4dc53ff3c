//! The first seconds: one sweep of the budget, then a word on what to do. Any act of the reader ends it.

/// The stage at which the greeting stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Greeting {
    /// None yet, or none any more.
    #[default]
    None,
    /// The budget is swept; it returns to this one.
    Sweeping {
        /// The budget of the setting.
        home: f64,
    },
    /// The slider pulses beside a line of text.
    Inviting,
}
