//! Why here? The numbers behind one decision.

use serde::{Deserialize, Serialize};

use super::frontier::Frontier;
use super::ids::{ActionId, StateId};
use super::model::Mdp;
use super::values::Values;

/// What one action of a state leads to if the policy goes on afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionNumbers {
    /// The action.
    pub action: ActionId,
    /// Whether it was seen.
    pub available: bool,
    /// S_a = γ Σ P_a S.
    pub success: f64,
    /// M_a = (1 for its own intervention) + γ Σ P_a M, a number an intervention.
    pub usage: Vec<f64>,
}

/// A stretch of prices over which a state does the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// What it does.
    pub action: Option<ActionId>,
    /// From this price down; infinite for the first stretch.
    pub price_above: f64,
    /// To this price; 0 for the last.
    pub price_below: f64,
    /// The budget of expected calls from which the optimum surely does this.
    pub usage_from: f64,
}

/// S and M of every action of a state under the policy that `values` belong to.
#[must_use]
pub fn actions(mdp: &Mdp, values: &Values, state: StateId) -> Vec<ActionNumbers> {
    let k = mdp.n_interventions();
    let numbers = |action: ActionId| {
        let row = mdp.row(state, action);
        let mut success = row.success;
        let mut usage = vec![0.0; k];
        for (&next, &p) in row.successors.iter().zip(row.probabilities) {
            success += p * values.success[next as usize];
            for (sum, calls) in usage.iter_mut().zip(values.usage_of(StateId(next))) {
                *sum += p * calls;
            }
        }
        for (c, sum) in usage.iter_mut().enumerate() {
            *sum = *sum * mdp.gamma() + f64::from(u8::from(action.intervention() == Some(c)));
        }
        let available = mdp.available(state, action);
        ActionNumbers { action, available, success: success * mdp.gamma(), usage }
    };
    mdp.actions().map(numbers).collect()
}

/// ΔS = S_a - S_nohelp and ΔM = M_a - M_nohelp (all calls together): asking is worth it iff ΔS > r ΔM.
#[must_use]
pub fn difference(nohelp: &ActionNumbers, help: &ActionNumbers) -> (f64, f64) {
    let calls = |numbers: &ActionNumbers| numbers.usage.iter().sum::<f64>();
    (help.success - nohelp.success, calls(help) - calls(nohelp))
}

/// What a state does over all prices, from the highest down.
#[must_use]
pub fn stretches(mdp: &Mdp, frontier: &Frontier, state: StateId) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (position, action) in frontier.history_of(mdp, state) {
        let price = match position.checked_sub(1) {
            None => f64::INFINITY,
            Some(step) => frontier.steps()[step as usize].price,
        };
        let vertices = frontier.vertices();
        let vertex = vertices.partition_point(|vertex| vertex.position < position).min(vertices.len() - 1);
        if let Some(last) = stretches.last_mut() {
            last.price_below = price;
        }
        let usage_from = vertices[vertex].usage;
        stretches.push(Stretch { action, price_above: price, price_below: 0.0, usage_from });
    }
    // Several changes at one price leave a stretch of no length: only the last counts.
    stretches.retain(|stretch| stretch.price_above > stretch.price_below);
    stretches
}

#[cfg(test)]
#[path = "explain_test.rs"]
mod test;
