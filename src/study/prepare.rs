//! The prepared parts of a study before any episode is played: the table, the scores of its states, the calibration.

use crate::actor::{Cast, LogitActor};
use crate::household::{Household, Keying, StateKey, Task, TaskSet};
use crate::mdp::{Mdp, StateId};
use crate::net::Network;
use crate::numeric::Random;
use crate::reward_model::{Attempt, Moment, difficulty_max, read};
use crate::rollout::{Collection, choice_random, episode_random};

use super::order::StudyOrder;
use crate::experiment::evaluate::score;

/// The random stream of everything played here. All ways of asking share it, so that they differ by who is asked alone.
const PLAY: u64 = 5_000;
/// The stream of the rollouts that a helper learns from.
const FOLLOW: u64 = 5_001;
/// Validation tasks (the paper has 40).
pub const N_VALIDATION: u32 = 200;
/// The number of first steps that "first five" looks at.
pub const FIRST: usize = 5;

/// The table of one study and all that scores it.
pub(super) struct Prepared {
    pub(super) order: StudyOrder,
    /// The training tasks, the actors and the plan of Phase 1.
    pub(super) collection: Collection,
    pub(super) keys: Vec<StateKey>,
    pub(super) starts: Vec<u32>,
    /// True where every action was tried, one flag a state.
    pub(super) tried: Vec<bool>,
    /// Features of each state, from the visit that stands for it.
    pub(super) rows: Vec<f32>,
    pub(super) mdp: Mdp,
    /// The same with steadied counts, where something is solved for them.
    pub(super) steadied: Option<Mdp>,
    pub(super) prms: Vec<Network>,
    /// The networks' texts, where they read.
    pub(super) reading: Option<Reading>,
    /// The base PRM's scores of the states that the base meets alone on validation tasks, sorted; those of the first
    /// five steps apart.
    pub(super) validation_scores: Vec<f64>,
    pub(super) validation_first: Vec<f64>,
    /// The same episodes as self-regulation sees them, one list a reading.
    pub(super) attempts: [Vec<Attempt>; 3],
}

/// The base's PRM that reads, and a visit of each state to read.
pub(super) struct Reading {
    pub(super) prm: Network,
    pub(super) visits: Vec<Moment>,
}

/// A helper that reads.
pub(super) struct TextHelper {
    pub(super) network: Network,
    /// It asks where its answer is above this.
    pub(super) above: f64,
}

impl Prepared {
    /// The base PRM's p(s) of a household as it stands.
    pub(super) fn p(&self, household: &Household, base: &LogitActor) -> f64 {
        match &self.reading {
            Some(reading) => read(&reading.prm, household),
            None => score(&self.prms[0], household, base),
        }
    }

    pub(super) fn task(&self, set: TaskSet, index: u32) -> Task {
        self.collection.task_of(set, index)
    }

    pub(super) fn cast(&self, task: &Task) -> Cast {
        self.collection.cast(task)
    }

    /// The state of a training task with this key, if Phase 1 ever saw it.
    pub(super) fn state_of(&self, task: u32, key: StateKey) -> Option<StateId> {
        let end = self.keys.len() as u32;
        let start = |task: u32| self.starts.get(task as usize).copied().unwrap_or(end);
        (start(task)..start(task + 1)).find(|&state| self.keys[state as usize] == key).map(StateId)
    }

    /// The score below which this share of the validation states lies.
    pub(super) fn threshold(&self, share: f64, first_five: bool) -> f64 {
        let scores = if first_five { &self.validation_first } else { &self.validation_scores };
        scores.get((share * scores.len() as f64) as usize).copied().unwrap_or(0.0)
    }

    /// The base alone on a task: the PRM's score of every state it acts in, and whether it succeeds.
    pub(super) fn base_alone(&self, task: &Task, cast: &Cast, repetition: u32) -> (Vec<f64>, bool) {
        let mut scores = Vec::new();
        let mut decide = |household: &Household, _| {
            scores.push(self.p(household, &cast.base));
            0
        };
        let episode = crate::rollout::run(task, KEYING, cast, &mut decide, &mut actions(task, repetition));
        (scores, episode.is_success())
    }

    /// One validation task: its scores go to the calibration.
    pub(super) fn calibrate(&mut self, index: u32) {
        let task = self.task(TaskSet::Validation, index);
        let cast = self.cast(&task);
        for repetition in 0..self.order.repetitions {
            let (scores, success) = self.base_alone(&task, &cast, repetition);
            self.validation_first.extend(scores.iter().take(FIRST));
            for (found, attempt) in self.attempts.iter_mut().zip(readings(&scores, success)) {
                found.push(attempt);
            }
            self.validation_scores.extend(scores);
        }
    }

    pub(super) fn end_calibration(&mut self) {
        self.validation_scores.sort_by(f64::total_cmp);
        self.validation_first.sort_by(f64::total_cmp);
    }
}

pub(super) const KEYING: Keying = Keying::Standard;

/// An episode as self-regulation sees it: by its states before that of the last step; by that one too; by that one alone.
pub(super) fn readings(scores: &[f64], success: bool) -> [Attempt; 3] {
    let mut scores: Vec<f32> = scores.iter().map(|&score| score as f32).collect();
    let before = difficulty_max(&scores);
    let last = scores.last().map_or(0.0, |&score| 1.0 - f64::from(score));
    // A state after the last one, in which nothing is difficult: it does not count, and the last one does.
    scores.push(1.0);
    [before, difficulty_max(&scores), last].map(|difficulty_max| Attempt { difficulty_max, success })
}

/// The stream the actors of a played episode draw from.
pub(super) fn actions(task: &Task, repetition: u32) -> Random {
    episode_random(task.id, PLAY, repetition)
}

/// The stream of its coins.
pub(super) fn choices(task: &Task, repetition: u32) -> Random {
    choice_random(task.id, PLAY, repetition)
}

/// The stream of the rollout that teaches.
pub(super) fn following(task: &Task) -> Random {
    episode_random(task.id, FOLLOW, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_state_counts_as_the_reading_says() {
        let difficulties = |scores: &[f64]| readings(scores, true).map(|attempt| attempt.difficulty_max);
        assert_eq!(difficulties(&[0.5, 0.75, 0.25]), [0.5, 0.75, 0.75]);
        assert_eq!(difficulties(&[0.25, 0.5]), [0.75, 0.75, 0.5]);
        assert_eq!(difficulties(&[]), [0.0; 3]);
    }
}
