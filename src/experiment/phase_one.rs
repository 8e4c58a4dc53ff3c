//! Phase 1 alone: what the networks learn from, without a table being solved.

use crate::actor::{BaseActor, Cast, Help, LogitActor, Profiles};
use crate::household::{Household, Outcome, Task, TaskId, TaskSet, World};
use crate::reward_model::{Recorder, SelfKnowledge};
use crate::rollout::{Counts, Plan, Step, Watcher, collect_task};

use super::error::PipelineError;
use super::order::Order;

/// The data of Phase 1.
#[derive(Clone, Debug)]
pub struct PhaseOne {
    /// `count[s][a][s']`, and the key of each state.
    pub counts: Counts,
    /// The features of each state and the visits that PRMs learn from.
    pub recorder: Recorder,
    /// The lengths of the recorder's lists of visits after each task, so that tasks can be held out whole.
    pub visits_after_task: Vec<Vec<u32>>,
}

/// Phase 1 of an order, the same bits as in its whole pipeline.
///
/// # Errors
/// If the order asks for no task or no episode.
pub fn phase_one(order: Order) -> Result<PhaseOne, PipelineError> {
    let recorder = Recorder::new(&plan(order), SelfKnowledge::default());
    let visits_after_task = vec![Vec::new(); recorder.alone.len()];
    let mut watching = Watching { recorder, visits_after_task };
    let counts = walk(order, &mut watching, |watching| {
        for (visits, after) in watching.recorder.alone.iter().zip(&mut watching.visits_after_task) {
            after.push(visits.len() as u32);
        }
    })?;
    Ok(PhaseOne { counts, recorder: watching.recorder, visits_after_task: watching.visits_after_task })
}

/// The same rollouts with another watcher.
///
/// # Errors
/// As [`phase_one`].
pub fn phase_one_with(order: Order, watcher: &mut impl Watcher) -> Result<Counts, PipelineError> {
    walk(order, watcher, |_| {})
}

/// A recorder that notes where each task's visits end.
struct Watching {
    recorder: Recorder,
    visits_after_task: Vec<Vec<u32>>,
}

impl Watcher for Watching {
    fn first_visit(&mut self, household: &Household, base: &LogitActor) {
        self.recorder.first_visit(household, base);
    }

    fn visit(&mut self, mix: usize, n: u32, household: &Household, base: &LogitActor) {
        self.recorder.visit(mix, n, household, base);
    }

    fn episode(&mut self, mix: usize, repetition: u32, steps: &[Step], outcome: Outcome) {
        self.recorder.episode(mix, repetition, steps, outcome);
    }
}

fn plan(order: Order) -> Plan {
    Plan { repetitions: order.repetitions, ..Plan::one_help() }
}

fn walk<W: Watcher>(
    order: Order,
    watcher: &mut W,
    mut after_task: impl FnMut(&mut W),
) -> Result<Counts, PipelineError> {
    order.check()?;
    let (world, profiles) = (World::new(order.split), Profiles::new(order.split, BaseActor::default()));
    let mut counts = Counts::default();
    for index in 0..order.n_tasks {
        let id = TaskId { split: order.split, set: TaskSet::Train, seed: order.seed, index };
        let task = Task::generate(&world, id);
        let cast = Cast::new(&profiles, &[Help::Better], &task);
        counts.append(&collect_task(&task, &cast, &plan(order), order.keying, watcher));
        after_task(watcher);
    }
    Ok(counts)
}

/// The features of all states of an order's table, in the order of the states.
///
/// # Errors
/// As [`phase_one`].
pub fn rows_of_states(order: Order) -> Result<Vec<f32>, PipelineError> {
    Ok(phase_one(order)?.recorder.first_visits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::Split;
    use crate::reward_model::N_FEATURES;

    #[test]
    fn a_row_a_state_of_the_table_the_pipeline_makes() {
        let order = Order { n_tasks: 3, ..Order::new(4, Split::SObj) };
        let phase = phase_one(order).unwrap();
        let experiment = super::super::run(order).unwrap();
        assert_eq!(phase.counts.keys, experiment.keys);
        assert_eq!(phase.recorder.first_visits.len(), experiment.keys.len() * N_FEATURES);
    }
}
