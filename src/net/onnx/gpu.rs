//! The form of a model for the WebGPU engine: every width a multiple of four, and a fixed batch.
//! The module also says how many rows go into each batch.
//!
//! wonnx 0.5 answers wrongly and without a word to one row where a layer takes a width that is no multiple of four (its
//! shaders read four numbers at a time), and refuses an odd width or a one-column head of several rows, an open batch and a
//! transposed weight. All of that is mended here, in the model; nothing is mended in the answers.

use core::ops::Range;
use std::collections::BTreeMap;

use ndarray::{Array1, Array2};

use super::export::{Batch, ModelCard, model_bytes};
use crate::net::{Layer, Network};

/// The batches a model is made for, one session of the GPU each; every one is 1 or a multiple of four.
pub const GPU_BATCHES: [u32; 3] = [1, 64, 1024];

/// The least multiple of four that is not below `width`.
#[must_use]
pub fn padded_width(width: u32) -> u32 {
    width.next_multiple_of(4)
}

/// The network as an ONNX model for the GPU: what [`super::export_onnx`] writes (opset 13, no transposed weight, the
/// shape of every edge), its batch fixed, every layer's inputs and outputs padded with zeros to a multiple of four.
///
/// The input is (batch x [`padded_width`] of the features); of the outputs the first columns count, the rest are what
/// a unit without weights gives.
#[must_use]
pub fn for_gpu(network: &Network, batch: u32) -> Vec<u8> {
    let layers: Vec<Layer> = network.layers().iter().map(padded).collect();
    let card = ModelCard {
        name: "for_gpu".to_owned(),
        description: String::new(),
        input: "rows".to_owned(),
        output: "answers".to_owned(),
        features: Vec::new(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: 0,
        command: String::new(),
        metrics: BTreeMap::new(),
    };
    model_bytes(&layers, &card, Batch::Fixed(batch))
}

fn padded(layer: &Layer) -> Layer {
    let (rows, columns) = (layer.n_inputs().next_multiple_of(4), layer.n_outputs().next_multiple_of(4));
    let weight = |(i, j)| layer.weights.get((i, j)).copied().unwrap_or(0.0);
    Layer {
        weights: Array2::from_shape_fn((rows, columns), weight),
        bias: Array1::from_shape_fn(columns, |j| layer.bias.get(j).copied().unwrap_or(0.0)),
        activation: layer.activation,
    }
}

/// Some rows and the batch they go into; what is left of the batch is zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GpuChunk {
    /// The rows of the batch.
    pub rows: Range<usize>,
    /// The place of their batch in [`GPU_BATCHES`].
    pub batch: usize,
}

/// Cuts `n` rows into batches: the smallest that holds what is left, or the largest there is.
#[must_use]
pub fn gpu_chunks(n: usize) -> Vec<GpuChunk> {
    let mut chunks = Vec::new();
    let mut start = 0;
    while start < n {
        let left = n - start;
        let holds = GPU_BATCHES.iter().position(|&batch| batch as usize >= left);
        let batch = holds.unwrap_or(GPU_BATCHES.len() - 1);
        let end = n.min(start + GPU_BATCHES[batch] as usize);
        chunks.push(GpuChunk { rows: start..end, batch });
        start = end;
    }
    chunks
}

/// The rows of a chunk as its batch takes them: each row and the batch itself filled up with zeros.
#[must_use]
pub fn gpu_rows(rows: &[f32], width: u32, chunk: &GpuChunk) -> Vec<f32> {
    let (width, wide) = (width as usize, padded_width(width) as usize);
    let mut filled = vec![0.0; GPU_BATCHES[chunk.batch] as usize * wide];
    let some = &rows[chunk.rows.start * width..chunk.rows.end * width];
    for (to, from) in filled.chunks_exact_mut(wide).zip(some.chunks_exact(width)) {
        to[..width].copy_from_slice(from);
    }
    filled
}

/// The answers to the rows of a chunk: the first column of each of them. Fewer where the GPU gave fewer.
#[must_use]
pub fn gpu_answers(outputs: &[f32], n_outputs: u32, chunk: &GpuChunk) -> Vec<f32> {
    let wide = padded_width(n_outputs) as usize;
    outputs.chunks_exact(wide).take(chunk.rows.len()).map(|row| row[0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::onnx::import_onnx;
    use crate::numeric::Random;

    fn some_rows(n: usize, width: u32) -> Vec<f32> {
        let mut random = Random::new(2, &[]);
        (0..n * width as usize).map(|_| random.normal() as f32).collect()
    }

    #[test]
    fn a_padded_model_answers_to_padded_rows_to_the_bit_what_the_network_answers() {
        for (width, hidden) in [(5, vec![7]), (56, vec![48]), (1, vec![1, 3]), (3, vec![])] {
            let network = Network::untrained(width, &hidden, 3).unwrap();
            let rows = some_rows(6, width);
            let chunk = GpuChunk { rows: 0..6, batch: 1 };
            let model = import_onnx(&for_gpu(&network, GPU_BATCHES[chunk.batch])).unwrap().network;
            let widths: Vec<u32> = [model.n_inputs()]
                .into_iter()
                .chain(model.layers().iter().map(|layer| layer.n_outputs() as u32))
                .collect();
            assert!(widths.iter().all(|width| width.is_multiple_of(4)), "{widths:?}");
            let outputs = model.predict(&gpu_rows(&rows, width, &chunk)).unwrap();
            assert_eq!(
                gpu_answers(&outputs, 1, &chunk),
                network.predict(&rows).unwrap(),
                "{width} {hidden:?}"
            );
        }
    }

    #[test]
    fn every_row_is_in_one_batch_that_holds_it() {
        for n in [0, 1, 2, 63, 64, 65, 1000, 1024, 1025, 4096, 4097] {
            let chunks = gpu_chunks(n);
            let mut next = 0;
            for chunk in &chunks {
                assert_eq!(chunk.rows.start, next);
                assert!(!chunk.rows.is_empty() && chunk.rows.len() <= GPU_BATCHES[chunk.batch] as usize);
                next = chunk.rows.end;
            }
            assert_eq!(next, n);
        }
        assert_eq!(gpu_chunks(1), [GpuChunk { rows: 0..1, batch: 0 }]);
        assert_eq!(gpu_chunks(1088).iter().map(|chunk| chunk.batch).collect::<Vec<_>>(), [2, 1]);
    }
}
