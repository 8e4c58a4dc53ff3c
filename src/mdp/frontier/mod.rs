//! The whole exact frontier, every budget at once: a parametric simplex on the price, task by task.
//!
//! Starting from never asking at an infinite price, the price falls to the next at which one state's best action changes
//! (Gass and Saaty, 1955; for MDPs this is parametric policy iteration). One switch costs a rank-one update.
//!
//! Each task's frontier is a concave chain of steps (price, more calls, more success); tasks are independent, so the
//! frontier of all is the steps of all, sorted by falling price and summed up. A position is a number of steps taken.
//! At price r the optimum takes the steps with a price above r; between two vertices a budget mixes the two policies.

mod horizon;
mod inverse;
mod lookup;
mod part;
mod task;

use serde::{Deserialize, Serialize};

pub use horizon::HorizonCurve;
pub use lookup::{BudgetPoint, Mix};
pub use part::Part;

use super::ids::{ActionId, Policy, StateId, Unseen};
use super::model::Mdp;
use task::SAME_PRICE;

/// One step of one task: below this price it asks more.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The price at which the task is indifferent between before and after.
    pub price: f64,
    /// The additional calls (start-weighted, discounted); 0 where the start does not reach the states that change.
    pub d_usage: f64,
    /// The additional success.
    pub d_success: f64,
    /// The task.
    pub component: u32,
    changes_begin: u32,
    changes_end: u32,
}

/// A corner of the frontier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vertex {
    /// Optimal from this price down to the next vertex's; infinite for the first.
    pub price: f64,
    /// Expected calls (start-weighted, discounted).
    pub usage: f64,
    /// Expected success.
    pub success: f64,
    /// The number of steps taken up to this vertex.
    pub position: u32,
}

/// The exact frontier of a problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frontier {
    weights: Vec<f64>,
    unseen: Unseen,
    base: Policy,
    /// Usage and success of each task before any step.
    base_values: Vec<(f64, f64)>,
    steps: Vec<Step>,
    changes: Vec<(StateId, ActionId)>,
    vertices: Vec<Vertex>,
    /// The steps of each component, in order; `component_offsets` says where each begins.
    component_steps: Vec<u32>,
    component_offsets: Vec<u32>,
}

impl Frontier {
    /// The frontier of success against calls, every intervention counting 1; unseen pairs are not available.
    #[must_use]
    pub fn of(mdp: &Mdp) -> Self {
        Self::along(mdp, &vec![1.0; mdp.n_interventions()], Unseen::Mask)
    }

    /// The frontier of success against Σ weight · calls: the optimum at prices r · weights for every r at once. The
    /// weights are above 0.
    #[must_use]
    pub fn along(mdp: &Mdp, weights: &[f64], unseen: Unseen) -> Self {
        let part = Part::of(mdp, weights, unseen, 0..mdp.n_components());
        Self::assemble(mdp, weights, unseen, &[part])
    }

    /// Solves one task again after an edit that left every other task as it was, states and numbering included.
    /// Returns false, and changes nothing, if the numbers of states or tasks differ.
    pub fn update(&mut self, mdp: &Mdp, component: usize) -> bool {
        if mdp.n_states() != self.base.len() || mdp.n_components() != self.base_values.len() {
            return false;
        }
        let part = Part::of(mdp, &self.weights, self.unseen, component..component + 1);
        let old = core::mem::take(&mut self.steps);
        let old_changes = core::mem::take(&mut self.changes);
        for step in old.into_iter().filter(|step| step.component as usize != component) {
            let begin = self.changes.len() as u32;
            let range = step.changes_begin as usize..step.changes_end as usize;
            self.changes.extend_from_slice(&old_changes[range]);
            self.steps.push(Step { changes_begin: begin, changes_end: self.changes.len() as u32, ..step });
        }
        self.take_part(mdp, component, &part);
        self.merge();
        true
    }

    /// Sorts all steps by falling price, sums them up, and notes each task's own.
    fn merge(&mut self) {
        // The sort is stable, so a task's own steps keep their order, and equal prices go by task.
        self.steps.sort_by(|a, b| b.price.total_cmp(&a.price).then(a.component.cmp(&b.component)));
        let n_components = self.base_values.len();
        self.component_offsets = vec![0; n_components + 1];
        for step in &self.steps {
            self.component_offsets[step.component as usize + 1] += 1;
        }
        for component in 0..n_components {
            self.component_offsets[component + 1] += self.component_offsets[component];
        }
        let mut next = self.component_offsets.clone();
        self.component_steps = vec![0; self.steps.len()];
        for (index, step) in self.steps.iter().enumerate() {
            let place = &mut next[step.component as usize];
            self.component_steps[*place as usize] = index as u32;
            *place += 1;
        }
        self.sum_up();
    }

    fn sum_up(&mut self) {
        let usage = self.base_values.iter().map(|base| base.0).sum();
        let success = self.base_values.iter().map(|base| base.1).sum();
        let mut last = Vertex { price: f64::INFINITY, usage, success, position: 0 };
        self.vertices = vec![last];
        for (index, step) in self.steps.iter().enumerate() {
            last.usage += step.d_usage;
            last.success += step.d_success;
            last.position = index as u32 + 1;
            let corner = self.vertices.last().map_or(usage, |vertex| vertex.usage);
            if last.usage <= corner {
                // The start hardly reaches this state: the policy changes, the corner stays where it is.
                if let Some(vertex) = self.vertices.last_mut() {
                    vertex.position = last.position;
                }
            } else if last.price - step.price <= SAME_PRICE {
                if let Some(vertex) = self.vertices.last_mut() {
                    *vertex = Vertex { price: vertex.price, ..last };
                }
            } else {
                last.price = step.price;
                self.vertices.push(last);
            }
        }
    }
}

#[cfg(test)]
#[path = "../frontier_test.rs"]
mod test;
