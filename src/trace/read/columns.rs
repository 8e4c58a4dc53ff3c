//! The columns of a log, and what a file calls them.

use serde::{Deserialize, Serialize};

/// A column of a log: what a line may say about one decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Names the episode within the log.
    Episode,
    /// Names the task; one task where there is none.
    Task,
    /// The decision's place in its episode, from 0, without gaps.
    T,
    /// The observation of the agent: a text or an object.
    State,
    /// The state's identity, where the log has one; it goes before `state`.
    StateKey,
    /// The helper; null without help.
    Intervention,
    /// The action of the step.
    Action,
    /// The state that followed.
    NextState,
    /// True if the episode ends with this line.
    Done,
    /// True if the step limit ends the episode here.
    Truncated,
    /// The outcome on the last line: success, as true or false or a number from 0 to 1.
    Outcome,
    /// A process reward model's p(success) where nobody helps.
    PNohelp,
    /// The same where help comes.
    PHelp,
    /// The probability with which this intervention (or none) was chosen.
    Propensity,
    /// The cost of the step.
    Cost,
    /// The model that acted.
    Model,
}

/// The number of columns.
pub(super) const N_COLUMNS: usize = Column::ALL.len();

impl Column {
    /// Every column, in the order of the format's description.
    pub const ALL: [Self; 16] = [
        Self::Episode,
        Self::Task,
        Self::T,
        Self::State,
        Self::StateKey,
        Self::Intervention,
        Self::Action,
        Self::NextState,
        Self::Done,
        Self::Truncated,
        Self::Outcome,
        Self::PNohelp,
        Self::PHelp,
        Self::Propensity,
        Self::Cost,
        Self::Model,
    ];

    /// The name the format gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Episode => "episode",
            Self::Task => "task",
            Self::T => "t",
            Self::State => "state",
            Self::StateKey => "state_key",
            Self::Intervention => "intervention",
            Self::Action => "action",
            Self::NextState => "next_state",
            Self::Done => "done",
            Self::Truncated => "truncated",
            Self::Outcome => "outcome",
            Self::PNohelp => "p_nohelp",
            Self::PHelp => "p_help",
            Self::Propensity => "propensity",
            Self::Cost => "cost",
            Self::Model => "model",
        }
    }

    /// Names that other formats have for it, the likelier first.
    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Episode => &[
                "episode_id",
                "ep_id",
                "ep",
                "trajectory_id",
                "traj_id",
                "trajectory",
                "rollout_id",
                "rollout",
                "run_id",
                "run",
                "session_id",
                "session",
            ],
            Self::Task => {
                &["task_id", "task_name", "instance_id", "problem_id", "env_id", "game", "env", "problem"]
            }
            Self::T => &["step", "timestep", "time_step", "step_index", "step_id", "turn"],
            Self::State => &["observation", "obs", "prompt", "input", "text"],
            Self::StateKey => &["state_id", "state_hash"],
            Self::Intervention => {
                &["helper", "helped", "help", "asked", "intervened", "assistance", "escalated"]
            }
            Self::Action => &["act", "command"],
            Self::NextState => &["next_observation", "next_obs"],
            Self::Done => &["terminated", "terminal", "is_done"],
            Self::Truncated => &["truncation", "timeout"],
            Self::Outcome => &["success", "is_success", "solved", "resolved", "correct", "reward", "score"],
            Self::PNohelp => &["p_no_help"],
            Self::PHelp => &[],
            Self::Propensity => &["action_prob", "probability", "prob"],
            Self::Cost => &["cost_usd", "usd"],
            Self::Model => &["model_name"],
        }
    }

    /// The column of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

/// The name of each column in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    names: Vec<String>,
}

impl Default for Columns {
    fn default() -> Self {
        Self { names: Column::ALL.map(|column| column.name().to_owned()).to_vec() }
    }
}

/// Why a mapping of columns is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// The mapping is not of the form `column=name`.
    #[error("\"{given}\": expected COLUMN=NAME, such as episode=ep_id")]
    Form {
        /// The argument that was given.
        given: String,
    },
    /// No column of that name.
    #[error("{given}: no such column; expected one of {}", Column::ALL.map(Column::name).join(", "))]
    Unknown {
        /// The argument that was given.
        given: String,
    },
    /// Two columns of one name.
    #[error("{first} and {second} would both be \"{name}\"; expected a name of its own for each")]
    Twice {
        /// The one.
        first: &'static str,
        /// The other.
        second: &'static str,
        /// The name of both.
        name: String,
    },
}

impl Columns {
    /// Reads `episode=ep_id,state=obs`; what is not named keeps its name.
    ///
    /// # Errors
    /// Names the first part that is no mapping.
    pub fn parse(text: &str) -> Result<Self, ColumnsError> {
        let mut columns = Self::default();
        for part in text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let (column, name) =
                part.split_once('=').ok_or_else(|| ColumnsError::Form { given: part.to_owned() })?;
            let (column, name) = (column.trim(), name.trim());
            let known = Column::from_name(column)
                .ok_or_else(|| ColumnsError::Unknown { given: column.to_owned() })?;
            columns.set(known, name);
        }
        columns.check()?;
        Ok(columns)
    }

    /// Says what the file calls a column; the name that it had is free then.
    pub fn set(&mut self, column: Column, name: &str) {
        let old = core::mem::replace(&mut self.names[column as usize], name.to_owned());
        // A column that stood under this name by default only gives way.
        for other in Column::ALL.into_iter().filter(|&other| other != column && other.name() == name) {
            if self.names[other as usize] == name {
                self.names[other as usize] = if old == other.name() { String::new() } else { old.clone() };
            }
        }
    }

    /// Says what the file calls a column, whatever was said before: a column that had this name has none then.
    pub fn choose(&mut self, column: Column, name: &str) {
        for other in Column::ALL.into_iter().filter(|&other| other != column) {
            if !name.is_empty() && self.names[other as usize] == name {
                self.names[other as usize].clear();
            }
        }
        name.clone_into(&mut self.names[column as usize]);
    }

    /// The mapping as [`Self::parse`] reads it: what differs from the format's own names.
    #[must_use]
    pub fn written(&self) -> String {
        let differs = |column: &Column| self.name(*column) != column.name();
        let part = |column: Column| format!("{}={}", column.name(), self.name(column));
        Column::ALL.into_iter().filter(differs).map(part).collect::<Vec<_>>().join(",")
    }

    /// The most likely mapping for a file with these names: a column's own name, or another common name for it.
    #[must_use]
    pub fn guess(names: &[String]) -> Self {
        let mut columns = Self { names: vec![String::new(); Column::ALL.len()] };
        let plain = |name: &str| name.to_ascii_lowercase().replace(['-', ' ', '.'], "_");
        let is_free = |columns: &Self, name: &str| columns.find(name).is_none();
        // A file's `action` is the action even where there is no other word for help.
        for column in Column::ALL {
            if let Some(name) = names.iter().find(|name| plain(name) == column.name()) {
                columns.names[column as usize].clone_from(name);
            }
        }
        for column in Column::ALL {
            if !columns.name(column).is_empty() {
                continue;
            }
            let means =
                |alias: &&str| names.iter().find(|name| plain(name) == **alias && is_free(&columns, name));
            if let Some(name) = column.aliases().iter().find_map(means) {
                let name = name.clone();
                columns.names[column as usize] = name;
            }
        }
        for column in Column::ALL {
            if columns.name(column).is_empty() && columns.find(column.name()).is_none() {
                columns.names[column as usize] = column.name().to_owned();
            }
        }
        columns
    }

    /// A guess from the names that improves on this mapping, if there is one.
    /// The guess makes a log of the names, and finds the episode, the state or the outcome where this mapping finds
    /// none.
    #[must_use]
    pub fn better(&self, names: &[String]) -> Option<Self> {
        let guess = Self::guess(names);
        let has = |columns: &Self, column: Column| names.iter().any(|name| name == columns.name(column));
        let has_state = |columns: &Self| has(columns, Column::State) || has(columns, Column::StateKey);
        let is_log = has(&guess, Column::Episode) && has_state(&guess);
        let gains = |column: Column| has(&guess, column) && !has(self, column);
        let is_better = gains(Column::Episode) || gains(Column::Outcome) || !has_state(self);
        (is_log && is_better).then_some(guess)
    }

    /// The name of a column in the file; empty if the file has no such column.
    #[must_use]
    pub fn name(&self, column: Column) -> &str {
        &self.names[column as usize]
    }

    /// The column that the file calls so.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Column> {
        if name.is_empty() {
            return None;
        }
        Column::ALL.into_iter().find(|&column| self.name(column) == name)
    }

    fn check(&self) -> Result<(), ColumnsError> {
        for (place, &second) in Column::ALL.iter().enumerate() {
            let name = self.name(second);
            let first =
                Column::ALL[..place].iter().find(|&&first| !name.is_empty() && self.name(first) == name);
            if let Some(first) = first {
                let (first, second, name) = (first.name(), second.name(), name.to_owned());
                return Err(ColumnsError::Twice { first, second, name });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_written_as_it_is_read_and_the_last_choice_counts() {
        let mut columns = Columns::parse("episode=ep_id,outcome=reward").unwrap();
        assert_eq!(columns.written(), "episode=ep_id,outcome=reward");
        columns.choose(Column::Cost, "reward");
        assert_eq!(columns.written(), "episode=ep_id,outcome=,cost=reward");
        assert_eq!(Columns::parse(&columns.written()).unwrap(), columns);
        columns.choose(Column::Outcome, "outcome");
        columns.choose(Column::Cost, "cost");
        assert_eq!(columns.written(), "episode=ep_id");
        assert_eq!(Columns::default().written(), "");
    }

    #[test]
    fn names_in_use_are_guessed_and_an_own_name_comes_first() {
        let guess = |names: &[&str]| {
            Columns::guess(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()).written()
        };
        assert_eq!(
            guess(&["Episode ID", "obs", "step", "helped", "success", "reward"]),
            "episode=Episode ID,t=step,state=obs,intervention=helped,outcome=success"
        );
        assert_eq!(guess(&["episode", "state", "action", "outcome", "run"]), "");
        assert_eq!(guess(&["x"]), "");
    }

    #[test]
    fn a_guess_is_better_only_where_something_needed_is_missing() {
        let better = |used: &str, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            Columns::parse(used).unwrap().better(&names).map(|columns| columns.written())
        };
        let found = |text: &str| Some(text.to_owned());
        assert_eq!(better("", &["run", "state"]), found("episode=run"));
        assert_eq!(better("episode=run", &["run", "state"]), None);
        assert_eq!(better("", &["episode", "obs"]), found("state=obs"));
        assert_eq!(better("", &["episode", "state", "reward"]), found("outcome=reward"));
        assert_eq!(
            better("", &["episode", "state", "outcome", "model_name"]),
            None,
            "nobody needs the model"
        );
        assert_eq!(better("", &["run", "x"]), None, "no log without states");
    }

    #[test]
    fn a_mapping_renames_and_a_name_stands_for_one_column() {
        let columns = Columns::parse("episode=ep_id, outcome = reward").unwrap();
        assert_eq!(columns.find("ep_id"), Some(Column::Episode));
        assert_eq!(columns.find("episode"), None);
        assert_eq!(columns.find("reward"), Some(Column::Outcome));
        assert_eq!(columns.find("state"), Some(Column::State));
        // The agent's action is the help: the column `action` gives way.
        let columns = Columns::parse("intervention=action").unwrap();
        assert_eq!(columns.find("action"), Some(Column::Intervention));
        assert_eq!(
            Columns::parse("episode=id,task=id").unwrap_err().to_string(),
            "episode and task would both be \"id\"; expected a name of its own for each"
        );
        assert!(
            Columns::parse("epsiode=id")
                .unwrap_err()
                .to_string()
                .starts_with("epsiode: no such column; expected")
        );
        assert!(Columns::parse("episode").unwrap_err().to_string().contains("COLUMN=NAME"));
    }
}
