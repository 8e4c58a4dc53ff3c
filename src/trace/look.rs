//! One task of a log, looked at: its states, its episodes, what was done in them.

use std::collections::BTreeMap;

use super::analysis::{Analysis, Looked};
use crate::mdp::{ActionId, StateId};

/// A state of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The state.
    pub state: StateId,
    /// The earliest step of an episode it was decided in, from 0.
    pub depth: u32,
    /// The number of visits by the task's episodes.
    pub visits: u64,
}

impl Analysis {
    /// The episodes of a task, by their numbers in the log, in the order in which they ended.
    #[must_use]
    pub fn episodes_of(&self, task: u32) -> Vec<u32> {
        let of_task = self.log.episodes.iter().enumerate().filter(|(_, episode)| episode.task == task);
        of_task.map(|(number, _)| number as u32).collect()
    }

    /// The states a task's episodes were in, the earliest first, then the most often visited.
    #[must_use]
    pub fn places_of(&self, task: u32) -> Vec<Place> {
        let mut found: BTreeMap<StateId, (u32, u64)> = BTreeMap::new();
        for episode in self.episodes_of(task) {
            for (t, (state, _)) in self.steps_of(episode).into_iter().enumerate() {
                let place = found.entry(state).or_insert((u32::MAX, 0));
                *place = (place.0.min(t as u32), place.1 + 1);
            }
        }
        let mut places: Vec<Place> =
            found.into_iter().map(|(state, (depth, visits))| Place { state, depth, visits }).collect();
        places.sort_by_key(|place| (place.depth, core::cmp::Reverse(place.visits), place.state));
        places
    }

    /// The states and actions of an episode; nothing of one there is not.
    #[must_use]
    pub fn steps_of(&self, episode: u32) -> Vec<(StateId, ActionId)> {
        let Some(episode) = self.log.episodes.get(episode as usize) else { return Vec::new() };
        self.log.places(episode).map(|step| self.table.row_of(step)).collect()
    }

    /// The text of a state, after the rules.
    #[must_use]
    pub fn text_of(&self, state: StateId) -> &str {
        self.table.text(state)
    }

    /// Looks at another budget from now on: the best policy and the reasons of states follow at once, the comparison of
    /// policies with [`Self::compare_again`].
    pub fn look_at(&mut self, budget: f64) {
        if budget.is_finite() && budget.max(0.0).to_bits() != self.budget().to_bits() {
            self.looked = Looked::at(budget.max(0.0));
        }
    }

    /// Calls an episode at which the policies are compared.
    #[must_use]
    pub fn compared_budget(&self) -> f64 {
        self.comparison.budget
    }

    /// Compares the policies at the budget that is looked at.
    pub fn compare_again(&mut self) {
        // The table was a problem before, and that does not depend on the budget.
        if let Ok(comparison) = self.compare() {
            self.comparison = comparison;
        }
    }
}

#[cfg(test)]
#[path = "look_test.rs"]
mod test;
