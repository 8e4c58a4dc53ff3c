//! The import of a network from the bytes of an ONNX file.

use std::collections::BTreeMap;

use super::error::{BYTES_MAX, ImportError};
use super::{graph, proto};
use crate::net::{Activation, NetError, Network};

/// A network read from an ONNX file, and what the file says about it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedModel {
    /// The network.
    pub network: Network,
    /// The graph's name.
    pub name: String,
    /// The description of the model in its file.
    pub description: String,
    /// The program that wrote it.
    pub producer: String,
    /// The input's name.
    pub input: String,
    /// The output's name.
    pub output: String,
    /// The file's metadata, by key.
    pub metadata: BTreeMap<String, String>,
}

impl ImportedModel {
    /// The names of the features, where the file lists them as our own files do.
    #[must_use]
    pub fn features(&self) -> Option<Vec<String>> {
        serde_json::from_str(self.metadata.get("features")?).ok()
    }

    /// Checks that the network can replace one of ours: rows of `width` features in, one chance out.
    ///
    /// # Errors
    /// [`ImportError::Shape`] with what it takes or gives instead; [`ImportError::Missing`] where no sigmoid holds
    /// its answer between 0 and 1.
    pub fn check_gives_a_chance(&self, width: u32) -> Result<(), ImportError> {
        let wrong = |what: String, found: u32, expected: u32| ImportError::Shape {
            what,
            found: vec![-1, i64::from(found)],
            expected: format!("[batch, {expected}]"),
        };
        if self.network.n_inputs() != width {
            return Err(wrong(format!("the input {:?}", self.input), self.network.n_inputs(), width));
        }
        if self.network.n_outputs() != 1 {
            return Err(wrong(format!("the output {:?}", self.output), self.network.n_outputs(), 1));
        }
        match self.network.layers().last() {
            Some(layer) if layer.activation == Activation::Sigmoid => Ok(()),
            _ => Err(ImportError::Missing { what: "Sigmoid at its end".to_owned() }),
        }
    }
}

/// Reads an ONNX model that is one chain of `Gemm`, `MatMul`, `Add`, `Relu` and `Sigmoid` nodes in f32, from any
/// exporter: `transB`, `alpha` and `beta`, raw or listed values, operator set 7 or later.
///
/// A `MatMul` and the `Add` after it become one layer, so a sum may differ from another engine's in its last bits.
///
/// # Errors
/// [`ImportError`] names the first thing that is wrong.
pub fn import_onnx(bytes: &[u8]) -> Result<ImportedModel, ImportError> {
    if bytes.len() > BYTES_MAX {
        return Err(ImportError::TooLarge { bytes: bytes.len(), limit: BYTES_MAX });
    }
    if bytes.is_empty() {
        return Err(ImportError::NotOnnx { at: 0 });
    }
    let model = proto::model(bytes)?;
    let missing = |what: &str| ImportError::Missing { what: what.to_owned() };
    let graph = model.graph.ok_or_else(|| missing("graph"))?;
    let opset = model.opset.ok_or_else(|| missing("version of ONNX's operator set"))?;
    if opset < 7 {
        return Err(ImportError::Opset { found: opset });
    }
    let (layers, input, output) = graph::layers(&graph)?;
    let network = Network::new(layers).map_err(|error| overflow(&error))?;
    Ok(ImportedModel {
        network,
        name: graph.name,
        description: model.description,
        producer: model.producer,
        input,
        output,
        metadata: model.metadata.into_iter().collect(),
    })
}

/// Shapes and values were checked one by one; what can still go wrong is a product or a sum that is too large.
fn overflow(error: &NetError) -> ImportError {
    ImportError::NotAChain { reason: error.to_string() }
}

#[cfg(test)]
mod tests;
