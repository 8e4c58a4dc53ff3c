//! The helper at work: a state in, an action of the help/nohelp problem out.

use serde::{Deserialize, Serialize};

use crate::actor::LogitActor;
use crate::household::Household;
use crate::mdp::ActionId;
use crate::net::Network;
use crate::reward_model::{N_FEATURES, SelfKnowledge, features};

use super::lessons::{Pricing, condition};

/// Networks that are no helper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("network {network} takes {found} numbers and gives {outputs}: expected {expected} and 1")]
pub struct HelperError {
    /// The number of the network, from 0.
    network: usize,
    /// The number of inputs that it takes.
    found: u32,
    /// The number of outputs that it gives.
    outputs: u32,
    /// The number of inputs that are expected.
    expected: u32,
}

/// A trained helper: one network an intervention, each the chance that the table would ask for it here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Helper {
    networks: Vec<Network>,
    pricing: Pricing,
}

impl Helper {
    /// A helper of these networks, the first intervention's first.
    ///
    /// # Errors
    /// Names the first network of another width.
    pub fn new(networks: Vec<Network>, pricing: Pricing) -> Result<Self, HelperError> {
        let expected = pricing.width() as u32;
        for (index, network) in networks.iter().enumerate() {
            let (found, outputs) = (network.n_inputs(), network.n_outputs());
            if found != expected || outputs != 1 {
                return Err(HelperError { network: index, found, outputs, expected });
            }
        }
        Ok(Self { networks, pricing })
    }

    /// Networks that a student trained: their widths are right.
    pub(super) fn of(networks: Vec<Network>, pricing: Pricing) -> Self {
        Self { networks, pricing }
    }

    /// The networks, the first intervention's first.
    #[must_use]
    pub fn networks(&self) -> &[Network] {
        &self.networks
    }

    /// The kind of helper: with the prices among its features, or without.
    #[must_use]
    pub fn pricing(&self) -> Pricing {
        self.pricing
    }

    /// The chance of each intervention, given the features of a state and the prices (which a helper trained for one
    /// set of prices does not read).
    #[must_use]
    pub fn chances(&self, features: &[f32], prices: &[f64]) -> Vec<f64> {
        let mut row = features.to_vec();
        if self.pricing == Pricing::Conditioned {
            condition(&mut row, prices);
        }
        let chance = |network: &Network| network.predict(&row).ok()?.first().copied().map(f64::from);
        self.networks.iter().map(|network| chance(network).unwrap_or(0.0)).collect()
    }

    /// The likeliest action: `nohelp` has what the interventions leave; ties go to `nohelp`, then to the lower
    /// intervention. With one intervention: ask iff its chance is over one half.
    #[must_use]
    pub fn decide(&self, features: &[f32], prices: &[f64]) -> ActionId {
        let chances = self.chances(features, prices);
        let mut best = (ActionId::NOHELP, 1.0 - chances.iter().sum::<f64>());
        for (k, &chance) in chances.iter().enumerate() {
            if chance > best.1 {
                best = (ActionId::of_intervention(k), chance);
            }
        }
        best.0
    }

    /// Decides in a household as it stands.
    #[must_use]
    pub fn decide_in(
        &self,
        household: &Household,
        base: &LogitActor,
        self_knowledge: SelfKnowledge,
        prices: &[f64],
    ) -> ActionId {
        let mut row = [0.0; N_FEATURES];
        features(household, base, self_knowledge, &mut row);
        self.decide(&row, prices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_of_another_width_are_refused() {
        let network = |width| Network::untrained(width, &[4], 1).unwrap();
        assert!(Helper::new(vec![network(N_FEATURES as u32)], Pricing::Fixed).is_ok());
        let wrong = Helper::new(vec![network(68), network(64)], Pricing::Conditioned).unwrap_err();
        assert_eq!(wrong.to_string(), "network 1 takes 64 numbers and gives 1: expected 68 and 1");
    }
}
