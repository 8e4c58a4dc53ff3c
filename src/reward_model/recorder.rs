//! The training data that Phase 1 leaves: the features of each table state, and the visits that PRMs learn from.

use crate::actor::LogitActor;
use crate::household::{Household, Outcome};
use crate::numeric::Random;
use crate::rollout::{Plan, Step, Watcher};

use super::features::{N_FEATURES, SelfKnowledge, features};

/// The stream that chooses among the visits of a state.
pub(super) const ANY_VISIT: u64 = u64::from_be_bytes(*b"anyvisit");

/// Visited states and whether their episode succeeded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Visits {
    /// [`N_FEATURES`] numbers a visit.
    pub features: Vec<f32>,
    /// 1 where the episode succeeded, 0 where not; one a visit.
    pub success: Vec<f32>,
}

impl Visits {
    /// Visits recorded.
    #[must_use]
    pub fn len(&self) -> usize {
        self.success.len()
    }

    /// True if there is no visit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.success.is_empty()
    }
}

/// Records Phase 1 of one task or of many. One recorder can watch all tasks in turn, or one each, appended in
/// the order of the tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorder {
    self_knowledge: SelfKnowledge,
    /// For each mix of the plan: who acts alone in it, if one does.
    pure: Vec<Option<u8>>,
    /// [`N_FEATURES`] numbers a table state, from its first visit, in the order of the states.
    pub first_visits: Vec<f32>,
    /// The same from one visit of each, every visit as likely as any other.
    pub any_visits: Vec<f32>,
    /// The number of visits of each state.
    n_visits: Vec<u32>,
    /// The first state of the task in hand.
    task_begin: usize,
    random: Random,
    /// The visits of the episodes in which one actor took every step: the base's, then each intervention's.
    pub alone: Vec<Visits>,
}

impl Recorder {
    /// An empty recorder for a plan.
    #[must_use]
    pub fn new(plan: &Plan, self_knowledge: SelfKnowledge) -> Self {
        Self {
            self_knowledge,
            pure: plan.mixes.iter().map(crate::rollout::Mix::pure).collect(),
            first_visits: Vec::new(),
            any_visits: Vec::new(),
            n_visits: Vec::new(),
            task_begin: 0,
            random: Random::new(0, &[ANY_VISIT]),
            alone: vec![Visits::default(); plan.n_helps() + 1],
        }
    }

    /// Appends what was recorded of further tasks.
    pub fn append(&mut self, other: &Self) {
        self.first_visits.extend_from_slice(&other.first_visits);
        self.any_visits.extend_from_slice(&other.any_visits);
        self.task_begin = self.n_visits.len();
        self.n_visits.extend_from_slice(&other.n_visits);
        for (mine, theirs) in self.alone.iter_mut().zip(&other.alone) {
            mine.features.extend_from_slice(&theirs.features);
            mine.success.extend_from_slice(&theirs.success);
        }
    }

    /// Keeps this visit of a state with probability 1 / (visits so far), so that each is as likely as any other.
    fn keep_any_visit(&mut self, n: u32, household: &Household, base: &LogitActor) {
        let state = self.task_begin + n as usize;
        let Some(visits) = self.n_visits.get_mut(state) else { return };
        *visits += 1;
        if *visits > 1 && self.random.below(*visits) == 0 {
            let row = &mut self.any_visits[state * N_FEATURES..(state + 1) * N_FEATURES];
            features(household, base, self.self_knowledge, row);
        }
    }

    fn visits_of(&mut self, mix: usize) -> Option<&mut Visits> {
        let alone = self.pure.get(mix).copied().flatten()?;
        self.alone.get_mut(usize::from(alone))
    }
}

fn push_features(into: &mut Vec<f32>, household: &Household, base: &LogitActor, switch: SelfKnowledge) {
    let start = into.len();
    into.resize(start + N_FEATURES, 0.0);
    features(household, base, switch, &mut into[start..]);
}

impl Watcher for Recorder {
    fn first_visit(&mut self, household: &Household, base: &LogitActor) {
        if household.steps_taken() == 0 {
            // The first state of a task, and of no other: nothing was looked at yet.
            self.task_begin = self.n_visits.len();
            // A stream of each task's own: tasks recorded apart and appended give the same.
            self.random = Random::new(0, &[ANY_VISIT]);
        }
        push_features(&mut self.first_visits, household, base, self.self_knowledge);
        let start = self.first_visits.len() - N_FEATURES;
        self.any_visits.extend_from_slice(&self.first_visits[start..]);
        self.n_visits.push(0);
    }

    fn visit(&mut self, mix: usize, n: u32, household: &Household, base: &LogitActor) {
        let switch = self.self_knowledge;
        self.keep_any_visit(n, household, base);
        if let Some(visits) = self.visits_of(mix) {
            push_features(&mut visits.features, household, base, switch);
        }
    }

    fn episode(&mut self, mix: usize, _repetition: u32, _steps: &[Step], outcome: Outcome) {
        if let Some(visits) = self.visits_of(mix) {
            let n = visits.features.len() / N_FEATURES;
            visits.success.resize(n, f32::from(u8::from(outcome.is_success())));
        }
    }
}
