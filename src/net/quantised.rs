//! A layer whose weights are whole numbers from -127 to 127 times a scale a column: a quarter of the bytes.

use ndarray::Array2;

use super::network::{Layer, NetError, Network};

/// The largest whole number.
const MOST: f32 = 127.0;

/// The weights of a layer: `weight[k][j] = number[k][j] · scale[j]`, rounded once.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantisedWeights {
    /// Inputs x outputs.
    pub numbers: Array2<i8>,
    /// One number an output, over 0.
    pub scales: Vec<f32>,
}

impl QuantisedWeights {
    /// The nearest such weights to those of a layer: `scale[j]` is the largest |weight| of column j over 127, or 1.
    #[must_use]
    pub fn nearest(layer: &Layer) -> Self {
        let largest =
            |column: usize| layer.weights.column(column).iter().fold(0.0f32, |most, w| most.max(w.abs()));
        let scale = |column| Some(largest(column) / MOST).filter(|&scale| scale > 0.0).unwrap_or(1.0);
        let scales: Vec<f32> = (0..layer.n_outputs()).map(scale).collect();
        let number =
            |(k, j): (usize, usize)| libm::roundf(layer.weights[[k, j]] / scales[j]).clamp(-MOST, MOST) as i8;
        let numbers = Array2::from_shape_fn((layer.n_inputs(), layer.n_outputs()), number);
        Self { numbers, scales }
    }

    /// The weights in full.
    #[must_use]
    pub fn weights(&self) -> Array2<f32> {
        Array2::from_shape_fn(self.numbers.dim(), |(k, j)| f32::from(self.numbers[[k, j]]) * self.scales[j])
    }
}

/// The network with the nearest weights of this kind in its first layer, and those weights.
///
/// # Errors
/// A network without a layer, which cannot be.
pub fn quantise_first(network: &Network) -> Result<(Network, QuantisedWeights), NetError> {
    let mut layers = network.layers().to_vec();
    let first = layers.first_mut().ok_or(NetError::Empty)?;
    let quantised = QuantisedWeights::nearest(first);
    first.weights = quantised.weights();
    Ok((Network::new(layers)?, quantised))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_weight_moves_by_more_than_half_a_scale() {
        let network = Network::untrained(40, &[12], 3).unwrap();
        let (near, quantised) = quantise_first(&network).unwrap();
        for ((at, found), scale) in
            near.layers()[0].weights.indexed_iter().zip(quantised.scales.iter().cycle())
        {
            let distance = (found - network.layers()[0].weights[[at.0, at.1]]).abs();
            assert!(distance <= scale * 0.5001, "{at:?}");
        }
        assert_eq!(quantise_first(&near).unwrap().0.layers()[1], network.layers()[1]);
    }
}
