//! MDP JSON: the problem as a file, with names.
//!
//! `{"gamma": .95, "states": ["a", ...] or N, "start": ["a", ...] or {"a": weight}, "transitions": {"nohelp": [["a", "b",
//! .7], ...], "help": [...]}, "terminal": {"success": [...], "failure": [...]}, "p_nohelp": {...}, "p_help": {...}}`, or
//! `help1`, `help2`, ... and `p_help1`, ... for several interventions. The same start twice weighs twice; the same
//! transition twice adds up; a row that sums to less than 1 loses the rest to failure. A terminal need not be among the
//! states. `"version": 1` and a `"note"` may be there; nothing else may. It opens no file: text in, text out.

mod link;
mod names;
mod raw;
mod section;
mod seed;
mod write;

use std::borrow::Cow;

use super::error::MdpError;
use super::ids::{ActionId, Policy, StateId};
use super::model::Mdp;

pub use names::StateNames;
pub use write::to_json;

/// A problem with the names its file gives to states and interventions.
#[derive(Clone, Debug, PartialEq)]
pub struct MdpFile {
    /// The problem.
    pub mdp: Mdp,
    /// The name of each state (terminals are none).
    pub states: StateNames,
}

/// Why a file is refused: where, what stands there, what was expected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FileError {
    /// The text is no such JSON document; says line and column.
    #[error("{0}")]
    Syntax(String),
    /// A field is missing.
    #[error("{field}: missing; expected {expected}")]
    Missing {
        /// The path of the field.
        field: String,
        /// The form of value that is expected.
        expected: &'static str,
    },
    /// A field holds something it must not.
    #[error("{field}: {found}; expected {expected}")]
    Field {
        /// The path of the field.
        field: String,
        /// The value that was found.
        found: String,
        /// The form of value that is expected.
        expected: String,
    },
}

impl FileError {
    fn field(field: impl Into<String>, found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::Field { field: field.into(), found: found.into(), expected: expected.into() }
    }
}

/// Reads an MDP JSON document.
pub fn read(text: &str) -> Result<MdpFile, FileError> {
    let document: raw::Document =
        serde_json::from_str(text).map_err(|error| FileError::Syntax(error.to_string()))?;
    link::link(document)
}

/// Reads the same as it comes, without ever holding the text: 16 bytes a transition, and about 60 a state. What the
/// source itself cannot give (it says why) is [`FileError::Syntax`] too.
pub fn read_from(source: impl std::io::Read) -> Result<MdpFile, FileError> {
    let document: raw::Document =
        serde_json::from_reader(source).map_err(|error| FileError::Syntax(error.to_string()))?;
    link::link(document)
}

impl MdpFile {
    /// The name of an action: `nohelp`, `help`, or `help1`, `help2`, ... where there are several.
    #[must_use]
    pub fn action_name(&self, action: ActionId) -> String {
        action_name(action, self.mdp.n_interventions())
    }

    /// The actions of a policy by the names of states and actions, in the order of the states; states in which nothing
    /// is available are left out.
    pub fn named_policy<'a>(
        &'a self,
        policy: &'a Policy,
    ) -> impl Iterator<Item = (Cow<'a, str>, String)> + 'a {
        let named = self.states.iter().zip(policy);
        named.filter_map(|(name, action)| action.map(|action| (name, self.action_name(action))))
    }

    /// The first pair that was seen but has no p, by its field and its state: what the paper's rule lacks.
    #[must_use]
    pub fn missing_p(&self) -> Option<(String, Cow<'_, str>)> {
        let pairs = self.mdp.states().flat_map(|state| self.mdp.actions().map(move |action| (state, action)));
        let mut lacking = pairs.filter(|&(state, action)| {
            self.mdp.available(state, action) && self.mdp.p(state, action).is_none()
        });
        lacking.next().map(|(state, action)| (format!("p_{}", self.action_name(action)), self.name(state)))
    }

    /// The state of a name.
    #[must_use]
    pub fn find_state(&self, name: &str) -> Option<StateId> {
        self.states.iter().position(|state| state == name).map(|index| StateId(index as u32))
    }

    /// The name of a state.
    #[must_use]
    pub fn name(&self, state: StateId) -> Cow<'_, str> {
        self.states.get(state)
    }
}

fn action_name(action: ActionId, n_interventions: usize) -> String {
    match action.intervention() {
        None => "nohelp".to_owned(),
        Some(_) if n_interventions == 1 => "help".to_owned(),
        Some(intervention) => format!("help{}", intervention + 1),
    }
}

/// The builder's error in the names of the file.
fn name_error(error: &MdpError, names: &StateNames, n_interventions: usize) -> FileError {
    let name = |state: &StateId| names.get(*state);
    match error {
        MdpError::Gamma { gamma } => {
            FileError::field("gamma", gamma.to_string(), "a number above 0 and at most 1")
        }
        MdpError::NoStates => FileError::field("states", "none that is not terminal", "at least one"),
        MdpError::NoStart => FileError::field(
            "start",
            "no weight above 0",
            "at least one start state with a finite weight above 0",
        ),
        MdpError::StartWeight { state, weight } => FileError::field(
            format!("start.{}", name(state)),
            weight.to_string(),
            "a finite number, 0 or more",
        ),
        MdpError::RowSum { state, action, sum } => FileError::field(
            format!("transitions.{}", action_name(*action, n_interventions)),
            format!("the row of state \"{}\" sums to {sum}", name(state)),
            "at most 1",
        ),
        MdpError::Improper { state } => FileError::field(
            "gamma",
            format!("1, and from state \"{}\" some way of acting never ends", name(state)),
            "a gamma below 1, or that every way of acting ends",
        ),
        other => FileError::field("transitions", other.to_string(), "a valid problem"),
    }
}

#[cfg(test)]
#[path = "../file_test.rs"]
mod test;
