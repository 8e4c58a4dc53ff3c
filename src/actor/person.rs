//! The person as a kind of help: a question takes the step and brings one hidden fact.
//!
//! Each further question of a task interrupts the person more and costs more: [`Person::weight`]. Where nothing is left
//! to ask, the base acts as it would alone.

use crate::household::{Action, Household, MAX_ACTIONS};
use crate::numeric::Random;

use super::Actor;
use super::logit::LogitActor;

/// The growth of a question's cost with each earlier question of the task.
const GROWTH: f64 = 0.5;

/// Asks the person; bound to the base actor of a task.
pub struct Person {
    base: LogitActor,
}

impl Person {
    /// The person who is asked on behalf of that base actor.
    #[must_use]
    pub fn new(base: LogitActor) -> Self {
        Self { base }
    }

    /// The cost of the next question in calls, after so many in the task: 1 + n / 2.
    #[must_use]
    pub fn weight(questions: u8) -> f64 {
        1.0 + GROWTH * f64::from(questions)
    }
}

impl Actor for Person {
    /// The base's own distribution, for where nothing is left to ask. A question is on nobody's list.
    fn distribution(&self, household: &Household, legal: &[Action], probabilities: &mut [f64; MAX_ACTIONS]) {
        self.base.distribution(household, legal, probabilities);
    }

    fn off_list(&self, household: &Household) -> f64 {
        self.base.off_list(household)
    }

    fn act(&self, household: &Household, random: &mut Random) -> Option<Action> {
        let asks = household.is_legal(Action::Ask);
        if asks { Some(Action::Ask) } else { self.base.act(household, random) }
    }
}
