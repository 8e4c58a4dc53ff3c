//! The figure in another page, and the parts of the setting that this page may set.
//!
//! An embedded figure has no header, no lesson and no drawer; it is as high as the chosen views. It exchanges
//! messages with the page around it (`bin/web/shell/embed.rs`), in the keys of the link.

use crate::app::message::effect::Effect;
use crate::app::model::link;
use crate::app::model::setting::Setting;
use crate::app::state::State;
use crate::app::update::adopt::adopt;

/// Takes all parts that the page around the figure set, or none and gives the reason.
///
/// The parts are read as those of a link, so the result is a setting that a link can hold.
pub(in crate::app) fn take(state: &mut State, parts: &[(String, String)]) -> Vec<Effect> {
    let setting = match read(state, parts) {
        Ok(setting) => setting,
        Err(why) => return vec![Effect::Refuse(why)],
    };
    let (before, previous, n_notices) = (state.setting.clone(), state.previous.clone(), state.notices.len());
    if setting.budget.to_bits() != state.setting.budget.to_bits() {
        state.previous.clone_from(&state.reading);
    }
    let effects = adopt(state, setting);
    // What only the numbers can tell, such as a choice that cannot be made, is a notice of the page.
    let Some(notice) = state.notices.get(n_notices).cloned() else { return effects };
    state.notices.truncate(n_notices);
    // Only choices are told by the numbers, and those belong to the experiment that is on show: nothing was ordered.
    adopt(state, before);
    state.previous = previous;
    vec![Effect::Refuse(notice.text)]
}

/// True if a key belongs to the whole page only.
fn is_of_the_page(key: &str) -> bool {
    matches!(key, "v" | "embed" | "open" | "lesson" | "problem" | "guess" | "d") || key.starts_with("made-")
}

/// The setting with the parts in it, or the first part that is refused and what was expected.
fn read(state: &State, parts: &[(String, String)]) -> Result<Setting, String> {
    let mut setting = state.setting.clone();
    let mut seen: Vec<&str> = Vec::new();
    for (key, value) in parts {
        let expected = match key.as_str() {
            _ if seen.contains(&key.as_str()) => Err(format!("{key} once")),
            key if is_of_the_page(key) => Err("a key that a figure can be set by".to_owned()),
            _ => link::read_part(&mut setting, key, value),
        };
        expected.map_err(|expected| format!("{key}={value}: expected {expected}"))?;
        seen.push(key);
    }
    if let Some(link::Dropped { part, expected }) = link::agree(&mut setting).first() {
        return Err(format!("{part}: expected {expected}"));
    }
    let is_another_order = setting.order() != state.setting.order();
    if is_another_order && setting.takeover.is_some() && setting.takeover != state.setting.takeover {
        return Err("you: expected choices in the experiment that is on show".to_owned());
    }
    let n_tasks = match &state.experiment {
        Some(experiment) if state.pending.is_none() && !is_another_order => experiment.n_tasks(),
        _ => setting.n_tasks,
    };
    match setting.task {
        Some(task) if task >= n_tasks => {
            Err(format!("task={task}: expected a task from 0 to {}", n_tasks.saturating_sub(1)))
        }
        _ => Ok(setting),
    }
}

#[cfg(test)]
#[path = "embed_test.rs"]
mod test;
