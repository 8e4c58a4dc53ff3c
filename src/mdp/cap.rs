//! The optimal policy with at most C calls in every single episode: backward induction over the calls left.
//!
//! The calls left are part of the state, so no price is needed: S_0 never asks, and
//! S_c(s) = max(γ Σ P_nohelp S_c, γ Σ P_help S_{c-1}). Exact, layer by layer; all interventions share the cap.

use super::exact::TaskSolver;
use super::ids::{ActionId, Policy, Unseen};
use super::local::Local;
use super::local::NO_ROW;
use super::model::Mdp;
use super::values::{Totals, Values};

/// A layer that gains less than this anywhere is the last that matters.
const SETTLED: f64 = 1e-13;

/// The optimal policy under a limit on the calls of every episode.
#[derive(Clone, Debug, PartialEq)]
pub struct Capped {
    /// Start-weighted success and (discounted) calls with the whole cap left.
    pub totals: Totals,
    /// The same with a cap of 0, 1, 2, ... calls, as long as another call gains anything.
    pub by_cap: Vec<Totals>,
    /// The policies with 0, 1, 2, ... calls left. With more calls left than entries, use the last.
    pub policies: Vec<Policy>,
    /// S and M with the whole cap left.
    pub values: Values,
}

/// The optimum when at most `cap` calls are made in an episode; ties go to asking less.
#[must_use]
pub fn solve(mdp: &Mdp, cap: u32, unseen: Unseen) -> Capped {
    let mut values = Values::zero(mdp);
    let mut policies: Vec<Policy> = vec![vec![None; mdp.n_states()]];
    let mut by_cap = vec![Totals::zero(mdp.n_interventions())];
    for component in 0..mdp.n_components() {
        let local = Local::of(mdp, component, unseen);
        let mut solver = TaskSolver::default();
        solver.solve(&layer(&local, None), &[]);
        write(&mut policies, 0, &local, &solver);
        let mut totals = vec![totals_of(&local, &solver.x)];
        for calls_left in 1..=cap as usize {
            let last = solver.x.clone();
            solver.solve(&layer(&local, Some(&last)), &[]);
            let width = local.n_actions;
            let gained = |place: usize| solver.x[place * width] - last[place * width] > SETTLED;
            if !(0..local.n).any(gained) {
                solver.x = last;
                break;
            }
            write(&mut policies, calls_left, &local, &solver);
            totals.push(totals_of(&local, &solver.x));
        }
        values.scatter(&local.members, &solver.x);
        add(&mut by_cap, &totals);
    }
    Capped { totals: values.totals(mdp), by_cap, policies, values }
}

/// The start-weighted S and M of one task.
fn totals_of(local: &Local, x: &[f64]) -> Totals {
    let width = local.n_actions;
    let column =
        |c: usize| x.iter().skip(c).step_by(width).zip(&local.start).map(|(x, weight)| x * weight).sum();
    Totals { success: column(0), usage: (1..width).map(column).collect() }
}

/// Adds a task's totals; a task that settled earlier stays at its last.
fn add(by_cap: &mut Vec<Totals>, totals: &[Totals]) {
    let settled = by_cap.last().cloned().unwrap_or_default();
    by_cap.resize(by_cap.len().max(totals.len()), settled);
    for (cap, sum) in by_cap.iter_mut().enumerate() {
        let of_task = &totals[cap.min(totals.len() - 1)];
        sum.success += of_task.success;
        for (sum, calls) in sum.usage.iter_mut().zip(&of_task.usage) {
            *sum += calls;
        }
    }
}

/// Success and calls without discount in the first `steps` steps, with a cap of 0, 1, 2, ... calls.
///
/// `policies` say what to do with so many calls left, as [`Capped::policies`] does.
#[must_use]
pub fn to_horizon(mdp: &Mdp, policies: &[Policy], unseen: Unseen, steps: u32) -> Vec<Totals> {
    let none = Totals::zero(mdp.n_interventions());
    let mut by_cap = vec![none; policies.len()];
    let mut local = Local::new();
    for component in 0..mdp.n_components() {
        local.load_with(mdp, component, unseen, 1.0);
        let width = local.n_actions;
        let mut left = vec![vec![0.0; local.n * width]; policies.len()];
        for _ in 0..steps {
            left = step_back(&local, policies, &left);
        }
        let totals: Vec<Totals> = left.iter().map(|x| totals_of(&local, x)).collect();
        add(&mut by_cap, &totals);
    }
    by_cap
}

/// S and M of one step more, for each number of calls left.
fn step_back(local: &Local, policies: &[Policy], after: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let (k, width) = (local.n_interventions(), local.n_actions);
    let mut before = vec![vec![0.0; local.n * width]; after.len()];
    for (calls_left, x) in before.iter_mut().enumerate() {
        for place in 0..local.n {
            let row = local.row(place, policies[calls_left][local.members[place] as usize]);
            if row == NO_ROW {
                continue;
            }
            let is_call = local.action(row) != Some(ActionId::NOHELP);
            let next = &after[calls_left - usize::from(is_call)];
            x[place * width] = local.gain[row as usize] + local.flow(row, next, width, 0);
            for c in 0..k {
                x[place * width + c + 1] =
                    local.calls[row as usize * k + c] + local.flow(row, next, width, c + 1);
            }
        }
    }
    before
}

/// The task with c calls left, given S and M of c - 1 left: a call leaves the layer for good, so all it brings is known.
/// Without a layer below, no call can be made.
fn layer(local: &Local, below: Option<&[f64]>) -> Local {
    let (k, width) = (local.n_interventions(), local.n_actions);
    let mut layer = Local { n: local.n, n_actions: local.n_actions, ..Local::new() };
    layer.members.clone_from(&local.members);
    layer.blocks.clone_from(&local.blocks);
    layer.start.clone_from(&local.start);
    layer.gain.clone_from(&local.gain);
    layer.calls.clone_from(&local.calls);
    layer.available.clone_from(&local.available);
    layer.offsets.push(0);
    for row in 0..local.gain.len() {
        if row % local.n_actions == 0 {
            layer.entries.extend_from_slice(local.entries(row as u32));
        } else if let Some(below) = below {
            layer.gain[row] += local.flow(row as u32, below, width, 0);
            for c in 0..k {
                layer.calls[row * k + c] += local.flow(row as u32, below, width, c + 1);
            }
        } else {
            layer.available[row] = false;
        }
        layer.offsets.push(layer.entries.len() as u32);
    }
    layer
}

/// Notes the policy of a layer; tasks that settled earlier keep their last one.
fn write(policies: &mut Vec<Policy>, calls_left: usize, local: &Local, solver: &TaskSolver) {
    while policies.len() <= calls_left {
        let last = policies.last().cloned().unwrap_or_default();
        policies.push(last);
    }
    for policy in &mut policies[calls_left..] {
        for (&state, &row) in local.members.iter().zip(&solver.rows) {
            policy[state as usize] = local.action(row);
        }
    }
}

#[cfg(test)]
#[path = "cap_test.rs"]
mod test;
