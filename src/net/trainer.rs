//! Training: mini-batches, Adam with a rate that falls linearly to 0, early stop, progress and cancel.
//!
//! A [`Trainer`] is a value that is asked for a few batches at a time, so that a worker can report and listen
//! between two chunks; [`train`] is the loop around it.

use serde::{Deserialize, Serialize};

use super::data::{DataError, Scaling, TrainingSet};
use super::gradient::{Backward, LayerGradient};
use super::kernel;
use super::network::Network;
use super::options::{TrainError, TrainOptions, check_options};
use crate::numeric::{Random, Seed};

/// The stream of the order of the rows: no other stream's path starts with this number.
const ROW_ORDER: u64 = u64::from_be_bytes(*b"netorder");

/// The number of batches between two calls of the progress function of [`train`]: a few milliseconds.
const BATCHES_BETWEEN_PROGRESS: u32 = 64;

/// The progress of a training run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TrainProgress {
    /// The number of complete epochs.
    pub epochs_done: u32,
    /// The number of all epochs, unless the run stops early.
    pub epochs: u32,
    /// The number of finished batches over all epochs.
    pub batches_done: u32,
    /// The number of all batches, unless the run stops early.
    pub batches: u32,
    /// The mean loss a row of the epoch under way, or of the last one where none is.
    pub loss: f64,
    /// The validation loss after the last complete epoch.
    pub validation_loss: Option<f64>,
    /// True once nothing is left to do.
    pub done: bool,
}

/// The losses of one epoch: mean binary cross-entropy a row, in nats.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpochLoss {
    /// Over the rows trained on, each taken before its batch's step.
    pub training: f64,
    /// Over the rows held out, after the epoch.
    pub validation: Option<f64>,
}

/// A trained network, which takes rows as they are, and how it came to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    /// The scaling of the features is folded into its first layer.
    pub network: Network,
    /// The losses, one entry a complete epoch.
    pub history: Vec<EpochLoss>,
}

/// A training run that can be left and taken up between any two batches.
///
/// A run is a function of the data, the options and the seed: in what portions it is asked changes nothing.
#[derive(Clone, Debug)]
pub struct Trainer {
    data: ScaledData,
    network: Network,
    backward: Backward,
    moments: Vec<[LayerGradient; 2]>,
    /// The share of its start at zero that is left in each moment: decay^steps.
    left_of_start: [f64; 2],
    random: Random,
    order: Vec<u32>,
    next_row: usize,
    epoch_loss: f64,
    options: TrainOptions,
    progress: TrainProgress,
    history: Vec<EpochLoss>,
    best: Option<Best>,
}

/// The rows as the network sees them; the validation rows are the last ones.
#[derive(Clone, Debug)]
struct ScaledData {
    rows: Vec<f32>,
    width: usize,
    labels: Vec<f32>,
    /// The weights of the rows: the mean over the training rows is 1.
    weights: Vec<f32>,
    n_training: usize,
    scaling: Scaling,
}

#[derive(Clone, Debug)]
struct Best {
    loss: f64,
    network: Network,
    epochs_since: u32,
}

impl Trainer {
    /// A run at its start. The data is copied, so that the run can outlive it.
    ///
    /// # Errors
    /// An option out of range, or no row of weight over 0 left to train on.
    pub fn new(data: TrainingSet<'_>, options: &TrainOptions, seed: Seed) -> Result<Self, TrainError> {
        check_options(options, data.n_rows())?;
        let network = Network::untrained(data.width, &options.hidden, seed)?;
        let data = ScaledData::new(data, options)?;
        let batches_an_epoch = data.n_training.div_ceil(options.batch as usize) as u32;
        let progress = TrainProgress {
            epochs: options.epochs,
            batches: batches_an_epoch.saturating_mul(options.epochs),
            ..TrainProgress::default()
        };
        let moments = network.layers().iter().map(|layer| [(); 2].map(|()| LayerGradient::zeros(layer)));
        Ok(Self {
            moments: moments.collect(),
            backward: Backward::new(&network),
            left_of_start: [1.0; 2],
            random: Random::new(seed, &[ROW_ORDER]),
            order: (0..data.n_training as u32).collect(),
            next_row: 0,
            epoch_loss: 0.0,
            options: options.clone(),
            progress,
            history: Vec::new(),
            best: None,
            network,
            data,
        })
    }

    /// The progress of the run.
    #[must_use]
    pub fn progress(&self) -> TrainProgress {
        self.progress
    }

    /// Takes the next `n` batches, or as many as are left.
    pub fn step_batches(&mut self, n: u32) -> TrainProgress {
        for _ in 0..n {
            if self.progress.done {
                break;
            }
            self.step_batch();
        }
        self.progress
    }

    /// Takes what is left of the epoch under way; a whole one where none is.
    pub fn epoch(&mut self) -> TrainProgress {
        let epochs_done = self.progress.epochs_done;
        while !self.progress.done && self.progress.epochs_done == epochs_done {
            self.step_batch();
        }
        self.progress
    }

    /// The network as it stands: the best one where validation rows were held out, else the latest.
    #[must_use]
    pub fn finish(self) -> Trained {
        let mut network = self.best.map_or(self.network, |best| best.network);
        self.data.scaling.fold_into(&mut network);
        Trained { network, history: self.history }
    }

    fn step_batch(&mut self) {
        if self.next_row == 0 {
            self.random.shuffle(&mut self.order);
        }
        let end = self.next_row.saturating_add(self.options.batch as usize).min(self.order.len());
        let batch = &self.order[self.next_row..end];
        let (labels, weights) = self.data.gather(batch, self.backward.input());
        self.epoch_loss += self.backward.run(&self.network, &labels, &weights);
        self.adam();
        self.next_row = end;
        self.progress.batches_done += 1;
        self.progress.loss = self.epoch_loss / end as f64;
        if end == self.order.len() {
            self.end_epoch();
        }
    }

    fn adam(&mut self) {
        let [first, second] = &mut self.left_of_start;
        *first *= kernel::ADAM_FIRST_DECAY;
        *second *= kernel::ADAM_SECOND_DECAY;
        let left = 1.0 - f64::from(self.progress.batches_done) / f64::from(self.progress.batches);
        let rate = self.options.learning_rate * left * libm::sqrt(1.0 - *second) / (1.0 - *first);
        let layers =
            self.network.layers_mut().iter_mut().zip(&self.backward.gradients).zip(&mut self.moments);
        for ((layer, gradient), [first, second]) in layers {
            let (weights, bias) = layer.flat_mut();
            kernel::adam(weights, &gradient.weights, &mut first.weights, &mut second.weights, rate as f32);
            kernel::adam(bias, &gradient.bias, &mut first.bias, &mut second.bias, rate as f32);
        }
    }

    fn end_epoch(&mut self) {
        self.progress.epochs_done += 1;
        self.next_row = 0;
        self.epoch_loss = 0.0;
        let validation = self.data.validation_loss(&self.network, &mut self.backward);
        self.history.push(EpochLoss { training: self.progress.loss, validation });
        self.progress.validation_loss = validation;
        let out_of_patience = self.keep_the_best(validation);
        self.progress.done = out_of_patience || self.progress.epochs_done == self.progress.epochs;
    }

    /// Answers whether patience has run out.
    fn keep_the_best(&mut self, validation: Option<f64>) -> bool {
        let (Some(loss), Some(early_stop)) = (validation, self.options.early_stop) else { return false };
        match &mut self.best {
            Some(best) if loss >= best.loss => {
                best.epochs_since += 1;
                best.epochs_since >= early_stop.patience
            }
            best => {
                *best = Some(Best { loss, network: self.network.clone(), epochs_since: 0 });
                false
            }
        }
    }
}

impl ScaledData {
    fn new(data: TrainingSet<'_>, options: &TrainOptions) -> Result<Self, TrainError> {
        let width = data.width as usize;
        let n_validation = options.early_stop.map_or(0, |early_stop| early_stop.validation_rows as usize);
        let n_training = data.n_rows() - n_validation;
        let scaling = Scaling::of(&data.rows[..n_training * width], width);
        let mut rows = data.rows.to_vec();
        scaling.apply(&mut rows);
        let weights = match data.weights {
            Some(weights) => with_mean_one(weights, n_training)?,
            None => vec![1.0; data.n_rows()],
        };
        Ok(Self { rows, width, labels: data.labels.to_vec(), weights, n_training, scaling })
    }

    /// Copies the rows of a batch to `input` and returns their labels and weights.
    fn gather(&self, batch: &[u32], input: &mut Vec<f32>) -> (Vec<f32>, Vec<f32>) {
        input.clear();
        for &row in batch {
            let start = row as usize * self.width;
            input.extend_from_slice(&self.rows[start..start + self.width]);
        }
        let pick = |values: &[f32]| batch.iter().map(|&row| values[row as usize]).collect();
        (pick(&self.labels), pick(&self.weights))
    }

    /// The weighted mean loss of the rows held out; none where there are none, or none with a weight.
    fn validation_loss(&self, network: &Network, backward: &mut Backward) -> Option<f64> {
        let held_out: Vec<u32> = (self.n_training as u32..self.labels.len() as u32).collect();
        let total: f64 = self.weights[self.n_training..].iter().map(|&weight| f64::from(weight)).sum();
        let loss_of = |some: &[u32]| {
            let (labels, weights) = self.gather(some, backward.input());
            backward.loss(network, &labels, &weights)
        };
        let loss: f64 = held_out.chunks(256).map(loss_of).sum();
        (total > 0.0).then(|| loss / total)
    }
}

/// Weights divided by the mean weight of the rows trained on.
fn with_mean_one(weights: &[f32], n_training: usize) -> Result<Vec<f32>, DataError> {
    let total: f64 = weights[..n_training].iter().map(|&weight| f64::from(weight)).sum();
    if total <= 0.0 {
        return Err(DataError::NoWeight);
    }
    let mean = total / n_training as f64;
    Ok(weights.iter().map(|&weight| (f64::from(weight) / mean) as f32).collect())
}

/// Trains to the end, and asks `progress` every few milliseconds whether to go on.
///
/// # Errors
/// The errors of [`Trainer::new`], and [`TrainError::Cancelled`] once `progress` returns false.
pub fn train(
    data: TrainingSet<'_>,
    options: &TrainOptions,
    seed: Seed,
    mut progress: impl FnMut(TrainProgress) -> bool,
) -> Result<Trained, TrainError> {
    let mut trainer = Trainer::new(data, options, seed)?;
    loop {
        let now = trainer.step_batches(BATCHES_BETWEEN_PROGRESS);
        if !progress(now) {
            return Err(TrainError::Cancelled);
        }
        if now.done {
            return Ok(trainer.finish());
        }
    }
}

#[cfg(test)]
mod tests;
