//! The scope of this worker: its clock, and its way to answer.

use askwell::app::message::packed;
use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

/// The scope of this worker; none on a page's own thread.
pub(crate) fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// The time since the worker began, in milliseconds.
pub(crate) fn now_ms() -> f64 {
    scope().and_then(|scope| scope.performance()).map_or(0.0, |clock| clock.now())
}

/// Sends an answer.
pub(crate) fn reply(reply: &impl Serialize) {
    if let Some(scope) = scope() {
        let _ = scope.post_message(&Uint8Array::from(&packed(reply)[..]));
    }
}
