//! The actors: the base actors, the better model of each, depth-1 MCTS, the oracle, chance.
//!
//! An actor sees what a [`Household`] shows and nothing hidden, the oracle alone excepted.
//! An actor draws from the random generator that it is given. A new actor is one file that implements [`Actor`].

mod action_value;
mod base_actor;
mod cast;
mod logit;
pub mod mcts;
mod oracle;
mod person;
mod profile;
mod q_features;
mod random_actor;

pub use action_value::ActionValue;
pub use base_actor::BaseActor;
pub use cast::{Cast, Help};
pub use logit::LogitActor;
pub use mcts::Mcts;
pub use oracle::Oracle;
pub use person::Person;
pub use profile::{Profile, Profiles, packed};
pub use q_features::{N_Q_FEATURES, Q_FEATURE_NAMES, Q_FEATURE_UNITS, q_features};
pub use random_actor::RandomActor;

use crate::household::{Action, Household, MAX_ACTIONS};
use crate::numeric::Random;

/// Someone who chooses an action: one of the legal ones, or at times one that is not on the list.
pub trait Actor {
    /// Writes the probability of each legal action, in the order of `legal`, given that the action is on the list.
    fn distribution(&self, household: &Household, legal: &[Action], probabilities: &mut [f64; MAX_ACTIONS]);

    /// The probability of an action that is not on the list, which ends the task. Most actors never name one.
    fn off_list(&self, _household: &Household) -> f64 {
        0.0
    }

    /// Draws an action; one draw a step, and one more for an actor that may leave the list. `None` once the task is over.
    fn act(&self, household: &Household, random: &mut Random) -> Option<Action> {
        let legal = household.legal_actions();
        let off_list = self.off_list(household);
        if off_list > 0.0 && !legal.is_empty() && random.chance(off_list) {
            return Some(household.off_list());
        }
        let mut probabilities = [0.0; MAX_ACTIONS];
        self.distribution(household, &legal, &mut probabilities);
        legal.get(random.weighted(&probabilities[..legal.len()])).copied()
    }

    /// Hears what somebody else is about to do in a state. Most actors do not care.
    fn watch(&self, _household: &Household, _action: Action) {}
}
