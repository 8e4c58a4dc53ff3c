//! Networks as standard ONNX files: written for any runtime to read, and read back, pure Rust.
//!
//! The small part of the format that dense networks need is written and read here by hand (opset 13, `Gemm`,
//! `MatMul`, `Add`, `Relu`, `Sigmoid`, f32; weights also as int8 behind `DequantizeLinear`), so that no protobuf library comes along. The same network and card
//! give the same bytes. Whatever a file holds, reading it ends in a network or in one error that names what is
//! wrong; it never panics, and never takes more memory than a small multiple of the file.

mod error;
mod export;
mod gpu;
mod graph;
mod import;
mod proto;
mod wire;

pub use error::{BYTES_MAX, ImportError};
pub use export::{Batch, ExportError, ModelCard, export_onnx, export_onnx_quantised};
pub use gpu::{GPU_BATCHES, GpuChunk, for_gpu, gpu_answers, gpu_chunks, gpu_rows, padded_width};
pub use import::{ImportedModel, import_onnx};
