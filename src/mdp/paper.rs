//! The paper's usage/policy iteration, as written (Section 5.3, Phase 2; Appendix E for K interventions), with a
//! switch for each thing the paper leaves open.
//!
//! M_help = 1 + γ Σ P_help M, M_nohelp = γ Σ P_nohelp M; help iff r < Δp/ΔM, with Δp = p_help - p_nohelp and
//! ΔM = p_help M_help - p_nohelp M_nohelp; ΔM about 0 means `nohelp`. Sweeps are synchronous. It is not the optimum it
//! is said to be (see [`super::scenario`]); it is here so that it can be shown beside [`super::exact`].

use core::ops::Range;

use serde::{Deserialize, Serialize};

use super::ids::{ActionId, Policy, StateId};
use super::local::Local;
use super::model::Mdp;
use super::paper_chance::Chances;
pub use super::paper_options::{LONGEST_PERIOD, PSource, PaperOptions, Sign, UsageDifference};
pub use super::paper_task::Outcome;
use super::paper_task::TaskIteration;

/// The result of the paper's iteration. [`super::chain::evaluate`] gives the true value of its policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperSolution {
    /// The policy of the last sweep.
    pub policy: Policy,
    /// The M it stopped at, K numbers a state (state-major).
    pub usage_iterate: Vec<f64>,
    /// True if every task settled.
    pub converged: bool,
    /// The most sweeps any task took.
    pub sweeps: u32,
    /// 1 if it settled; else how many sweeps before the last one the same policy stood, before it was left: 2 where
    /// two policies alternate at the end. None if that is not seen within [`LONGEST_PERIOD`] sweeps. With several
    /// tasks, the greatest.
    pub period: Option<u32>,
    /// 1 if it settled; else after how many sweeps M itself repeats (to the tolerance), which can be much longer than
    /// the policy's return; none if not within [`LONGEST_PERIOD`]. With several tasks, the greatest.
    pub round: Option<u32>,
    /// The states whose action still changed in the last [`LONGEST_PERIOD`] sweeps.
    pub flipping: Vec<StateId>,
    /// The tasks that did not settle.
    pub unsettled: Vec<u32>,
}

/// The result of the iteration in some of the tasks: the share of one thread or one worker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    n_components: u32,
    /// Task by task, in the order of each task's states; so is the iterate.
    policy: Policy,
    usage_iterate: Vec<f64>,
    outcome: Outcome,
    flipping: Vec<StateId>,
    unsettled: Vec<u32>,
}

impl Part {
    /// Runs the iteration on the tasks in `components`, each until it settles or the sweeps are used up. Tasks are
    /// independent, so a task's answer is the same alone and among others.
    #[must_use]
    pub fn of(mdp: &Mdp, options: &PaperOptions, components: Range<usize>) -> Self {
        let k = mdp.n_interventions();
        let mut part = Self { n_components: components.len() as u32, ..Self::default() };
        let (mut local, mut chances) = (Local::new(), Chances::default());
        let mut task = TaskIteration::default();
        for component in components {
            local.load(mdp, component, options.unseen);
            let outcome = task.run(&local, options, chances.of_task(mdp, component, options.p_source));
            part.outcome = part.outcome.and(&outcome);
            if !outcome.converged {
                part.unsettled.push(component as u32);
                let flips = local.members.iter().zip(&task.flips).filter(|(_, flips)| **flips);
                part.flipping.extend(flips.map(|(&state, _)| StateId(state)));
            }
            part.policy.extend(task.rows.iter().map(|&row| local.action(row)));
            (0..local.n).for_each(|place| part.usage_iterate.extend_from_slice(task.usage(place, k)));
        }
        part
    }

    /// The action in each state, task by task.
    #[must_use]
    pub fn policy(&self) -> &[Option<ActionId>] {
        &self.policy
    }

    /// The outcome of the iteration over its tasks.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }
}

/// Runs the iteration, each task until it settles or the sweeps are used up.
#[must_use]
pub fn iterate(mdp: &Mdp, options: &PaperOptions) -> PaperSolution {
    let k = mdp.n_interventions();
    let part = Part::of(mdp, options, 0..mdp.n_components());
    let mut solution = PaperSolution {
        policy: vec![None; mdp.n_states()],
        usage_iterate: vec![0.0; mdp.n_states() * k],
        converged: part.outcome.converged,
        sweeps: part.outcome.sweeps,
        period: part.outcome.period,
        round: part.outcome.round,
        flipping: part.flipping,
        unsettled: part.unsettled,
    };
    let members = (0..mdp.n_components()).flat_map(|component| mdp.component(component));
    for (place, (&state, &action)) in members.zip(&part.policy).enumerate() {
        let state = state as usize;
        solution.policy[state] = action;
        solution.usage_iterate[state * k..(state + 1) * k]
            .copy_from_slice(&part.usage_iterate[place * k..(place + 1) * k]);
    }
    solution.flipping.sort_unstable();
    solution
}

#[cfg(test)]
#[path = "paper_test.rs"]
mod test;
