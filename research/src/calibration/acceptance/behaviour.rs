//! The behaviour of the base actor alone: how it fails, and whether it repeats itself.

use serde::{Deserialize, Serialize};

use askwell::actor::{Cast, Help};
use askwell::household::{Failure, Keying, Task, TaskId, TaskSet};
use askwell::numeric::Seed;
use askwell::rollout::{episode_random, run};

use super::super::candidate::Candidate;

/// The random stream of these rollouts.
const STREAM: u64 = 4_100;
/// The longest run of equal actions that is no caricature.
const RUN_MAX: usize = 3;

/// The base actor's episodes in shares. `se` fields are standard errors over tasks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Behaviour {
    /// The share of episodes that succeed.
    pub success: f64,
    /// The share of each reason among the failures, in the order of [`Failure::ALL`].
    pub failures: Vec<(String, f64)>,
    /// The share of episodes without more than three equal actions in a row.
    pub short_runs: f64,
    /// The share of steps that change nothing.
    pub idle_steps: f64,
    /// The share of failures with no step that changes nothing: a loop gives none of them away.
    pub failures_without_idle: f64,
}

/// Runs the base alone, one episode a test task.
#[must_use]
pub(super) fn behaviour(candidate: &Candidate, seed: Seed, n_tasks: u32) -> Behaviour {
    let mut counts = [0_u32; Failure::ALL.len()];
    let (mut steps, mut idle, mut short, mut without_idle) = (0, 0, 0, 0);
    for index in 0..n_tasks {
        let id = TaskId { split: candidate.world.split, set: TaskSet::Test, seed, index };
        let task = Task::generate(&candidate.world, id);
        let cast = Cast::new(&candidate.profiles, &[Help::Better], &task);
        let random = &mut episode_random(id, STREAM, 0);
        let episode = run(&task, Keying::Standard, &cast, &mut |_, _| 0, random);
        let end = episode.household_at(&task, episode.steps.len());
        let idle_here = end.log().filter(|entry| entry.idle).count();
        let actions: Vec<_> = episode.steps.iter().map(|step| step.action).collect();
        let longest = actions.chunk_by(|a, b| a == b).map(<[_]>::len).max().unwrap_or(0);
        steps += actions.len();
        idle += idle_here;
        short += u32::from(longest <= RUN_MAX);
        if let Some(failure) = end.failure() {
            counts[failure as usize] += 1;
            without_idle += u32::from(idle_here == 0);
        }
    }
    let failed = counts.iter().sum::<u32>();
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
    Behaviour {
        success: share(n_tasks - failed, n_tasks),
        failures: Failure::ALL
            .iter()
            .zip(counts)
            .map(|(failure, n)| (failure.name().to_owned(), share(n, failed)))
            .collect(),
        short_runs: share(short, n_tasks),
        idle_steps: idle as f64 / steps.max(1) as f64,
        failures_without_idle: share(without_idle, failed),
    }
}
