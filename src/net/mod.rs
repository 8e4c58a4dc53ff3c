//! Small dense networks: forward passes, seeded training, and their ONNX files.
//!
//! A network maps rows of features to one number in (0, 1): ReLU layers, then a sigmoid. Everything is values in,
//! values out: no file, no clock, no thread, and no randomness but the seed that is handed in.
//!
//! The same seed gives the same bits natively and in wasm. Three habits see to that: every sum is taken in one
//! fixed order that does not depend on how many lanes the machine has (see `kernel`), no multiplication is fused
//! with an addition, and `exp` and `ln` come from libm.
//!
//! It never knows what a feature means: rows are flat slices with a width.

mod data;
pub mod engine;
mod gradient;
mod kernel;
mod network;
pub mod onnx;
mod options;
mod trainer;

pub use data::{DataError, TrainingSet};
pub use network::{Activation, Layer, NetError, Network};
pub use options::{EarlyStop, TrainError, TrainOptions};
pub use trainer::{EpochLoss, TrainProgress, Trained, Trainer, train};
