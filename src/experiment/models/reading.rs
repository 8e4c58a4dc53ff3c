//! The training of networks that read: PRM and helper from the text alone.

use std::collections::BTreeMap;

use crate::household::Task;
use crate::mdp::StateId;
use crate::net::{
    EarlyStop, Network, QuantisedWeights, SparseRows, SparseTrainer, TrainError, TrainOptions, TrainProgress,
    Trained, predict_sparse, quantise_first,
};
use crate::numeric::Seed;
use crate::reward_model::{TextRecorder, read, reliability, text_rows};

use super::super::phase_one::PhaseOne;
use super::super::pipeline;
use super::learn::{HELD_OUT, judged};
use super::{Learned, ModelError, Recipe};

type Progress<'a> = &'a mut dyn FnMut(TrainProgress) -> bool;

/// The options of a network that reads: 256 and 64 hidden units, chosen with the rate and the share of words left out by
/// the loss on held-out training tasks. Without early stop it has the epochs at which that stopped.
pub(crate) fn reading_options(early_stop: Option<EarlyStop>) -> TrainOptions {
    let epochs = if early_stop.is_some() { 8 } else { 3 };
    TrainOptions { hidden: vec![256, 64], epochs, batch: 64, learning_rate: 3e-4, early_stop }
}

/// The share of a row's words and pairs that a step leaves out.
const LEFT_OUT: f64 = 0.3;

/// Trains on rows with a weight each, and rounds the first layer.
pub(crate) fn taught(
    rows: &SparseRows,
    labels: &[f32],
    weights: &[f32],
    options: &TrainOptions,
    seed: Seed,
    progress: Progress<'_>,
) -> Result<(Trained, QuantisedWeights), TrainError> {
    let trained = SparseTrainer::new(rows, labels, weights, (options, LEFT_OUT), seed)?.run(progress)?;
    let (network, first) = quantise_first(&trained.network)?;
    Ok((Trained { network, ..trained }, first))
}

/// What Phase 1 leaves to read.
fn recorded(recipe: &Recipe) -> Result<(PhaseOne, TextRecorder, [usize; 2]), ModelError> {
    let phase = PhaseOne::new(recipe.order())?;
    let mut recorder = TextRecorder::new(&phase.collection.plan);
    let n_kept = recipe.n_tasks - recipe.n_tasks.div_ceil(HELD_OUT);
    phase.collection.run(0..n_kept, &mut recorder);
    let kept = [0, 1].map(|which: usize| recorder.alone[which].moments.len());
    phase.collection.run(n_kept..recipe.n_tasks, &mut recorder);
    Ok((phase, recorder, kept))
}

/// The PRM of the base (0) or of the help (1).
pub(super) fn prm(recipe: &Recipe, which: usize, progress: Progress<'_>) -> Result<Learned, ModelError> {
    let (phase, recorder, kept) = recorded(recipe)?;
    let visits = &recorder.alone[which];
    let task = |index: u32| -> Task { phase.collection.task(index) };
    let rows = text_rows(&visits.moments, task);
    let n_held_out = rows.len() - kept[which];
    let options = reading_options(Some(EarlyStop { validation_rows: n_held_out as u32, patience: 2 }));
    let seed = recipe.seed.wrapping_add(which as u64);
    let ones = vec![1.0; rows.len()];
    let (trained, first) = taught(&rows, &visits.success, &ones, &options, seed, progress)?;
    let held_out = scores(&trained.network, &rows, kept[which]);
    let calibration = reliability(&held_out, &visits.success[kept[which]..], 10).unwrap_or_default();
    let mut metrics = BTreeMap::from([
        ("epochs".to_owned(), trained.history.len() as f64),
        ("rows".to_owned(), kept[which] as f64),
        ("held_out_log_loss".to_owned(), calibration.log_loss),
        ("held_out_brier".to_owned(), calibration.brier),
        ("held_out_expected_error".to_owned(), calibration.expected_error),
    ]);
    if which == 0 {
        metrics.extend(judged(recipe, &|household, _| read(&trained.network, household)));
    }
    Ok(Learned { network: trained.network, first: Some(first), metrics })
}

fn scores(network: &Network, rows: &SparseRows, from: usize) -> Vec<f32> {
    predict_sparse(network, rows).split_off(from.min(rows.len()))
}

/// The helper of one price, from one visit of each state in which both actions were tried.
pub(super) fn helper(recipe: &Recipe, price: f64, progress: Progress<'_>) -> Result<Learned, ModelError> {
    let (mut phase, recorder, _) = recorded(recipe)?;
    phase.collect(recipe.n_tasks);
    let collection = phase.collection.clone();
    let experiment = pipeline::solve(recipe.order(), phase)?;
    let policy = experiment.frontier.policy_at(experiment.frontier.position_at_price(price));
    let tried = |state: StateId| experiment.tried[state.index()].iter().all(|&n| n > 0);
    let taught_states = (0u32..).zip(&policy).filter_map(|(state, action)| {
        let action = (*action).filter(|_| tried(StateId(state)))?;
        Some((recorder.any_visits.get(state as usize)?.clone(), action))
    });
    let (moments, actions): (Vec<_>, Vec<_>) = taught_states.unzip();
    let rows = text_rows(&moments, |index| collection.task(index));
    let labels: Vec<f32> =
        actions.iter().map(|action| f32::from(u8::from(action.intervention() == Some(0)))).collect();
    let weights = vec![1.0; labels.len()];
    let options = reading_options(None);
    let (trained, first) = taught(&rows, &labels, &weights, &options, recipe.seed, progress)?;
    let asks = predict_sparse(&trained.network, &rows);
    let agree = asks.iter().zip(&labels).filter(|&(&ask, &label)| (ask > 0.5) == (label > 0.5)).count();
    let n = labels.len().max(1) as f64;
    let metrics = BTreeMap::from([
        ("lessons".to_owned(), labels.len() as f64),
        ("share_asking".to_owned(), f64::from(labels.iter().sum::<f32>()) / n),
        ("agreement".to_owned(), agree as f64 / n),
    ]);
    Ok(Learned { network: trained.network, first: Some(first), metrics })
}
