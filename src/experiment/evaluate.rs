//! Fresh rollouts of a way of asking: success, calls and steps, with standard errors.

use crate::actor::{Cast, Help, LogitActor, Profiles};
use crate::household::{Household, Keying, StateKey, Task};
use crate::net::Network;
use crate::numeric::Random;
use crate::reward_model::{N_FEATURES, SelfKnowledge, features};
use crate::rollout::{self, Episode, episode_random};

use super::result::Experiment;

/// A way of asking.
#[derive(Clone, Copy, Debug)]
pub enum Conduct<'a> {
    /// Ask at each step with this probability, whatever the state.
    Random(f64),
    /// Ask where the base PRM's score is below the threshold (4.3, state-wise).
    Threshold {
        /// The base actor's PRM.
        prm: &'a Network,
        /// Scores below it are among the most difficult.
        below: f64,
    },
    /// Ask where the table's policy asks; go on in states the table has never seen.
    Table {
        /// The experiment to which the states belong.
        experiment: &'a Experiment,
        /// The policy as flags: true in each state where it asks.
        policy: &'a [bool],
    },
}

impl Conduct<'_> {
    fn decide(&self, household: &Household, key: StateKey, base: &LogitActor, choices: &mut Random) -> bool {
        match self {
            Self::Random(probability) => choices.chance(*probability),
            Self::Threshold { prm, below } => score(prm, household, base) < *below,
            Self::Table { experiment, policy } => {
                let state = experiment.state_of(household.task().id.index, key);
                state.is_some_and(|state| policy.get(state as usize).copied().unwrap_or(false))
            }
        }
    }
}

/// The PRM's p(s) of a household as it stands.
#[must_use]
pub fn score(prm: &Network, household: &Household, base: &LogitActor) -> f64 {
    let mut row = [0.0; N_FEATURES];
    features(household, base, SelfKnowledge::default(), &mut row);
    prm.predict(&row).ok().and_then(|scores| scores.first().copied()).map_or(0.5, f64::from)
}

/// Runs one episode of a task. `setting` and `repetition` name its random stream.
pub(crate) fn episode(
    task: &Task,
    profiles: &Profiles,
    keying: Keying,
    conduct: Conduct<'_>,
    setting: u64,
    repetition: u32,
) -> Episode {
    let cast = Cast::new(profiles, &[Help::Better], task);
    let mut random = episode_random(task.id, setting, repetition);
    // The coin of a random conduct has a stream of its own, so that the actors' draws stay the same.
    let mut choices = episode_random(task.id, setting | 1 << 32, repetition);
    let mut decide =
        |household: &Household, key| u8::from(conduct.decide(household, key, &cast.base, &mut choices));
    rollout::run(task, keying, &cast, &mut decide, &mut random)
}
