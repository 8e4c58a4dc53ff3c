//! The answers of a worker to the page, and an estimate of the time left.

use askwell::app::message::WorkerReply;
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

use crate::workers::module::packed;

/// A clock that estimates the time left from the time gone.
#[derive(Default)]
pub(crate) struct Clock {
    start: Option<(f64, f64)>,
}

impl Clock {
    /// About how long the rest takes, in milliseconds, once that can be said.
    pub(crate) fn left_ms(&mut self, overall: f64) -> Option<f64> {
        let now = js_sys::Date::now();
        let (began, from) = *self.start.get_or_insert((now, overall));
        let spent = now - began;
        // Before a second has passed, or a twentieth of the way, nothing can be said.
        (spent >= 1000.0 && overall - from >= 0.05).then(|| spent * (1.0 - overall) / (overall - from))
    }
}

/// Sends an answer.
pub(crate) fn reply(reply: &WorkerReply) {
    if let Some(scope) = scope() {
        let _ = scope.post_message(&packed(reply));
    }
}

/// The scope of this worker; none on the page's own thread.
pub(crate) fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}
