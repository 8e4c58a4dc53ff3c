//! N(s, a): how often each action was proposed in each state of the task under way.

use crate::household::{Household, Keying, MAX_ACTIONS, StateKey};

/// One number for each action, in the order in which a state offers them.
pub(super) type Counts = [u32; MAX_ACTIONS];

/// The states met since the start of the task. A household at its start empties it.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    states: Vec<(StateKey, Counts)>,
}

impl Memory {
    /// Adds proposals to the household's state; returns its counts.
    pub(super) fn add(&mut self, household: &Household, proposed: &Counts) -> Counts {
        if household.steps_taken() == 0 {
            self.states.clear();
        }
        let key = key(household);
        let place = self.place(key).unwrap_or_else(|| {
            self.states.push((key, [0; MAX_ACTIONS]));
            self.states.len() - 1
        });
        let counts = &mut self.states[place].1;
        counts.iter_mut().zip(proposed).for_each(|(count, n)| *count += n);
        *counts
    }

    /// The counts of the household's state so far.
    pub(super) fn counts(&self, household: &Household) -> Counts {
        let known = self.place(key(household)).filter(|_| household.steps_taken() > 0);
        known.map_or([0; MAX_ACTIONS], |place| self.states[place].1)
    }

    fn place(&self, key: StateKey) -> Option<usize> {
        self.states.iter().position(|(known, _)| *known == key)
    }
}

/// The state without its stuck bit: the counts follow returns to the same facts, however the last step went.
fn key(household: &Household) -> StateKey {
    household.key(Keying::WithoutStuckBit)
}
