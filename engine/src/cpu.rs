//! A model on the CPU, by rten.

use rten::{Model, ModelOptions, NodeId, Value, op_registry};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use wasm_bindgen::prelude::*;

/// Rows computed at a time: what they need on the way stays in the cache.
const ROWS_AT_A_TIME: usize = 1024;

/// An ONNX model on the CPU: dense layers, one number a row.
#[wasm_bindgen]
#[derive(Debug)]
pub struct CpuModel {
    model: Model,
    input: NodeId,
    output: NodeId,
    width: usize,
}

#[wasm_bindgen]
impl CpuModel {
    /// Reads a model whose rows have `width` features.
    ///
    /// # Errors
    /// Whatever rten finds in it; the operators are those of `askwell::net::onnx`.
    pub fn load(model: Vec<u8>, width: u32) -> Result<CpuModel, js_sys::Error> {
        let operators = op_registry!(Add, Gemm, MatMul, Relu, Sigmoid);
        let model = ModelOptions::with_ops(operators).load(model).map_err(error)?;
        let (Some(&input), Some(&output)) = (model.input_ids().first(), model.output_ids().first()) else {
            return Err(js_sys::Error::new("the model has no input or no output"));
        };
        Ok(Self { input, output, width: width as usize, model })
    }

    /// The answers to whole rows, flat.
    ///
    /// # Errors
    /// Rows that do not come out even, and whatever rten says of them.
    pub fn run(&self, rows: &[f32]) -> Result<Vec<f32>, js_sys::Error> {
        if !rows.len().is_multiple_of(self.width) {
            let message = format!("{} numbers are not whole rows of {} features", rows.len(), self.width);
            return Err(js_sys::Error::new(&message));
        }
        let mut answers = Vec::with_capacity(rows.len() / self.width);
        for some in rows.chunks(ROWS_AT_A_TIME * self.width) {
            answers.extend(self.run_some(some)?);
        }
        Ok(answers)
    }

    fn run_some(&self, rows: &[f32]) -> Result<Vec<f32>, js_sys::Error> {
        let input = NdTensor::from_data([rows.len() / self.width, self.width], rows.to_vec());
        let inputs = vec![(self.input, Value::from(input).into())];
        let [output] = self.model.run_n(inputs, [self.output], None).map_err(error)?;
        let output: NdTensor<f32, 2> = output.try_into().map_err(error)?;
        Ok(output.iter().copied().collect())
    }
}

pub(crate) fn error(error: impl std::fmt::Display) -> js_sys::Error {
    js_sys::Error::new(&error.to_string())
}
