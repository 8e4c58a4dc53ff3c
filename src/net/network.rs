//! A dense network as a value: its layers, its forward pass, its saved form.

mod saved;

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use super::kernel::{self, Strided};
use crate::numeric::{Random, Seed};
use saved::SavedLayer;

/// The number of rows in one forward pass, so that its activations stay in the cache.
const ROWS_AT_A_TIME: usize = 256;

/// The stream of a network's first weights: no other stream's path starts with this number.
const INITIAL_WEIGHTS: u64 = u64::from_be_bytes(*b"net.init");

/// A network or rows that do not fit together.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NetError {
    /// The flat rows do not come out even.
    #[error("{found} numbers are not whole rows of {width} features")]
    RowWidth {
        /// The number of values that were found.
        found: usize,
        /// The width of a row.
        width: u32,
    },
    /// A network has no layer, or one of its layers has no input or no output.
    #[error("a network needs at least one layer, and every layer an input and an output")]
    Empty,
    /// A layer does not take what the layer before it gives.
    #[error("layer {layer} takes {found} numbers, but {expected} reach it")]
    LayerWidth {
        /// The layer, from 0.
        layer: usize,
        /// The number of inputs that it takes.
        found: usize,
        /// The number of values that reach it.
        expected: usize,
    },
    /// A layer's bias is not as long as its output is wide.
    #[error("layer {layer} has {found} biases for {expected} outputs")]
    BiasLength {
        /// The layer, from 0.
        layer: usize,
        /// The number of biases of the layer.
        found: usize,
        /// The number of outputs of the layer.
        expected: usize,
    },
    /// A weight or bias is infinite or not a number.
    #[error("layer {layer} holds a weight that is not finite")]
    NotFinite {
        /// The layer, from 0.
        layer: usize,
    },
}

/// The activation: the function that follows a layer's sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Activation {
    /// The sum itself: x.
    Identity,
    /// max(x, 0).
    Relu,
    /// 1 / (1 + e^-x).
    Sigmoid,
}

/// One layer: `activation(input · weights + bias)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Inputs x outputs.
    pub weights: Array2<f32>,
    /// One number an output.
    pub bias: Array1<f32>,
    /// The activation that follows the sum.
    pub activation: Activation,
}

impl Layer {
    /// The number of inputs.
    #[must_use]
    pub fn n_inputs(&self) -> usize {
        self.weights.nrows()
    }

    /// The number of outputs.
    #[must_use]
    pub fn n_outputs(&self) -> usize {
        self.weights.ncols()
    }

    /// The weights by rows. [`Network::new`] brings every layer into this order, so the slice is always there.
    pub(super) fn flat_weights(&self) -> &[f32] {
        self.weights.as_slice().unwrap_or_default()
    }

    pub(super) fn flat_bias(&self) -> &[f32] {
        self.bias.as_slice().unwrap_or_default()
    }

    pub(super) fn flat_mut(&mut self) -> (&mut [f32], &mut [f32]) {
        (self.weights.as_slice_mut().unwrap_or_default(), self.bias.as_slice_mut().unwrap_or_default())
    }

    /// The sums of every input row, before the activation.
    pub(super) fn sums_into(&self, out: &mut Vec<f32>, inputs: &[f32]) {
        let (n_inputs, n_outputs) = (self.n_inputs(), self.n_outputs());
        out.clear();
        out.resize(inputs.len() / n_inputs * n_outputs, 0.0);
        kernel::repeat_row(out, self.flat_bias());
        kernel::add_product(
            out,
            Strided::by_rows(inputs, n_inputs),
            self.flat_weights(),
            n_inputs,
            n_outputs,
        );
    }

    /// The activation in place of the sums.
    pub(super) fn activate(&self, sums: &mut [f32]) {
        match self.activation {
            Activation::Identity => {}
            Activation::Relu => kernel::relu(sums),
            Activation::Sigmoid => kernel::sigmoid(sums),
        }
    }

    fn check(&self, layer: usize, reaching: Option<usize>) -> Result<(), NetError> {
        let (n_inputs, n_outputs) = self.weights.dim();
        if n_inputs == 0 || n_outputs == 0 {
            return Err(NetError::Empty);
        }
        if let Some(expected) = reaching.filter(|&expected| expected != n_inputs) {
            return Err(NetError::LayerWidth { layer, found: n_inputs, expected });
        }
        if self.bias.len() != n_outputs {
            return Err(NetError::BiasLength { layer, found: self.bias.len(), expected: n_outputs });
        }
        if !self.weights.iter().chain(&self.bias).all(|weight| weight.is_finite()) {
            return Err(NetError::NotFinite { layer });
        }
        Ok(())
    }
}

/// Dense layers one after another, checked when made: widths fit, every weight is finite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<SavedLayer>", into = "Vec<SavedLayer>")]
pub struct Network {
    layers: Vec<Layer>,
}

impl Network {
    /// A network of these layers.
    ///
    /// # Errors
    /// Names the first layer that does not fit the one before it, is empty, or holds a weight that is not finite.
    pub fn new(layers: Vec<Layer>) -> Result<Self, NetError> {
        if layers.is_empty() {
            return Err(NetError::Empty);
        }
        let mut reaching = None;
        for (index, layer) in layers.iter().enumerate() {
            layer.check(index, reaching)?;
            reaching = Some(layer.n_outputs());
        }
        let in_rows = |layer: Layer| Layer {
            weights: layer.weights.as_standard_layout().into_owned(),
            bias: layer.bias.as_standard_layout().into_owned(),
            activation: layer.activation,
        };
        Ok(Self { layers: layers.into_iter().map(in_rows).collect() })
    }

    /// An untrained network: `n_inputs`, then ReLU layers of the `hidden` widths, then one sigmoid.
    ///
    /// The weights are normal with variance 2 / inputs before a ReLU and 1 / inputs before the sigmoid (He et al.
    /// 2015); the biases are 0.
    ///
    /// # Errors
    /// A width of 0.
    pub fn untrained(n_inputs: u32, hidden: &[u32], seed: Seed) -> Result<Self, NetError> {
        let mut random = Random::new(seed, &[INITIAL_WEIGHTS]);
        let mut from = n_inputs as usize;
        let mut layers = Vec::with_capacity(hidden.len() + 1);
        for &width in hidden {
            layers.push(untrained_layer(from, width as usize, Activation::Relu, 2.0, &mut random));
            from = width as usize;
        }
        layers.push(untrained_layer(from, 1, Activation::Sigmoid, 1.0, &mut random));
        Self::new(layers)
    }

    /// The layers, from the input.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    pub(super) fn layers_mut(&mut self) -> &mut [Layer] {
        &mut self.layers
    }

    /// The number of features of a row.
    #[must_use]
    pub fn n_inputs(&self) -> u32 {
        self.layers.first().map_or(0, Layer::n_inputs) as u32
    }

    /// The number of outputs for a row.
    #[must_use]
    pub fn n_outputs(&self) -> u32 {
        self.layers.last().map_or(0, Layer::n_outputs) as u32
    }

    /// The number of weights and biases.
    #[must_use]
    pub fn n_parameters(&self) -> u32 {
        self.layers.iter().map(|layer| layer.weights.len() + layer.bias.len()).sum::<usize>() as u32
    }

    /// The outputs of every row: (n x inputs) in, (n x outputs) out, both flat by rows.
    ///
    /// A row's answer does not depend on the rows beside it, to the bit. No rows give no answers.
    ///
    /// # Errors
    /// [`NetError::RowWidth`] where `rows` is not a whole number of rows.
    pub fn predict(&self, rows: &[f32]) -> Result<Vec<f32>, NetError> {
        let width = self.n_inputs();
        if !rows.len().is_multiple_of(width as usize) {
            return Err(NetError::RowWidth { found: rows.len(), width });
        }
        let mut outputs = Vec::with_capacity(rows.len() / width as usize * self.n_outputs() as usize);
        let (mut current, mut next) = (Vec::new(), Vec::new());
        for some_rows in rows.chunks(ROWS_AT_A_TIME * width as usize) {
            self.forward(some_rows, &mut current, &mut next);
            outputs.extend_from_slice(&current);
        }
        Ok(outputs)
    }

    /// The kernel of [`predict`](Self::predict): leaves the outputs in `current`.
    fn forward(&self, rows: &[f32], current: &mut Vec<f32>, next: &mut Vec<f32>) {
        current.clear();
        current.extend_from_slice(rows);
        forward(&self.layers, current, next);
    }
}

/// Leaves in `current` what the layers answer to it.
pub(super) fn forward(layers: &[Layer], current: &mut Vec<f32>, next: &mut Vec<f32>) {
    for layer in layers {
        layer.sums_into(next, current);
        layer.activate(next);
        std::mem::swap(current, next);
    }
}

fn untrained_layer(
    n_inputs: usize,
    n_outputs: usize,
    activation: Activation,
    gain: f64,
    random: &mut Random,
) -> Layer {
    let spread = libm::sqrt(gain / n_inputs.max(1) as f64);
    Layer {
        weights: Array2::from_shape_simple_fn((n_inputs, n_outputs), || (spread * random.normal()) as f32),
        bias: Array1::zeros(n_outputs),
        activation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn two_layers() -> Network {
        let hidden = Layer {
            weights: array![[1.0, -1.0], [2.0, 0.5]],
            bias: array![0.0, 1.0],
            activation: Activation::Relu,
        };
        let output =
            Layer { weights: array![[1.0], [-2.0]], bias: array![0.5], activation: Activation::Sigmoid };
        Network::new(vec![hidden, output]).unwrap()
    }

    #[test]
    fn forward_agrees_with_a_calculation_by_hand() {
        // Row (1, 2): hidden (5, 1 - 1 + 1 = 1), output 5 - 2 + .5 = 3.5. Row (-1, 0): hidden (0, 2), output -3.5.
        let outputs = two_layers().predict(&[1.0, 2.0, -1.0, 0.0]).unwrap();
        let expected = [3.5, -3.5].map(|logit| crate::numeric::sigmoid(logit) as f32);
        assert_eq!(outputs, expected);
    }

    #[test]
    fn a_row_alone_has_the_bits_it_has_in_a_batch() {
        let network = Network::untrained(50, &[48], 1).unwrap();
        assert_eq!(network.n_parameters(), 50 * 48 + 48 + 48 + 1);
        let mut random = Random::new(5, &[]);
        let rows: Vec<f32> = (0..50 * 515).map(|_| random.normal() as f32).collect();
        let together = network.predict(&rows).unwrap();
        let alone: Vec<f32> = rows.chunks(50).flat_map(|row| network.predict(row).unwrap()).collect();
        assert_eq!(together, alone);
    }

    #[test]
    fn rows_that_do_not_come_out_even_are_refused() {
        assert_eq!(two_layers().predict(&[1.0; 3]), Err(NetError::RowWidth { found: 3, width: 2 }));
        assert_eq!(two_layers().predict(&[]), Ok(vec![]));
    }

    #[test]
    fn layers_that_do_not_fit_are_refused() {
        let layer = |inputs, outputs, biases| Layer {
            weights: Array2::zeros((inputs, outputs)),
            bias: Array1::zeros(biases),
            activation: Activation::Relu,
        };
        let wrong = |layers| Network::new(layers).unwrap_err();
        assert_eq!(wrong(vec![]), NetError::Empty);
        assert_eq!(wrong(vec![layer(0, 2, 2)]), NetError::Empty);
        assert_eq!(wrong(vec![layer(2, 2, 3)]), NetError::BiasLength { layer: 0, found: 3, expected: 2 });
        let misfit = wrong(vec![layer(2, 2, 2), layer(3, 1, 1)]);
        assert_eq!(misfit, NetError::LayerWidth { layer: 1, found: 3, expected: 2 });
        let mut holed = layer(2, 1, 1);
        holed.weights[[1, 0]] = f32::NAN;
        assert_eq!(wrong(vec![layer(2, 2, 2), holed]), NetError::NotFinite { layer: 1 });
    }

    #[test]
    fn weights_given_by_columns_are_read_alike() {
        let mut layers = two_layers().layers().to_vec();
        layers[0].weights = array![[1.0, 2.0], [-1.0, 0.5]].reversed_axes();
        assert_eq!(Network::new(layers).unwrap().predict(&[1.0, 2.0]), two_layers().predict(&[1.0, 2.0]));
    }
}
