//! The training data of a network: rows, labels and weights, checked once, and the scaling of the features.

use super::network::Network;

/// A training set that cannot be learned from.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DataError {
    /// There is no row, or a row has no feature.
    #[error("there is nothing to learn from: {rows} rows of {width} features")]
    Empty {
        /// The number of labels.
        rows: usize,
        /// The number of features of a row.
        width: u32,
    },
    /// The number of rows is not the number of labels.
    #[error("{found} numbers are not {rows} rows of {width} features")]
    RowCount {
        /// The number of values in all rows.
        found: usize,
        /// The number of labels.
        rows: usize,
        /// The number of features of a row.
        width: u32,
    },
    /// A feature is infinite or not a number.
    #[error("row {row}, feature {feature} is {value}, not a finite number")]
    Feature {
        /// The row, from 0.
        row: usize,
        /// The feature, from 0.
        feature: usize,
        /// The value of the feature.
        value: f32,
    },
    /// A label is not a probability.
    #[error("the label of row {row} is {value}, not in [0, 1]")]
    Label {
        /// The row, from 0.
        row: usize,
        /// The value of the label.
        value: f32,
    },
    /// There are not as many weights as rows.
    #[error("{found} weights for {rows} rows")]
    WeightCount {
        /// The number of weights.
        found: usize,
        /// The number of rows.
        rows: usize,
    },
    /// A weight is negative or not finite.
    #[error("the weight of row {row} is {value}, not a finite number of at least 0")]
    Weight {
        /// The row, from 0.
        row: usize,
        /// The value of the weight.
        value: f32,
    },
    /// All weights are 0.
    #[error("every row that is trained on has weight 0")]
    NoWeight,
}

/// Rows of features with a label in [0, 1] each, and perhaps a weight.
#[derive(Clone, Copy, Debug)]
pub struct TrainingSet<'a> {
    pub(super) rows: &'a [f32],
    pub(super) width: u32,
    pub(super) labels: &'a [f32],
    pub(super) weights: Option<&'a [f32]>,
}

impl<'a> TrainingSet<'a> {
    /// `labels.len()` rows of `width` features, flat.
    ///
    /// # Errors
    /// Names the first number that is out of place.
    pub fn new(rows: &'a [f32], width: u32, labels: &'a [f32]) -> Result<Self, DataError> {
        if width == 0 || labels.is_empty() {
            return Err(DataError::Empty { rows: labels.len(), width });
        }
        if labels.len().checked_mul(width as usize) != Some(rows.len()) {
            return Err(DataError::RowCount { found: rows.len(), rows: labels.len(), width });
        }
        if let Some(at) = rows.iter().position(|x| !x.is_finite()) {
            let (row, feature) = (at / width as usize, at % width as usize);
            return Err(DataError::Feature { row, feature, value: rows[at] });
        }
        if let Some(row) = labels.iter().position(|label| !(0.0..=1.0).contains(label)) {
            return Err(DataError::Label { row, value: labels[row] });
        }
        Ok(Self { rows, width, labels, weights: None })
    }

    /// The same rows, each counting as often as its weight says; only the ratios of the weights matter.
    ///
    /// # Errors
    /// Names the first weight that is negative or not finite.
    pub fn with_weights(self, weights: &'a [f32]) -> Result<Self, DataError> {
        if weights.len() != self.labels.len() {
            return Err(DataError::WeightCount { found: weights.len(), rows: self.labels.len() });
        }
        if let Some(row) = weights.iter().position(|weight| !(weight.is_finite() && *weight >= 0.0)) {
            return Err(DataError::Weight { row, value: weights[row] });
        }
        Ok(Self { weights: Some(weights), ..self })
    }

    /// The number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.labels.len()
    }
}

/// The scaling of features to mean 0 and spread 1 while a network learns.
///
/// scaled = (x - mean) · factor. A constant feature has factor 0: it says nothing, and its weights in the finished
/// network are exactly 0 instead of what they happened to start with. No factor exceeds 20 / (max - min), so that
/// a flag seen once in ten thousand rows does not arrive as a hundred.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scaling {
    mean: Vec<f64>,
    factor: Vec<f64>,
}

/// No scaled feature spans more than this.
const SCALED_SPAN_MAX: f64 = 20.0;

impl Scaling {
    /// The scaling of these rows (at least one, every number finite).
    pub(super) fn of(rows: &[f32], width: usize) -> Self {
        let n_rows = (rows.len() / width) as f64;
        let (mut mean, mut square) = (vec![0.0; width], vec![0.0; width]);
        let (mut least, mut most) = (vec![f64::INFINITY; width], vec![f64::NEG_INFINITY; width]);
        for row in rows.chunks_exact(width) {
            for (feature, x) in row.iter().map(|&x| f64::from(x)).enumerate() {
                mean[feature] += x / n_rows;
                least[feature] = least[feature].min(x);
                most[feature] = most[feature].max(x);
            }
        }
        for row in rows.chunks_exact(width) {
            for (feature, x) in row.iter().map(|&x| f64::from(x)).enumerate() {
                square[feature] += (x - mean[feature]) * (x - mean[feature]) / n_rows;
            }
        }
        let factor = |feature: usize| {
            let span: f64 = most[feature] - least[feature];
            if span > 0.0 { 1.0 / libm::sqrt(square[feature]).max(span / SCALED_SPAN_MAX) } else { 0.0 }
        };
        Self { factor: (0..width).map(factor).collect(), mean }
    }

    /// Scales rows in place.
    pub(super) fn apply(&self, rows: &mut [f32]) {
        for row in rows.chunks_exact_mut(self.mean.len()) {
            for ((x, mean), factor) in row.iter_mut().zip(&self.mean).zip(&self.factor) {
                *x = ((f64::from(*x) - mean) * factor) as f32;
            }
        }
    }

    /// The network that takes rows as they are and answers what `network` answers to scaled rows:
    /// w' = factor · w, b' = b - sum of mean · w'.
    pub(super) fn fold_into(&self, network: &mut Network) {
        let Some(layer) = network.layers_mut().first_mut() else { return };
        let n_outputs = layer.n_outputs();
        let (weights, bias) = layer.flat_mut();
        let mut shift = vec![0.0f64; n_outputs];
        for (row, (mean, factor)) in
            weights.chunks_exact_mut(n_outputs).zip(self.mean.iter().zip(&self.factor))
        {
            for (weight, shift) in row.iter_mut().zip(&mut shift) {
                *weight = (f64::from(*weight) * factor) as f32;
                *shift += f64::from(*weight) * mean;
            }
        }
        for (bias, shift) in bias.iter_mut().zip(shift) {
            *bias = (f64::from(*bias) - shift) as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_out_of_place_is_named() {
        let wrong = |rows: &[f32], width, labels: &[f32]| TrainingSet::new(rows, width, labels).unwrap_err();
        assert_eq!(wrong(&[], 2, &[]), DataError::Empty { rows: 0, width: 2 });
        assert_eq!(wrong(&[], 0, &[1.0]), DataError::Empty { rows: 1, width: 0 });
        assert_eq!(wrong(&[1.0; 3], 2, &[1.0; 2]), DataError::RowCount { found: 3, rows: 2, width: 2 });
        let infinite = wrong(&[0.0, 1.0, 2.0, f32::INFINITY], 2, &[1.0; 2]);
        assert_eq!(infinite, DataError::Feature { row: 1, feature: 1, value: f32::INFINITY });
        assert_eq!(wrong(&[0.0; 2], 1, &[1.0, 1.5]), DataError::Label { row: 1, value: 1.5 });
        assert!(matches!(wrong(&[0.0; 2], 1, &[f32::NAN, 1.0]), DataError::Label { row: 0, .. }));
        let set = TrainingSet::new(&[0.0; 2], 1, &[1.0; 2]).unwrap();
        assert_eq!(set.with_weights(&[1.0]).unwrap_err(), DataError::WeightCount { found: 1, rows: 2 });
        assert_eq!(set.with_weights(&[1.0, -1.0]).unwrap_err(), DataError::Weight { row: 1, value: -1.0 });
    }

    #[test]
    fn scaled_features_have_mean_zero_and_spread_one() {
        let mut rows = vec![1.0, 5.0, 3.0, 5.0, 5.0, 5.0];
        let scaling = Scaling::of(&rows, 2);
        scaling.apply(&mut rows);
        let first: Vec<f32> = rows.iter().copied().step_by(2).collect();
        let expected = libm::sqrtf(1.5);
        assert!(first.iter().zip([-expected, 0.0, expected]).all(|(x, e)| (x - e).abs() < 1e-6), "{first:?}");
        assert!(rows.iter().skip(1).step_by(2).all(|&x| x == 0.0), "a constant feature becomes 0: {rows:?}");
    }

    #[test]
    fn a_rare_flag_is_not_blown_up() {
        let mut rows = vec![0.0; 10_000];
        rows[77] = 1.0;
        Scaling::of(&rows, 1).apply(&mut rows.clone());
        let scaling = Scaling::of(&rows, 1);
        scaling.apply(&mut rows);
        assert!((rows[77] - 20.0).abs() < 0.01, "{}", rows[77]);
    }

    #[test]
    fn a_folded_network_answers_to_raw_rows_what_it_answered_to_scaled_ones() {
        let raw = vec![100.0, -3.0, 120.0, -1.0, 90.0, 4.0, 105.0, 0.5];
        let scaling = Scaling::of(&raw, 2);
        let mut scaled = raw.clone();
        scaling.apply(&mut scaled);
        let mut network = Network::untrained(2, &[6], 4).unwrap();
        let before = network.predict(&scaled).unwrap();
        scaling.fold_into(&mut network);
        let after = network.predict(&raw).unwrap();
        assert!(before.iter().zip(&after).all(|(a, b)| (a - b).abs() < 1e-5), "{before:?} {after:?}");
    }
}
