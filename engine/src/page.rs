//! Pieces of the engine by themselves, for tests and benchmarks in a browser: `askwell::net`'s functions as they are.

use askwell::net::engine;
use askwell::net::onnx::{self, GPU_BATCHES};
use wasm_bindgen::prelude::*;

use crate::cpu::error;

/// The reason why a model cannot score rows of `width` features; none if it can.
#[wasm_bindgen]
#[must_use]
pub fn checked(model: &[u8], width: u32) -> Option<String> {
    let model = match onnx::import_onnx(model) {
        Ok(model) => model,
        Err(error) => return Some(error.to_string()),
    };
    model.check_gives_a_chance(width).err().map(|error| error.to_string())
}

/// The answers of the page's own loops, those that also train.
///
/// # Errors
/// As [`checked`] says, and rows that are no whole rows.
#[wasm_bindgen(js_name = builtIn)]
pub fn built_in(model: &[u8], rows: &[f32]) -> Result<Vec<f32>, js_sys::Error> {
    onnx::import_onnx(model).map_err(error)?.network.predict(rows).map_err(error)
}

/// A model rewritten for the GPU.
///
/// # Errors
/// As [`checked`] says.
#[wasm_bindgen(js_name = forGpu)]
pub fn for_gpu(model: &[u8], batch: u32) -> Result<Vec<u8>, js_sys::Error> {
    Ok(onnx::for_gpu(&onnx::import_onnx(model).map_err(error)?.network, batch))
}

/// The batches a model is rewritten for.
#[wasm_bindgen(js_name = gpuBatches)]
#[must_use]
pub fn gpu_batches() -> Vec<u32> {
    GPU_BATCHES.to_vec()
}

/// The fixed rows on which engines are compared.
#[wasm_bindgen(js_name = trialRows)]
#[must_use]
pub fn trial_rows(n: usize, width: u32) -> Vec<f32> {
    engine::trial_rows(n, width)
}
