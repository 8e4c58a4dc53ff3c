//! The export of a network: the bytes of an ONNX model.

use std::collections::BTreeMap;

use super::wire::Message;
use crate::net::{Activation, Layer, Network, QuantisedWeights};
use crate::numeric::Seed;

/// The version of the ONNX file format: 7 goes with opset 13.
const IR_VERSION: u64 = 7;
/// The operator set that every engine we use reads.
const OPSET: u64 = 13;
/// ONNX's number for f32.
const FLOAT: u64 = 1;
/// ONNX's number for i8.
const INT8: u64 = 3;

/// A card that does not fit its network.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ExportError {
    /// The card does not have one name for each feature, and not none at all.
    #[error("{found} feature names for a network of {expected} inputs")]
    FeatureCount {
        /// The number of feature names of the card.
        found: usize,
        /// The number of inputs of the network.
        expected: u32,
    },
    /// The input or the output has no name of its own.
    #[error(
        "{name:?} cannot name the input or the output: it must not be empty, start with \"layer\" or be both"
    )]
    EdgeName {
        /// The name.
        name: String,
    },
    /// The quantised weights are not those of the network.
    #[error("the quantised weights are not those of the first layer")]
    Quantised,
    /// A metric is infinite or not a number.
    #[error("the metric {name} is not a finite number")]
    Metric {
        /// The name of the metric.
        name: String,
    },
}

/// The card of a network: the facts about it in its ONNX file.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelCard {
    /// The graph's name, such as `prm_base_s_obj`.
    pub name: String,
    /// The description of the network's answer, in a sentence.
    pub description: String,
    /// The input's name.
    pub input: String,
    /// The output's name.
    pub output: String,
    /// The features in the order of the input's columns; none where they are hashes, which the description explains.
    pub features: Vec<String>,
    /// The version of the code that trained it.
    pub version: String,
    /// The seed it was trained from.
    pub seed: Seed,
    /// The command that makes this file again.
    pub command: String,
    /// The measured quantities by name.
    pub metrics: BTreeMap<String, f64>,
}

/// The number of rows that a file takes at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batch {
    /// Any number: a dimension called `batch`.
    Any,
    /// This number, for engines that want to know it.
    Fixed(u32),
}

/// The bytes of the network as an ONNX model: per layer one `Gemm` (weights inputs x outputs, not transposed), then
/// `Relu` or `Sigmoid`. The shape of every edge is written down. Metadata: `features` (a JSON list), `version`,
/// `seed`, `command`, `metrics` (a JSON object).
///
/// # Errors
/// [`ExportError`] where the card does not fit.
pub fn export_onnx(network: &Network, card: &ModelCard, batch: Batch) -> Result<Vec<u8>, ExportError> {
    check(network, card)?;
    Ok(model_bytes(network.layers(), card, batch))
}

/// The same with the first layer's weights as int8 behind a `DequantizeLinear` (a scale a column): a quarter of the bytes,
/// and the same numbers.
///
/// # Errors
/// [`ExportError`] where the card does not fit, or the weights are not those of the network.
pub fn export_onnx_quantised(
    network: &Network,
    first: &QuantisedWeights,
    card: &ModelCard,
    batch: Batch,
) -> Result<Vec<u8>, ExportError> {
    check(network, card)?;
    if network.layers().first().is_none_or(|layer| layer.weights != first.weights()) {
        return Err(ExportError::Quantised);
    }
    Ok(bytes_of(graph(network.layers(), Some(first), card, batch), card))
}

/// The model in f32, unchecked: the layers fit, and the card need not.
pub(super) fn model_bytes(layers: &[Layer], card: &ModelCard, batch: Batch) -> Vec<u8> {
    bytes_of(graph(layers, None, card, batch), card)
}

fn bytes_of(graph: Message, card: &ModelCard) -> Vec<u8> {
    let opset = Message::default().text(1, "").int(2, OPSET);
    let model = Message::default()
        .int(1, IR_VERSION)
        .text(2, "askwell")
        .text(3, &card.version)
        .text(6, &card.description)
        .message(7, graph)
        .message(8, opset)
        .messages(14, metadata(card));
    model.finish()
}

fn check(network: &Network, card: &ModelCard) -> Result<(), ExportError> {
    if !card.features.is_empty() && card.features.len() != network.n_inputs() as usize {
        return Err(ExportError::FeatureCount { found: card.features.len(), expected: network.n_inputs() });
    }
    for (name, other) in [(&card.input, &card.output), (&card.output, &card.input)] {
        if name.is_empty() || name.starts_with("layer") || name == other {
            return Err(ExportError::EdgeName { name: name.clone() });
        }
    }
    match card.metrics.iter().find(|(_, value)| !value.is_finite()) {
        Some((name, _)) => Err(ExportError::Metric { name: name.clone() }),
        None => Ok(()),
    }
}

fn metadata(card: &ModelCard) -> Vec<Message> {
    let features = serde_json::Value::from(card.features.clone());
    let metrics: serde_json::Map<_, _> =
        card.metrics.iter().map(|(name, &value)| (name.clone(), value.into())).collect();
    let entries = [
        ("features", features.to_string()),
        ("version", card.version.clone()),
        ("seed", card.seed.to_string()),
        ("command", card.command.clone()),
        ("metrics", serde_json::Value::from(metrics).to_string()),
    ];
    entries.iter().map(|(key, value)| Message::default().text(1, key).text(2, value)).collect()
}

fn graph(layers: &[Layer], first: Option<&QuantisedWeights>, card: &ModelCard, batch: Batch) -> Message {
    let mut nodes = Nodes { list: Vec::new(), edges: Vec::new(), current: card.input.clone() };
    if first.is_some() {
        let (weights, _) = parameter_names(0);
        let inputs = [INT8_NAME, SCALE_NAME].map(str::to_owned).to_vec();
        // The scales are those of columns: axis 1, as the operator has it where nothing is said.
        nodes.list.push(Node { operator: "DequantizeLinear", inputs, output: weights });
    }
    for (index, layer) in layers.iter().enumerate() {
        nodes.push_layer(index, layer);
    }
    nodes.rename_last_output(&card.output);
    let inner = nodes.edges.iter().rev().skip(1).rev();
    Message::default()
        .messages(1, nodes.list.iter().map(Node::message))
        .text(2, &card.name)
        .messages(5, layers.iter().enumerate().flat_map(|(index, layer)| initializers(index, layer, first)))
        .message(11, value_info(&card.input, layers.first().map_or(0, Layer::n_inputs), batch))
        .message(12, value_info(&card.output, layers.last().map_or(0, Layer::n_outputs), batch))
        .messages(13, inner.map(|(name, width)| value_info(name, *width, batch)))
}

/// The nodes of a chain while it grows, and the edges between them with their widths.
struct Nodes {
    list: Vec<Node>,
    edges: Vec<(String, usize)>,
    current: String,
}

struct Node {
    operator: &'static str,
    inputs: Vec<String>,
    output: String,
}

impl Nodes {
    fn push_layer(&mut self, index: usize, layer: &Layer) {
        let (weights, bias) = parameter_names(index);
        self.push("Gemm", vec![weights, bias], format!("layer{index}.sum"), layer.n_outputs());
        match layer.activation {
            Activation::Identity => {}
            Activation::Relu => self.push("Relu", vec![], format!("layer{index}.relu"), layer.n_outputs()),
            Activation::Sigmoid => {
                self.push("Sigmoid", vec![], format!("layer{index}.sigmoid"), layer.n_outputs())
            }
        }
    }

    fn push(&mut self, operator: &'static str, parameters: Vec<String>, output: String, width: usize) {
        let inputs = [vec![self.current.clone()], parameters].concat();
        self.list.push(Node { operator, inputs, output: output.clone() });
        self.edges.push((output.clone(), width));
        self.current = output;
    }

    fn rename_last_output(&mut self, name: &str) {
        if let Some(node) = self.list.last_mut() {
            node.output = name.to_owned();
        }
    }
}

impl Node {
    fn message(&self) -> Message {
        let inputs = self.inputs.iter().fold(Message::default(), |message, input| message.text(1, input));
        // A node is named after what it gives, so that Netron shows something to read.
        inputs
            .text(2, &self.output)
            .text(3, &format!("{}:{}", self.operator, self.output))
            .text(4, self.operator)
    }
}

fn parameter_names(index: usize) -> (String, String) {
    (format!("layer{index}.weight"), format!("layer{index}.bias"))
}

/// The names of the quantised weights and their scales.
const INT8_NAME: &str = "layer0.weight.int8";
const SCALE_NAME: &str = "layer0.weight.scale";

fn initializers(index: usize, layer: &Layer, first: Option<&QuantisedWeights>) -> Vec<Message> {
    let (weights, bias) = parameter_names(index);
    let shape = [layer.n_inputs(), layer.n_outputs()];
    let mut tensors = match first.filter(|_| index == 0) {
        Some(QuantisedWeights { numbers, scales }) => {
            let raw: Vec<u8> = numbers.iter().map(|&number| number as u8).collect();
            vec![raw_tensor(INT8_NAME, &shape, INT8, &raw), tensor(SCALE_NAME, &[scales.len()], scales)]
        }
        None => vec![tensor(&weights, &shape, layer.flat_weights())],
    };
    tensors.push(tensor(&bias, &[layer.n_outputs()], layer.flat_bias()));
    tensors
}

fn tensor(name: &str, shape: &[usize], values: &[f32]) -> Message {
    let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    raw_tensor(name, shape, FLOAT, &raw)
}

fn raw_tensor(name: &str, shape: &[usize], element_type: u64, raw: &[u8]) -> Message {
    let dims = shape.iter().fold(Message::default(), |message, &dim| message.int(1, dim as u64));
    dims.int(2, element_type).text(8, name).bytes(9, raw)
}

fn value_info(name: &str, width: usize, batch: Batch) -> Message {
    let rows = match batch {
        Batch::Any => Message::default().text(2, "batch"),
        Batch::Fixed(rows) => Message::default().int(1, u64::from(rows)),
    };
    let shape = Message::default().message(1, rows).message(1, Message::default().int(1, width as u64));
    let tensor_type = Message::default().int(1, FLOAT).message(2, shape);
    Message::default().text(1, name).message(2, Message::default().message(1, tensor_type))
}
