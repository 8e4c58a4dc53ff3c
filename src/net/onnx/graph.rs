//! The step from the nodes of a graph to the layers of a network.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2};

use super::error::{BYTES_MAX, ImportError};
use super::proto::{Attribute, Graph, Node, Tensor, ValueInfo, is_standard};
use crate::net::{Activation, Layer};

/// ONNX's number for f32.
const FLOAT: i64 = 1;
/// ONNX's number for i8.
const INT8: i64 = 3;

/// The layers of a graph that is one chain of dense layers, and the names at its two ends.
pub(super) fn layers(graph: &Graph) -> Result<(Vec<Layer>, String, String), ImportError> {
    let tensors: BTreeMap<&str, &Tensor> = graph.tensors.iter().map(|it| (it.name.as_str(), it)).collect();
    let input = the_input(graph, &tensors)?;
    let width = input_width(input)?;
    let mut chain = Chain {
        tensors,
        dequantised: BTreeMap::new(),
        current: input.name.clone(),
        width,
        layers: Vec::new(),
        weight_bytes: 0,
    };
    for (index, node) in graph.nodes.iter().enumerate() {
        chain.push(node, &label(index, node))?;
    }
    let [output] = &graph.outputs[..] else {
        return Err(not_a_chain(format!("it has {} outputs", graph.outputs.len())));
    };
    if output.name != chain.current {
        let reason =
            format!("its output {:?} is not what the last node gives ({:?})", output.name, chain.current);
        return Err(not_a_chain(reason));
    }
    if chain.layers.is_empty() {
        return Err(ImportError::Missing { what: "layer".to_owned() });
    }
    Ok((chain.layers, input.name.clone(), output.name.clone()))
}

fn not_a_chain(reason: String) -> ImportError {
    ImportError::NotAChain { reason }
}

fn label(index: usize, node: &Node) -> String {
    if node.name.is_empty() {
        format!("node {index} ({})", node.operator)
    } else {
        format!("node {:?}", node.name)
    }
}

/// The one input that is not an initializer (old files list those among the inputs).
fn the_input<'a>(graph: &'a Graph, tensors: &BTreeMap<&str, &Tensor>) -> Result<&'a ValueInfo, ImportError> {
    let mut inputs = graph.inputs.iter().filter(|input| !tensors.contains_key(input.name.as_str()));
    match (inputs.next(), inputs.count()) {
        (Some(input), 0) => Ok(input),
        (None, _) => Err(ImportError::Missing { what: "input".to_owned() }),
        (Some(_), others) => Err(not_a_chain(format!("it has {} inputs", others + 1))),
    }
}

/// The width of the input's rows, where its shape is given.
fn input_width(input: &ValueInfo) -> Result<Option<usize>, ImportError> {
    let name = format!("the input {:?}", input.name);
    if input.element_type != FLOAT {
        return Err(ImportError::ElementType { name, found: input.element_type });
    }
    match input.shape.as_deref() {
        None | Some([_, -1]) => Ok(None),
        Some(&[_, width]) if width > 0 => Ok(usize::try_from(width).ok()),
        Some(shape) => {
            let expected = "[batch, features]".to_owned();
            Err(ImportError::Shape { what: name, found: shape.to_vec(), expected })
        }
    }
}

/// The layers found so far, and the edge the next node must take.
struct Chain<'a> {
    tensors: BTreeMap<&'a str, &'a Tensor>,
    /// Weights that were int8, by the name of the edge that gives them in full.
    dequantised: BTreeMap<&'a str, Array2<f32>>,
    current: String,
    /// The width of the current edge, if it is known.
    width: Option<usize>,
    layers: Vec<Layer>,
    /// The memory of the weights, in bytes. Many nodes can share a tensor, so a small file can describe a huge network.
    weight_bytes: usize,
}

impl<'a> Chain<'a> {
    fn push(&mut self, node: &'a Node, label: &str) -> Result<(), ImportError> {
        if !is_standard(&node.domain) {
            let operator = format!("{}.{}", node.domain, node.operator);
            return Err(ImportError::Operator { node: label.to_owned(), operator });
        }
        match node.operator.as_str() {
            // A constant beside the chain.
            "DequantizeLinear" => return self.dequantise(node, label),
            "Gemm" => self.gemm(node, label)?,
            "MatMul" => self.mat_mul(node, label)?,
            "Add" => self.add(node, label)?,
            "Relu" => self.activate(node, label, Activation::Relu)?,
            "Sigmoid" => self.activate(node, label, Activation::Sigmoid)?,
            operator => {
                let operator = operator.to_owned();
                return Err(ImportError::Operator { node: label.to_owned(), operator });
            }
        }
        let [output] = &node.outputs[..] else {
            return Err(not_a_chain(format!("{label} has {} outputs", node.outputs.len())));
        };
        self.current.clone_from(output);
        Ok(())
    }

    /// Y = (x - 0) · scale, with one scale for each column of the constant x.
    fn dequantise(&mut self, node: &'a Node, label: &str) -> Result<(), ImportError> {
        if let Some((name, value)) =
            node.attributes.iter().find(|(name, value)| !(name == "axis" && *value == Attribute::Int(1)))
        {
            let (attribute, value) = (name.clone(), format!("{value:?}"));
            return Err(ImportError::Attribute { node: label.to_owned(), attribute, value });
        }
        let ([_, _], [output]) = (&node.inputs[..], &node.outputs[..]) else {
            return Err(not_a_chain(format!("{label} has a zero point, or not one output")));
        };
        let tensor = self.tensor(node, 0, label)?;
        if tensor.element_type != INT8 || tensor.external {
            return Err(ImportError::ElementType { name: quoted(tensor), found: tensor.element_type });
        }
        self.weigh(4 * tensor.values.len())?;
        let wrong = || ImportError::TensorSize {
            tensor: quoted(tensor),
            shape: tensor.shape.clone(),
            found: tensor.values.len(),
        };
        let [rows, columns] = tensor.shape[..] else { return Err(wrong()) };
        let (Ok(rows), Ok(columns)) = (usize::try_from(rows), usize::try_from(columns)) else {
            return Err(wrong());
        };
        let scales = self.vector(node, 1, label, columns)?;
        let numbers = Array2::from_shape_vec((rows, columns), tensor.values.clone()).map_err(|_| wrong())?;
        if numbers.is_empty() {
            return Err(wrong());
        }
        let weights =
            Array2::from_shape_fn((rows, columns), |(k, j)| f32::from(numbers[[k, j]] as i8) * scales[j]);
        if let Some(index) = weights.iter().position(|weight| !weight.is_finite()) {
            return Err(ImportError::NotFinite { tensor: quoted(tensor), index, value: f32::INFINITY });
        }
        self.dequantised.insert(output, weights);
        Ok(())
    }

    /// Y = alpha · A · B + beta · C, with B transposed where transB says so.
    fn gemm(&mut self, node: &'a Node, label: &str) -> Result<(), ImportError> {
        let attributes = GemmAttributes::of(node, label)?;
        self.takes_current(node, 0, label)?;
        let weights = self.matrix(node, 1, label)?;
        let weights = if attributes.b_is_transposed { weights.reversed_axes() } else { weights };
        let weights = weights.mapv(|weight| weight * attributes.alpha);
        let bias = match node.inputs.get(2).filter(|name| !name.is_empty()) {
            Some(_) => self.vector(node, 2, label, weights.ncols())? * attributes.beta,
            None => Array1::zeros(weights.ncols()),
        };
        self.push_layer(weights, bias, label)
    }

    fn mat_mul(&mut self, node: &'a Node, label: &str) -> Result<(), ImportError> {
        self.takes_current(node, 0, label)?;
        let weights = self.matrix(node, 1, label)?;
        let bias = Array1::zeros(weights.ncols());
        self.push_layer(weights, bias, label)
    }

    /// An addition is the bias of the sum before it.
    fn add(&mut self, node: &'a Node, label: &str) -> Result<(), ImportError> {
        let constant = usize::from(node.inputs.first() == Some(&self.current));
        self.takes_current(node, 1 - constant, label)?;
        let n_outputs = self.open_layer(label)?.n_outputs();
        let bias = self.vector(node, constant, label, n_outputs)?;
        self.open_layer(label)?.bias += &bias;
        Ok(())
    }

    fn activate(&mut self, node: &Node, label: &str, activation: Activation) -> Result<(), ImportError> {
        self.takes_current(node, 0, label)?;
        self.open_layer(label)?.activation = activation;
        Ok(())
    }

    /// The last layer, while no activation has closed it.
    fn open_layer(&mut self, label: &str) -> Result<&mut Layer, ImportError> {
        let open = self.layers.last_mut().filter(|layer| layer.activation == Activation::Identity);
        open.ok_or_else(|| not_a_chain(format!("{label} does not follow a Gemm or a MatMul")))
    }

    fn push_layer(
        &mut self,
        weights: Array2<f32>,
        bias: Array1<f32>,
        label: &str,
    ) -> Result<(), ImportError> {
        if let Some(width) = self.width.filter(|&width| width != weights.nrows()) {
            let found = vec![weights.nrows() as i64, weights.ncols() as i64];
            let expected = format!("{width} inputs x outputs");
            return Err(ImportError::Shape {
                what: format!("the weight matrix of {label}"),
                found,
                expected,
            });
        }
        self.width = Some(weights.ncols());
        self.layers.push(Layer { weights, bias, activation: Activation::Identity });
        Ok(())
    }

    fn takes_current(&self, node: &Node, place: usize, label: &str) -> Result<(), ImportError> {
        match node.inputs.get(place) {
            Some(input) if *input == self.current => Ok(()),
            input => {
                let found = input.map_or("nothing", String::as_str);
                Err(not_a_chain(format!("{label} takes {found:?}, where {:?} was expected", self.current)))
            }
        }
    }

    fn tensor(&self, node: &Node, place: usize, label: &str) -> Result<&'a Tensor, ImportError> {
        let name = node.inputs.get(place).map_or("", String::as_str);
        let missing = || ImportError::Missing { what: format!("constant {name:?}, which {label} takes") };
        self.tensors.get(name).copied().ok_or_else(missing)
    }

    /// Counts memory, up to the most that is read.
    fn weigh(&mut self, bytes: usize) -> Result<(), ImportError> {
        self.weight_bytes += bytes;
        if self.weight_bytes > BYTES_MAX {
            return Err(ImportError::TooLarge { bytes: self.weight_bytes, limit: BYTES_MAX });
        }
        Ok(())
    }

    fn matrix(&mut self, node: &Node, place: usize, label: &str) -> Result<Array2<f32>, ImportError> {
        if let Some(weights) = node.inputs.get(place).and_then(|name| self.dequantised.remove(name.as_str()))
        {
            return Ok(weights);
        }
        let tensor = self.tensor(node, place, label)?;
        self.weigh(tensor.values.len())?;
        let expected = || "a matrix of at least 1 x 1".to_owned();
        let wrong =
            || ImportError::Shape { what: quoted(tensor), found: tensor.shape.clone(), expected: expected() };
        let [rows, columns] = tensor.shape[..] else { return Err(wrong()) };
        if rows < 1 || columns < 1 {
            return Err(wrong());
        }
        let values = values(tensor)?;
        Array2::from_shape_vec((rows as usize, columns as usize), values).map_err(|_| wrong())
    }

    /// A bias of `n` numbers, or one number for all of them.
    fn vector(&self, node: &Node, place: usize, label: &str, n: usize) -> Result<Array1<f32>, ImportError> {
        let tensor = self.tensor(node, place, label)?;
        let values = values(tensor)?;
        match (&tensor.shape[..], &values[..]) {
            ([] | [1] | [1, 1], &[value]) => Ok(Array1::from_elem(n, value)),
            ([_] | [1, _], some) if some.len() == n => Ok(Array1::from_vec(values)),
            (found, _) => {
                let expected = format!("[{n}], [1, {n}] or a single number");
                Err(ImportError::Shape { what: quoted(tensor), found: found.to_vec(), expected })
            }
        }
    }
}

fn quoted(tensor: &Tensor) -> String {
    format!("the tensor {:?}", tensor.name)
}

/// The numbers of a tensor, as many as its shape says, all finite.
fn values(tensor: &Tensor) -> Result<Vec<f32>, ImportError> {
    if tensor.element_type != FLOAT {
        return Err(ImportError::ElementType { name: quoted(tensor), found: tensor.element_type });
    }
    if tensor.external {
        return Err(ImportError::External { tensor: quoted(tensor) });
    }
    let n_bytes = tensor.shape.iter().try_fold(4usize, |n, &dim| n.checked_mul(usize::try_from(dim).ok()?));
    if n_bytes != Some(tensor.values.len()) {
        let (shape, found) = (tensor.shape.clone(), tensor.values.len());
        return Err(ImportError::TensorSize { tensor: quoted(tensor), shape, found });
    }
    let (chunks, _) = tensor.values.as_chunks::<4>();
    let values: Vec<f32> = chunks.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
    match values.iter().position(|value| !value.is_finite()) {
        Some(index) => Err(ImportError::NotFinite { tensor: quoted(tensor), index, value: values[index] }),
        None => Ok(values),
    }
}

struct GemmAttributes {
    alpha: f32,
    beta: f32,
    b_is_transposed: bool,
}

impl GemmAttributes {
    fn of(node: &Node, label: &str) -> Result<Self, ImportError> {
        let mut found = Self { alpha: 1.0, beta: 1.0, b_is_transposed: false };
        for (name, value) in &node.attributes {
            match (name.as_str(), *value) {
                ("alpha", Attribute::Float(alpha)) if alpha.is_finite() => found.alpha = alpha,
                ("beta", Attribute::Float(beta)) if beta.is_finite() => found.beta = beta,
                ("transA", Attribute::Int(0)) => {}
                ("transB", Attribute::Int(flag)) => found.b_is_transposed = flag != 0,
                (_, value) => {
                    let (attribute, value) = (name.clone(), format!("{value:?}"));
                    return Err(ImportError::Attribute { node: label.to_owned(), attribute, value });
                }
            }
        }
        Ok(found)
    }
}
