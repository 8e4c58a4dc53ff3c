//! A process reward model: a network over the features of a state, and what is known of its quality.

use serde::{Deserialize, Serialize};

use super::calibration::{Reliability, reliability};
use crate::net::{
    EpochLoss, NetError, Network, TrainError, TrainOptions, TrainProgress, Trained, TrainingSet, train,
};
use crate::numeric::Seed;

/// The number of bins of a model's own calibration curve.
const BINS: u32 = 10;

/// p(s): the learned chance of success from a state, for one actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prm {
    /// Features in, chance of success out.
    pub network: Network,
    /// The losses of its training, one entry an epoch.
    pub history: Vec<EpochLoss>,
    /// The number of training rows, without those held out.
    pub n_rows: u32,
    /// The reliability of its predictions over the held-out rows, or over the training rows if none were held out.
    pub calibration: Reliability,
    /// True if `calibration` is measured on held-out rows.
    pub calibration_is_held_out: bool,
}

impl Prm {
    /// The number of features of a row.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.network.n_inputs()
    }

    /// p(s) of every row; a row's score does not depend on the rows beside it.
    ///
    /// # Errors
    /// Rows of another width.
    pub fn scores(&self, rows: &[f32]) -> Result<Vec<f32>, NetError> {
        self.network.predict(rows)
    }
}

/// Trains a model on (state, did this trajectory succeed) pairs, one row each (4.1).
///
/// `rows` holds `labels.len()` rows of `width` features; a label is 1 for success and 0 for failure (or a share
/// between). `progress` hears every few milliseconds where training stands and answers whether to go on.
///
/// # Errors
/// Data or options out of place, each named; [`TrainError::Cancelled`] once `progress` answers false.
pub fn train_prm(
    rows: &[f32],
    width: u32,
    labels: &[f32],
    seed: Seed,
    options: &TrainOptions,
    progress: impl FnMut(TrainProgress) -> bool,
) -> Result<Prm, TrainError> {
    let trained = train(TrainingSet::new(rows, width, labels)?, options, seed, progress)?;
    let n_held_out = options.early_stop.map_or(0, |early_stop| early_stop.validation_rows);
    Ok(with_calibration(trained, rows, labels, n_held_out)?)
}

fn with_calibration(
    trained: Trained,
    rows: &[f32],
    labels: &[f32],
    n_held_out: u32,
) -> Result<Prm, NetError> {
    let Trained { network, history } = trained;
    let n_rows = labels.len() - n_held_out as usize;
    let first = if n_held_out > 0 { n_rows } else { 0 };
    let scores = network.predict(&rows[first * network.n_inputs() as usize..])?;
    let calibration = reliability(&scores, &labels[first..], BINS).unwrap_or_default();
    Ok(Prm { network, history, n_rows: n_rows as u32, calibration, calibration_is_held_out: n_held_out > 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::EarlyStop;
    use crate::numeric::{Random, sigmoid};

    /// Success has chance sigmoid(3 x_0), and the second feature is noise.
    fn rollouts(n: usize) -> (Vec<f32>, Vec<f32>) {
        let mut random = Random::new(1, &[]);
        let rows: Vec<f32> = (0..2 * n).map(|_| random.normal() as f32).collect();
        let label = |row: &[f32]| f32::from(random.chance(sigmoid(3.0 * f64::from(row[0]))));
        let labels = rows.chunks(2).map(label).collect();
        (rows, labels)
    }

    #[test]
    fn scores_are_the_chance_of_success() {
        let (rows, labels) = rollouts(20_000);
        let prm = train_prm(&rows, 2, &labels, 1, &TrainOptions::prm(), |_| true).unwrap();
        assert_eq!((prm.width(), prm.n_rows, prm.calibration_is_held_out), (2, 20_000, false));
        let scores = prm.scores(&[-1.0, 0.3, 0.0, 0.3, 1.0, -0.3]).unwrap();
        for (score, x) in scores.iter().zip([-1.0, 0.0, 1.0]) {
            assert!((f64::from(*score) - sigmoid(3.0 * x)).abs() < 0.05, "{score} at {x}");
        }
        assert!(prm.calibration.expected_error < 0.03, "{:?}", prm.calibration);
        assert!(prm.scores(&[1.0; 3]).is_err());
    }

    #[test]
    fn calibration_is_over_held_out_rows_where_there_are_any() {
        let (rows, labels) = rollouts(3_000);
        let early_stop = Some(EarlyStop { validation_rows: 1_000, patience: 2 });
        let options = TrainOptions { early_stop, ..TrainOptions::prm() };
        let prm = train_prm(&rows, 2, &labels, 1, &options, |_| true).unwrap();
        assert_eq!((prm.n_rows, prm.calibration.n), (2_000, 1_000));
        assert!(prm.calibration_is_held_out);
    }

    #[test]
    fn a_saved_model_scores_alike() {
        let (rows, labels) = rollouts(500);
        let prm = train_prm(&rows, 2, &labels, 1, &TrainOptions::prm(), |_| true).unwrap();
        let loaded: Prm = postcard::from_bytes(&postcard::to_allocvec(&prm).unwrap()).unwrap();
        assert_eq!(loaded, prm);
    }

    #[test]
    fn cancelling_gives_no_model() {
        let (rows, labels) = rollouts(500);
        let cancelled = train_prm(&rows, 2, &labels, 1, &TrainOptions::prm(), |_| false);
        assert_eq!(cancelled, Err(TrainError::Cancelled));
    }
}
