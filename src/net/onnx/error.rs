//! All that can be wrong with an ONNX file.

/// The largest file that is read, in bytes. A dense network of this size has four million weights.
pub const BYTES_MAX: usize = 16 << 20;

/// An ONNX file that cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ImportError {
    /// The file, or the weights of all its nodes together, are larger than [`BYTES_MAX`].
    #[error("the model takes {bytes} bytes or more; models of up to {limit} are read")]
    TooLarge {
        /// The size of the model, as far as it was counted.
        bytes: usize,
        /// The largest size that is read.
        limit: usize,
    },
    /// The file is something else.
    #[error("this is not an ONNX file: no field of a model stands at byte {at}")]
    NotOnnx {
        /// The byte at which the fault was noticed.
        at: usize,
    },
    /// The file ends too early.
    #[error("the file is cut off: what starts at byte {at} runs past its end")]
    Truncated {
        /// The first byte of the part that is cut off.
        at: usize,
    },
    /// A part of the file is not what the format says.
    #[error("the file is damaged: byte {at} is not part of a valid {what}")]
    Malformed {
        /// The message it should belong to.
        what: &'static str,
        /// The byte that does not belong there.
        at: usize,
    },
    /// A necessary part is not there.
    #[error("the model has no {what}")]
    Missing {
        /// The part that is missing.
        what: String,
    },
    /// The operators are of a version with another meaning.
    #[error("the model uses operator set {found}; 7 or later is understood")]
    Opset {
        /// The version found.
        found: i64,
    },
    /// An operator that no dense network needs.
    #[error("{node} is a {operator}; only Gemm, MatMul, Add, Relu and Sigmoid are understood")]
    Operator {
        /// The node.
        node: String,
        /// The operator of the node.
        operator: String,
    },
    /// An attribute with a value that is not understood.
    #[error("{node} has {attribute} = {value}, which is not understood")]
    Attribute {
        /// The node.
        node: String,
        /// The attribute.
        attribute: String,
        /// The value of the attribute.
        value: String,
    },
    /// The model is not one chain from one input to one output.
    #[error("the model is not one chain of layers: {reason}")]
    NotAChain {
        /// The reason why the model is no chain.
        reason: String,
    },
    /// A tensor or the input does not hold f32.
    #[error("{name} holds ONNX element type {found}, not 1 (float)")]
    ElementType {
        /// The tensor.
        name: String,
        /// ONNX's number for the type found.
        found: i64,
    },
    /// The values of a tensor lie in another file.
    #[error("the values of {tensor} lie in another file; save the model as one file")]
    External {
        /// The tensor.
        tensor: String,
    },
    /// A tensor holds more or fewer numbers than its shape says.
    #[error("{tensor} has the shape {shape:?}, but {found} bytes of values")]
    TensorSize {
        /// The tensor.
        tensor: String,
        /// The shape of the tensor.
        shape: Vec<i64>,
        /// The number of bytes of its values.
        found: usize,
    },
    /// A shape that does not fit.
    #[error("{what} has the shape {found:?}, where {expected} is expected")]
    Shape {
        /// The tensor with the wrong shape.
        what: String,
        /// The shape found; a dimension left open is -1.
        found: Vec<i64>,
        /// The shape that is expected.
        expected: String,
    },
    /// A weight is infinite or not a number.
    #[error("{tensor} holds {value} at position {index}")]
    NotFinite {
        /// The tensor.
        tensor: String,
        /// The position of the value in the tensor, from 0.
        index: usize,
        /// The value at that position.
        value: f32,
    },
}
