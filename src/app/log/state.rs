//! What the page remembers of a reader's log.

use super::super::latest::Latest;
use super::message::{LogCompared, LogOptions, LogShown, LogSource, Look, Understood};

/// How far a log is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum LogPhase {
    /// No log was given.
    #[default]
    Empty,
    /// It is read.
    Reading {
        /// The share that is read.
        share: f64,
        /// In words.
        words: String,
    },
    /// It is there.
    Ready,
}

/// The reader's log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogState {
    /// How it is read.
    pub options: LogOptions,
    /// What the one given last is called.
    pub given: String,
    /// What the one that is shown is called.
    pub name: String,
    /// How far it is.
    pub phase: LogPhase,
    /// Why the last one, or the last change, was refused.
    pub refused: Vec<String>,
    /// What the log given last calls its columns.
    pub names: Vec<String>,
    /// A mapping of them that may be meant by one that was refused.
    pub guess: Option<String>,
    /// What was understood.
    pub understood: Option<Understood>,
    /// What is shown.
    pub shown: Option<LogShown>,
    /// The policies compared.
    pub compared: Option<LogCompared>,
    /// What came of learning the chance of success.
    pub learnt: Option<String>,
    /// A link's data that carry the log, or why there is none.
    pub linked: Option<Result<String, String>>,
    /// What is looked at.
    pub look: Look,
    /// Where it came from, so that it can be read again.
    pub(super) source: Option<LogSource>,
    pub(super) next_request: u32,
    /// The reading or analysis that is awaited.
    pub(super) awaited: Option<u32>,
    /// The picture that is awaited.
    pub(super) showing: Latest,
    /// The comparison that counts.
    pub(super) comparing: Option<u32>,
    /// The learning that is awaited.
    pub(super) learning: Option<u32>,
    pub(super) in_gesture: bool,
}

impl LogState {
    /// Whether the chance of success is being learnt.
    #[must_use]
    pub fn is_learning(&self) -> bool {
        self.learning.is_some()
    }
}
