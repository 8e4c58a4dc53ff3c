//! Networks over sparse rows: few of many features, each a small count. The first layer costs what a row holds, not what it
//! could hold.
//!
//! A network over sparse rows is a [`Network`] as any other: [`predict_sparse`] gives the bits that [`Network::predict`] gives
//! for the same rows written out, since a sum over k leaves out the terms that are zero and nothing else.

use super::data::DataError;
use super::gradient::{Backward, LayerGradient};
use super::kernel;
use super::network::{Layer, Network, forward};
use super::options::{TrainError, TrainOptions, check_options};
use super::trainer::{EpochLoss, TrainProgress, Trained};
use crate::numeric::{Random, Seed};

/// The stream of the order of the rows: no other stream's path starts with this number.
const ROW_ORDER: u64 = u64::from_be_bytes(*b"netspars");

/// The number of rows of one forward pass.
const ROWS_AT_A_TIME: usize = 256;

/// Rows of counts. Feature k of a row is `count · scale` with `scale = 1 / sqrt(sum of count^2)`, so that each row has
/// length 1.
#[derive(Clone, Debug, PartialEq)]
pub struct SparseRows {
    width: u32,
    /// The place of each row's first count, and the end of the last row.
    starts: Vec<usize>,
    columns: Vec<u16>,
    counts: Vec<u8>,
    scales: Vec<f32>,
}

impl SparseRows {
    /// No rows, of `width` features.
    #[must_use]
    pub fn new(width: u16) -> Self {
        Self {
            width: width.into(),
            starts: vec![0],
            columns: Vec::new(),
            counts: Vec::new(),
            scales: Vec::new(),
        }
    }

    /// Appends a row: `counts` holds (feature, count), each feature once and in rising order. Features beyond the width
    /// are left out.
    pub fn push(&mut self, counts: impl IntoIterator<Item = (u16, u8)>) {
        let begin = self.counts.len();
        for (column, count) in counts.into_iter().filter(|(column, _)| u32::from(*column) < self.width) {
            self.columns.push(column);
            self.counts.push(count);
        }
        let squares: f64 =
            self.counts[begin..].iter().map(|&count| f64::from(count) * f64::from(count)).sum();
        self.scales.push((1.0 / libm::sqrt(squares.max(1.0))) as f32);
        self.starts.push(self.counts.len());
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// True if there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// The number of features.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The features of a row that are not 0, in rising order.
    fn row(&self, row: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let range = self.starts[row]..self.starts[row + 1];
        let scale = self.scales[row];
        let pairs = self.columns[range.clone()].iter().zip(&self.counts[range]);
        pairs.map(move |(&column, &count)| (usize::from(column), f32::from(count) * scale))
    }

    /// The same rows, some of them, written out: `width` numbers each.
    #[must_use]
    pub fn dense(&self, rows: core::ops::Range<usize>) -> Vec<f32> {
        let width = self.width as usize;
        let mut dense = vec![0.0; rows.len() * width];
        for (row, out) in rows.zip(dense.chunks_exact_mut(width)) {
            self.row(row).for_each(|(column, x)| out[column] = x);
        }
        dense
    }

    /// Some of the rows, each without what chance leaves out: a feature stays with probability 1 - `left_out`.
    fn thinned(&self, some: &[u32], left_out: f64, random: &mut Random) -> Self {
        let mut thinned = Self::new(self.width as u16);
        for &row in some {
            let range = self.starts[row as usize]..self.starts[row as usize + 1];
            let counts = self.columns[range.clone()].iter().copied().zip(self.counts[range].iter().copied());
            thinned.push(counts.filter(|_| left_out == 0.0 || !random.chance(left_out)));
        }
        thinned
    }
}

/// The outputs of every row: n rows in, (n x outputs) out.
/// A network of another width answers nothing.
#[must_use]
pub fn predict_sparse(network: &Network, rows: &SparseRows) -> Vec<f32> {
    let Some((first, rest)) = network.layers().split_first() else { return Vec::new() };
    if first.n_inputs() != rows.width as usize {
        return Vec::new();
    }
    let places: Vec<u32> = (0..rows.len() as u32).collect();
    let (mut current, mut next, mut answers) = (Vec::new(), Vec::new(), Vec::new());
    for some in places.chunks(ROWS_AT_A_TIME) {
        first_sums(first, rows, some, &mut current);
        first.activate(&mut current);
        forward(rest, &mut current, &mut next);
        answers.extend_from_slice(&current);
    }
    answers
}

/// The sums of the first layer, before its activation, for some rows.
fn first_sums(layer: &Layer, rows: &SparseRows, some: &[u32], out: &mut Vec<f32>) {
    let n = layer.n_outputs();
    out.clear();
    out.resize(some.len() * n, 0.0);
    kernel::repeat_row(out, layer.flat_bias());
    let weights = layer.flat_weights();
    for (&row, sums) in some.iter().zip(out.chunks_exact_mut(n)) {
        for (column, x) in rows.row(row as usize) {
            kernel::add_scaled(sums, x, &weights[column * n..(column + 1) * n]);
        }
    }
}

/// A training run over sparse rows, as [`super::Trainer`] over dense ones: Adam with a rate that falls linearly to 0. The
/// moments of a first-layer weight stand still in a step whose batch does not hold its feature.
pub struct SparseTrainer<'a> {
    rows: &'a SparseRows,
    labels: &'a [f32],
    weights: Vec<f32>,
    options: TrainOptions,
    /// The probability with which a step leaves out a feature of a row, so that no network rests on a few words.
    left_out: f64,
    first: Layer,
    rest: Network,
    backward: Backward,
    /// The gradient of the first layer: zeros but for the features of the batch in hand.
    gradient: LayerGradient,
    first_moments: [LayerGradient; 2],
    rest_moments: Vec<[LayerGradient; 2]>,
    left_of_start: [f64; 2],
    random: Random,
    order: Vec<u32>,
    n_training: usize,
    progress: TrainProgress,
    history: Vec<EpochLoss>,
    best: Option<(f64, u32, Network)>,
}

impl<'a> SparseTrainer<'a> {
    /// A run at its start: `labels` and `weights` hold a number in [0, 1] and one of at least 0 a row. Rows held out are
    /// the last ones. `left_out` is the probability with which a step leaves out a feature of a row.
    ///
    /// # Errors
    /// No rows, as many labels or weights as there are none, a label that is no chance, or an option out of range.
    pub fn new(
        rows: &'a SparseRows,
        labels: &'a [f32],
        weights: &[f32],
        (options, left_out): (&TrainOptions, f64),
        seed: Seed,
    ) -> Result<Self, TrainError> {
        let n_rows = rows.len();
        if n_rows == 0 || labels.len() != n_rows {
            return Err(DataError::Empty { rows: labels.len(), width: rows.width }.into());
        }
        if weights.len() != n_rows {
            return Err(DataError::WeightCount { found: weights.len(), rows: n_rows }.into());
        }
        if let Some(row) = labels.iter().position(|label| !(0.0..=1.0).contains(label)) {
            return Err(DataError::Label { row, value: labels[row] }.into());
        }
        check_options(options, n_rows)?;
        let whole = Network::untrained(rows.width, &options.hidden, seed)?;
        let mut layers = whole.layers().to_vec();
        let mut first = layers.remove(0);
        // A row has length 1 rather than one number of size 1 a feature: sums are then of size 1 too.
        let spread = libm::sqrtf(first.n_inputs() as f32);
        first.weights.mapv_inplace(|weight| weight * spread);
        let rest = Network::new(layers)?;
        let n_training = n_rows - options.early_stop.map_or(0, |it| it.validation_rows as usize);
        let batches = n_training.div_ceil(options.batch as usize) as u32;
        let zeros = |layer: &Layer| [(); 2].map(|()| LayerGradient::zeros(layer));
        Ok(Self {
            rows,
            labels,
            weights: weights.to_vec(),
            backward: Backward::new(&rest),
            gradient: LayerGradient::zeros(&first),
            first_moments: zeros(&first),
            rest_moments: rest.layers().iter().map(zeros).collect(),
            left_of_start: [1.0; 2],
            random: Random::new(seed, &[ROW_ORDER]),
            order: (0..n_training as u32).collect(),
            n_training,
            progress: TrainProgress {
                epochs: options.epochs,
                batches: batches.saturating_mul(options.epochs),
                ..TrainProgress::default()
            },
            history: Vec::new(),
            best: None,
            options: options.clone(),
            left_out,
            first,
            rest,
        })
    }

    /// Trains to the end; asks `progress` after every 32 batches whether to go on.
    ///
    /// # Errors
    /// [`TrainError::Cancelled`] once `progress` returns false.
    pub fn run(mut self, mut progress: impl FnMut(TrainProgress) -> bool) -> Result<Trained, TrainError> {
        while !self.progress.done {
            self.epoch(&mut progress)?;
        }
        let last = self.network()?;
        Ok(Trained { network: self.best.map_or(last, |(_, _, network)| network), history: self.history })
    }

    fn network(&self) -> Result<Network, TrainError> {
        let layers = core::iter::once(&self.first).chain(self.rest.layers()).cloned().collect();
        Ok(Network::new(layers)?)
    }

    fn epoch(&mut self, progress: &mut impl FnMut(TrainProgress) -> bool) -> Result<(), TrainError> {
        let mut order = core::mem::take(&mut self.order);
        self.random.shuffle(&mut order);
        let (mut loss, mut n_done) = (0.0, 0);
        for batch in order.chunks(self.options.batch as usize) {
            loss += self.step(batch);
            n_done += batch.len();
            self.progress.loss = loss / n_done as f64;
            if self.progress.batches_done.is_multiple_of(32) && !progress(self.progress) {
                return Err(TrainError::Cancelled);
            }
        }
        self.order = order;
        self.end_epoch()
    }

    fn step(&mut self, batch: &[u32]) -> f64 {
        let pick = |values: &[f32]| -> Vec<f32> { batch.iter().map(|&row| values[row as usize]).collect() };
        let (labels, weights) = (pick(self.labels), pick(&self.weights));
        let rows = self.rows.thinned(batch, self.left_out, &mut self.random);
        let all: Vec<u32> = (0..batch.len() as u32).collect();
        first_sums(&self.first, &rows, &all, self.backward.input());
        kernel::relu(self.backward.input());
        let loss = self.backward.run(&self.rest, &labels, &weights);
        let deltas = self.backward.input_deltas(&self.rest);
        let touched = add_first_gradient(&mut self.gradient, &rows, deltas);
        self.adam(&touched);
        loss
    }

    fn adam(&mut self, touched: &[usize]) {
        self.progress.batches_done += 1;
        let [first, second] = &mut self.left_of_start;
        *first *= kernel::ADAM_FIRST_DECAY;
        *second *= kernel::ADAM_SECOND_DECAY;
        let left = 1.0 - f64::from(self.progress.batches_done) / f64::from(self.progress.batches);
        let rate = (self.options.learning_rate * left * libm::sqrt(1.0 - *second) / (1.0 - *first)) as f32;
        let n = self.first.n_outputs();
        let (weights, bias) = self.first.flat_mut();
        let [m, v] = &mut self.first_moments;
        for &column in touched {
            let place = column * n..(column + 1) * n;
            let gradient = &mut self.gradient.weights[place.clone()];
            kernel::adam(
                &mut weights[place.clone()],
                gradient,
                &mut m.weights[place.clone()],
                &mut v.weights[place],
                rate,
            );
            gradient.fill(0.0);
        }
        kernel::adam(bias, &self.gradient.bias, &mut m.bias, &mut v.bias, rate);
        let layers =
            self.rest.layers_mut().iter_mut().zip(&self.backward.gradients).zip(&mut self.rest_moments);
        for ((layer, gradient), [m, v]) in layers {
            let (weights, bias) = layer.flat_mut();
            kernel::adam(weights, &gradient.weights, &mut m.weights, &mut v.weights, rate);
            kernel::adam(bias, &gradient.bias, &mut m.bias, &mut v.bias, rate);
        }
    }

    fn end_epoch(&mut self) -> Result<(), TrainError> {
        self.progress.epochs_done += 1;
        let validation = self.validation_loss();
        self.history.push(EpochLoss { training: self.progress.loss, validation });
        self.progress.validation_loss = validation;
        let mut is_out_of_patience = false;
        if let (Some(loss), Some(stop)) = (validation, self.options.early_stop) {
            match &mut self.best {
                Some((best, since, _)) if loss >= *best => {
                    *since += 1;
                    is_out_of_patience = *since >= stop.patience;
                }
                _ => self.best = Some((loss, 0, self.network()?)),
            }
        }
        self.progress.done = is_out_of_patience || self.progress.epochs_done == self.progress.epochs;
        Ok(())
    }

    /// The weighted mean loss of the rows held out.
    fn validation_loss(&mut self) -> Option<f64> {
        let held_out: Vec<u32> = (self.n_training as u32..self.rows.len() as u32).collect();
        let total: f64 = self.weights[self.n_training..].iter().map(|&weight| f64::from(weight)).sum();
        let mut loss = 0.0;
        for some in held_out.chunks(ROWS_AT_A_TIME) {
            let pick =
                |values: &[f32]| -> Vec<f32> { some.iter().map(|&row| values[row as usize]).collect() };
            let (labels, weights) = (pick(self.labels), pick(&self.weights));
            first_sums(&self.first, self.rows, some, self.backward.input());
            kernel::relu(self.backward.input());
            loss += self.backward.loss(&self.rest, &labels, &weights);
        }
        (total > 0.0).then(|| loss / total)
    }
}

/// Adds x · delta for every feature x of a batch; the features, in rising order, that were in it.
fn add_first_gradient(gradient: &mut LayerGradient, rows: &SparseRows, deltas: &[f32]) -> Vec<usize> {
    let n = gradient.bias.len();
    let mut touched = Vec::new();
    gradient.bias.fill(0.0);
    for (row, delta) in deltas.chunks_exact(n).enumerate() {
        for (column, x) in rows.row(row) {
            kernel::add_scaled(&mut gradient.weights[column * n..(column + 1) * n], x, delta);
            touched.push(column);
        }
    }
    kernel::add_column_sums(&mut gradient.bias, deltas);
    touched.sort_unstable();
    touched.dedup();
    touched
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::EarlyStop;

    /// Rows of a dozen features; success has the chance that feature 3 is more frequent than feature 7.
    fn rows(n: usize) -> (SparseRows, Vec<f32>) {
        let mut random = Random::new(2, &[]);
        let mut rows = SparseRows::new(64);
        let mut labels = Vec::new();
        for _ in 0..n {
            let held: Vec<u16> = (0..64).filter(|_| random.chance(0.2)).collect();
            let counts: Vec<(u16, u8)> = held.iter().map(|&k| (k, 1 + random.below(3) as u8)).collect();
            let count =
                |k: u16| counts.iter().find(|(column, _)| *column == k).map_or(0, |(_, count)| *count);
            labels.push(f32::from(u8::from(count(3) > count(7))));
            rows.push(counts);
        }
        (rows, labels)
    }

    fn trained(rows: &SparseRows, labels: &[f32], epochs: u32) -> Network {
        let early_stop = Some(EarlyStop { validation_rows: 200, patience: 3 });
        let options = TrainOptions { hidden: vec![16, 8], epochs, early_stop, ..TrainOptions::prm() };
        let weights = vec![1.0; labels.len()];
        let trainer = SparseTrainer::new(rows, labels, &weights, (&options, 0.0), 5).unwrap();
        trainer.run(|_| true).unwrap().network
    }

    #[test]
    fn sparse_rows_have_the_bits_of_the_rows_written_out() {
        let (rows, labels) = rows(700);
        let network = trained(&rows, &labels, 1);
        let sparse = predict_sparse(&network, &rows);
        assert_eq!(sparse, network.predict(&rows.dense(0..rows.len())).unwrap());
        assert_eq!(sparse.len(), 700);
        assert!(predict_sparse(&Network::untrained(63, &[4], 1).unwrap(), &rows).is_empty());
    }

    #[test]
    fn a_network_learns_what_the_counts_say_and_learns_it_alike_twice() {
        let (rows, labels) = rows(3_000);
        let network = trained(&rows, &labels, 12);
        let answers = predict_sparse(&network, &rows);
        let right = answers.iter().zip(&labels).filter(|(p, y)| (**p > 0.5) == (**y > 0.5)).count();
        // Always saying the more frequent answer is right in four rows of five.
        assert!(right > 2_700, "{right} of 3000");
        assert_eq!(trained(&rows, &labels, 12), network);
    }

    /// One step of the first layer against the dense gradient.
    #[test]
    fn the_gradient_of_the_first_layer_is_that_of_the_dense_one() {
        let (rows, labels) = rows(32);
        let network = Network::untrained(64, &[6, 4], 3).unwrap();
        let ones = vec![1.0; 32];
        let mut whole = Backward::new(&network);
        whole.input().extend(rows.dense(0..32));
        whole.run(&network, &labels, &ones);
        let (first, rest) = network.layers().split_first().unwrap();
        let rest = Network::new(rest.to_vec()).unwrap();
        let mut backward = Backward::new(&rest);
        let batch: Vec<u32> = (0..32).collect();
        first_sums(first, &rows, &batch, backward.input());
        kernel::relu(backward.input());
        backward.run(&rest, &labels, &ones);
        let mut gradient = LayerGradient::zeros(first);
        add_first_gradient(&mut gradient, &rows, backward.input_deltas(&rest));
        let expected = &whole.gradients[0];
        let pairs =
            gradient.weights.iter().zip(&expected.weights).chain(gradient.bias.iter().zip(&expected.bias));
        for (found, expected) in pairs {
            assert!((found - expected).abs() < 1e-7, "{found} instead of {expected}");
        }
    }

    #[test]
    fn labels_and_weights_out_of_place_are_refused() {
        let (rows, labels) = rows(10);
        let refuse = |labels: &[f32], weights: &[f32]| {
            SparseTrainer::new(&rows, labels, weights, (&TrainOptions::prm(), 0.0), 1)
                .err()
                .unwrap()
                .to_string()
        };
        assert!(refuse(&labels[..9], &[1.0; 10]).contains("9 rows"));
        assert!(refuse(&labels, &[1.0; 9]).contains("9 weights"));
        assert!(refuse(&[2.0; 10], &[1.0; 10]).contains("not in [0, 1]"));
    }
}
