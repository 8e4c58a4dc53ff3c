//! A helper that watches rollouts and says at every visit what it would do.

use crate::actor::LogitActor;
use crate::helper::Helper;
use crate::household::{Household, Outcome};
use crate::mdp::ActionId;
use crate::reward_model::{N_FEATURES, SelfKnowledge, features};
use crate::rollout::{Plan, Step, Watcher};

use super::own::Own;

pub(super) struct Witness {
    helper: Helper,
    prices: Vec<f64>,
    n_actions: usize,
    /// [`N_FEATURES`] numbers a state, from its first visit.
    pub(super) first_visits: Vec<f32>,
    /// The number of visits of each state at which each action was decided, state-major.
    decided: Vec<u32>,
    /// The first state of the task in hand.
    task_begin: usize,
    /// The actions decided so far in the episode in hand.
    episode: Vec<ActionId>,
    pub(super) own: Own,
}

impl Witness {
    pub(super) fn new(helper: &Helper, prices: &[f64], plan: &Plan, gamma: f64) -> Self {
        Self {
            helper: helper.clone(),
            prices: prices.to_vec(),
            n_actions: plan.n_helps() + 1,
            first_visits: Vec::new(),
            decided: Vec::new(),
            task_begin: 0,
            episode: Vec::new(),
            own: Own::new(plan, gamma),
        }
    }

    pub(super) fn decide(&self, features: &[f32]) -> ActionId {
        self.helper.decide(features, &self.prices)
    }

    /// The share of a state's visits at which each action is decided, state-major.
    pub(super) fn shares(&self) -> Vec<f64> {
        let of_state = |decided: &[u32]| -> Vec<f64> {
            let visits = f64::from(decided.iter().sum::<u32>().max(1));
            decided.iter().map(|&n| f64::from(n) / visits).collect()
        };
        self.decided.chunks_exact(self.n_actions).flat_map(of_state).collect()
    }
}

fn features_of(household: &Household, base: &LogitActor) -> [f32; N_FEATURES] {
    let mut row = [0.0; N_FEATURES];
    features(household, base, SelfKnowledge::default(), &mut row);
    row
}

impl Watcher for Witness {
    fn first_visit(&mut self, household: &Household, base: &LogitActor) {
        let n_states = self.decided.len() / self.n_actions;
        if household.steps_taken() == 0 {
            // The first state of a task, and of no other: nothing was looked at yet.
            self.task_begin = n_states;
        }
        self.first_visits.extend(features_of(household, base));
        self.decided.resize((n_states + 1) * self.n_actions, 0);
    }

    fn visit(&mut self, _mix: usize, n: u32, household: &Household, base: &LogitActor) {
        let action = self.decide(&features_of(household, base));
        let state = self.task_begin + n as usize;
        self.decided[state * self.n_actions + action.index()] += 1;
        self.episode.push(action);
    }

    fn episode(&mut self, _mix: usize, _repetition: u32, steps: &[Step], outcome: Outcome) {
        self.own.add(&self.episode, steps, outcome);
        self.episode.clear();
    }
}
