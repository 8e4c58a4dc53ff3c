//! The plan of Phase 1: the mixes of interventions and their repetitions.

use serde::{Deserialize, Serialize};

use crate::household::{Purpose, TaskId};
use crate::numeric::Random;

/// The probability of a call of each intervention, drawn independently at each step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mix(pub Vec<f64>);

impl Mix {
    /// Draws who acts: 0 for the base, k for the k-th intervention. One draw.
    pub fn draw(&self, random: &mut Random) -> u8 {
        let mut left = random.uniform();
        for (k, &probability) in self.0.iter().enumerate() {
            left -= probability;
            if left < 0.0 {
                return k as u8 + 1;
            }
        }
        0
    }

    /// The probability with which it triggers `intervention` (0 is the base).
    #[must_use]
    pub fn propensity(&self, intervention: u8) -> f64 {
        match usize::from(intervention).checked_sub(1) {
            Some(k) => self.0.get(k).copied().unwrap_or(0.0),
            None => 1.0 - self.0.iter().sum::<f64>(),
        }
    }

    /// The one actor that takes every step: 0 for the base, k for intervention k; none if several do.
    #[must_use]
    pub fn pure(&self) -> Option<u8> {
        (0..=self.0.len() as u8).find(|&k| self.propensity(k) >= 1.0)
    }
}

/// Phase 1 of the paper (5.3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The mixes that are rolled out.
    pub mixes: Vec<Mix>,
    /// Episodes a task and mix.
    pub repetitions: u32,
}

impl Plan {
    /// The paper's plan for one intervention: seven probabilities, three times each.
    #[must_use]
    pub fn one_help() -> Self {
        let mixes = [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0].map(|p| Mix(vec![p])).to_vec();
        Self { mixes, repetitions: 3 }
    }

    /// The paper's plan for two: each alone, and the mixes .1/.1, .3/.3, .1/.3, .3/.1.
    #[must_use]
    pub fn two_helps() -> Self {
        let alone = [0.1, 0.3, 0.5, 0.7, 0.9, 1.0];
        let mut mixes = vec![Mix(vec![0.0, 0.0])];
        mixes.extend(alone.iter().map(|&p| Mix(vec![p, 0.0])));
        mixes.extend(alone.iter().map(|&p| Mix(vec![0.0, p])));
        mixes.extend([[0.1, 0.1], [0.3, 0.3], [0.1, 0.3], [0.3, 0.1]].map(|pair| Mix(pair.to_vec())));
        Self { mixes, repetitions: 3 }
    }

    /// Interventions the plan can trigger.
    #[must_use]
    pub fn n_helps(&self) -> usize {
        self.mixes.iter().map(|mix| mix.0.len()).max().unwrap_or(0)
    }

    /// Episodes a task.
    #[must_use]
    pub fn n_episodes(&self) -> u32 {
        self.mixes.len() as u32 * self.repetitions
    }
}

/// The stream from which one episode of a task draws its actions. `setting` tells apart the mixes or policies
/// that are run; twins that differ only in who is asked use the same setting and repetition.
#[must_use]
pub fn episode_random(task: TaskId, setting: u64, repetition: u32) -> Random {
    below(task, Purpose::Rollouts, setting, repetition)
}

/// The stream from which the same episode draws when to call for help, where that is random.
#[must_use]
pub fn choice_random(task: TaskId, setting: u64, repetition: u32) -> Random {
    below(task, Purpose::Choices, setting, repetition)
}

fn below(task: TaskId, purpose: Purpose, setting: u64, repetition: u32) -> Random {
    let [purpose, split, set, index] = task.stream(purpose);
    Random::new(task.seed, &[purpose, split, set, index, setting, u64::from(repetition)])
}
