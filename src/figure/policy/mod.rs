//! View B, where it asks: rooms down, what the agent knows across, one mark a state, its move to the next state.
//!
//! Two states of one cell never cover each other: the cell is divided into slots, side by side or stacked, whichever
//! leaves the larger marks; rows and columns take room by what they hold, and the drawing grows before marks get
//! smaller than the eye can tell apart.

mod draw;
mod headings;
mod layout;
mod moves;
#[cfg(test)]
mod tests;

use super::{Act, Outcome};
use crate::language::Words;

/// Width of the wide drawing at full page width, in pixels.
pub const WIDE: f64 = 452.0;
/// Width of the narrow drawing on a phone of 390 px, in pixels.
pub const NARROW: f64 = 358.0;

/// The heading of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Over the wide drawing, at most two lines, split at a line break: "nothing\nlooked at".
    pub label: String,
    /// Over the narrow drawing, one short line: "start".
    pub short: String,
}

/// One state of the task.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The state's own number: the key of its mark, and how moves and selections name it.
    pub id: u32,
    /// Index into [`Policy::rows`].
    pub row: u32,
    /// Index into [`Policy::columns`].
    pub column: u32,
    /// The action of the policy in the state.
    pub act: Act,
    /// True if the last change of the budget changed the action.
    pub changed: bool,
    /// The state in a sentence, for hover and screen readers; may be empty.
    pub title: String,
}

/// The line weight of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A move of the episode shown: thick.
    Own,
    /// The policy's move in another state: thin.
    Chosen,
    /// The move the policy refuses in the selected state: dashed.
    Refused,
}

/// The most likely next state after the policy's choice, or after the one it refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The state it leaves.
    pub from: u32,
    /// The state it reaches; the same state for a loop, which is not drawn.
    pub to: u32,
    /// Asking or going on.
    pub act: Act,
    /// The weight of its line.
    pub weight: Weight,
}

/// The end of the episode shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The last state of the episode.
    pub after: u32,
    /// The outcome of the episode.
    pub outcome: Outcome,
}

/// Everything view B shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// The name of the figure's subject, for screen readers: "task 118".
    pub name: String,
    /// Names of the rooms, from the top.
    pub rows: Vec<String>,
    /// The columns, from the left: the facts that the agent knows.
    pub columns: Vec<Column>,
    /// The states, in any order; those of one cell are laid out in this order.
    pub states: Vec<State>,
    /// The moves between the states.
    pub moves: Vec<Move>,
    /// The selected state: wash, pointer and its room in bold.
    pub selected: Option<u32>,
    /// The state under the pointer, which then has the pointer sign.
    pub hovered: Option<u32>,
    /// The end of the episode.
    pub end: Option<End>,
    /// The words it is labelled with.
    pub words: Words,
}

impl Policy {
    /// The number of states whose action the last change of the budget changed.
    #[must_use]
    pub fn changed(&self) -> u32 {
        self.states.iter().map(|s| u32::from(s.changed)).sum()
    }
}
