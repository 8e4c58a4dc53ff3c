//! The training of networks that read: PRM and helper from the text alone.

use std::collections::BTreeMap;

use crate::helper::lesson_weights;
use crate::mdp::{ActionId, Policy};
use crate::net::{
    EarlyStop, Network, QuantisedWeights, SparseTrainer, TrainError, TrainOptions, TrainProgress,
    predict_sparse, quantise_first,
};
use crate::numeric::Seed;
use crate::reward_model::{Moment, TextRecorder, read, reliability, text_rows};
use crate::rollout::Collection;

use super::super::phase_one::PhaseOne;
use super::super::pipeline;
use super::learn::{HELD_OUT, judged};
use super::{Learned, ModelError, Recipe};

type Progress<'a> = &'a mut dyn FnMut(TrainProgress) -> bool;

/// The share of a row's words and pairs that a step leaves out. Like the rates below it was chosen by the loss on held-out
/// training tasks.
const LEFT_OUT: f64 = 0.3;
/// Adam's first rate for a PRM and for a helper.
const PRM_RATE: f64 = 3e-4;
const HELPER_RATE: f64 = 1e-3;

/// States to read, each with its label, in the order of their tasks.
#[derive(Default)]
pub(crate) struct Readings {
    pub(crate) moments: Vec<Moment>,
    pub(crate) labels: Vec<f32>,
}

/// A network that reads, and what is known of it.
pub(crate) struct Reader {
    pub(crate) network: Network,
    /// The weights of its first layer as whole numbers.
    first: QuantisedWeights,
    epochs: usize,
    /// The answers to the states held out, and their labels.
    held_out: (Vec<f32>, Vec<f32>),
}

impl Reader {
    /// The least answer at which a helper asks as often as the labels of the states held out; one half without such states.
    ///
    /// A text says less than the features, so answers above one half are rarer than asking is.
    pub(crate) fn threshold(&self) -> f64 {
        let (answers, labels) = &self.held_out;
        let n_asking = labels.iter().filter(|&&label| label > 0.5).count();
        let mut answers = answers.clone();
        answers.sort_by(|one, two| two.total_cmp(one));
        answers.get(n_asking).map_or(0.5, |&answer| f64::from(answer))
    }
}

/// Trains on the texts of some states. One task in ten is held out, and training stops when these are no longer scored better.
fn taught(
    readings: &Readings,
    rate: f64,
    collection: &Collection,
    n_tasks: u32,
    seed: Seed,
    progress: Progress<'_>,
) -> Result<Reader, TrainError> {
    let Readings { moments, labels } = readings;
    let rows = text_rows(moments, |index| collection.task(index));
    let n_kept = n_tasks - n_tasks.div_ceil(HELD_OUT);
    let n_rows = moments.iter().filter(|moment| moment.task < n_kept).count();
    let early_stop = EarlyStop { validation_rows: (rows.len() - n_rows) as u32, patience: 3 };
    let options = TrainOptions {
        hidden: vec![256, 64],
        epochs: 20,
        batch: 64,
        learning_rate: rate,
        early_stop: Some(early_stop).filter(|_| n_rows < rows.len()),
    };
    let share = f64::from(labels.iter().sum::<f32>()) / labels.len().max(1) as f64;
    let weights = lesson_weights(labels, share);
    let trained = SparseTrainer::new(&rows, labels, &weights, (&options, LEFT_OUT), seed)?.run(progress)?;
    let (network, first) = quantise_first(&trained.network)?;
    let answers = predict_sparse(&network, &rows);
    Ok(Reader {
        network,
        first,
        epochs: trained.history.len(),
        held_out: (answers[n_rows..].to_vec(), labels[n_rows..].to_vec()),
    })
}

/// A PRM of the visits of one actor alone.
pub(crate) fn prm_of(
    visits: &Readings,
    collection: &Collection,
    n_tasks: u32,
    seed: Seed,
    progress: Progress<'_>,
) -> Result<Reader, TrainError> {
    taught(visits, PRM_RATE, collection, n_tasks, seed, progress)
}

/// A helper of what a table does in some states.
pub(crate) fn helper_of(
    lessons: &Readings,
    collection: &Collection,
    n_tasks: u32,
    seed: Seed,
    progress: Progress<'_>,
) -> Result<Reader, TrainError> {
    taught(lessons, HELPER_RATE, collection, n_tasks, seed, progress)
}

/// The visits of an actor alone: the base (0) or the help (1).
pub(crate) fn visits_of(recorder: &mut TextRecorder, which: usize) -> Readings {
    let visits = std::mem::take(&mut recorder.alone[which]);
    Readings { moments: visits.moments, labels: visits.success }
}

/// A visit of each state in which everything was tried, with 1 where the policy asks.
pub(crate) fn lessons_of(visits: &[Moment], policy: &Policy, tried: impl Fn(usize) -> bool) -> Readings {
    let mut lessons = Readings::default();
    for (state, (visit, action)) in visits.iter().zip(policy).enumerate() {
        if let Some(action) = action.filter(|_| tried(state)) {
            lessons.moments.push(visit.clone());
            lessons.labels.push(asks(action));
        }
    }
    lessons
}

/// 1 where the first intervention is asked for.
pub(crate) fn asks(action: ActionId) -> f32 {
    f32::from(u8::from(action == ActionId::HELP))
}

/// What Phase 1 leaves to read.
fn recorded(recipe: &Recipe) -> Result<(PhaseOne, TextRecorder), ModelError> {
    let phase = PhaseOne::new(recipe.order())?;
    let mut recorder = TextRecorder::new(&phase.collection.plan);
    phase.collection.run(0..recipe.n_tasks, &mut recorder);
    Ok((phase, recorder))
}

/// The PRM of the base (0) or of the help (1).
pub(super) fn prm(recipe: &Recipe, which: usize, progress: Progress<'_>) -> Result<Learned, ModelError> {
    let (phase, mut recorder) = recorded(recipe)?;
    let visits = visits_of(&mut recorder, which);
    let seed = recipe.seed.wrapping_add(which as u64);
    let reader = prm_of(&visits, &phase.collection, recipe.n_tasks, seed, progress)?;
    let mut metrics = measured(&reader);
    metrics.insert("rows".to_owned(), (visits.labels.len() - reader.held_out.1.len()) as f64);
    if which == 0 {
        metrics.extend(judged(recipe, &|household, _| read(&reader.network, household)));
    }
    Ok(Learned { network: reader.network, first: Some(reader.first), metrics })
}

/// The helper of one price, from one visit of each state in which both actions were tried.
pub(super) fn helper(recipe: &Recipe, price: f64, progress: Progress<'_>) -> Result<Learned, ModelError> {
    let (mut phase, recorder) = recorded(recipe)?;
    phase.collect(recipe.n_tasks);
    let collection = phase.collection.clone();
    let experiment = pipeline::solve(recipe.order(), phase)?;
    let policy = experiment.frontier.policy_at(experiment.frontier.position_at_price(price));
    let tried = |state: usize| experiment.tried[state].iter().all(|&n| n > 0);
    let lessons = lessons_of(&recorder.any_visits, &policy, tried);
    let reader = helper_of(&lessons, &collection, recipe.n_tasks, recipe.seed, progress)?;
    let mut metrics = measured(&reader);
    metrics.insert("lessons".to_owned(), lessons.labels.len() as f64);
    metrics.insert("threshold".to_owned(), reader.threshold());
    Ok(Learned { network: reader.network, first: Some(reader.first), metrics })
}

fn measured(reader: &Reader) -> BTreeMap<String, f64> {
    let (answers, labels) = &reader.held_out;
    // Answers are of a sigmoid and labels 0 or 1.
    let found = reliability(answers, labels, 10).unwrap_or_default();
    let pairs = [
        ("epochs", reader.epochs as f64),
        ("held_out_log_loss", found.log_loss),
        ("held_out_brier", found.brier),
        ("held_out_expected_error", found.expected_error),
        ("held_out_share", found.outcome_mean),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).into()
}
