//! Who acts: the base actor, the stronger one.
//!
//! An actor sees what a [`Household`] shows and nothing hidden. It draws from the randomness it is handed.
//! Adding an actor is one file that implements [`Actor`].

mod cast;
mod logit;
mod profile;

pub use cast::{Cast, Help};
pub use logit::LogitActor;
pub use profile::{Profile, Profiles};

use crate::household::{Action, Household, MAX_ACTIONS, Split, Task};
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
}

/// The base actor of a split, bound to a task.
#[must_use]
pub fn base(split: Split, task: &Task) -> LogitActor {
    Profiles::new(split).bind(task).0
}

/// The stronger actor of a split, bound to a task.
#[must_use]
pub fn strong(split: Split, task: &Task) -> LogitActor {
    Profiles::new(split).bind(task).1
}
