use sha2::{Digest, Sha256};

use super::*;
use crate::net::{EarlyStop, NetError};
use crate::numeric::sigmoid;

/// A short run over few rows.
fn small(hidden: &[u32], epochs: u32) -> TrainOptions {
    TrainOptions { hidden: hidden.to_vec(), epochs, batch: 16, learning_rate: 0.02, early_stop: None }
}

/// Rows of `width` normal features; the label is 1 with probability sigmoid(2 x_0 - 3 x_1 + .5).
fn logistic(n: usize, width: usize, seed: Seed) -> (Vec<f32>, Vec<f32>, f64) {
    let mut random = Random::new(seed, &[]);
    let rows: Vec<f32> = (0..n * width).map(|_| random.normal() as f32).collect();
    let mut entropy = 0.0;
    let mut label = |row: &[f32]| {
        let p = sigmoid(2.0 * f64::from(row[0]) - 3.0 * f64::from(row[1]) + 0.5);
        entropy -= p * libm::log(p) + (1.0 - p) * libm::log(1.0 - p);
        f32::from(random.chance(p))
    };
    let labels = rows.chunks(width).map(&mut label).collect();
    (rows, labels, entropy / n as f64)
}

fn trained(rows: &[f32], width: u32, labels: &[f32], options: &TrainOptions, seed: Seed) -> Trained {
    let data = TrainingSet::new(rows, width, labels).unwrap();
    train(data, options, seed, |_| true).unwrap()
}

fn sha256(network: &Network) -> String {
    let bytes = postcard::to_allocvec(network).unwrap();
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_network_learns_exclusive_or() {
    let rows: Vec<f32> = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].concat().repeat(64);
    let labels = [0.0, 1.0, 1.0, 0.0].repeat(64);
    let network = trained(&rows, 2, &labels, &small(&[8], 60), 1).network;
    let outputs = network.predict(&rows[..8]).unwrap();
    assert!(outputs.iter().zip(&labels).all(|(p, y)| (p - y).abs() < 0.05), "{outputs:?}");
}

#[test]
fn a_logistic_function_is_learned_down_to_its_entropy() {
    let (rows, labels, entropy) = logistic(20_000, 4, 3);
    let history = trained(&rows, 4, &labels, &TrainOptions::prm(), 1).history;
    let last = history.last().unwrap().training;
    assert_eq!(history.len(), 6);
    assert!((last - entropy).abs() < 0.01, "loss {last}, entropy {entropy}");
}

#[test]
fn no_hidden_layer_is_logistic_regression_and_finds_the_coefficients() {
    let (rows, labels, _) = logistic(40_000, 2, 5);
    let options = TrainOptions { hidden: vec![], epochs: 10, ..TrainOptions::prm() };
    let network = trained(&rows, 2, &labels, &options, 1).network;
    let layer = &network.layers()[0];
    let found = [layer.weights[[0, 0]], layer.weights[[1, 0]], layer.bias[0]];
    assert!(found.iter().zip([2.0, -3.0, 0.5]).all(|(a, b)| (a - b).abs() < 0.1), "{found:?}");
}

/// The golden hash that the wasm build must reach too.
#[test]
fn a_seed_gives_these_bits() {
    let (rows, labels, _) = logistic(1_000, 5, 7);
    let options = TrainOptions { epochs: 2, ..TrainOptions::prm() };
    let hash = |seed| sha256(&trained(&rows, 5, &labels, &options, seed).network);
    assert_eq!(hash(1), GOLDEN_HASH);
    assert_ne!(hash(2), GOLDEN_HASH);
}

const GOLDEN_HASH: &str = "5589bd73940a6e3d583c28cafbe66a315cc18342f67c1f01861b46e92ca25b02";

#[test]
fn the_portions_it_is_asked_in_change_nothing() {
    let (rows, labels, _) = logistic(300, 3, 1);
    let data = TrainingSet::new(&rows, 3, &labels).unwrap();
    let options = small(&[7], 3);
    let at_once = train(data, &options, 4, |_| true).unwrap();
    let mut trainer = Trainer::new(data, &options, 4).unwrap();
    trainer.step_batches(5);
    let after_an_epoch = trainer.epoch();
    assert_eq!((after_an_epoch.epochs_done, after_an_epoch.batches_done), (1, 19));
    while !trainer.step_batches(7).done {}
    assert_eq!(trainer.progress().batches_done, trainer.progress().batches);
    assert_eq!(trainer.step_batches(1), trainer.progress(), "a finished run stays as it is");
    assert_eq!(trainer.finish(), at_once);
}

#[test]
fn a_run_is_cancelled_by_its_progress_function() {
    let (rows, labels, _) = logistic(20_000, 2, 1);
    let data = TrainingSet::new(&rows, 2, &labels).unwrap();
    let mut calls = 0;
    let cancelled = train(data, &TrainOptions::prm(), 1, |progress| {
        calls += 1;
        assert_eq!(progress.batches_done, calls * BATCHES_BETWEEN_PROGRESS);
        calls < 3
    });
    assert_eq!((cancelled, calls), (Err(TrainError::Cancelled), 3));
}

#[test]
fn a_weight_of_two_counts_as_two_rows() {
    // One feature value, so the best answer is the weighted share of ones: 2 / 3.
    let labels = [1.0, 0.0].repeat(400);
    let weights = [2.0, 1.0].repeat(400);
    let rows: Vec<f32> = (0..800).map(|row| (row % 3) as f32).collect();
    let data = TrainingSet::new(&rows, 1, &labels).unwrap().with_weights(&weights).unwrap();
    let network = train(data, &small(&[4], 20), 1, |_| true).unwrap().network;
    let outputs = network.predict(&[0.0, 1.0, 2.0]).unwrap();
    assert!(outputs.iter().all(|p| (p - 2.0 / 3.0).abs() < 0.05), "{outputs:?}");
}

#[test]
fn rows_of_weight_zero_are_not_learned_from() {
    let (rows, mut labels, _) = logistic(400, 2, 1);
    let weights: Vec<f32> = (0..400).map(|row| f32::from(row % 2 == 0)).collect();
    let network = |labels: &[f32]| {
        let data = TrainingSet::new(&rows, 2, labels).unwrap().with_weights(&weights).unwrap();
        train(data, &small(&[4], 2), 1, |_| true).unwrap().network
    };
    let before = network(&labels);
    labels.iter_mut().skip(1).step_by(2).for_each(|label| *label = 1.0 - *label);
    assert_eq!(network(&labels), before);
}

#[test]
fn labels_that_are_all_equal_are_learned_without_a_number_that_is_none() {
    let (rows, _, _) = logistic(2_000, 3, 1);
    for label in [0.0, 1.0] {
        let network = trained(&rows, 3, &vec![label; 2_000], &small(&[8], 10), 1).network;
        let outputs = network.predict(&rows).unwrap();
        assert!(outputs.iter().all(|p| (p - label).abs() < 0.02));
    }
}

#[test]
fn a_constant_feature_says_nothing_whatever_it_is_later() {
    let (mut rows, labels, _) = logistic(500, 3, 1);
    rows.iter_mut().skip(2).step_by(3).for_each(|x| *x = 0.1);
    let network = trained(&rows, 3, &labels, &small(&[6], 2), 1).network;
    let outputs = network.predict(&[0.3, 0.4, 0.1, 0.3, 0.4, 50.0]).unwrap();
    assert_eq!(outputs[0], outputs[1]);
}

#[test]
fn a_single_row_can_be_learned() {
    let network = trained(&[3.0, 4.0], 2, &[1.0], &small(&[4], 50), 1).network;
    assert!(network.predict(&[3.0, 4.0]).unwrap()[0] > 0.5);
}

#[test]
fn early_stop_keeps_the_best_epoch() {
    // Labels are coin flips, so every epoch after the first few only learns the training rows by heart.
    let mut random = Random::new(2, &[]);
    let rows: Vec<f32> = (0..300 * 10).map(|_| random.normal() as f32).collect();
    let labels: Vec<f32> = (0..300).map(|_| f32::from(random.chance(0.5))).collect();
    let early_stop = Some(EarlyStop { validation_rows: 100, patience: 3 });
    let options = TrainOptions { early_stop, ..small(&[32], 60) };
    let Trained { network, history } = trained(&rows, 10, &labels, &options, 1);
    let losses: Vec<f64> = history.iter().filter_map(|epoch| epoch.validation).collect();
    assert!(losses.len() == history.len() && losses.len() < 60, "it stopped after {} epochs", losses.len());
    let best = losses.iter().copied().fold(f64::INFINITY, f64::min);
    assert_eq!(best, losses[losses.len() - 4], "three epochs without a better one");
    let outputs = network.predict(&rows[200 * 10..]).unwrap();
    let loss = |(p, y): (&f32, &f32)| -libm::log(f64::from(if *y == 1.0 { *p } else { 1.0 - p }));
    let kept = outputs.iter().zip(&labels[200..]).map(loss).sum::<f64>() / 100.0;
    assert!((kept - best).abs() < 1e-4, "kept {kept}, best {best}");
}

#[test]
fn held_out_rows_touch_no_weight() {
    let (mut rows, labels, _) = logistic(400, 2, 1);
    let early_stop = Some(EarlyStop { validation_rows: 100, patience: 100 });
    let options = TrainOptions { early_stop, ..small(&[4], 1) };
    let before = trained(&rows, 2, &labels, &options, 1).network;
    rows[600..].iter_mut().for_each(|x| *x += 1.0);
    assert_eq!(trained(&rows, 2, &labels, &options, 1).network, before);
}

#[test]
fn options_out_of_range_are_named() {
    let data = TrainingSet::new(&[1.0, 2.0], 1, &[0.0, 1.0]).unwrap();
    let named = |options: TrainOptions| match Trainer::new(data, &options, 1) {
        Err(TrainError::Option { name, .. }) => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(named(TrainOptions { epochs: 0, ..TrainOptions::prm() }), "epochs");
    assert_eq!(named(TrainOptions { batch: 0, ..TrainOptions::prm() }), "batch");
    assert_eq!(named(TrainOptions { learning_rate: f64::NAN, ..TrainOptions::prm() }), "learning_rate");
    let early_stop = Some(EarlyStop { validation_rows: 2, patience: 1 });
    assert_eq!(named(TrainOptions { early_stop, ..TrainOptions::prm() }), "validation_rows");
    let no_width = TrainOptions { hidden: vec![0], ..TrainOptions::prm() };
    assert_eq!(Trainer::new(data, &no_width, 1).unwrap_err(), TrainError::Net(NetError::Empty));
    let no_weight = data.with_weights(&[0.0, 0.0]).unwrap();
    let error = Trainer::new(no_weight, &TrainOptions::prm(), 1).unwrap_err();
    assert_eq!(error, TrainError::Data(DataError::NoWeight));
}
