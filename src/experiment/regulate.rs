//! Self-regulation on tasks nobody trained on (4.1-4.2): a threshold set on validation tasks, judged on test tasks.

use serde::{Deserialize, Serialize};

use crate::actor::{BaseActor, LogitActor, Profiles};
use crate::household::{Household, Keying, Split, Task, TaskId, TaskSet, World};
use crate::net::Network;
use crate::numeric::Seed;
use crate::reward_model::{
    Attempt, Confusion, Reliability, RocPoint, SelfRegulation, area_under_roc, calibrate_self_regulation,
    confusion, difficulty_max, reliability, roc,
};

use super::evaluate::{Conduct, episode, score};

/// Tasks the threshold is set on, and tasks it is judged on. (The paper has 40 of each; its standard error is 7.7
/// points.)
const VALIDATION_TASKS: u32 = 400;
const TEST_TASKS: u32 = 1_000;
/// The random stream of self-regulation; the streams of Phase 1, the baselines, the page and Q come before.
const STREAM: u64 = 4_000;
/// Bins of the reliability diagram.
const BINS: u32 = 10;

/// The effect of a PRM on an agent that stops by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Regulation {
    /// The threshold, and what it did on the validation tasks.
    pub chosen: SelfRegulation,
    /// The right and wrong decisions on the test tasks.
    pub test: Confusion,
    /// Every threshold on the test tasks.
    pub roc: Vec<RocPoint>,
    /// The area under that curve; none where all succeed or all fail.
    pub area: Option<f64>,
    /// p(s) of all states of the test episodes against how they ended.
    pub reliability: Reliability,
}

/// Runs the base actor alone on fresh tasks and lets `prm` judge.
#[must_use]
pub fn self_regulation(split: Split, actor: BaseActor, seed: Seed, prm: &Network) -> Regulation {
    regulation_by(split, actor, seed, &|household, base| score(prm, household, base))
}

/// The same by any p(s) of a household and its base actor.
#[must_use]
pub fn regulation_by(
    split: Split,
    actor: BaseActor,
    seed: Seed,
    p: &dyn Fn(&Household, &LogitActor) -> f64,
) -> Regulation {
    let watch = Watch { world: World::new(split), profiles: Profiles::new(split, actor), seed, p };
    let validation = watch.attempts(TaskSet::Validation, VALIDATION_TASKS);
    let test = watch.attempts(TaskSet::Test, TEST_TASKS);
    let chosen = calibrate_self_regulation(&validation.attempts);
    let points = roc(&test.attempts);
    Regulation {
        test: confusion(&test.attempts, chosen.threshold),
        area: area_under_roc(&points),
        roc: points,
        // Scores are of a sigmoid, outcomes 0 or 1, and there is one of each: nothing can be out of place.
        reliability: reliability(&test.scores, &test.outcomes, BINS).unwrap_or_default(),
        chosen,
    }
}

struct Watch<'a> {
    world: World,
    profiles: Profiles,
    seed: Seed,
    p: &'a dyn Fn(&Household, &LogitActor) -> f64,
}

#[derive(Default)]
struct Watched {
    attempts: Vec<Attempt>,
    scores: Vec<f32>,
    outcomes: Vec<f32>,
}

impl Watch<'_> {
    fn attempts(&self, set: TaskSet, n_tasks: u32) -> Watched {
        let mut watched = Watched::default();
        for index in 0..n_tasks {
            let id = TaskId { split: self.world.split, set, seed: self.seed, index };
            let task = Task::generate(&self.world, id);
            let (base, _) = self.profiles.bind(&task);
            let run = episode(&task, &self.profiles, Keying::Standard, Conduct::Random(0.0), STREAM, 0);
            let before = (0..run.steps.len()).map(|t| run.household_at(&task, t));
            let scores: Vec<f32> = before.map(|household| (self.p)(&household, &base) as f32).collect();
            let success = run.is_success();
            watched.attempts.push(Attempt { difficulty_max: difficulty_max(&scores), success });
            watched.outcomes.extend(scores.iter().map(|_| f32::from(u8::from(success))));
            watched.scores.extend(scores);
        }
        watched
    }
}
