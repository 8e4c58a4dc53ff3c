//! The messages of an ONNX file that matter here, decoded and not yet understood.

use super::error::ImportError;
use super::wire::{Fields, Value, WireError};

/// The most dimensions of a tensor that are read: more than any dense network's. More are damage, and would only fill
/// an error message.
const RANK_MAX: usize = 8;

/// A decoded `ModelProto`.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) producer: String,
    pub(super) description: String,
    pub(super) opset: Option<i64>,
    pub(super) graph: Option<Graph>,
    pub(super) metadata: Vec<(String, String)>,
}

/// A decoded `GraphProto`.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) name: String,
    pub(super) nodes: Vec<Node>,
    pub(super) tensors: Vec<Tensor>,
    pub(super) inputs: Vec<ValueInfo>,
    pub(super) outputs: Vec<ValueInfo>,
}

/// A decoded `NodeProto`.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) operator: String,
    pub(super) domain: String,
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<String>,
    pub(super) attributes: Vec<(String, Attribute)>,
}

/// The value of an attribute, where it is a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Attribute {
    #[default]
    Other,
    Int(i64),
    Float(f32),
}

/// A decoded `TensorProto`; its values are f32 in little-endian order, whichever way the file had them.
#[derive(Debug, Default)]
pub(super) struct Tensor {
    pub(super) name: String,
    pub(super) shape: Vec<i64>,
    pub(super) element_type: i64,
    pub(super) external: bool,
    pub(super) values: Vec<u8>,
}

/// A decoded `ValueInfoProto`; a dimension left open is -1.
#[derive(Debug, Default)]
pub(super) struct ValueInfo {
    pub(super) name: String,
    pub(super) element_type: i64,
    pub(super) shape: Option<Vec<i64>>,
}

/// Decodes a model.
pub(super) fn model(bytes: &[u8]) -> Result<Model, ImportError> {
    let mut fields = Fields::new(bytes);
    let mut model = Model::default();
    loop {
        let at = fields.at();
        let field = match fields.next() {
            Ok(field) => field,
            Err(WireError::Truncated { at }) if at > 0 => return Err(ImportError::Truncated { at }),
            Err(_) => return Err(ImportError::NotOnnx { at }),
        };
        match field {
            None => return Ok(model),
            Some((1 | 5, Value::Varint(_))) => {}
            Some((2, Value::Bytes(text))) => model.producer = string(text),
            Some((6, Value::Bytes(text))) => model.description = string(text),
            Some((7, Value::Bytes(fields))) => model.graph = Some(within("graph", fields, graph_field)?),
            Some((8, Value::Bytes(fields))) => opset_entry(&mut model, fields)?,
            Some((14, Value::Bytes(fields))) => {
                model.metadata.push(within("metadata entry", fields, entry_field)?)
            }
            Some((3 | 4 | 20 | 25 | 26, Value::Bytes(_))) => {}
            Some(_) => return Err(ImportError::NotOnnx { at }),
        }
    }
}

/// Decodes the message `fields` into a default value, one field after another.
fn within<T: Default>(
    what: &'static str,
    mut fields: Fields<'_>,
    mut take: impl FnMut(&mut T, u32, Value<'_>) -> Result<(), ImportError>,
) -> Result<T, ImportError> {
    let mut message = T::default();
    let damaged = |error| match error {
        WireError::Truncated { at } | WireError::Malformed { at } => ImportError::Malformed { what, at },
    };
    while let Some((number, value)) = fields.next().map_err(damaged)? {
        take(&mut message, number, value)?;
    }
    Ok(message)
}

fn string(fields: Fields<'_>) -> String {
    String::from_utf8_lossy(fields.raw()).into_owned()
}

fn opset_entry(model: &mut Model, fields: Fields<'_>) -> Result<(), ImportError> {
    let (domain, version) = within("operator set", fields, |entry: &mut (String, i64), number, value| {
        match (number, value) {
            (1, Value::Bytes(text)) => entry.0 = string(text),
            (2, Value::Varint(version)) => entry.1 = version as i64,
            _ => {}
        }
        Ok(())
    })?;
    if is_standard(&domain) {
        model.opset = Some(version);
    }
    Ok(())
}

/// True if a domain is the domain of ONNX's own operators.
pub(super) fn is_standard(domain: &str) -> bool {
    domain.is_empty() || domain == "ai.onnx"
}

fn entry_field(entry: &mut (String, String), number: u32, value: Value<'_>) -> Result<(), ImportError> {
    match (number, value) {
        (1, Value::Bytes(text)) => entry.0 = string(text),
        (2, Value::Bytes(text)) => entry.1 = string(text),
        _ => {}
    }
    Ok(())
}

fn graph_field(graph: &mut Graph, number: u32, value: Value<'_>) -> Result<(), ImportError> {
    match (number, value) {
        (1, Value::Bytes(fields)) => graph.nodes.push(within("node", fields, node_field)?),
        (2, Value::Bytes(text)) => graph.name = string(text),
        (5, Value::Bytes(fields)) => graph.tensors.push(within("tensor", fields, tensor_field)?),
        (11, Value::Bytes(fields)) => graph.inputs.push(within("input", fields, value_info_field)?),
        (12, Value::Bytes(fields)) => graph.outputs.push(within("output", fields, value_info_field)?),
        _ => {}
    }
    Ok(())
}

fn node_field(node: &mut Node, number: u32, value: Value<'_>) -> Result<(), ImportError> {
    match (number, value) {
        (1, Value::Bytes(text)) => node.inputs.push(string(text)),
        (2, Value::Bytes(text)) => node.outputs.push(string(text)),
        (3, Value::Bytes(text)) => node.name = string(text),
        (4, Value::Bytes(text)) => node.operator = string(text),
        (5, Value::Bytes(fields)) => node.attributes.push(within("attribute", fields, attribute_field)?),
        (7, Value::Bytes(text)) => node.domain = string(text),
        _ => {}
    }
    Ok(())
}

fn attribute_field(
    attribute: &mut (String, Attribute),
    number: u32,
    value: Value<'_>,
) -> Result<(), ImportError> {
    match (number, value) {
        (1, Value::Bytes(text)) => attribute.0 = string(text),
        (2, Value::Fixed32(bits)) => attribute.1 = Attribute::Float(f32::from_bits(bits)),
        (3, Value::Varint(int)) => attribute.1 = Attribute::Int(int as i64),
        _ => {}
    }
    Ok(())
}

fn tensor_field(tensor: &mut Tensor, number: u32, value: Value<'_>) -> Result<(), ImportError> {
    match (number, value) {
        (1, Value::Varint(dim)) => push_dim(&mut tensor.shape, dim as i64)?,
        (1, Value::Bytes(packed)) => {
            let damaged = ImportError::Malformed { what: "shape", at: packed.at() };
            for dim in packed.packed_varints().map_err(|_| damaged)? {
                push_dim(&mut tensor.shape, dim as i64)?;
            }
        }
        (2, Value::Varint(kind)) => tensor.element_type = kind as i64,
        // Values come as raw bytes, or as floats, packed or one field each: little-endian all three.
        (4 | 9, Value::Bytes(values)) => tensor.values.extend_from_slice(values.raw()),
        (4, Value::Fixed32(bits)) => tensor.values.extend_from_slice(&bits.to_le_bytes()),
        (8, Value::Bytes(text)) => tensor.name = string(text),
        (13, Value::Bytes(_)) => tensor.external = true,
        (14, Value::Varint(location)) => tensor.external |= location == 1,
        _ => {}
    }
    Ok(())
}

fn value_info_field(info: &mut ValueInfo, number: u32, value: Value<'_>) -> Result<(), ImportError> {
    match (number, value) {
        (1, Value::Bytes(text)) => info.name = string(text),
        (2, Value::Bytes(fields)) => {
            // TypeProto holds the tensor type as field 1; other kinds of value leave the element type at 0.
            let tensor_type =
                within("type", fields, |found: &mut TensorType, number, value| match (number, value) {
                    (1, Value::Bytes(fields)) => {
                        within("tensor type", fields, tensor_type_field).map(|it| *found = it)
                    }
                    _ => Ok(()),
                })?;
            (info.element_type, info.shape) = tensor_type;
        }
        _ => {}
    }
    Ok(())
}

/// An element type, and a shape where one is given.
type TensorType = (i64, Option<Vec<i64>>);

fn tensor_type_field(found: &mut TensorType, number: u32, value: Value<'_>) -> Result<(), ImportError> {
    match (number, value) {
        (1, Value::Varint(kind)) => found.0 = kind as i64,
        (2, Value::Bytes(fields)) => found.1 = Some(within("shape", fields, shape_field)?),
        _ => {}
    }
    Ok(())
}

fn shape_field(shape: &mut Vec<i64>, number: u32, value: Value<'_>) -> Result<(), ImportError> {
    if let (1, Value::Bytes(fields)) = (number, value) {
        let dim = within("dimension", fields, |dim: &mut Option<i64>, number, value| {
            if let (1, Value::Varint(size)) = (number, value) {
                *dim = Some(size as i64);
            }
            Ok(())
        })?;
        push_dim(shape, dim.unwrap_or(-1))?;
    }
    Ok(())
}

fn push_dim(shape: &mut Vec<i64>, dim: i64) -> Result<(), ImportError> {
    if shape.len() == RANK_MAX {
        let expected = format!("at most {RANK_MAX} dimensions");
        return Err(ImportError::Shape { what: "a tensor".to_owned(), found: shape.clone(), expected });
    }
    shape.push(dim);
    Ok(())
}
