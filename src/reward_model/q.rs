//! Q(s, a): the separate process reward model of MCTS (App. A), learned from the base actor's own exploring.

use crate::actor::mcts::{N_Q_FEATURES, PROPOSAL_TEMPERATURE, q_features};
use crate::actor::{ActionValue, LogitActor, Profiles};
use crate::household::{Household, MAX_ACTIONS, Task, TaskId, TaskSet, World};
use crate::net::{TrainError, TrainOptions, TrainingSet, train};
use crate::numeric::{Random, Seed};
use crate::rollout::episode_random;

/// The random stream of these rollouts; those of Phase 1, the baselines and the page come before.
const Q_STREAM: u64 = 3_000;

/// How Q is learned.
#[derive(Clone, Debug, PartialEq)]
pub struct QOptions {
    /// Training tasks.
    pub n_tasks: u32,
    /// Episodes a task.
    pub repetitions: u32,
    /// How the base explores: its temperature while rolling out is drawn evenly from its own up to that of the proposals
    /// times this share.
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
    let (mut rows, mut success) = (Vec::new(), Vec::new());
    for index in 0..options.n_tasks {
        let task = Task::generate(world, TaskId { split: world.split, set: TaskSet::Train, seed, index });
        let (base, _) = profiles.bind(&task);
        for repetition in 0..options.repetitions {
            let random = &mut episode_random(task.id, Q_STREAM, repetition);
            roll_out(&task, &base, options.exploring, random, &mut rows, &mut success);
        }
    }
    let data = TrainingSet::new(&rows, N_Q_FEATURES as u32, &success)?;
    let network = train(data, &options.training, seed, &mut |_| true)?.network;
    // The width is right: the rows are as wide as Q takes them.
    Ok(ActionValue::new(network).unwrap_or_else(|| unreachable!("the rows have Q's width")))
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
