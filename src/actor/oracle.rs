//! The oracle: the shortest way, from someone who knows every hidden fact. Task-wise only: it acts from the start.

use crate::household::{Action, Household, MAX_ACTIONS, oracle_plan};

use super::Actor;

/// Follows the shortest plan. It is the one actor that reads hidden facts, so no table may hold its steps as a help
/// that is called state by state (4.3 of the paper).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oracle;

impl Actor for Oracle {
    /// The plan is made anew at each step, so that it also holds where somebody else began. Where success is out of
    /// reach it looks around until the steps run out.
    fn distribution(&self, household: &Household, legal: &[Action], probabilities: &mut [f64; MAX_ACTIONS]) {
        let next = oracle_plan(household).and_then(|plan| plan.first().copied()).unwrap_or(Action::Explore);
        for (probability, &action) in probabilities.iter_mut().zip(legal) {
            *probability = if action == next { 1.0 } else { 0.0 };
        }
    }
}
