//! The network behind Q(s, a): the chance of success once an action is taken.

use serde::{Deserialize, Serialize};

use crate::household::{Action, Household, MAX_ACTIONS};
use crate::net::Network;

use super::q_features::{N_Q_FEATURES, q_features};

/// Q(s, a), learned from rollouts (App. A: a separate PRM).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionValue {
    network: Network,
}

impl ActionValue {
    /// The network as Q; `None` if it does not take [`N_Q_FEATURES`] numbers and give one.
    #[must_use]
    pub fn new(network: Network) -> Option<Self> {
        let fits = network.n_inputs() as usize == N_Q_FEATURES && network.n_outputs() == 1;
        fits.then_some(Self { network })
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Q of each legal action, in their order.
    pub(super) fn values(&self, household: &Household, legal: &[Action]) -> [f64; MAX_ACTIONS] {
        let mut rows = [0.0; MAX_ACTIONS * N_Q_FEATURES];
        for (row, &action) in rows.chunks_mut(N_Q_FEATURES).zip(legal) {
            q_features(household, action, row);
        }
        // The width is right: `new` saw to it.
        let predicted = self.network.predict(&rows[..legal.len() * N_Q_FEATURES]).unwrap_or_default();
        let mut values = [0.5; MAX_ACTIONS];
        values.iter_mut().zip(predicted).for_each(|(value, q)| *value = f64::from(q));
        values
    }
}
