use ndarray::{Array1, Array2, array};

use super::*;
use crate::net::onnx::wire::Message;
use crate::net::onnx::{Batch, ExportError, ModelCard, export_onnx};
use crate::net::{Layer, TrainOptions, TrainingSet, train};

const OURS: &[u8] = include_bytes!("../fixtures/ours.onnx");
const TRANSPOSED: &[u8] = include_bytes!("../fixtures/transposed.onnx");
const MAT_MUL: &[u8] = include_bytes!("../fixtures/mat_mul.onnx");
/// The answers of onnxruntime, as fixtures/make.py wrote them.
const EXPECTED: &str = include_str!("../fixtures/expected.json");

const WIDTH: usize = 5;

/// The rows of fixtures/make.py.
fn rows(n: usize) -> Vec<f32> {
    (0..n * WIDTH).map(|k| ((k * 7919 % 2048) as f32 - 1024.0) / 512.0).collect()
}

/// A trained network, and a card with something in every place.
fn ours() -> (Network, ModelCard) {
    let rows = rows(256);
    let labels: Vec<f32> = rows.chunks(WIDTH).map(|row| f32::from(row[0] + row[1] * row[2] > 0.0)).collect();
    let options = TrainOptions { hidden: vec![6], ..TrainOptions::prm() };
    let data = TrainingSet::new(&rows, WIDTH as u32, &labels).unwrap();
    let network = train(data, &options, 1, |_| true).unwrap().network;
    let card = ModelCard {
        name: "example".to_owned(),
        description: "The chance of success from a state.".to_owned(),
        input: "features".to_owned(),
        output: "success".to_owned(),
        features: ["steps left", "room \"explored\"", "température", "d", "e"].map(str::to_owned).to_vec(),
        version: "0.1.0".to_owned(),
        seed: 1,
        command: "askwell train prm --seed 1".to_owned(),
        metrics: [("log_loss".to_owned(), 0.25), ("accuracy".to_owned(), 0.9)].into(),
    };
    (network, card)
}

#[test]
fn the_bytes_of_a_model_are_these() {
    let (network, card) = ours();
    let bytes = export_onnx(&network, &card, Batch::Any).unwrap();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/net/onnx/fixtures/ours.onnx"), &bytes)
            .unwrap();
        return;
    }
    assert!(bytes == OURS, "run with UPDATE_EXPECT=1, then fixtures/make.py");
}

#[test]
fn what_is_exported_is_imported_to_the_bit() {
    let (network, card) = ours();
    for batch in [Batch::Any, Batch::Fixed(64)] {
        let read = import_onnx(&export_onnx(&network, &card, batch).unwrap()).unwrap();
        assert_eq!(read.network, network);
        assert_eq!((read.name, read.description), (card.name.clone(), card.description.clone()));
        assert_eq!((read.input, read.output), (card.input.clone(), card.output.clone()));
        assert_eq!(read.producer, "askwell");
    }
}

#[test]
fn the_card_is_in_the_metadata() {
    let read = import_onnx(OURS).unwrap();
    assert_eq!(read.features(), Some(ours().1.features));
    let entries = ["version", "seed", "command", "metrics"].map(|key| read.metadata[key].as_str());
    let metrics = r#"{"accuracy":0.9,"log_loss":0.25}"#;
    assert_eq!(entries, ["0.1.0", "1", "askwell train prm --seed 1", metrics]);
}

#[test]
fn every_exporter_s_form_answers_as_onnxruntime_does() {
    let expected: BTreeMap<String, Vec<f32>> = serde_json::from_str(EXPECTED).unwrap();
    let files = [("ours", OURS), ("transposed", TRANSPOSED), ("mat_mul", MAT_MUL)];
    assert_eq!(expected.len(), files.len());
    for (name, bytes) in files {
        let model = import_onnx(bytes).unwrap();
        model.check_gives_a_chance(WIDTH as u32).unwrap();
        let found = model.network.predict(&rows(7)).unwrap();
        assert_eq!(found.len(), expected[name].len());
        for (a, b) in found.iter().zip(&expected[name]) {
            assert!((a - b).abs() < 1e-6, "{name}: {a} instead of {b}");
        }
    }
}

#[test]
fn a_card_that_does_not_fit_is_refused() {
    let (network, card) = ours();
    let refused = |card: &ModelCard| export_onnx(&network, card, Batch::Any).unwrap_err();
    let count = ModelCard { features: vec!["a".to_owned()], ..card.clone() };
    assert_eq!(refused(&count), ExportError::FeatureCount { found: 1, expected: 5 });
    for name in ["", "layer0.sum", &card.output.clone()] {
        let edge = ModelCard { input: name.to_owned(), ..card.clone() };
        assert!(matches!(refused(&edge), ExportError::EdgeName { .. }), "{name:?}");
    }
    let metric = ModelCard { metrics: [("loss".to_owned(), f64::NAN)].into(), ..card };
    assert_eq!(refused(&metric), ExportError::Metric { name: "loss".to_owned() });
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    // A cut between two fields after the operator set loses only metadata, and leaves a valid file.
    let last_needed = OURS.windows(2).rposition(|two| two == [0x10, 13]).unwrap() + 2;
    for bytes in [&OURS[..last_needed], TRANSPOSED, MAT_MUL] {
        assert!(import_onnx(bytes).is_ok());
        for end in 0..bytes.len() {
            let error = import_onnx(&bytes[..end]).unwrap_err();
            let named = matches!(
                error,
                ImportError::NotOnnx { .. } | ImportError::Truncated { .. } | ImportError::Missing { .. }
            );
            assert!(named, "cut at {end}: {error}");
        }
    }
}

#[test]
fn a_cut_file_is_said_to_be_cut() {
    let error = import_onnx(&TRANSPOSED[..TRANSPOSED.len() / 2]).unwrap_err();
    assert!(error.to_string().starts_with("the file is cut off"), "{error}");
}

#[test]
fn other_files_are_not_onnx() {
    let files: [&[u8]; 7] = [
        b"",
        b"{\"model\": 1}",
        b"<!doctype html>",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\x14\0\0\0",
        b"GGUF\x03\0\0\0",
        b"plain words",
    ];
    for bytes in files {
        let found = import_onnx(bytes);
        assert!(matches!(found, Err(ImportError::NotOnnx { .. })), "{bytes:?}: {found:?}");
    }
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let bytes = vec![0; BYTES_MAX + 1];
    let expected = ImportError::TooLarge { bytes: bytes.len(), limit: BYTES_MAX };
    assert_eq!(import_onnx(&bytes), Err(expected));
}

/// A model in pieces, so that each test can break one.
struct Draft {
    nodes: Vec<Message>,
    tensors: Vec<Message>,
    input: Message,
    opset: u64,
}

fn node(operator: &str, inputs: &[&str], output: &str) -> Message {
    let message = inputs.iter().fold(Message::default(), |message, input| message.text(1, input));
    message.text(2, output).text(4, operator)
}

fn tensor(name: &str, shape: &[u64], values: &[f32]) -> Message {
    let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    shape
        .iter()
        .fold(Message::default(), |message, &dim| message.int(1, dim))
        .int(2, 1)
        .text(8, name)
        .bytes(9, &raw)
}

fn edge(name: &str, kind: u64, shape: &[u64]) -> Message {
    let dims = shape.iter().map(|&dim| Message::default().int(1, dim));
    let tensor_type = Message::default().int(1, kind).message(2, Message::default().messages(1, dims));
    Message::default().text(1, name).message(2, Message::default().message(1, tensor_type))
}

impl Draft {
    /// y = sigmoid(x · [1, 2] + .5), which is valid.
    fn new() -> Self {
        Self {
            nodes: vec![node("Gemm", &["x", "w", "b"], "z"), node("Sigmoid", &["z"], "y")],
            tensors: vec![tensor("w", &[2, 1], &[1.0, 2.0]), tensor("b", &[1], &[0.5])],
            input: edge("x", 1, &[1, 2]),
            opset: 13,
        }
    }

    fn import(self) -> Result<ImportedModel, ImportError> {
        let graph = Message::default()
            .messages(1, self.nodes)
            .messages(5, self.tensors)
            .message(11, self.input)
            .message(12, Message::default().text(1, "y"));
        let opset = Message::default().int(2, self.opset);
        import_onnx(&Message::default().int(1, 7).message(7, graph).message(8, opset).finish())
    }

    fn error(self) -> String {
        self.import().unwrap_err().to_string()
    }
}

#[test]
fn the_draft_itself_is_valid() {
    let model = Draft::new().import().unwrap();
    let layer = Layer { weights: array![[1.0], [2.0]], bias: array![0.5], activation: Activation::Sigmoid };
    assert_eq!(model.network, Network::new(vec![layer]).unwrap());
}

#[test]
fn an_unknown_operator_is_named() {
    let mut draft = Draft::new();
    draft.nodes[1] = node("Softmax", &["z"], "y");
    let expected = "node 1 (Softmax) is a Softmax; only Gemm, MatMul, Add, Relu and Sigmoid are understood";
    assert_eq!(draft.error(), expected);
    let mut draft = Draft::new();
    draft.nodes[1] = node("Relu", &["z"], "y").text(7, "com.example");
    assert!(draft.error().contains("com.example.Relu"));
}

#[test]
fn a_weight_that_is_no_number_is_named() {
    for (value, said) in [(f32::NAN, "NaN"), (f32::NEG_INFINITY, "-inf")] {
        let mut draft = Draft::new();
        draft.tensors[0] = tensor("w", &[2, 1], &[1.0, value]);
        assert_eq!(draft.error(), format!("the tensor \"w\" holds {said} at position 1"));
    }
}

#[test]
fn shapes_that_do_not_fit_are_named() {
    let with_weights = |shape: &[u64], n: usize| {
        let mut draft = Draft::new();
        draft.tensors[0] = tensor("w", shape, &vec![1.0; n]);
        draft.error()
    };
    let three =
        "the weight matrix of node 0 (Gemm) has the shape [3, 1], where 2 inputs x outputs is expected";
    assert_eq!(with_weights(&[3, 1], 3), three);
    assert_eq!(with_weights(&[2, 1], 3), "the tensor \"w\" has the shape [2, 1], but 12 bytes of values");
    assert!(with_weights(&[2], 2).contains("where a matrix of at least 1 x 1 is expected"));
    assert!(with_weights(&[2, 0], 0).contains("where a matrix of at least 1 x 1 is expected"));
    assert!(with_weights(&[u64::MAX, 1], 2).contains("[-1, 1]"), "a negative dimension");
    assert!(with_weights(&[1 << 62, 1 << 62], 2).contains("bytes of values"), "a product that overflows");
    assert!(with_weights(&[1; 9], 1).contains("at most 8 dimensions"));
    let mut draft = Draft::new();
    draft.tensors[1] = tensor("b", &[2], &[0.5, 0.5]);
    assert!(draft.error().contains("the tensor \"b\" has the shape [2]"));
    let mut draft = Draft::new();
    draft.input = edge("x", 1, &[1, 2, 2]);
    assert!(draft.error().contains("[batch, features]"));
}

#[test]
fn other_element_types_are_named() {
    let mut draft = Draft::new();
    draft.input = edge("x", 11, &[1, 2]);
    assert_eq!(draft.error(), "the input \"x\" holds ONNX element type 11, not 1 (float)");
    let mut draft = Draft::new();
    draft.tensors[0] = Message::default().int(1, 2).int(1, 1).int(2, 10).text(8, "w").bytes(9, &[0; 4]);
    assert!(draft.error().contains("the tensor \"w\" holds ONNX element type 10"));
}

#[test]
fn values_in_another_file_are_named() {
    let mut draft = Draft::new();
    draft.tensors[0] = Message::default().int(1, 2).int(1, 1).int(2, 1).text(8, "w").int(14, 1);
    assert!(draft.error().contains("lie in another file"));
}

#[test]
fn what_is_not_one_chain_is_refused() {
    let broken = |nodes: Vec<Message>| Draft { nodes, ..Draft::new() }.error();
    let gemm = || node("Gemm", &["x", "w", "b"], "z");
    assert!(broken(vec![]).contains("its output \"y\""));
    assert!(
        broken(vec![gemm(), node("Sigmoid", &["x"], "y")]).contains("takes \"x\", where \"z\" was expected")
    );
    assert!(broken(vec![node("Relu", &["x"], "y")]).contains("does not follow a Gemm or a MatMul"));
    let twice = vec![gemm(), node("Relu", &["z"], "a"), node("Sigmoid", &["a"], "y")];
    assert!(broken(twice).contains("does not follow a Gemm or a MatMul"));
    assert!(broken(vec![node("MatMul", &["x", "v"], "y")]).contains("constant \"v\""));
    assert!(broken(vec![node("Add", &["x", "x"], "y")]).contains("does not follow"));
}

#[test]
fn attributes_that_are_not_understood_are_named() {
    let transposed = Message::default().text(1, "transA").int(3, 1);
    let mut draft = Draft::new();
    draft.nodes[0] = node("Gemm", &["x", "w", "b"], "z").message(5, transposed);
    assert_eq!(draft.error(), "node 0 (Gemm) has transA = Int(1), which is not understood");
}

#[test]
fn old_operator_sets_are_refused() {
    let draft = Draft { opset: 6, ..Draft::new() };
    assert_eq!(draft.error(), "the model uses operator set 6; 7 or later is understood");
}

#[test]
fn a_small_file_cannot_describe_a_huge_network() {
    let n = 512u64;
    let chain = (0..64).map(|index: u32| {
        let from = if index == 0 { "x".to_owned() } else { format!("e{}", index - 1) };
        node("MatMul", &[&from, "w"], &format!("e{index}"))
    });
    let draft = Draft {
        nodes: chain.collect(),
        tensors: vec![tensor("w", &[n, n], &vec![0.0; (n * n) as usize])],
        input: edge("x", 1, &[1, n]),
        opset: 13,
    };
    assert!(matches!(draft.import(), Err(ImportError::TooLarge { .. })));
}

#[test]
fn a_network_in_place_of_ours_must_give_one_chance() {
    let model = Draft::new().import().unwrap();
    assert_eq!(model.check_gives_a_chance(2), Ok(()));
    let error = model.check_gives_a_chance(50).unwrap_err().to_string();
    assert_eq!(error, "the input \"x\" has the shape [-1, 2], where [batch, 50] is expected");
    let layer = |n_outputs, activation| {
        let (weights, bias) = (Array2::zeros((2, n_outputs)), Array1::zeros(n_outputs));
        Network::new(vec![Layer { weights, bias, activation }]).unwrap()
    };
    let two = ImportedModel { network: layer(2, Activation::Sigmoid), ..model.clone() };
    assert!(two.check_gives_a_chance(2).is_err());
    let open = ImportedModel { network: layer(1, Activation::Identity), ..model };
    assert_eq!(open.check_gives_a_chance(2).unwrap_err().to_string(), "the model has no Sigmoid at its end");
}

/// A chain of one layer, whose weights are int8 behind a scale a column.
fn quantised(scales: &[f32], zero_point: bool) -> Draft {
    let draft = Draft::new();
    let numbers = [1i8, -2, 3, 127].map(|number| number as u8);
    let dims = Message::default().int(1, 2).int(1, 2);
    let mut inputs = vec!["q", "scale"];
    inputs.extend(zero_point.then_some("zero"));
    Draft {
        nodes: vec![
            node("DequantizeLinear", &inputs, "w"),
            node("MatMul", &["x", "w"], "e0"),
            node("Sigmoid", &["e0"], "y"),
        ],
        tensors: vec![
            dims.int(2, 3).text(8, "q").bytes(9, &numbers),
            tensor("scale", &[scales.len() as u64], scales),
        ],
        ..draft
    }
}

#[test]
fn int8_weights_are_numbers_times_the_scale_of_their_column() {
    let network = quantised(&[0.5, 0.25], false).import().unwrap().network;
    assert_eq!(network.layers()[0].weights, ndarray::array![[0.5, -0.5], [1.5, 31.75]]);
    assert!(quantised(&[0.5], false).import().is_ok(), "one scale for all");
    assert!(quantised(&[0.5; 3], false).error().contains("scale"));
    assert!(quantised(&[f32::INFINITY, 1.0], false).error().contains("scale"));
    assert!(quantised(&[0.5, 0.25], true).error().contains("zero point"));
}
