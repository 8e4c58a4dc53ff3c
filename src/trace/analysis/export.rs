//! The best policy as a file that an agent can follow.

use serde_json::{Value, json};

use super::Analysis;
use crate::mdp::{ActionId, Policy};

/// A policy as JSON: one action a state, or two to draw from once an episode.
///
/// `{"version": 1, "budget", "interventions", "rules", "share_states", "weight", "states": [{"task"?, "state", "action",
/// "action_high"?}]}`: with probability `weight`, drawn once an episode, follow `action_high` where it stands. A state
/// that is not there is one the log does not know: go on without help.
#[must_use]
pub fn policy_json(analysis: &Analysis) -> Value {
    let best = analysis.best();
    let low = best.first().map(|share| &share.1);
    let high = best.get(1).map(|share| &share.1);
    let name = |policy: &Policy, state: usize| {
        policy[state].map(|action: ActionId| analysis.action_name(action).to_owned())
    };
    let states: Vec<Value> = analysis
        .file
        .mdp
        .states()
        .filter_map(|state| {
            let action = name(low?, state.index())?;
            let other = high.and_then(|policy| name(policy, state.index())).filter(|other| *other != action);
            let mut entry = json!({ "state": analysis.table.text(state), "action": action });
            if !analysis.options.share_states {
                entry["task"] = json!(analysis.log.tasks.get(analysis.table.task(state)));
            }
            if let Some(other) = other {
                entry["action_high"] = json!(other);
            }
            Some(entry)
        })
        .collect();
    json!({
        "version": 1,
        "budget": analysis.budget(),
        "interventions": analysis.log.interventions,
        "rules": analysis.options.rules.as_ref().map(super::Normaliser::to_text),
        "share_states": analysis.options.share_states,
        "weight": best.get(1).map_or(0.0, |share| share.0),
        "states": states,
    })
}

/// [`policy_json`] as the text of a file: the page and the command line write the same bytes.
#[must_use]
pub fn policy_text(analysis: &Analysis) -> String {
    format!("{:#}", policy_json(analysis))
}
