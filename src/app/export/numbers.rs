//! The numbers shown, in one order, and the digest over them: what every form of a figure must agree on.

use crate::language::Words;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::figure::Act;

use crate::app::derived::episode_run::EpisodeRun;
use crate::app::draw::curve::curve_data;
use crate::app::state::State;

/// One number shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// `now`, `curve`, `policy`, `episode` or `twin`.
    pub view: &'static str,
    /// The thing that the number belongs to: a policy, a state or a step.
    pub name: String,
    /// The name of the quantity.
    pub quantity: &'static str,
    /// The value of the quantity, in full.
    pub value: f64,
}

impl Number {
    /// The number as a JSON object; a value that is not finite is a text, for JSON has no number for it.
    #[must_use]
    pub fn json(&self) -> Value {
        let value = if self.value.is_finite() { json!(self.value) } else { json!(self.value.to_string()) };
        json!({ "view": self.view, "name": self.name, "quantity": self.quantity, "value": value })
    }
}

/// All numbers that the state shows: the readouts, A's points, B's states, C's steps. None before they are there.
#[must_use]
pub fn numbers(state: &State) -> Option<Vec<Number>> {
    let (experiment, reading, scene) =
        (state.experiment.as_ref()?, state.reading.as_ref()?, state.scene.as_ref()?);
    let mut all = Vec::new();
    let mut put = |view, name: &str, of: &[(&'static str, f64)]| {
        all.extend(of.iter().map(|&(quantity, value)| Number {
            view,
            name: name.to_owned(),
            quantity,
            value,
        }));
    };
    put(
        "now",
        "now",
        &[
            ("budget", reading.budget),
            ("price", reading.price),
            ("calls", reading.calls.plain),
            ("calls_discounted", reading.calls.discounted),
            ("success", reading.success.plain),
            ("success_discounted", reading.success.discounted),
            ("task", f64::from(scene.stage.index)),
        ],
    );
    // Names are the same in every language, and so is the digest.
    let curve = curve_data(Words::ENGLISH, state, experiment, reading);
    for (place, point) in curve.frontier.iter().enumerate() {
        put("curve", &format!("frontier {place}"), &[("calls", point.calls), ("success", point.success)]);
    }
    if curve.is_capped {
        for stop in &curve.stops {
            let name = format!("at most {}", stop.reading.calls);
            put("curve", &name, &[("calls", stop.reading.calls), ("success", stop.reading.success)]);
        }
    }
    for (point, (which, _)) in curve.baselines.iter().zip(&experiment.baselines) {
        // The chart names one of these three alone; rows are told apart by their prices.
        let name = match which.is_of_table() {
            true => format!("optimum rolled out at r = {}", which.rate()),
            false => point.label.replace(['\n', ','], " "),
        };
        let (reading, se) = (point.reading, point.success_se);
        put("curve", &name, &[("calls", reading.calls), ("success", reading.success), ("success_se", se)]);
    }
    for point in &curve.rule {
        let name = format!("paper's rule at r = {}", point.price);
        put("curve", &name, &[("calls", point.reading.calls), ("success", point.reading.success)]);
    }
    for (id, act) in scene.acts.iter().enumerate() {
        let asks = f64::from(u8::from(*act == Act::Ask));
        let [alone, helped] = scene.stage.tried[id].map(f64::from);
        let (success, usage) = (scene.values.success[id], scene.values.usage[id]);
        let of =
            [("asks", asks), ("S", success), ("M", usage), ("tried_alone", alone), ("tried_helped", helped)];
        put("policy", &format!("state {id}"), &of);
    }
    let mut lane = |view, lane: &EpisodeRun| {
        for (number, (step, p)) in lane.steps.iter().zip(state.models.p_of(lane)).enumerate() {
            put(view, &format!("step {number}"), &[("p", p), ("asked", f64::from(u8::from(step.asked)))]);
        }
    };
    lane("episode", &scene.helped);
    lane("twin", &scene.comparison);
    Some(all)
}

/// The numbers as lines with a header; a value is the shortest decimal that returns to the same bits.
pub(super) fn csv(numbers: &[Number]) -> String {
    let mut text = String::from("view,name,quantity,value\n");
    for Number { view, name, quantity, value } in numbers {
        text.push_str(&format!("{view},{name},{quantity},{value}\n"));
    }
    text
}

/// The first 16 hexadecimal digits of the SHA-256 of the lines of the CSV file, its comments left out.
#[must_use]
pub(super) fn digest(numbers: &[Number]) -> String {
    digest_of(&csv(numbers))
}

/// The digest of CSV lines that are already written.
pub(in crate::app) fn digest_of(csv: &str) -> String {
    let digest = Sha256::digest(csv);
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
