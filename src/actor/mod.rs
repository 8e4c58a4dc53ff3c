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
mod profile;
mod q_features;
mod random_actor;

pub use action_value::ActionValue;
pub use base_actor::BaseActor;
pub use cast::{Cast, Help};
pub use logit::LogitActor;
pub use mcts::Mcts;
pub use oracle::Oracle;
pub use profile::{Profile, Profiles, packed};
pub use q_features::{N_Q_FEATURES, Q_FEATURE_NAMES, Q_FEATURE_UNITS, q_features};
pub use random_actor::RandomActor;

use crate::household::{Action, Household, MAX_ACTIONS};
use crate::numeric::Random;

/// Someone who chooses among the legal actions.
pub trait Actor {
    /// Writes the probability of each legal action, in the order of `legal`.
    fn distribution(&self, household: &Household, legal: &[Action], probabilities: &mut [f64; MAX_ACTIONS]);

    /// Draws an action; one draw a step. `None` once the task is over.
    fn act(&self, household: &Household, random: &mut Random) -> Option<Action> {
        let legal = household.legal_actions();
        let mut probabilities = [0.0; MAX_ACTIONS];
        self.distribution(household, &legal, &mut probabilities);
        legal.get(random.weighted(&probabilities[..legal.len()])).copied()
    }

    /// Hears what somebody else is about to do in a state. Most actors do not care.
    fn watch(&self, _household: &Household, _action: Action) {}
}
