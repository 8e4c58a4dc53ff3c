//! The inference worker: ONNX models on the CPU (rten), on WebGPU (wonnx, a module of its own that this one loads),
//! and the choice between them.
//!
//! The page starts it once its own numbers are there, and goes on without it where it does not come. It never trains,
//! never draws, and asks for nothing but the WebGPU module.

mod cpu;
mod gpu;
mod page;
mod scope;
mod session;
mod worker;

pub use cpu::CpuModel;
pub use page::{built_in, checked, for_gpu, gpu_batches, trial_rows};
pub use worker::serve;
