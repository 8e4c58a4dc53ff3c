//! The faults of a log, line by line, with the form that is expected.

use core::fmt;

use serde::{Deserialize, Serialize};

/// The number of errors that are told in full; the others are counted.
pub const ERRORS_TOLD: usize = 20;

/// One thing that is wrong: where, what stands there, what was expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The file, where several are read.
    pub file: Option<String>,
    /// The line, from 1; 0 where it is about the whole.
    pub line: u64,
    /// The field, as the file calls it.
    pub field: Option<String>,
    /// The text that was found.
    pub found: String,
    /// The form that is expected.
    pub expected: String,
    /// The episode that is left out because of it.
    pub episode: Option<String>,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}: ")?;
        }
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        write!(f, "{}; expected {}", self.found, self.expected)?;
        if let Some(episode) = &self.episode {
            write!(f, " (episode {episode} is left out)")?;
        }
        Ok(())
    }
}

/// Something to know before believing a number; the log can still be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The kind of the warning, in one or two words with hyphens: what a program may look for.
    pub kind: String,
    /// The remark in a sentence.
    pub text: String,
}

impl Warning {
    pub(in crate::trace) fn new(kind: &str, text: impl Into<String>) -> Self {
        Self { kind: kind.to_owned(), text: text.into() }
    }
}

/// The faults and remarks from reading a log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issues {
    /// The first errors, at most [`ERRORS_TOLD`]; each line or episode they are about is left out.
    pub errors: Vec<Issue>,
    /// All errors, told or not.
    pub n_errors: u64,
    /// The remarks.
    pub warnings: Vec<Warning>,
}

impl Issues {
    pub(super) fn error(&mut self, issue: Issue) {
        self.n_errors += 1;
        if self.errors.len() < ERRORS_TOLD {
            self.errors.push(issue);
        }
    }
}

/// A text for a message: its beginning, in quotes.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    let begin: String = text.chars().take(SHOWN).collect();
    let more = if text.chars().nth(SHOWN).is_some() { "…" } else { "" };
    format!("\"{}{more}\"", begin.escape_debug())
}
