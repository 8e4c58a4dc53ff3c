//! Q(s, a): the separate process reward model of MCTS (App. A), learned from the base actor's own exploring.

use crate::actor::mcts::PROPOSAL_TEMPERATURE;
use crate::actor::{ActionValue, LogitActor, Profiles};
use crate::actor::{N_Q_FEATURES, q_features};
use crate::household::{Household, MAX_ACTIONS, Task, TaskId, TaskSet, World};
use crate::net::{TrainError, TrainOptions, Trainer, TrainingSet};
use crate::numeric::{Random, Seed};
use crate::rollout::episode_random;

/// The random stream of these rollouts; those of Phase 1, the baselines and the page come before.
const Q_STREAM: u64 = 3_000;
/// Tasks explored, and batches trained, in one piece.
const TASKS_AT_A_TIME: u32 = 20;
const BATCHES_AT_A_TIME: u32 = 200;

/// The options of learning Q.
#[derive(Clone, Debug, PartialEq)]
pub struct QOptions {
    /// Training tasks.
    pub n_tasks: u32,
    /// Episodes a task.
    pub repetitions: u32,
    /// The exploration of the base: each rollout draws its temperature evenly from the base's own, τ, up to
    /// τ + exploring · max(τ_p - τ, 0), where τ_p is the temperature of the proposals.
    pub exploring: f64,
    /// The network and its training.
    pub training: TrainOptions,
}

impl Default for QOptions {
    fn default() -> Self {
        let training = TrainOptions { hidden: vec![24], epochs: 3, ..TrainOptions::prm() };
        Self { n_tasks: 1_000, repetitions: 6, exploring: 1.0, training }
    }
}

/// Learns Q(s, a) for a base actor on the training tasks of a world and seed: the share of episodes that succeed once
/// `a` is taken in `s` and the base goes on, at temperatures between its own and that of the proposals.
///
/// # Errors
/// If the options allow no training, or no rollout took a step.
pub fn train_q(
    world: &World,
    profiles: &Profiles,
    seed: Seed,
    options: &QOptions,
) -> Result<ActionValue, TrainError> {
    let mut learner = QLearner::new(seed, options.clone());
    loop {
        if let Some(q) = learner.advance(world, profiles)? {
            return Ok(q);
        }
    }
}

/// The same in pieces of some milliseconds: in what pieces it is done changes nothing.
pub struct QLearner {
    seed: Seed,
    options: QOptions,
    next_task: u32,
    rows: Vec<f32>,
    success: Vec<f32>,
    trainer: Option<Box<Trainer>>,
}

/// The progress of learning Q: `(done, of)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QProgress {
    /// Training tasks that were explored.
    Exploring(u32, u32),
    /// Batches of training.
    Training(u32, u32),
}

impl QLearner {
    /// Before the first rollout.
    #[must_use]
    pub fn new(seed: Seed, options: QOptions) -> Self {
        Self { seed, options, next_task: 0, rows: Vec::new(), success: Vec::new(), trainer: None }
    }

    /// The progress of learning.
    #[must_use]
    pub fn progress(&self) -> QProgress {
        match &self.trainer {
            None => QProgress::Exploring(self.next_task, self.options.n_tasks),
            Some(trainer) => {
                let now = trainer.progress();
                QProgress::Training(now.batches_done, now.batches)
            }
        }
    }

    /// Does the next piece; Q once there is no more to do.
    ///
    /// # Errors
    /// As [`train_q`].
    pub fn advance(&mut self, world: &World, profiles: &Profiles) -> Result<Option<ActionValue>, TrainError> {
        if let Some(trainer) = &mut self.trainer {
            if !trainer.step_batches(BATCHES_AT_A_TIME).done {
                return Ok(None);
            }
        } else if self.next_task < self.options.n_tasks {
            self.explore(world, profiles);
            return Ok(None);
        }
        match self.trainer.take() {
            // The width is right: the rows are as wide as Q takes them.
            Some(trainer) => Ok(Some(
                ActionValue::new(trainer.finish().network)
                    .unwrap_or_else(|| unreachable!("the rows have Q's width")),
            )),
            None => {
                let (rows, success) = (std::mem::take(&mut self.rows), std::mem::take(&mut self.success));
                let data = TrainingSet::new(&rows, N_Q_FEATURES as u32, &success)?;
                self.trainer = Some(Box::new(Trainer::new(data, &self.options.training, self.seed)?));
                Ok(None)
            }
        }
    }

    fn explore(&mut self, world: &World, profiles: &Profiles) {
        let end = (self.next_task + TASKS_AT_A_TIME).min(self.options.n_tasks);
        for index in self.next_task..end {
            let id = TaskId { split: world.split, set: TaskSet::Train, seed: self.seed, index };
            let task = Task::generate(world, id);
            let (base, _) = profiles.bind(&task);
            for repetition in 0..self.options.repetitions {
                let random = &mut episode_random(task.id, Q_STREAM, repetition);
                roll_out(&task, &base, self.options.exploring, random, &mut self.rows, &mut self.success);
            }
        }
        self.next_task = end;
    }
}

/// One exploring episode: its rows, and for each of them whether it succeeded.
fn roll_out(
    task: &Task,
    base: &LogitActor,
    exploring: f64,
    random: &mut Random,
    rows: &mut Vec<f32>,
    success: &mut Vec<f32>,
) {
    let own = base.profile().temperature;
    let temperature = own + exploring * random.uniform() * (PROPOSAL_TEMPERATURE - own).max(0.0);
    let mut household = Household::new(task);
    while !household.outcome().is_terminal() {
        let legal = household.legal_actions();
        let mut probabilities = [0.0; MAX_ACTIONS];
        base.distribution_at(&household, &legal, temperature, &mut probabilities);
        let action = legal[random.weighted(&probabilities[..legal.len()])];
        let start = rows.len();
        rows.resize(start + N_Q_FEATURES, 0.0);
        q_features(&household, action, &mut rows[start..]);
        household.step(action);
    }
    let label = f32::from(u8::from(household.outcome().is_success()));
    success.resize(rows.len() / N_Q_FEATURES, label);
}
