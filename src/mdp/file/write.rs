//! A problem as MDP JSON.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::super::ids::{ActionId, StateId};
use super::MdpFile;

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    gamma: f64,
    states: Vec<Cow<'a, str>>,
    start: Map<String, Value>,
    transitions: Map<String, Value>,
    terminal: Value,
    #[serde(flatten)]
    p: Map<String, Value>,
}

/// Writes a problem so that [`super::read`] reads the same one.
#[must_use]
pub fn to_json(file: &MdpFile) -> String {
    let ends = [fresh_name(file, "SUCCESS"), fresh_name(file, "FAILURE")];
    let mut states: Vec<Cow<'_, str>> = file.states.iter().collect();
    states.extend(ends.iter().map(|end| Cow::Borrowed(end.as_str())));
    let start = file.mdp.start().map(|(state, weight)| (file.name(state).into_owned(), json!(weight)));
    let written = Written {
        version: 1,
        gamma: file.mdp.gamma(),
        states,
        start: start.collect(),
        transitions: file.mdp.actions().map(|a| (file.action_name(a), transitions(file, a, &ends))).collect(),
        terminal: json!({ "success": [ends[0]], "failure": [ends[1]] }),
        p: if file.mdp.has_p() { file.mdp.actions().map(|a| p_of(file, a)).collect() } else { Map::new() },
    };
    // Numbers and names only: nothing here can fail to be written.
    serde_json::to_string(&written).unwrap_or_default()
}

/// A name no state has.
fn fresh_name(file: &MdpFile, name: &str) -> String {
    let mut name = name.to_owned();
    while file.find_state(&name).is_some() {
        name.push('_');
    }
    name
}

fn transitions(file: &MdpFile, action: ActionId, ends: &[String; 2]) -> Value {
    let mut list = Vec::new();
    for state in file.mdp.states().filter(|&state| file.mdp.available(state, action)) {
        let row = file.mdp.row(state, action);
        for (&next, p) in row.successors.iter().zip(row.probabilities) {
            list.push(json!([file.name(state), file.name(StateId(next)), p]));
        }
        if row.success > 0.0 {
            list.push(json!([file.name(state), ends[0], row.success]));
        }
        // A row with nothing else says at least that it was seen.
        if row.failure() > 1e-12 {
            list.push(json!([file.name(state), ends[1], row.failure()]));
        }
    }
    Value::Array(list)
}

fn p_of(file: &MdpFile, action: ActionId) -> (String, Value) {
    let given = file.mdp.states().filter_map(|state| Some((state, file.mdp.p(state, action)?)));
    let values: Map<String, Value> =
        given.map(|(state, p)| (file.name(state).into_owned(), json!(p))).collect();
    (format!("p_{}", file.action_name(action)), Value::Object(values))
}
