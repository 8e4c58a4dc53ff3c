//! A network as it is saved; loading checks it as any other network is checked.

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use super::{Activation, Layer, NetError, Network};

/// A layer as it is saved: widths as u32, numbers by rows.
#[derive(Serialize, Deserialize)]
pub(super) struct SavedLayer {
    n_inputs: u32,
    n_outputs: u32,
    activation: Activation,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl From<Network> for Vec<SavedLayer> {
    fn from(network: Network) -> Self {
        let save = |layer: Layer| SavedLayer {
            n_inputs: layer.n_inputs() as u32,
            n_outputs: layer.n_outputs() as u32,
            activation: layer.activation,
            weights: layer.weights.into_iter().collect(),
            bias: layer.bias.to_vec(),
        };
        network.layers().iter().cloned().map(save).collect()
    }
}

impl TryFrom<Vec<SavedLayer>> for Network {
    type Error = NetError;

    fn try_from(saved: Vec<SavedLayer>) -> Result<Self, NetError> {
        let load = |(index, saved): (usize, SavedLayer)| {
            let shape = (saved.n_inputs as usize, saved.n_outputs as usize);
            let found = saved.weights.len();
            let wrong =
                NetError::LayerWidth { layer: index, found, expected: shape.0.saturating_mul(shape.1) };
            let weights = Array2::from_shape_vec(shape, saved.weights).map_err(|_| wrong)?;
            Ok(Layer { weights, bias: Array1::from_vec(saved.bias), activation: saved.activation })
        };
        Self::new(saved.into_iter().enumerate().map(load).collect::<Result<_, NetError>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saving_and_loading_keeps_every_bit() {
        let network = Network::untrained(7, &[5, 3], 11).unwrap();
        let bytes = postcard::to_allocvec(&network).unwrap();
        assert_eq!(postcard::from_bytes::<Network>(&bytes).unwrap(), network);
        assert!(postcard::from_bytes::<Network>(&bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn a_saved_network_that_does_not_fit_is_refused() {
        let mut saved: Vec<SavedLayer> = Network::untrained(2, &[2], 1).unwrap().into();
        saved[0].n_inputs = 3;
        let bytes = postcard::to_allocvec(&saved).unwrap();
        assert!(postcard::from_bytes::<Network>(&bytes).is_err());
    }
}
