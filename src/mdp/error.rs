//! Why a problem cannot be built.

use super::ids::{ActionId, StateId};

/// Why a problem cannot be built: the first offender and what was expected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MdpError {
    /// γ is not in (0, 1].
    #[error("gamma {gamma}: expected a number above 0 and at most 1")]
    Gamma {
        /// The discount that was given.
        gamma: f64,
    },
    /// There are more interventions than an action number holds, or none.
    #[error("{count} interventions: expected 1 to 254")]
    Interventions {
        /// The number of interventions that was given.
        count: usize,
    },
    /// There is no state.
    #[error("no states: expected at least one that is not terminal")]
    NoStates,
    /// No start has a weight above 0.
    #[error("no start: expected at least one start state with a weight above 0")]
    NoStart,
    /// A start weight is negative or not a number.
    #[error("start weight {weight} of state {}: expected a finite number, 0 or more", state.0)]
    StartWeight {
        /// The state of the weight.
        state: StateId,
        /// The weight that was given.
        weight: f64,
    },
    /// A state that was never made.
    #[error("state {}: expected one of the {n_states} states", state.0)]
    UnknownState {
        /// The state that was given.
        state: StateId,
        /// The number of states.
        n_states: u32,
    },
    /// An action beyond the last intervention.
    #[error("action {} in state {}: expected 0 to {n_interventions}", action.0, state.0)]
    UnknownAction {
        /// The state.
        state: StateId,
        /// The action that was given.
        action: ActionId,
        /// The number of interventions.
        n_interventions: u8,
    },
    /// A probability outside [0, 1].
    #[error("probability {probability} of action {} in state {}: expected a number from 0 to 1", action.0, state.0)]
    Probability {
        /// The state.
        state: StateId,
        /// The action that the probability belongs to.
        action: ActionId,
        /// The probability that was given.
        probability: f64,
    },
    /// A row that sums to more than 1.
    #[error("row of action {} in state {} sums to {sum}: expected at most 1", action.0, state.0)]
    RowSum {
        /// The state.
        state: StateId,
        /// The action that the row belongs to.
        action: ActionId,
        /// The sum of the row.
        sum: f64,
    },
    /// γ is 1 and some way of acting never ends.
    #[error("gamma 1 and from state {} some way of acting never ends: expected a gamma below 1, such as 0.999, or an end that every policy reaches", state.0)]
    Improper {
        /// A state in such a cycle.
        state: StateId,
    },
    /// A saved problem whose parts do not fit together.
    #[error("a saved problem whose parts do not fit together: expected one that this program wrote")]
    Shape,
}
