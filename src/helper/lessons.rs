//! The training data of a helper: features of visited states, and the solved table's action in each.

use crate::mdp::{ActionId, Policy, StateId};
use crate::reward_model::N_FEATURES;

/// The most interventions of a price-conditioned helper.
pub const MAX_PRICES: usize = 2;
/// The numbers of a state for a price-conditioned helper: the features, then ln r of each intervention.
/// Zeros fill them up to a multiple of four.
pub const CONDITIONED_WIDTH: usize = N_FEATURES + 4;
/// The prices that a price-conditioned helper learns from: the three of the paper's tables and those around them.
/// At the two ends the policy always or never asks.
pub const TOLD_PRICES: [f64; 12] = [0.01, 0.03, 0.06, 0.1, 0.14, 0.2, 0.28, 0.4, 0.5, 0.6, 0.75, 0.9];
/// The smallest price as a feature; cheaper prices count as this one, since ln 0 is no number.
const PRICE_MIN: f64 = 1e-3;

/// The kind of helper: with the prices among its features, or without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pricing {
    /// The helper is trained for one set of prices, as in the paper.
    #[default]
    Fixed,
    /// The helper takes ln r of each intervention beside the state.
    Conditioned,
}

impl Pricing {
    /// Numbers a row of such a helper holds.
    #[must_use]
    pub fn width(self) -> usize {
        match self {
            Self::Fixed => N_FEATURES,
            Self::Conditioned => CONDITIONED_WIDTH,
        }
    }
}

/// Appends the prices to `row` (the features of a state): ln r of each, at least ln 0.001, in the first [`MAX_PRICES`]
/// of four numbers.
pub fn condition(row: &mut Vec<f32>, prices: &[f64]) {
    let told = |k: usize| prices.get(k).map_or(0.0, |price| libm::log(price.max(PRICE_MIN)) as f32);
    row.extend((0..CONDITIONED_WIDTH - N_FEATURES).map(|k| if k < MAX_PRICES { told(k) } else { 0.0 }));
}

/// Rows of features, each with the action the table takes there.
#[derive(Clone, Debug, PartialEq)]
pub struct Lessons {
    pricing: Pricing,
    rows: Vec<f32>,
    actions: Vec<ActionId>,
}

impl Lessons {
    /// No lessons yet.
    #[must_use]
    pub fn new(pricing: Pricing) -> Self {
        Self { pricing, rows: Vec::new(), actions: Vec::new() }
    }

    /// Adds one visited state (its [`N_FEATURES`] numbers) and what the table does there at these prices.
    pub fn add(&mut self, features: &[f32], prices: &[f64], action: ActionId) {
        debug_assert_eq!(features.len(), N_FEATURES);
        self.rows.extend_from_slice(features);
        if self.pricing == Pricing::Conditioned {
            condition(&mut self.rows, prices);
        }
        self.actions.push(action);
    }

    /// Adds one visit of each table state that can teach something: where every action was tried, so that the policy
    /// had a choice. (A state in which only one action was ever seen would teach "the only one seen".)
    ///
    /// `features` holds [`N_FEATURES`] numbers a state; `tried` says of a state whether all its actions were.
    pub fn add_all_states(
        &mut self,
        features: &[f32],
        policy: &Policy,
        prices: &[f64],
        tried: impl Fn(StateId) -> bool,
    ) {
        for (index, (row, action)) in features.chunks_exact(N_FEATURES).zip(policy).enumerate() {
            if let Some(action) = action.filter(|_| tried(StateId(index as u32))) {
                self.add(row, prices, action);
            }
        }
    }

    /// The number of lessons.
    #[must_use]
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    /// True if there is no lesson.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// The kind of helper: with the prices among its features, or without.
    #[must_use]
    pub fn pricing(&self) -> Pricing {
        self.pricing
    }

    /// The rows, flat: [`Pricing::width`] numbers each.
    #[must_use]
    pub fn rows(&self) -> &[f32] {
        &self.rows
    }

    /// 1 where the table asks for intervention `k` (counted from 0), else 0.
    #[must_use]
    pub fn labels(&self, k: usize) -> Vec<f32> {
        let asks = |action: &ActionId| f32::from(u8::from(action.intervention() == Some(k)));
        self.actions.iter().map(asks).collect()
    }

    /// The share of lessons that ask for intervention `k`; 0 without lessons.
    #[must_use]
    pub fn share(&self, k: usize) -> f64 {
        let asking = self.actions.iter().filter(|action| action.intervention() == Some(k)).count();
        asking as f64 / self.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(n: usize) -> Vec<f32> {
        (0..n * N_FEATURES).map(|i| (i / N_FEATURES) as f32).collect()
    }

    #[test]
    fn only_states_with_a_choice_teach() {
        let policy = vec![Some(ActionId::HELP), None, Some(ActionId::NOHELP), Some(ActionId(2))];
        let mut lessons = Lessons::new(Pricing::Fixed);
        lessons.add_all_states(&states(4), &policy, &[0.2], |state| state != StateId(2));
        assert_eq!((lessons.len(), lessons.rows()[N_FEATURES]), (2, 3.0));
        assert_eq!((lessons.labels(0), lessons.labels(1)), (vec![1.0, 0.0], vec![0.0, 1.0]));
        assert_eq!(lessons.share(0), 0.5);
    }

    #[test]
    fn prices_are_told_as_logarithms_and_zero_is_told_as_cheap() {
        let mut lessons = Lessons::new(Pricing::Conditioned);
        lessons.add(&states(1), &[1.0, 0.0], ActionId::HELP);
        let told = &lessons.rows()[N_FEATURES..];
        assert_eq!(told, [0.0, libm::log(1e-3) as f32, 0.0, 0.0]);
        assert_eq!(lessons.rows().len(), CONDITIONED_WIDTH);
        assert!(CONDITIONED_WIDTH.is_multiple_of(4));
    }
}
