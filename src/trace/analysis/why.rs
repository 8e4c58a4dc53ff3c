//! The reasons of a state's decision, and the states and episodes of one task.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Analysis, report};
use crate::mdp::chain::evaluate;
use crate::mdp::explain::{self, ActionNumbers, Stretch};
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

/// Why a state asks, or does not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// The state.
    pub state: StateId,
    /// The name of the state in the exported files.
    pub name: String,
    /// The number of times that each action was taken here in the log.
    pub seen: Vec<u64>,
    /// The values of each action if the policy of [`Analysis::acting`] goes on.
    pub actions: Vec<ActionNumbers>,
    /// The actions of the state over all prices.
    pub stretches: Vec<Stretch>,
}

impl Analysis {
    /// Why here? The numbers behind one state's decision.
    #[must_use]
    pub fn why(&self, state: StateId) -> Why {
        let values = self.looked.values.get_or_init(|| evaluate(&self.file.mdp, self.acting()));
        Why {
            state,
            name: self.file.name(state).into_owned(),
            seen: report::seen(&self.table, &self.counts, state),
            actions: explain::actions(&self.file.mdp, values, state),
            stretches: explain::stretches(&self.file.mdp, &self.frontier, state),
        }
    }

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
}

#[cfg(test)]
mod tests;
