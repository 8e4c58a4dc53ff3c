//! The step from what was collected to a problem in the format of `solve`, `frontier` and `budget`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::write::state_key;
use crate::household::Task;
use crate::rollout::{Counts, Successor};

/// The problem of some tasks, one intervention: `P(s' | s, a) = count[s][a][s'] / Σ count[s][a]` (5.3). States are
/// named as in the trace; what was never tried is not available.
#[must_use]
pub fn mdp_json(tasks: &[(Task, Counts)], gamma: f64) -> Value {
    let (mut states, mut starts) = (Vec::new(), Vec::new());
    let mut transitions = [Vec::new(), Vec::new()];
    for (task, counts) in tasks {
        let name = |state: u32| state_key(task, counts.keys[state as usize]);
        states.extend((0..counts.keys.len() as u32).map(name));
        starts.extend(counts.starts.iter().map(|&start| name(start)));
        let mut totals: BTreeMap<(u32, u8), u32> = BTreeMap::new();
        for row in &counts.rows {
            *totals.entry((row.state, row.intervention)).or_default() += row.n;
        }
        for row in &counts.rows {
            let next = match row.next {
                Successor::State(next) => name(next),
                Successor::Success => "success".to_owned(),
                Successor::Failure => "failure".to_owned(),
            };
            let p = f64::from(row.n) / f64::from(totals[&(row.state, row.intervention)]);
            transitions[usize::from(row.intervention > 0)].push(json!([name(row.state), next, p]));
        }
    }
    states.extend(["success".to_owned(), "failure".to_owned()]);
    let [nohelp, help] = transitions;
    json!({
        "gamma": gamma,
        "states": states,
        "start": starts,
        "transitions": { "nohelp": nohelp, "help": help },
        "terminal": { "success": ["success"], "failure": ["failure"] },
    })
}
