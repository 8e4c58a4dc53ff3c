//! One ONNX model of a fixed batch on WebGPU, by wonnx.
//!
//! The engine takes only models that have been rewritten for it (`askwell::net::onnx::for_gpu`): wonnx answers
//! wrongly and without a word where a width is no multiple of four. The engine is never its own judge: the page that
//! loads the engine chooses it and checks its answers.

use std::collections::HashMap;

use js_sys::{Error, Function};
use protobuf::Message;
use wasm_bindgen::prelude::*;
use wonnx::Session;
use wonnx::onnx::ModelProto;
use wonnx::utils::{InputTensor, OutputTensor};

#[wasm_bindgen(module = "/src/device.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchDevices)]
    fn watch_devices(tell: &Function);
}

/// Calls `tell("lost" or "error", message)` for every device from now on: GPU errors never reach wonnx.
#[wasm_bindgen]
pub fn watch(tell: &Function) {
    watch_devices(tell);
}

/// A model on the GPU.
#[wasm_bindgen]
pub struct GpuModel {
    session: Session,
    input: String,
    output: String,
}

#[wasm_bindgen]
impl GpuModel {
    /// Puts a model on a device of its own. There must be an adapter: without one wonnx never answers.
    ///
    /// # Errors
    /// Whatever wonnx finds in the model or the device.
    pub async fn load(model: Vec<u8>) -> Result<GpuModel, Error> {
        let model = ModelProto::parse_from_bytes(&model).map_err(error)?;
        let graph = model.get_graph();
        let name = |names: Option<&str>| names.map(str::to_owned).ok_or_else(|| Error::new("a model without ends"));
        let input = name(graph.get_input().first().map(|it| it.get_name()))?;
        let output = name(graph.get_output().first().map(|it| it.get_name()))?;
        let session = Session::from_model(model).await.map_err(error)?;
        Ok(Self { session, input, output })
    }

    /// The answers to exactly as many rows as the model's batch.
    ///
    /// # Errors
    /// Whatever wonnx finds at fault with the rows.
    pub async fn run(&self, rows: Vec<f32>) -> Result<Vec<f32>, Error> {
        let inputs = HashMap::from([(self.input.clone(), InputTensor::from(rows.as_slice()))]);
        let mut outputs = self.session.run(&inputs).await.map_err(error)?;
        match outputs.remove(&self.output) {
            Some(OutputTensor::F32(values)) => Ok(values),
            _ => Err(Error::new("the model gave no numbers")),
        }
    }
}

fn error(error: impl std::fmt::Display) -> Error {
    Error::new(&error.to_string())
}
