//! The reliability of predicted chances: the reliability diagram, the Brier score, the log loss.

use serde::{Deserialize, Serialize};

/// Chances are held this far from 0 and 1 where their logarithm is taken: an f32 next to 1 is 6e-8 away from it.
const CHANCE_MIN: f64 = 1e-7;

/// Predictions and outcomes that cannot be compared.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CalibrationError {
    /// There is nothing to compare, or not one outcome a prediction.
    #[error("{predictions} predictions and {outcomes} outcomes: expected as many of each, and at least one")]
    Count {
        /// The number of predictions.
        predictions: usize,
        /// The number of outcomes.
        outcomes: usize,
    },
    /// A prediction or outcome is no chance.
    #[error("{what} {index} is {value}, not in [0, 1]")]
    Chance {
        /// "prediction" or "outcome".
        what: &'static str,
        /// The position of the value, from 0.
        index: usize,
        /// The value at that position.
        value: f32,
    },
    /// A curve of no bins.
    #[error("a calibration curve needs at least one bin")]
    NoBins,
}

/// One bin of a reliability diagram: predictions in [lower, upper), the last bin with its upper end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// The lower end of the bin.
    pub lower: f64,
    /// The upper end of the bin.
    pub upper: f64,
    /// The number of predictions in the bin.
    pub n: u32,
    /// The mean of the predictions; 0 in an empty bin.
    pub prediction_mean: f64,
    /// The share of them that came true; 0 in an empty bin.
    pub outcome_mean: f64,
}

/// The reliability of predicted chances.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// The number of compared predictions.
    pub n: u32,
    /// Bins of equal width, from 0 to 1.
    pub bins: Vec<ReliabilityBin>,
    /// The share of outcomes that came true.
    pub outcome_mean: f64,
    /// The mean of (prediction - outcome)^2: 0 is best, .25 is what always saying one half gives.
    pub brier: f64,
    /// The mean binary cross-entropy in nats.
    pub log_loss: f64,
    /// The mean over all predictions of the distance between their bin's two means.
    pub expected_error: f64,
}

/// Compares predicted chances with outcomes in [0, 1], in `n_bins` bins of equal width.
///
/// # Errors
/// Names the first prediction or outcome out of place.
pub fn reliability(
    predictions: &[f32],
    outcomes: &[f32],
    n_bins: u32,
) -> Result<Reliability, CalibrationError> {
    if predictions.len() != outcomes.len() || predictions.is_empty() {
        return Err(CalibrationError::Count { predictions: predictions.len(), outcomes: outcomes.len() });
    }
    if n_bins == 0 {
        return Err(CalibrationError::NoBins);
    }
    check_chances("prediction", predictions)?;
    check_chances("outcome", outcomes)?;
    let pairs = predictions.iter().zip(outcomes).map(|(&p, &y)| (f64::from(p), f64::from(y)));
    Ok(compare(pairs, predictions.len(), n_bins))
}

fn check_chances(what: &'static str, values: &[f32]) -> Result<(), CalibrationError> {
    match values.iter().position(|value| !(0.0..=1.0).contains(value)) {
        Some(index) => Err(CalibrationError::Chance { what, index, value: values[index] }),
        None => Ok(()),
    }
}

fn compare(pairs: impl Iterator<Item = (f64, f64)>, n: usize, n_bins: u32) -> Reliability {
    let mut found = Reliability { n: n as u32, bins: empty_bins(n_bins), ..Reliability::default() };
    for (prediction, outcome) in pairs {
        let clear = prediction.clamp(CHANCE_MIN, 1.0 - CHANCE_MIN);
        found.brier += (prediction - outcome) * (prediction - outcome);
        found.log_loss -= outcome * libm::log(clear) + (1.0 - outcome) * libm::log(1.0 - clear);
        found.outcome_mean += outcome;
        let bin = ((prediction * f64::from(n_bins)) as u32).min(n_bins - 1);
        let bin = &mut found.bins[bin as usize];
        bin.n += 1;
        bin.prediction_mean += prediction;
        bin.outcome_mean += outcome;
    }
    let n = n as f64;
    for bin in &mut found.bins {
        found.expected_error += (bin.prediction_mean - bin.outcome_mean).abs() / n;
        bin.prediction_mean /= f64::from(bin.n.max(1));
        bin.outcome_mean /= f64::from(bin.n.max(1));
    }
    found.brier /= n;
    found.log_loss /= n;
    found.outcome_mean /= n;
    found
}

fn empty_bins(n_bins: u32) -> Vec<ReliabilityBin> {
    let edge = |bin: u32| f64::from(bin) / f64::from(n_bins);
    (0..n_bins)
        .map(|bin| ReliabilityBin { lower: edge(bin), upper: edge(bin + 1), ..Default::default() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_predictions_by_hand() {
        let found = reliability(&[0.25, 0.25, 0.75, 1.0], &[0.0, 1.0, 1.0, 1.0], 2).unwrap();
        assert_eq!((found.n, found.outcome_mean), (4, 0.75));
        assert_eq!(found.brier, (0.0625 + 0.5625 + 0.0625) / 4.0);
        let expected = -(2.0 * libm::log(0.75) + libm::log(0.25)) / 4.0;
        assert!((found.log_loss - expected).abs() < 1e-6, "{}", found.log_loss);
        let [low, high] = found.bins[..] else { panic!("two bins") };
        assert_eq!(
            (low.lower, low.upper, low.n, low.prediction_mean, low.outcome_mean),
            (0.0, 0.5, 2, 0.25, 0.5)
        );
        assert_eq!((high.upper, high.n, high.prediction_mean, high.outcome_mean), (1.0, 2, 0.875, 1.0));
        assert_eq!(found.expected_error, 0.5 * 0.25 + 0.5 * 0.125);
    }

    #[test]
    fn certainty_that_is_wrong_costs_much_but_not_everything() {
        let found = reliability(&[1.0, 0.0], &[0.0, 1.0], 10).unwrap();
        assert_eq!(found.brier, 1.0);
        assert!((found.log_loss + libm::log(CHANCE_MIN)).abs() < 1e-6);
    }

    #[test]
    fn what_cannot_be_compared_is_named() {
        let count = CalibrationError::Count { predictions: 1, outcomes: 2 };
        assert_eq!(reliability(&[0.5], &[1.0, 0.0], 10), Err(count));
        assert_eq!(reliability(&[], &[], 10), Err(CalibrationError::Count { predictions: 0, outcomes: 0 }));
        assert_eq!(reliability(&[0.5], &[1.0], 0), Err(CalibrationError::NoBins));
        let chance = CalibrationError::Chance { what: "outcome", index: 1, value: 2.0 };
        assert_eq!(reliability(&[0.5, 0.5], &[1.0, 2.0], 10), Err(chance));
        assert!(reliability(&[f32::NAN], &[1.0], 10).is_err());
    }
}
