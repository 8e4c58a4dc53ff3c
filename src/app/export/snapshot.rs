//! The page's state as plain values, for tests, embedders and programs that read the page.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::app::derived::reading::Answer;
use crate::app::export::shown::control_values;
use crate::app::model::link;
use crate::app::state::State;

/// The version of this build.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The durations that the shell's clock measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Timings {
    /// The last budget input, from its arrival to a new answer.
    pub solve_ms: f64,
    /// The last budget input, from its arrival to the end of the frame that painted it.
    pub input_to_paint_ms: Option<f64>,
    /// The newest samples of it.
    pub input_to_paint_samples_ms: Vec<f64>,
    /// The time from opening the page to its first own numbers.
    pub ready_ms: Option<f64>,
}

/// The page's state as a reader sees it. Its serialised form is what `window.askwell.snapshot()` answers and what a
/// frame tells the page around it.
#[derive(Serialize)]
pub struct Snapshot<'a> {
    version: &'a str,
    phase: &'a str,
    /// The link of the result that is computed, while an earlier one is shown.
    awaited: Option<String>,
    link: String,
    seed: u64,
    split: &'a str,
    rule: &'a str,
    measure: &'a str,
    budget: f64,
    price: Option<f64>,
    success: Option<f64>,
    success_discounted: Option<f64>,
    usage: Option<f64>,
    usage_undiscounted: Option<f64>,
    mix_weight: Option<f64>,
    task: Option<u32>,
    step: Option<u32>,
    changed: Option<u32>,
    policy_digest: Option<String>,
    digest: Option<String>,
    engine: &'a str,
    engine_why: String,
    controls: BTreeMap<&'static str, String>,
    timings: &'a Timings,
}

/// The snapshot of a state.
#[must_use]
pub fn snapshot<'a>(state: &'a State, timings: &'a Timings) -> Snapshot<'a> {
    let setting = &state.shown_setting();
    let reading = state.reading.as_ref();
    let scene = state.scene.as_ref();
    Snapshot {
        version: VERSION,
        phase: state.phase_name(),
        awaited: state.awaits_newer().then(|| link::write(&state.setting)),
        link: link::write(setting),
        seed: setting.seed,
        split: setting.split.name(),
        rule: link::rule_name(setting.rule),
        measure: link::measure_name(setting.measure),
        budget: setting.budget,
        price: reading.map(|reading| reading.price).filter(|price| price.is_finite()),
        success: reading.map(|reading| reading.success.of(setting.measure)),
        success_discounted: reading.map(|reading| reading.success.discounted),
        usage: reading.map(|reading| reading.calls.discounted),
        usage_undiscounted: reading.map(|reading| reading.calls.plain),
        mix_weight: reading.and_then(|reading| match reading.answer {
            Answer::Exact(mix) => Some(mix.weight),
            Answer::Paper(_) | Answer::Capped(_) => None,
        }),
        task: scene.map(|scene| scene.stage.index),
        step: scene.map(|scene| scene.step(setting)),
        changed: scene.map(|scene| scene.n_changed()),
        policy_digest: policy_digest(state),
        digest: crate::app::export::stamp(state).map(|stamp| stamp.digest),
        engine: state.models.engine().name(),
        engine_why: state.models.why(),
        controls: control_values(state),
        timings,
    }
}

/// A short digest of what the shown policy does in every state of the whole table.
fn policy_digest(state: &State) -> Option<String> {
    let experiment = state.experiment.as_ref()?;
    let policy = state.reading.as_ref()?.whole_policy(experiment);
    let bytes: Vec<u8> = policy.iter().map(|action| action.map_or(u8::MAX, |action| action.0)).collect();
    let digest = Sha256::digest(&bytes);
    Some(digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}
