//! The scope of this worker, and its clock.

use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

pub(crate) fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Milliseconds since the worker started.
pub(crate) fn now_ms() -> f64 {
    scope().and_then(|scope| scope.performance()).map_or(0.0, |clock| clock.now())
}
