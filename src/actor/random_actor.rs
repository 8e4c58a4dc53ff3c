//! An actor that takes any legal action, each as likely as the others: what chance alone achieves.

use crate::household::{Action, Household, MAX_ACTIONS};

use super::Actor;

/// Draws evenly from the legal actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RandomActor;

impl Actor for RandomActor {
    fn distribution(&self, _household: &Household, legal: &[Action], probabilities: &mut [f64; MAX_ACTIONS]) {
        let each = 1.0 / legal.len().max(1) as f64;
        probabilities.iter_mut().zip(legal).for_each(|(probability, _)| *probability = each);
    }
}
