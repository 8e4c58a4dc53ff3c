//! Looking things up on a frontier: a price, a budget, a policy. Microseconds, for a slider.

use serde::{Deserialize, Serialize};

use super::super::exact::TIE;
use super::super::ids::{ActionId, Policy, StateId};
use super::super::model::Mdp;
use super::{Frontier, Step, Vertex};

/// A mix for a budget between two vertices: at the start of each episode, one of two policies is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mix {
    /// The probability of `high`.
    pub weight: f64,
    /// The vertex (its index) that asks less.
    pub low: u32,
    /// The vertex that asks more.
    pub high: u32,
}

/// The exact optimum of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BudgetPoint {
    /// The gain of one more call: the price at which both policies are optimal; 0 if the budget does not bind.
    pub price: f64,
    /// Expected calls.
    pub usage: f64,
    /// Expected success.
    pub success: f64,
    /// The two policies and the weight.
    pub mix: Mix,
}

impl Frontier {
    /// The corners, fewest calls first; prices fall from one to the next, and these are the slopes between them.
    #[must_use]
    pub fn vertices(&self) -> &[Vertex] {
        &self.vertices
    }

    /// All steps of all tasks by falling price.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The states that a step changes, with their new actions.
    #[must_use]
    pub fn changes(&self, step: &Step) -> &[(StateId, ActionId)] {
        &self.changes[step.changes_begin as usize..step.changes_end as usize]
    }

    /// The number of steps with a price above r: those taken by the optimal policy at r (ties go to asking less).
    #[must_use]
    pub fn position_at_price(&self, price: f64) -> u32 {
        self.steps.partition_point(|step| step.price > price + TIE) as u32
    }

    /// The vertex that is optimal at price r.
    #[must_use]
    pub fn vertex_at_price(&self, price: f64) -> usize {
        self.vertices.partition_point(|vertex| vertex.price > price + TIE).saturating_sub(1)
    }

    /// The optimum for a budget of expected calls; none if even the fewest calls exceed it (states that can only ask).
    #[must_use]
    pub fn at_budget(&self, budget: f64) -> Option<BudgetPoint> {
        let low = self.vertices.partition_point(|vertex| vertex.usage <= budget).checked_sub(1)?;
        let from = self.vertices[low];
        let Some(to) = self.vertices.get(low + 1) else {
            let mix = Mix { weight: 0.0, low: low as u32, high: low as u32 };
            return Some(BudgetPoint { price: 0.0, usage: from.usage, success: from.success, mix });
        };
        let weight = (budget - from.usage) / (to.usage - from.usage);
        Some(BudgetPoint {
            price: to.price,
            usage: budget,
            success: from.success + weight * (to.success - from.success),
            mix: Mix { weight, low: low as u32, high: low as u32 + 1 },
        })
    }

    /// The policy after `position` steps.
    #[must_use]
    pub fn policy_at(&self, position: u32) -> Policy {
        let mut policy = self.base.clone();
        for step in &self.steps[..(position as usize).min(self.steps.len())] {
            for &(state, action) in self.changes(step) {
                policy[state.index()] = Some(action);
            }
        }
        policy
    }

    /// The policy of one task after `position` steps of all: the actions of `mdp.component(component)`, in that order.
    #[must_use]
    pub fn policy_of_component_at(&self, mdp: &Mdp, component: usize, position: u32) -> Policy {
        let members = mdp.component(component);
        let mut policy: Policy = members.iter().map(|&state| self.base[state as usize]).collect();
        for step in self.steps_of_component(component).take_while(|(index, _)| *index < position) {
            for &(state, action) in self.changes(step.1) {
                policy[mdp.structure.local(state.0) as usize] = Some(action);
            }
        }
        policy
    }

    /// One task's steps in order, each with its index among all.
    pub fn steps_of_component(&self, component: usize) -> impl Iterator<Item = (u32, &Step)> + '_ {
        let range =
            self.component_offsets[component] as usize..self.component_offsets[component + 1] as usize;
        self.component_steps[range].iter().map(|&index| (index, &self.steps[index as usize]))
    }

    /// The states whose action differs between two positions, each once, in order.
    #[must_use]
    pub fn changed_between(&self, from: u32, to: u32) -> Vec<StateId> {
        let (low, high) = (from.min(to) as usize, from.max(to) as usize);
        let range = low.min(self.steps.len())..high.min(self.steps.len());
        let touch = |step: &Step| -> Vec<_> {
            self.changes(step).iter().map(|&(state, action)| (state, action, step.component)).collect()
        };
        let mut touched: Vec<_> = self.steps[range].iter().flat_map(touch).collect();
        touched.sort_by_key(|change| change.0);
        let mut changed = Vec::new();
        for group in touched.chunk_by(|a, b| a.0 == b.0) {
            let (state, last, component) = group[group.len() - 1];
            if self.action_at(component, state, low as u32) != Some(last) {
                changed.push(state);
            }
        }
        changed
    }

    /// The changes of one state on the way: after how many steps it takes which action. The first entry is at 0.
    #[must_use]
    pub fn history_of(&self, mdp: &Mdp, state: StateId) -> Vec<(u32, Option<ActionId>)> {
        let mut history = vec![(0, self.base[state.index()])];
        for (index, step) in self.steps_of_component(mdp.component_of(state)) {
            for &(changed, action) in self.changes(step) {
                if changed == state {
                    history.push((index + 1, Some(action)));
                }
            }
        }
        history
    }

    /// The action of a component's state after `position` steps of the whole frontier.
    fn action_at(&self, component: u32, state: StateId, position: u32) -> Option<ActionId> {
        let taken = self.steps_of_component(component as usize).take_while(|(index, _)| *index < position);
        let changes = taken.flat_map(|(_, step)| self.changes(step));
        let last = changes.filter(|change| change.0 == state).last();
        last.map(|change| change.1).or(self.base[state.index()])
    }
}
