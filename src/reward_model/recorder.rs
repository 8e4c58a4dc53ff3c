//! What Phase 1 leaves for the networks: the features of each table state and the visits that PRMs learn from.

use crate::actor::LogitActor;
use crate::household::{Household, Outcome};
use crate::rollout::{Plan, Step, Watcher};

use super::features::{N_FEATURES, SelfKnowledge, features};

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

    /// Whether there are none.
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
            alone: vec![Visits::default(); plan.n_helps() + 1],
        }
    }

    /// Appends what was recorded of further tasks.
    pub fn append(&mut self, other: &Self) {
        self.first_visits.extend_from_slice(&other.first_visits);
        for (mine, theirs) in self.alone.iter_mut().zip(&other.alone) {
            mine.features.extend_from_slice(&theirs.features);
            mine.success.extend_from_slice(&theirs.success);
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
        push_features(&mut self.first_visits, household, base, self.self_knowledge);
    }

    fn visit(&mut self, mix: usize, household: &Household, base: &LogitActor) {
        let switch = self.self_knowledge;
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
