//! The chain a fixed policy makes of the problem, and what it is worth: discounted, to the end, or to a horizon.

use core::ops::Range;

use serde::{Deserialize, Serialize};

use super::eliminator::Eliminator;
use super::ids::{ActionId, StateId, Unseen};
use super::linear;
use super::local::NO_ROW;
use super::local::{Entry, Local};
use super::model::Mdp;
use super::values::{Totals, Values};

/// The choice of actions of a fixed policy: one action a state, or probabilities (state-major, K + 1 a state).
///
/// A task fails in a state whose chosen action was never seen, or in which every available action has probability 0.
/// Probabilities of unavailable actions are shared out among the available ones.
#[derive(Clone, Copy, Debug)]
pub enum Acting<'a> {
    /// One action a state.
    Policy(&'a [Option<ActionId>]),
    /// A probability for each action of each state.
    Randomised(&'a [f64]),
}

/// Success and calls to a horizon, in all and by component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HorizonTotals {
    /// Start-weighted success and calls.
    pub totals: Totals,
    /// The share of each component in them (they sum to the totals).
    pub components: Vec<Totals>,
}

/// Discounted S and M of a fixed policy, by a direct solve a component.
#[must_use]
pub fn evaluate(mdp: &Mdp, policy: &[Option<ActionId>]) -> Values {
    evaluate_with(mdp, Acting::Policy(policy), Unseen::Zero)
}

/// Start-weighted S and M of a fixed policy, summed over some of the tasks. `policy` holds their states alone, task by
/// task, as parts do ([`super::exact::Part`], [`super::paper::Part`]).
#[must_use]
pub fn totals(mdp: &Mdp, policy: &[Option<ActionId>], components: Range<usize>) -> Totals {
    let mut totals = Totals::zero(mdp.n_interventions());
    let (mut local, mut work) = (Local::new(), Eliminator::default());
    let (mut rows, mut x, mut rest) = (Vec::new(), Vec::new(), policy);
    for component in components {
        local.load(mdp, component, Unseen::Zero);
        let (own, others) = rest.split_at(local.n.min(rest.len()));
        rest = others;
        rows.clear();
        rows.extend((0..local.n).zip(own).map(|(place, &action)| local.row(place, action)));
        rows.resize(local.n, NO_ROW);
        local.constants(&rows, &mut x);
        linear::solve(&local, &rows, &mut x, local.n_actions, &mut work);
        totals.add_task(&local, &x);
    }
    totals
}

/// Discounted S and M when each state's action is drawn with `probabilities` (state-major, K + 1 a state).
#[must_use]
pub fn evaluate_randomised(mdp: &Mdp, probabilities: &[f64]) -> Values {
    evaluate_with(mdp, Acting::Randomised(probabilities), Unseen::Mask)
}

fn evaluate_with(mdp: &Mdp, acting: Acting<'_>, unseen: Unseen) -> Values {
    let mut values = Values::zero(mdp);
    let mut work = Eliminator::default();
    for component in 0..mdp.n_components() {
        let chain = chain(&Local::of(mdp, component, unseen), acting);
        let mut x = chain.constants();
        linear::solve(&chain.local, &chain.rows, &mut x, mdp.n_interventions() + 1, &mut work);
        values.scatter(&chain.local.members, &x);
    }
    values
}

/// Success and calls without discount, to the end of the task; a number of calls is infinite where the chain can ask
/// for ever.
#[must_use]
pub fn evaluate_undiscounted(mdp: &Mdp, acting: Acting<'_>) -> Values {
    let mut values = Values::zero(mdp);
    let mut work = Eliminator::default();
    let k = mdp.n_interventions();
    let mut local = Local::new();
    for component in 0..mdp.n_components() {
        local.load_with(mdp, component, unseen_of(acting), 1.0);
        let mut chain = chain(&local, acting);
        let mut x = chain.constants();
        let endless = chain.endless();
        let asks_for_ever: Vec<Vec<bool>> = (1..=k).map(|c| chain.reaches(&endless, &x, k + 1, c)).collect();
        for (place, _) in endless.iter().enumerate().filter(|(_, endless)| **endless) {
            chain.rows[place] = NO_ROW;
            x[place * (k + 1)..(place + 1) * (k + 1)].fill(0.0);
        }
        linear::solve(&chain.local, &chain.rows, &mut x, k + 1, &mut work);
        for (c, asks) in asks_for_ever.iter().enumerate() {
            for (place, _) in asks.iter().enumerate().filter(|(_, asks)| **asks) {
                x[place * (k + 1) + c + 1] = f64::INFINITY;
            }
        }
        values.scatter(&chain.local.members, &x);
    }
    values
}

/// Success and calls without discount in the first `steps` steps; what has not ended by then has not succeeded.
#[must_use]
pub fn evaluate_to_horizon(mdp: &Mdp, acting: Acting<'_>, steps: u32) -> HorizonTotals {
    let k = mdp.n_interventions();
    let mut all = HorizonTotals { totals: Totals::zero(k), components: Vec::new() };
    let mut local = Local::new();
    for component in 0..mdp.n_components() {
        local.load_with(mdp, component, unseen_of(acting), 1.0);
        let chain = chain(&local, acting);
        let sums = chain.run(&chain.local.start, steps);
        all.totals.success += sums[0];
        for (total, sum) in all.totals.usage.iter_mut().zip(&sums[1..]) {
            *total += sum;
        }
        all.components.push(Totals { success: sums[0], usage: sums[1..].to_vec() });
    }
    all
}

/// A policy may name an unseen action (it was chosen under [`Unseen::Zero`]); a random one avoids it.
fn unseen_of(acting: Acting<'_>) -> Unseen {
    match acting {
        Acting::Policy(_) => Unseen::Zero,
        Acting::Randomised(_) => Unseen::Mask,
    }
}

/// A task's rows under one fixed way of acting: the chosen row of each place.
pub(super) struct Chain {
    pub(super) local: Local,
    pub(super) rows: Vec<u32>,
}

fn chain(local: &Local, acting: Acting<'_>) -> Chain {
    match acting {
        Acting::Policy(policy) => {
            let action = |place: usize| policy[local.members[place] as usize];
            let rows = (0..local.n).map(|place| local.row(place, action(place))).collect();
            Chain { local: local.clone(), rows }
        }
        Acting::Randomised(probabilities) => blend(local, probabilities),
    }
}

/// The chain of a randomised policy: in each place one row, the mean of its available rows.
fn blend(local: &Local, probabilities: &[f64]) -> Chain {
    let (k, n_actions) = (local.n_interventions(), local.n_actions);
    let mut blended = Local { n: local.n, n_actions: 1, ..Local::new() };
    blended.members.clone_from(&local.members);
    blended.blocks.clone_from(&local.blocks);
    blended.start.clone_from(&local.start);
    blended.offsets.push(0);
    let mut rows = Vec::with_capacity(local.n);
    for place in 0..local.n {
        let of_action = &probabilities[local.members[place] as usize * n_actions..][..n_actions];
        let total: f64 = local.rows_of(place).map(|row| of_action[row as usize % n_actions]).sum();
        let (mut gain, mut calls) = (0.0, vec![0.0; k]);
        for row in local.rows_of(place) {
            let share = of_action[row as usize % n_actions] / total;
            if total <= 0.0 || share == 0.0 {
                continue;
            }
            for entry in local.entries(row) {
                blended.entries.push(Entry { weight: share * entry.weight, ..*entry });
            }
            gain += share * local.gain[row as usize];
            for (c, call) in calls.iter_mut().enumerate() {
                *call += share * local.calls[row as usize * k + c];
            }
        }
        blended.offsets.push(blended.entries.len() as u32);
        blended.gain.push(gain);
        blended.calls.extend(calls);
        blended.available.push(true);
        rows.push(place as u32);
    }
    Chain { local: blended, rows }
}

impl Chain {
    fn width(&self) -> usize {
        self.local.calls.len() / self.local.gain.len().max(1) + 1
    }

    /// The immediate gain of each place: success, then calls.
    fn constants(&self) -> Vec<f64> {
        let mut x = Vec::new();
        self.local.constants(&self.rows, &mut x);
        x
    }

    /// The places from which the task cannot end.
    fn endless(&self) -> Vec<bool> {
        let leaks = |place: usize| {
            let row = self.rows[place];
            row == NO_ROW
                || self.local.entries(row).iter().map(|entry| entry.weight).sum::<f64>() < 1.0 - 1e-12
        };
        let mut ends: Vec<bool> = (0..self.local.n).map(leaks).collect();
        self.spread(&mut ends);
        ends.iter().map(|ends| !ends).collect()
    }

    /// The places from which an endless place that brings something in column `c` can be reached.
    fn reaches(&self, endless: &[bool], x: &[f64], width: usize, c: usize) -> Vec<bool> {
        let mut marked: Vec<bool> = (0..self.local.n).map(|i| endless[i] && x[i * width + c] > 0.0).collect();
        self.spread(&mut marked);
        marked
    }

    /// Marks every place that leads to a marked one.
    fn spread(&self, marked: &mut [bool]) {
        loop {
            let mut changed = false;
            for place in 0..self.local.n {
                let row = self.rows[place];
                if !marked[place] && row != NO_ROW {
                    marked[place] = self.local.entries(row).iter().any(|entry| marked[entry.place as usize]);
                    changed |= marked[place];
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Success and calls in the first `steps` steps from `start` (weights a place).
    pub(super) fn run(&self, start: &[f64], steps: u32) -> Vec<f64> {
        let width = self.width();
        let mut sums = vec![0.0; width];
        let mut here = start.to_vec();
        let mut next = vec![0.0; here.len()];
        for _ in 0..steps {
            next.fill(0.0);
            for (place, &mass) in here.iter().enumerate() {
                let row = self.rows[place];
                if mass == 0.0 || row == NO_ROW {
                    continue;
                }
                sums[0] += mass * self.local.gain[row as usize];
                let calls = &self.local.calls[row as usize * (width - 1)..(row as usize + 1) * (width - 1)];
                sums[1..].iter_mut().zip(calls).for_each(|(sum, call)| *sum += mass * call);
                for entry in self.local.entries(row) {
                    next[entry.place as usize] += mass * entry.weight;
                }
            }
            core::mem::swap(&mut here, &mut next);
        }
        sums
    }
}

/// The action probabilities of asking intervention `action` with probability `p` in every state, else `nohelp`.
#[must_use]
pub fn ask_at_random(mdp: &Mdp, action: ActionId, p: f64) -> Vec<f64> {
    let mut probabilities = vec![0.0; mdp.n_states() * mdp.n_actions()];
    for state in mdp.states() {
        probabilities[mdp.row_index(state, ActionId::NOHELP)] = 1.0 - p;
        probabilities[mdp.row_index(state, action)] += p;
    }
    probabilities
}

/// The policy that does the same in every state where it can; elsewhere the first action available.
#[must_use]
pub fn constant_policy(mdp: &Mdp, action: ActionId) -> Vec<Option<ActionId>> {
    let pick = |state: StateId| {
        let mut seen = mdp.actions().filter(|&a| mdp.available(state, a));
        if mdp.available(state, action) { Some(action) } else { seen.next() }
    };
    mdp.states().map(pick).collect()
}

#[cfg(test)]
#[path = "chain_test.rs"]
mod test;
