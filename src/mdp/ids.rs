//! The names of things in the problem, checked once.

use serde::{Deserialize, Serialize};

/// An action of the policy in a state: 0 is `nohelp`, k is intervention k (counted from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActionId(pub u8);

impl ActionId {
    /// The base actor goes on alone.
    pub const NOHELP: Self = Self(0);
    /// The first (often the only) intervention.
    pub const HELP: Self = Self(1);

    /// The action that calls intervention `intervention`, counted from 0.
    #[must_use]
    pub fn of_intervention(intervention: usize) -> Self {
        Self(u8::try_from(intervention + 1).unwrap_or(u8::MAX))
    }

    /// The intervention this action calls, counted from 0; none for `nohelp`.
    #[must_use]
    pub fn intervention(self) -> Option<usize> {
        (self.0 > 0).then(|| usize::from(self.0) - 1)
    }

    /// The action as an index.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A non-terminal state, counted from 0 in the order of its making.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StateId(pub u32);

impl StateId {
    /// The state as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A successor: another state, or the end of the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Successor {
    /// The task goes on in this state.
    State(StateId),
    /// The task ends well: worth 1 on arrival.
    Success,
    /// The task ends badly: worth 0.
    Failure,
}

/// The action of each state; none where nothing is available.
pub type Policy = Vec<Option<ActionId>>;

/// The treatment of an action that was never seen in a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unseen {
    /// The action is not available.
    #[default]
    Mask,
    /// The action has an empty row: nothing follows, neither success nor further calls. An unseen help is still one
    /// call, M_help = 1 + γ·0. This is what the paper's formulas say where the count of a pair is zero.
    Zero,
}

/// The price r of one call: finite and not negative.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Price(f64);

/// The budget C: expected calls a task, finite and not negative.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Budget(f64);

/// A price or a budget that is none.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} {given}: expected a finite number, 0 or more")]
pub struct AmountError {
    what: &'static str,
    given: f64,
}

macro_rules! amount {
    ($name:ident, $what:literal) => {
        impl $name {
            /// Checks that the number is finite and not negative.
            pub fn new(value: f64) -> Result<Self, AmountError> {
                if value.is_finite() && value >= 0.0 {
                    Ok(Self(value))
                } else {
                    Err(AmountError { what: $what, given: value })
                }
            }

            /// The number.
            #[must_use]
            pub fn get(self) -> f64 {
                self.0
            }
        }

        impl TryFrom<f64> for $name {
            type Error = AmountError;

            fn try_from(value: f64) -> Result<Self, AmountError> {
                Self::new(value)
            }
        }

        impl From<$name> for f64 {
            fn from(amount: $name) -> f64 {
                amount.0
            }
        }
    };
}

amount!(Price, "price");
amount!(Budget, "budget");
