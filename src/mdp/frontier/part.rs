//! The frontier of some of the tasks: what one thread or one worker finds, to be put together with the others'.

use core::ops::Range;

use serde::{Deserialize, Serialize};

use super::super::ids::{ActionId, Policy, StateId, Unseen};
use super::super::local::Local;
use super::super::model::Mdp;
use super::task::{Parametric, TaskFrontier};
use super::{Frontier, Step};

/// The unmerged frontiers of a range of tasks, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    n_components: u32,
    /// The actions before any step, task by task in the order of each task's states.
    base: Policy,
    /// Usage and success of each task before any step.
    base_values: Vec<(f64, f64)>,
    pub(super) steps: Vec<Step>,
    pub(super) changes: Vec<(StateId, ActionId)>,
}

impl Part {
    /// The frontiers of the tasks in `components`, calls counted with `weights` (above 0).
    #[must_use]
    pub fn of(mdp: &Mdp, weights: &[f64], unseen: Unseen, components: Range<usize>) -> Self {
        let mut part = Self::default();
        let mut parametric = Parametric::default();
        let mut local = Local::new();
        for component in components {
            local.load(mdp, component, unseen);
            part.take_in(component as u32, &parametric.run(&local, weights));
        }
        part
    }

    fn take_in(&mut self, component: u32, found: &TaskFrontier) {
        self.n_components += 1;
        self.base.extend_from_slice(&found.base);
        self.base_values.push((found.base_usage, found.base_success));
        let offset = self.changes.len() as u32;
        let mut changes_begin = offset;
        for step in &found.steps {
            let changes_end = offset + step.changes_end as u32;
            let (price, d_usage, d_success) = (step.price, step.d_usage, step.d_success);
            self.steps.push(Step { price, d_usage, d_success, component, changes_begin, changes_end });
            changes_begin = changes_end;
        }
        self.changes.extend_from_slice(&found.changes);
    }
}

impl Frontier {
    /// Puts the parts of all tasks together, in order; the answer does not depend on how the tasks were shared out.
    /// None if they are not the parts of this problem.
    #[must_use]
    pub fn of_parts(mdp: &Mdp, weights: &[f64], unseen: Unseen, parts: &[Part]) -> Option<Self> {
        let n_components: usize = parts.iter().map(|part| part.n_components as usize).sum();
        let n_states: usize = parts.iter().map(|part| part.base.len()).sum();
        if n_components != mdp.n_components() || n_states != mdp.n_states() {
            return None;
        }
        Some(Self::assemble(mdp, weights, unseen, parts))
    }

    /// The same for parts that are known to fit.
    pub(super) fn assemble(mdp: &Mdp, weights: &[f64], unseen: Unseen, parts: &[Part]) -> Self {
        let mut frontier = Self {
            weights: weights.to_vec(),
            unseen,
            base: vec![None; mdp.n_states()],
            base_values: Vec::with_capacity(mdp.n_components()),
            steps: Vec::with_capacity(parts.iter().map(|part| part.steps.len()).sum()),
            changes: Vec::with_capacity(parts.iter().map(|part| part.changes.len()).sum()),
            vertices: Vec::new(),
            component_steps: Vec::new(),
            component_offsets: Vec::new(),
        };
        for part in parts {
            frontier.take_part(mdp, frontier.base_values.len(), part);
        }
        frontier.merge();
        frontier
    }

    /// Appends a part whose first task is `first`.
    pub(super) fn take_part(&mut self, mdp: &Mdp, first: usize, part: &Part) {
        let members = (first..first + part.n_components as usize).flat_map(|task| mdp.component(task));
        for (&state, &action) in members.zip(&part.base) {
            self.base[state as usize] = action;
        }
        for (task, &values) in part.base_values.iter().enumerate() {
            match self.base_values.get_mut(first + task) {
                Some(known) => *known = values,
                None => self.base_values.push(values),
            }
        }
        let offset = self.changes.len() as u32;
        self.steps.extend(part.steps.iter().map(|step| Step {
            changes_begin: step.changes_begin + offset,
            changes_end: step.changes_end + offset,
            ..*step
        }));
        self.changes.extend_from_slice(&part.changes);
    }
}
