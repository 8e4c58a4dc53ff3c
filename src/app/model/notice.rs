//! Lines for the reader: what happened, and the field that it is about.
//!
//! A line about a field stands beside that field while the field is on the page, and above the title otherwise. One
//! field has one line at most: the next try replaces it, and a value that is taken ends it.

/// A line the reader should see, until put away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The text: the event, where it happened, and what was expected.
    pub text: String,
    /// The field that the line is about; none for a line about the whole page.
    pub place: Option<Place>,
}

/// A field, or a group of controls that change each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The budget.
    Budget,
    /// The rule and what the budget counts.
    Rule,
    /// The seed.
    Seed,
    /// The task.
    Task,
    /// The comparison policy, and its budget.
    Comparison,
    /// The discount.
    Gamma,
    /// The number of training tasks.
    Tasks,
    /// The number of Phase 1 episodes for each task and probability.
    Repetitions,
    /// The most calls to a language model.
    RemoteCalls,
    /// The most dollars for a language model.
    Spend,
    /// Dollars per million tokens sent.
    InputPrice,
    /// Dollars per million tokens answered.
    OutputPrice,
    /// The price of a call in an example problem.
    ProblemPrice,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 13] = [
        Self::Budget,
        Self::Rule,
        Self::Seed,
        Self::Task,
        Self::Comparison,
        Self::Gamma,
        Self::Tasks,
        Self::Repetitions,
        Self::RemoteCalls,
        Self::Spend,
        Self::InputPrice,
        Self::OutputPrice,
        Self::ProblemPrice,
    ];

    /// The id of the line beside the field.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Budget => "notice-budget",
            Self::Rule => "notice-rule",
            Self::Seed => "notice-seed",
            Self::Task => "notice-task",
            Self::Comparison => "notice-twin",
            Self::Gamma => "notice-gamma",
            Self::Tasks => "notice-tasks",
            Self::Repetitions => "notice-repetitions",
            Self::RemoteCalls => "notice-remote-calls",
            Self::Spend => "notice-spend",
            Self::InputPrice => "notice-input-price",
            Self::OutputPrice => "notice-output-price",
            Self::ProblemPrice => "notice-problem-price",
        }
    }
}
