//! Small dense networks: forward passes, seeded training, and their ONNX files.
//!
//! A network maps rows of features to one number in (0, 1): ReLU layers, then a sigmoid. Everything is values in,
//! values out: no file, no clock, no thread, and no randomness but the seed that is handed in.
//!
//! The same seed gives the same bits natively and in wasm. Three habits see to that: every sum is taken in one
//! fixed order that does not depend on how many lanes the machine has (see `kernel`), no multiplication is fused
//! with an addition, and `exp` and `ln` come from libm.
//!
//! A network never knows what a feature means: rows are flat slices with a width.
//!
//! A network learns "more than one half", and gives every row a probability:
//! ```
//! use askwell::net::{TrainOptions, TrainingSet, train};
//!
//! let rows: Vec<f32> = (0..512).map(|i| i as f32 / 512.0).collect();
//! let labels: Vec<f32> = rows.iter().map(|&x| f32::from(u8::from(x > 0.5))).collect();
//! let network = train(TrainingSet::new(&rows, 1, &labels)?, &TrainOptions::prm(), 1, |_| true)?.network;
//! let p = network.predict(&[0.1, 0.9])?;
//! assert!(p[0] < 0.5 && p[1] > 0.5, "{p:?}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod data;
pub mod engine;
mod gradient;
mod kernel;
mod network;
pub mod onnx;
mod options;
mod quantised;
mod sparse;
mod trainer;

pub use data::{DataError, TrainingSet};
pub use network::{Activation, Layer, NetError, Network};
pub use options::{EarlyStop, TrainError, TrainOptions};
pub use quantised::{QuantisedWeights, quantise_first};
pub use sparse::{SparseRows, SparseTrainer, predict_sparse};
pub use trainer::{EpochLoss, TrainProgress, Trained, Trainer, train};
