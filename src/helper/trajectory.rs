//! Following the table's policy in the household itself: what "trajectory only" learns from, and whether the policy
//! stays inside its table (6.2).

use crate::actor::Cast;
use crate::household::{Household, Keying, StateKey, Task};
use crate::mdp::ActionId;
use crate::numeric::Random;
use crate::reward_model::{N_FEATURES, SelfKnowledge, features};
use crate::rollout::{Episode, run};

use super::lessons::Lessons;

/// One rollout of the table's policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// [`N_FEATURES`] numbers of each state, in order.
    pub features: Vec<f32>,
    /// The actions of the policy; `nohelp` in a state for which it has no answer.
    pub actions: Vec<ActionId>,
    /// The first step in a state that Phase 1 never saw; none if the task ended inside the table.
    pub left_table_at: Option<u32>,
    /// The episode itself.
    pub episode: Episode,
}

impl Trajectory {
    /// True if the task ended without leaving the table: a "seen task" of Table 4.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        self.left_table_at.is_none()
    }

    /// Adds its states to the lessons, or nothing if it left the table (as in 6.2).
    pub fn teach(&self, lessons: &mut Lessons, prices: &[f64]) {
        if self.is_seen() {
            for (row, &action) in self.features.chunks_exact(N_FEATURES).zip(&self.actions) {
                lessons.add(row, prices, action);
            }
        }
    }
}

/// Follows `policy` from the start of a task to its end. `policy` answers for a state's key, and with none where the
/// table has no such state; from there on the base goes on alone wherever it has none.
pub fn follow(
    task: &Task,
    keying: Keying,
    cast: &Cast,
    self_knowledge: SelfKnowledge,
    policy: impl Fn(StateKey) -> Option<ActionId>,
    random: &mut Random,
) -> Trajectory {
    let (mut rows, mut actions, mut left_table_at) = (Vec::new(), Vec::new(), None);
    let mut decide = |household: &Household, key| {
        let start = rows.len();
        rows.resize(start + N_FEATURES, 0.0);
        features(household, &cast.base, self_knowledge, &mut rows[start..]);
        let known = policy(key);
        if known.is_none() {
            left_table_at.get_or_insert(household.steps_taken());
        }
        let action = known.unwrap_or(ActionId::NOHELP);
        actions.push(action);
        action.0
    };
    let episode = run(task, keying, cast, &mut decide, random);
    Trajectory { features: rows, actions, left_table_at, episode }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::BaseActor;
    use crate::helper::Pricing;
    use crate::household::Split;
    use crate::rollout::{Collection, episode_random};

    fn trajectory(policy: impl Fn(StateKey) -> Option<ActionId>) -> Trajectory {
        let collection = Collection::new(Split::SObj, BaseActor::default(), 1);
        let task = collection.task(0);
        let random = &mut episode_random(task.id, 77, 0);
        let cast = collection.cast(&task);
        follow(&task, Keying::Standard, &cast, SelfKnowledge::Included, policy, random)
    }

    #[test]
    fn every_state_of_a_seen_task_teaches() {
        let seen = trajectory(|_| Some(ActionId::HELP));
        let mut lessons = Lessons::new(Pricing::Fixed);
        seen.teach(&mut lessons, &[0.2]);
        assert_eq!(lessons.len(), seen.episode.steps.len());
        assert_eq!((lessons.share(0), seen.episode.usage()), (1.0, seen.episode.length()));
    }

    #[test]
    fn a_task_that_leaves_the_table_teaches_nothing() {
        let start = trajectory(|_| Some(ActionId::NOHELP)).episode.steps[0].key;
        let left = trajectory(|key| (key == start).then_some(ActionId::HELP));
        assert_eq!((left.left_table_at, left.actions[0]), (Some(1), ActionId::HELP));
        assert!(left.actions[1..].iter().all(|&action| action == ActionId::NOHELP));
        let mut lessons = Lessons::new(Pricing::Fixed);
        left.teach(&mut lessons, &[0.2]);
        assert!(lessons.is_empty());
    }
}
