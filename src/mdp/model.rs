//! The problem itself: what each action leads to in each state, as compressed sparse rows.

use core::ops::Range;

use serde::{Deserialize, Serialize};

use super::error::MdpError;
use super::ids::{ActionId, StateId};
use super::saved::Saved;
use super::structure::Structure;

/// The help/nohelp problem: states of a table, one `nohelp` and K interventions, success and failure.
///
/// Row `state * n_actions + action` holds the successors that are states, with their probabilities, and the
/// probability of success; what is missing to 1 is failure. Success is worth 1 on arrival, so V(s) = γ Σ P V.
/// A row that was never seen is not available (see [`super::Unseen`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "Saved", try_from = "Saved")]
pub struct Mdp {
    pub(super) rows: Saved,
    pub(super) structure: Structure,
}

impl From<Mdp> for Saved {
    fn from(mdp: Mdp) -> Self {
        mdp.rows
    }
}

impl TryFrom<Saved> for Mdp {
    type Error = MdpError;

    fn try_from(rows: Saved) -> Result<Self, MdpError> {
        super::check::check(&rows)?;
        let structure = Structure::of(&rows);
        Ok(Self { rows, structure })
    }
}

/// One row: where an action leads from a state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    /// The states that can follow, in increasing order.
    pub successors: &'a [u32],
    /// The probabilities of the next states, all above 0.
    pub probabilities: &'a [f64],
    /// The probability of success.
    pub success: f64,
}

impl Row<'_> {
    /// The probability of failure: what is missing to 1.
    #[must_use]
    pub fn failure(&self) -> f64 {
        (1.0 - self.success - self.probabilities.iter().sum::<f64>()).max(0.0)
    }
}

impl Mdp {
    /// The same problem under another discount.
    ///
    /// # Errors
    /// As on building: γ outside (0, 1], or 1 where some way of acting never ends.
    pub fn with_gamma(&self, gamma: f64) -> Result<Self, MdpError> {
        Saved { gamma, ..self.rows.clone() }.try_into()
    }

    /// The discount γ in (0, 1].
    #[must_use]
    pub fn gamma(&self) -> f64 {
        self.rows.gamma
    }

    /// The number of states, terminals not counted.
    #[must_use]
    pub fn n_states(&self) -> usize {
        self.rows.n_states as usize
    }

    /// The number of interventions (K).
    #[must_use]
    pub fn n_interventions(&self) -> usize {
        usize::from(self.rows.n_interventions)
    }

    /// `nohelp` and the interventions together: K + 1.
    #[must_use]
    pub fn n_actions(&self) -> usize {
        self.n_interventions() + 1
    }

    /// Every action, `nohelp` first.
    pub fn actions(&self) -> impl Iterator<Item = ActionId> + use<> {
        (0..=self.rows.n_interventions).map(ActionId)
    }

    /// Every state in order.
    pub fn states(&self) -> impl Iterator<Item = StateId> + use<> {
        (0..self.rows.n_states).map(StateId)
    }

    /// The number of (row, successor state) pairs.
    #[must_use]
    pub fn n_nonzeros(&self) -> usize {
        self.rows.successors.len()
    }

    /// The row of an action: its successors and their probabilities; empty if it was never seen.
    #[must_use]
    pub fn row(&self, state: StateId, action: ActionId) -> Row<'_> {
        let row = self.row_index(state, action);
        let range = self.row_range(row);
        Row {
            successors: &self.rows.successors[range.clone()],
            probabilities: &self.rows.probabilities[range],
            success: self.rows.win[row],
        }
    }

    /// True if the action was ever seen in the state.
    #[must_use]
    pub fn available(&self, state: StateId, action: ActionId) -> bool {
        self.rows.seen[self.row_index(state, action)]
    }

    /// The PRM's probability of success for an action in a state, if one was given.
    #[must_use]
    pub fn p(&self, state: StateId, action: ActionId) -> Option<f64> {
        self.rows.p.get(self.row_index(state, action)).copied().filter(|&p| p >= 0.0)
    }

    /// True if any PRM value was given.
    #[must_use]
    pub fn has_p(&self) -> bool {
        !self.rows.p.is_empty()
    }

    /// The start states with their weights, which sum to 1.
    pub fn start(&self) -> impl Iterator<Item = (StateId, f64)> + '_ {
        self.rows.start.iter().map(|&(state, weight)| (StateId(state), weight))
    }

    /// The start-weighted mean of a number a state, Σ w(s0) x(s0).
    #[must_use]
    pub fn start_mean(&self, numbers: &[f64]) -> f64 {
        self.rows.start.iter().map(|&(state, weight)| weight * numbers[state as usize]).sum()
    }

    /// The number of weakly connected components (tasks).
    #[must_use]
    pub fn n_components(&self) -> usize {
        self.structure.n_components()
    }

    /// The weakly connected components: the states of each, tasks in the order of their first states.
    pub fn components(&self) -> impl Iterator<Item = &[u32]> + '_ {
        (0..self.n_components()).map(|component| self.component(component))
    }

    /// The states of one component, those that follow before those that lead to them.
    #[must_use]
    pub fn component(&self, component: usize) -> &[u32] {
        self.structure.members(component)
    }

    /// The component a state belongs to.
    #[must_use]
    pub fn component_of(&self, state: StateId) -> usize {
        self.structure.component_of(state.0)
    }

    pub(super) fn row_index(&self, state: StateId, action: ActionId) -> usize {
        state.index() * self.n_actions() + action.index()
    }

    pub(super) fn row_range(&self, row: usize) -> Range<usize> {
        self.rows.offsets[row] as usize..self.rows.offsets[row + 1] as usize
    }
}
