//! The levels that a candidate reaches: SR, SPL and L of each row, with standard errors.

use askwell::actor::{Cast, Profiles};
use askwell::experiment::Tally;
use askwell::household::{Household, Keying, Task, TaskId, TaskSet, World, oracle_length};
use askwell::numeric::Seed;
use askwell::rollout::{choice_random, episode_random, run_into};

use super::targets::{Measure, Row};

/// The random streams of these rollouts, one a row.
const STREAM: u64 = 4_000;

/// The sample of tasks that is rolled out.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The set of the tasks.
    pub set: TaskSet,
    /// The seeds of the tasks.
    pub seeds: Vec<Seed>,
    /// Tasks a seed.
    pub n_tasks: u32,
    /// Episodes a task and row.
    pub repetitions: u32,
}

/// One tally a row and measure, over tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    rows: Vec<(Row, [Tally; 3])>,
}

impl Levels {
    /// The mean over tasks; 0 of a row that was not rolled out.
    #[must_use]
    pub fn mean(&self, row: Row, measure: Measure) -> f64 {
        self.tally(row, measure).map_or(0.0, |tally| tally.mean())
    }

    /// The standard error of the mean over tasks; 0 of a row that was not rolled out.
    #[must_use]
    pub fn standard_error(&self, row: Row, measure: Measure) -> f64 {
        self.tally(row, measure).map_or(0.0, |tally| tally.standard_error())
    }

    fn tally(&self, row: Row, measure: Measure) -> Option<&Tally> {
        self.rows.iter().find(|(known, _)| *known == row).map(|(_, tallies)| &tallies[measure as usize])
    }
}

/// Rolls out the rows. Candidates that are measured on the same sample meet the same tasks and the same draws.
#[must_use]
pub fn measure(world: &World, profiles: &Profiles, rows: &[Row], sample: &Sample) -> Levels {
    let mut levels = Levels { rows: rows.iter().map(|&row| (row, [Tally::default(); 3])).collect() };
    let mut steps = Vec::new();
    for &seed in &sample.seeds {
        for index in 0..sample.n_tasks {
            let id = TaskId { split: world.split, set: sample.set, seed, index };
            let task = Task::generate(world, id);
            let shortest = f64::from(oracle_length(&task));
            for (place, (row, tallies)) in levels.rows.iter_mut().enumerate() {
                let cast = Cast::new(profiles, &[row.help], &task);
                let setting = STREAM + place as u64;
                let mut sums = [0.0; 3];
                for repetition in 0..sample.repetitions {
                    let mut choices = choice_random(id, setting, repetition);
                    let mut decide = |_: &Household, _| u8::from(choices.chance(row.probability()));
                    let random = &mut episode_random(id, setting, repetition);
                    let outcome = run_into(
                        &task,
                        Keying::Standard,
                        &cast,
                        &mut decide,
                        random,
                        &mut steps,
                        &mut |_, _| (),
                    );
                    let length = steps.len() as f64;
                    let success = f64::from(u8::from(outcome.is_success()));
                    let each = [success, success * shortest / length.max(shortest), length];
                    sums.iter_mut().zip(each).for_each(|(sum, x)| *sum += x);
                }
                for (tally, sum) in tallies.iter_mut().zip(sums) {
                    tally.add(sum / f64::from(sample.repetitions.max(1)));
                }
            }
        }
    }
    levels
}
