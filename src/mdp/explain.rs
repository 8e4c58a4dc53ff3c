//! Why here? The numbers behind one decision.

use serde::{Deserialize, Serialize};

use super::frontier::Frontier;
use super::ids::{ActionId, StateId};
use super::model::Mdp;
use super::paper::{PSource, PaperOptions, PaperSolution};
use super::paper_chance::Chances;
use super::paper_task::passes;
use super::values::Values;

/// The values of one action of a state if the policy goes on afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionNumbers {
    /// The action.
    pub action: ActionId,
    /// True if the action was seen in the state.
    pub available: bool,
    /// S_a = γ Σ P_a S.
    pub success: f64,
    /// M_a = (1 for its own intervention) + γ Σ P_a M, a number an intervention.
    pub usage: Vec<f64>,
}

/// A stretch of prices over which a state does the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// The action in the state.
    pub action: Option<ActionId>,
    /// The upper price of the stretch; infinite for the first stretch.
    pub price_above: f64,
    /// The lower price of the stretch; 0 for the last stretch.
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

/// The paper's numbers of one intervention in a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperNumbers {
    /// The intervention's action.
    pub action: ActionId,
    /// p_nohelp and p of the intervention.
    pub p: (f64, f64),
    /// M_nohelp and M of the intervention, its own calls, as the iteration has them where it stopped.
    pub usage: (f64, f64),
    /// Δp = p - p_nohelp.
    pub delta_p: f64,
    /// ΔM, weighted by p or plain as the options say.
    pub delta_m: f64,
    /// The greatest price that passes the test as written, Δp/ΔM; none where ΔM is about 0.
    pub ratio: Option<f64>,
    /// True if the intervention passes the test at its price.
    pub passes: bool,
}

/// The paper's numbers of each intervention in a state, where the iteration stopped; none where p moves with it
/// ([`PSource::OnPolicy`]).
#[must_use]
pub fn paper(
    mdp: &Mdp,
    options: &PaperOptions,
    solution: &PaperSolution,
    state: StateId,
) -> Option<Vec<PaperNumbers>> {
    if options.p_source == PSource::OnPolicy {
        return None;
    }
    let k = mdp.n_interventions();
    let mut chances = Chances::default();
    let p = chances.of_task(mdp, mdp.structure.component_of(state.0), options.p_source);
    let place = mdp.structure.local(state.0) as usize;
    let p_of = |action: ActionId| p[place * mdp.n_actions() + action.index()];
    let usage_of = |action: ActionId, c: usize| {
        let row = mdp.row(state, action);
        let next = row.successors.iter().zip(row.probabilities);
        let later: f64 = next.map(|(&next, p)| p * solution.usage_iterate[next as usize * k + c]).sum();
        mdp.gamma() * later + f64::from(u8::from(action.intervention() == Some(c)))
    };
    let numbers = |c: usize| {
        let action = ActionId::of_intervention(c);
        let p = (p_of(ActionId::NOHELP), p_of(action));
        let usage = (usage_of(ActionId::NOHELP, c), usage_of(action, c));
        let delta_m = options.usage_difference.of(p, usage);
        let passes = passes(options, options.prices.get(c).copied().unwrap_or(0.0), p, usage);
        let delta_p = p.1 - p.0;
        let ratio = (delta_m.abs() >= options.zero).then(|| delta_p / delta_m);
        PaperNumbers { action, p, usage, delta_p, delta_m, ratio, passes }
    };
    Some((0..k).map(numbers).collect())
}

/// ΔS = S_a - S_nohelp and ΔM = M_a - M_nohelp (all calls together): asking is worth it iff ΔS > r ΔM.
#[must_use]
pub fn difference(nohelp: &ActionNumbers, help: &ActionNumbers) -> (f64, f64) {
    let calls = |numbers: &ActionNumbers| numbers.usage.iter().sum::<f64>();
    (help.success - nohelp.success, calls(help) - calls(nohelp))
}

/// The actions of a state over all prices, from the highest down.
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
