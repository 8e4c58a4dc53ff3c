//! Phase 1 for one task, and the merging of tasks: count[s][a][s'].

use std::collections::BTreeMap;

use crate::actor::{BaseActor, Cast, Help, LogitActor, Profiles};
use crate::household::{Household, Keying, Outcome, Split, StateKey, Task, TaskId, TaskSet, World};
use crate::numeric::Seed;

use super::episode::{Step, run_into};
use super::plan::{Plan, choice_random, episode_random};

/// A successor: a state of the table, or the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Successor {
    /// A state, by its number.
    State(u32),
    /// The task is done.
    Success,
    /// The task has failed: wrong thing, wrong place, illegal action, or out of steps.
    Failure,
}

/// The number of times that an action in a state led to a successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Count {
    /// The state, by its number.
    pub state: u32,
    /// 0 for the base, k for the k-th intervention.
    pub intervention: u8,
    /// The successor.
    pub next: Successor,
    /// The number of times.
    pub n: u32,
}

/// The counts of one task or of many: states are numbered task by task, each in the order of first visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The key of each state.
    pub keys: Vec<StateKey>,
    /// The number of each task's start state; its states run up to the next task's.
    pub starts: Vec<u32>,
    /// Sorted by state, intervention and successor; no pair twice.
    pub rows: Vec<Count>,
    /// Episodes counted.
    pub n_episodes: u32,
}

impl Counts {
    /// The numbers of a task's states, the start first.
    #[must_use]
    pub fn states_of(&self, task: usize) -> core::ops::Range<u32> {
        let end = self.keys.len() as u32;
        let start = self.starts.get(task).copied().unwrap_or(end);
        start..self.starts.get(task + 1).copied().unwrap_or(end)
    }

    /// Appends the states of further tasks, renumbered.
    pub fn append(&mut self, other: &Self) {
        let offset = self.keys.len() as u32;
        self.keys.extend_from_slice(&other.keys);
        self.starts.extend(other.starts.iter().map(|start| start + offset));
        self.rows.extend(other.rows.iter().map(|row| Count {
            state: row.state + offset,
            next: match row.next {
                Successor::State(next) => Successor::State(next + offset),
                end => end,
            },
            ..*row
        }));
        self.n_episodes += other.n_episodes;
    }
}

/// An observer of Phase 1. By default it does nothing.
pub trait Watcher {
    /// A state of the table is visited for the first time; states come in the order of their numbers.
    fn first_visit(&mut self, _household: &Household, _base: &LogitActor) {}
    /// Any visit, within an episode of that mix, of the task's `n`-th state.
    fn visit(&mut self, _mix: usize, _n: u32, _household: &Household, _base: &LogitActor) {}
    /// An episode of that mix has ended; its visits were the last ones.
    fn episode(&mut self, _mix: usize, _repetition: u32, _steps: &[Step], _outcome: Outcome) {}
}

/// Watches nothing.
impl Watcher for () {}

/// Phase 1 for one task: a pure function of its arguments, so tasks can be shared out among workers and
/// appended in order.
///
/// `cast` is bound to the task and holds the interventions of the plan.
pub fn collect_task(
    task: &Task,
    cast: &Cast,
    plan: &Plan,
    keying: Keying,
    watcher: &mut impl Watcher,
) -> Counts {
    let mut numbers = BTreeMap::new();
    let mut counts = Counts { starts: vec![0], n_episodes: plan.n_episodes(), ..Counts::default() };
    let mut tally: BTreeMap<(u32, u8, Successor), u32> = BTreeMap::new();
    let mut steps = Vec::new();
    for (m, mix) in plan.mixes.iter().enumerate() {
        for repetition in 0..plan.repetitions {
            let random = &mut episode_random(task.id, m as u64, repetition);
            let mut choices = choice_random(task.id, m as u64, repetition);
            let mut decide = |_: &Household, _| mix.draw(&mut choices);
            let outcome =
                run_into(task, keying, cast, &mut decide, random, &mut steps, &mut |household, key| {
                    let n = *numbers.entry(key).or_insert_with(|| {
                        counts.keys.push(key);
                        watcher.first_visit(household, &cast.base);
                        counts.keys.len() as u32 - 1
                    });
                    watcher.visit(m, n, household, &cast.base);
                });
            for (t, step) in steps.iter().enumerate() {
                let next = match steps.get(t + 1) {
                    Some(after) => Successor::State(numbers[&after.key]),
                    None if outcome.is_success() => Successor::Success,
                    None => Successor::Failure,
                };
                *tally.entry((numbers[&step.key], step.intervention, next)).or_default() += 1;
            }
            watcher.episode(m, repetition, &steps, outcome);
        }
    }
    counts.rows = tally
        .into_iter()
        .map(|((state, intervention, next), n)| Count { state, intervention, next, n })
        .collect();
    counts
}

/// A collection of rollouts: the tasks, the actors and the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// The world the tasks come from.
    pub world: World,
    /// The actors.
    pub profiles: Profiles,
    /// The interventions of the plan, in its order.
    pub helps: Vec<Help>,
    /// The set of tasks.
    pub set: TaskSet,
    /// The seed of the experiment.
    pub seed: Seed,
    /// The mixes of interventions, with their repetitions.
    pub plan: Plan,
    /// The state abstraction: the facts that tell two states apart.
    pub keying: Keying,
}

impl Collection {
    /// Phase 1 of the paper on the training tasks of a split, with the better model as the help.
    #[must_use]
    pub fn new(split: Split, actor: BaseActor, seed: Seed) -> Self {
        Self {
            world: World::new(split),
            profiles: Profiles::new(split, actor),
            helps: vec![Help::Better],
            set: TaskSet::Train,
            seed,
            plan: Plan::one_help(),
            keying: Keying::Standard,
        }
    }

    /// The task of that index.
    #[must_use]
    pub fn task(&self, index: u32) -> Task {
        self.task_of(self.set, index)
    }

    /// The task of that index in another set, of the same world and seed.
    #[must_use]
    pub fn task_of(&self, set: TaskSet, index: u32) -> Task {
        Task::generate(&self.world, TaskId { split: self.world.split, set, seed: self.seed, index })
    }

    /// The cast, bound to a task.
    #[must_use]
    pub fn cast(&self, task: &Task) -> Cast {
        Cast::new(&self.profiles, &self.helps, task)
    }

    /// Phase 1 for a range of tasks, one after the other. Ranges collected apart and appended in order give the
    /// same counts as one range.
    pub fn run(&self, tasks: core::ops::Range<u32>, watcher: &mut impl Watcher) -> Counts {
        let mut all = Counts::default();
        for index in tasks {
            let task = self.task(index);
            let cast = self.cast(&task);
            all.append(&collect_task(&task, &cast, &self.plan, self.keying, watcher));
        }
        all
    }
}
