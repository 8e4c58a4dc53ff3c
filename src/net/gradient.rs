//! The gradient of the mean binary cross-entropy over one mini-batch.

use super::kernel::{self, Strided};
use super::network::{Layer, Network};
use crate::numeric::sigmoid;

/// The memory for the gradient of one mini-batch, kept from batch to batch.
#[derive(Clone, Debug)]
pub(super) struct Backward {
    /// `activations[0]` is the input, `activations[l + 1]` what layer l gives; of the last layer the logits.
    activations: Vec<Vec<f32>>,
    deltas: Vec<f32>,
    deltas_before: Vec<f32>,
    weights_transposed: Vec<f32>,
    /// One gradient a layer, shaped as its weights and its bias.
    pub(super) gradients: Vec<LayerGradient>,
}

/// The gradient of one layer's parameters.
#[derive(Clone, Debug)]
pub(super) struct LayerGradient {
    pub(super) weights: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl LayerGradient {
    /// Zeros in the shape of `layer`.
    pub(super) fn zeros(layer: &Layer) -> Self {
        Self { weights: vec![0.0; layer.weights.len()], bias: vec![0.0; layer.bias.len()] }
    }
}

impl Backward {
    pub(super) fn new(network: &Network) -> Self {
        let n_layers = network.layers().len();
        Self {
            activations: vec![Vec::new(); n_layers + 1],
            deltas: Vec::new(),
            deltas_before: Vec::new(),
            weights_transposed: Vec::new(),
            gradients: network.layers().iter().map(LayerGradient::zeros).collect(),
        }
    }

    /// The input activations, to be filled with the rows of the next batch.
    pub(super) fn input(&mut self) -> &mut Vec<f32> {
        &mut self.activations[0]
    }

    /// Leaves in `gradients` the gradient of  (1/n) sum of w · (-y ln p - (1 - y) ln(1 - p))  over the n rows in
    /// [`input`](Self::input), and returns the sum itself, not yet divided by n.
    ///
    /// The network is ReLU layers and one sigmoid at the end; `labels` and `weights` hold n numbers each.
    pub(super) fn run(&mut self, network: &Network, labels: &[f32], weights: &[f32]) -> f64 {
        self.forward(network);
        let loss = self.output_deltas(labels, weights);
        for (index, layer) in network.layers().iter().enumerate().rev() {
            self.layer_gradient(index, layer);
            if index > 0 {
                self.deltas_behind(index, layer);
            }
        }
        loss
    }

    /// The sum of the losses of the rows in [`input`](Self::input), and no gradient.
    pub(super) fn loss(&mut self, network: &Network, labels: &[f32], weights: &[f32]) -> f64 {
        self.forward(network);
        self.output_deltas(labels, weights)
    }

    /// After [`run`](Self::run): the derivatives by the sums behind the ReLU that gave the input, n rows of the input's width.
    pub(super) fn input_deltas(&mut self, network: &Network) -> &[f32] {
        if let Some(first) = network.layers().first() {
            self.deltas_behind(0, first);
        }
        &self.deltas
    }

    fn forward(&mut self, network: &Network) {
        let last = network.layers().len() - 1;
        for (index, layer) in network.layers().iter().enumerate() {
            let (before, after) = self.activations.split_at_mut(index + 1);
            layer.sums_into(&mut after[0], &before[index]);
            if index < last {
                kernel::relu(&mut after[0]);
            }
        }
    }

    /// The derivative by the logit is w · (p - y) / n.
    fn output_deltas(&mut self, labels: &[f32], weights: &[f32]) -> f64 {
        let logits = self.activations.last().map_or(&[][..], Vec::as_slice);
        let n_rows = labels.len() as f64;
        let mut loss = 0.0;
        self.deltas.clear();
        for ((&logit, &label), &weight) in logits.iter().zip(labels).zip(weights) {
            let (logit, label, weight) = (f64::from(logit), f64::from(label), f64::from(weight));
            loss += weight * cross_entropy(logit, label);
            self.deltas.push((weight * (sigmoid(logit) - label) / n_rows) as f32);
        }
        loss
    }

    fn layer_gradient(&mut self, index: usize, layer: &Layer) {
        let gradient = &mut self.gradients[index];
        let n_rows = self.deltas.len() / layer.n_outputs();
        gradient.weights.fill(0.0);
        gradient.bias.fill(0.0);
        let inputs = Strided::transposed(&self.activations[index], layer.n_inputs());
        kernel::add_product(&mut gradient.weights, inputs, &self.deltas, n_rows, layer.n_outputs());
        kernel::add_column_sums(&mut gradient.bias, &self.deltas);
    }

    /// The step from the deltas of layer `index` to the deltas of the layer before it.
    fn deltas_behind(&mut self, index: usize, layer: &Layer) {
        let (n_inputs, n_outputs) = (layer.n_inputs(), layer.n_outputs());
        self.weights_transposed.resize(layer.weights.len(), 0.0);
        kernel::transpose(&mut self.weights_transposed, layer.flat_weights(), n_outputs);
        self.deltas_before.clear();
        self.deltas_before.resize(self.activations[index].len(), 0.0);
        let deltas = Strided::by_rows(&self.deltas, n_outputs);
        kernel::add_product(&mut self.deltas_before, deltas, &self.weights_transposed, n_outputs, n_inputs);
        kernel::mask_by_relu(&mut self.deltas_before, &self.activations[index]);
        std::mem::swap(&mut self.deltas, &mut self.deltas_before);
    }
}

/// -y ln p - (1 - y) ln(1 - p) with p = sigmoid(logit), finite for every finite logit.
fn cross_entropy(logit: f64, label: f64) -> f64 {
    logit.max(0.0) - logit * label + libm::log1p(libm::exp(-logit.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::Random;

    /// The same loss by its definition, in f64 and without any kernel.
    fn loss_by_definition(
        parameters: &[f64],
        sizes: &[usize],
        rows: &[f32],
        labels: &[f32],
        weights: &[f32],
    ) -> f64 {
        let mut total = 0.0;
        for ((row, &label), &weight) in rows.chunks(sizes[0]).zip(labels).zip(weights) {
            let mut values: Vec<f64> = row.iter().map(|&x| f64::from(x)).collect();
            let mut at = 0;
            for (index, pair) in sizes.windows(2).enumerate() {
                let bias = at + pair[0] * pair[1];
                let sum = |j| (0..pair[0]).map(|i| values[i] * parameters[at + i * pair[1] + j]).sum::<f64>();
                let mut sums: Vec<f64> = (0..pair[1]).map(|j| sum(j) + parameters[bias + j]).collect();
                if index + 2 < sizes.len() {
                    sums.iter_mut().for_each(|x| *x = x.max(0.0));
                }
                values = sums;
                at = bias + pair[1];
            }
            let (p, label) = (sigmoid(values[0]), f64::from(label));
            total -= f64::from(weight) * (label * libm::log(p) + (1.0 - label) * libm::log(1.0 - p));
        }
        total / labels.len() as f64
    }

    #[test]
    fn the_gradient_agrees_with_finite_differences() {
        let mut random = Random::new(9, &[]);
        let (sizes, n_rows) = ([6, 9, 5, 1], 10);
        let rows: Vec<f32> = (0..n_rows * sizes[0]).map(|_| random.normal() as f32).collect();
        let labels: Vec<f32> = (0..n_rows).map(|_| random.uniform() as f32).collect();
        let weights: Vec<f32> = (0..n_rows).map(|_| random.uniform() as f32 * 2.0).collect();
        let network = Network::untrained(6, &[9, 5], 2).unwrap();

        let mut backward = Backward::new(&network);
        backward.input().extend_from_slice(&rows);
        let loss = backward.run(&network, &labels, &weights) / n_rows as f64;
        let gradient = backward.gradients.iter().flat_map(|g| g.weights.iter().chain(&g.bias));
        let gradient: Vec<f64> = gradient.map(|&g| f64::from(g)).collect();

        let flat = network.layers().iter().flat_map(|layer| layer.weights.iter().chain(&layer.bias));
        let flat: Vec<f64> = flat.map(|&w| f64::from(w)).collect();
        let at = |parameters: &[f64]| loss_by_definition(parameters, &sizes, &rows, &labels, &weights);
        assert!((loss - at(&flat)).abs() < 1e-6);
        let step = 1e-6;
        for index in 0..flat.len() {
            let (mut up, mut down) = (flat.clone(), flat.clone());
            up[index] += step;
            down[index] -= step;
            let expected = (at(&up) - at(&down)) / (2.0 * step);
            assert!((gradient[index] - expected).abs() < 1e-5, "{index}: {} {expected}", gradient[index]);
        }
    }

    #[test]
    fn cross_entropy_is_finite_far_out() {
        assert_eq!(cross_entropy(800.0, 1.0), 0.0);
        assert_eq!(cross_entropy(800.0, 0.0), 800.0);
        assert!((cross_entropy(0.0, 0.3) - core::f64::consts::LN_2).abs() < 1e-15);
    }
}
