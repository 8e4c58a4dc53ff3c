//! The training data of each kind of network.

use std::collections::BTreeMap;

use crate::actor::{LogitActor, Profiles};
use crate::helper::{Lessons, Pricing, Student, TOLD_PRICES};
use crate::household::{Household, Outcome, World};
use crate::mdp::StateId;
use crate::net::{EarlyStop, Network, TrainError, TrainOptions, TrainProgress, TrainingSet, train};
use crate::numeric::Seed;
use crate::reward_model::{
    N_FEATURES, QOptions, Reads, Recorder, SelfKnowledge, features, train_prm, train_q,
};
use crate::rollout::{Step, Watcher};

use super::super::evaluate::score;
use super::super::phase_one::PhaseOne;
use super::super::pipeline;
use super::judged::{HELD_OUT, judged};
use super::reading;
use super::{Learned, ModelError, ModelKind, Recipe};

type Progress<'a> = &'a mut dyn FnMut(TrainProgress) -> bool;

/// Trains the network of a recipe.
pub(super) fn learn(recipe: &Recipe, progress: Progress<'_>) -> Result<Learned, ModelError> {
    match recipe.kind {
        ModelKind::Prm if recipe.reads == Reads::Text => reading::prm(recipe, 0, progress),
        ModelKind::HelpPrm if recipe.reads == Reads::Text => reading::prm(recipe, 1, progress),
        ModelKind::Helper { price: Some(price) } if recipe.reads == Reads::Text => {
            reading::helper(recipe, price, progress)
        }
        ModelKind::Prm => prm(recipe, 0, progress),
        ModelKind::HelpPrm => prm(recipe, 1, progress),
        ModelKind::QHelp => q_help(recipe, progress),
        ModelKind::Q => q(recipe),
        ModelKind::Helper { price } => helper(recipe, price, progress),
    }
}

/// Twice the epochs of the page's own networks, as early stop ends them.
fn stopping(n_held_out: usize) -> TrainOptions {
    let early_stop = EarlyStop { validation_rows: n_held_out as u32, patience: 2 };
    let options = TrainOptions::prm();
    TrainOptions { epochs: 2 * options.epochs, early_stop: Some(early_stop), ..options }
}

/// Phase 1 at its start; the recorder keeps what a network of this kind takes.
fn phase_one(recipe: &Recipe) -> Result<PhaseOne, ModelError> {
    let mut phase = PhaseOne::new(recipe.order())?;
    phase.recorder = Recorder::new(&phase.collection.plan, recipe.reads.self_knowledge());
    Ok(phase)
}

/// The PRM of the base (0) or of the help (1).
fn prm(recipe: &Recipe, which: usize, progress: Progress<'_>) -> Result<Learned, ModelError> {
    let mut phase = phase_one(recipe)?;
    phase.collect(recipe.n_tasks - recipe.n_tasks.div_ceil(HELD_OUT));
    let kept = phase.recorder.alone[which].len();
    phase.collect(recipe.n_tasks);
    let visits = &phase.recorder.alone[which];
    let options = stopping(visits.len() - kept);
    let seed = recipe.seed.wrapping_add(which as u64);
    let prm = train_prm(&visits.features, N_FEATURES as u32, &visits.success, seed, &options, progress)?;
    let mut metrics = BTreeMap::from([
        ("epochs".to_owned(), prm.history.len() as f64),
        ("rows".to_owned(), f64::from(prm.n_rows)),
        ("held_out_log_loss".to_owned(), prm.calibration.log_loss),
        ("held_out_brier".to_owned(), prm.calibration.brier),
        ("held_out_expected_error".to_owned(), prm.calibration.expected_error),
    ]);
    if which == 0 {
        metrics.extend(judged(recipe, &|household, base| score(&prm.network, household, base)));
    }
    Ok(Learned { network: prm.network, first: None, metrics })
}

/// Every visit of Phase 1, with who took the step beside the state.
#[derive(Default)]
struct Acted {
    rows: Vec<f32>,
    success: Vec<f32>,
    /// The index of the first row of the episode under way.
    start: usize,
}

/// The features, then 1 where the help took the step.
pub(super) const Q_HELP_WIDTH: usize = N_FEATURES + 1;

impl Watcher for Acted {
    fn visit(&mut self, _mix: usize, _n: u32, household: &Household, base: &LogitActor) {
        let start = self.rows.len();
        self.rows.resize(start + Q_HELP_WIDTH, 0.0);
        features(household, base, SelfKnowledge::default(), &mut self.rows[start..start + N_FEATURES]);
    }

    fn episode(&mut self, _mix: usize, _repetition: u32, steps: &[Step], outcome: Outcome) {
        let rows = self.rows[self.start..].chunks_exact_mut(Q_HELP_WIDTH);
        for (row, step) in rows.zip(steps) {
            row[N_FEATURES] = f32::from(u8::from(step.intervention > 0));
        }
        self.start = self.rows.len();
        self.success.resize(self.rows.len() / Q_HELP_WIDTH, f32::from(u8::from(outcome.is_success())));
    }
}

fn q_help(recipe: &Recipe, progress: Progress<'_>) -> Result<Learned, ModelError> {
    let mut acted = Acted::default();
    PhaseOne::new(recipe.order())?.collection.run(0..recipe.n_tasks, &mut acted);
    let data =
        TrainingSet::new(&acted.rows, Q_HELP_WIDTH as u32, &acted.success).map_err(TrainError::from)?;
    let trained = train(data, &TrainOptions::prm(), recipe.seed, progress)?;
    let loss = trained.history.last().map_or(0.0, |last| last.training);
    let metrics =
        BTreeMap::from([("rows".to_owned(), acted.success.len() as f64), ("log_loss".to_owned(), loss)]);
    Ok(Learned { network: trained.network, first: None, metrics })
}

fn q(recipe: &Recipe) -> Result<Learned, ModelError> {
    let (world, profiles) = (World::new(recipe.split), Profiles::new(recipe.split, recipe.actor));
    let options = QOptions { n_tasks: recipe.n_tasks, ..QOptions::default() };
    let q = train_q(&world, &profiles, recipe.seed, &options)?;
    let metrics = BTreeMap::from([("tasks".to_owned(), f64::from(recipe.n_tasks))]);
    Ok(Learned { network: q.network().clone(), first: None, metrics })
}

/// The helper repeats what the solved table does, on one visit of each state in which both actions were tried: the
/// networks of the tables' "ours", to the bit, where a price is given.
fn helper(recipe: &Recipe, price: Option<f64>, progress: Progress<'_>) -> Result<Learned, ModelError> {
    let order = recipe.order();
    let mut phase = phase_one(recipe)?;
    phase.collect(recipe.n_tasks);
    let rows = std::mem::take(&mut phase.recorder.any_visits);
    let experiment = pipeline::solve(order, phase)?;
    let pricing = if price.is_some() { Pricing::Fixed } else { Pricing::Conditioned };
    let prices = price.map_or_else(|| TOLD_PRICES.to_vec(), |price| vec![price]);
    let mut lessons = Lessons::new(pricing);
    for price in &prices {
        let policy = experiment.frontier.policy_at(experiment.frontier.position_at_price(*price));
        let tried = |state: StateId| experiment.tried[state.index()].iter().all(|&n| n > 0);
        lessons.add_all_states(&rows, &policy, &[*price], tried);
    }
    let network = taught(&lessons, recipe.seed, progress)?;
    let asks = network.predict(lessons.rows()).map_err(TrainError::from)?;
    let labels = lessons.labels(0);
    let agree = asks.iter().zip(&labels).filter(|&(&ask, &label)| (ask > 0.5) == (label > 0.5)).count();
    let metrics = BTreeMap::from([
        ("lessons".to_owned(), labels.len() as f64),
        ("share_asking".to_owned(), lessons.share(0)),
        ("agreement".to_owned(), agree as f64 / labels.len().max(1) as f64),
    ]);
    Ok(Learned { network, first: None, metrics })
}

/// The network of one intervention, in pieces between which `progress` is asked.
fn taught(lessons: &Lessons, seed: Seed, progress: Progress<'_>) -> Result<Network, ModelError> {
    const BATCHES_AT_A_TIME: u32 = 100;
    let options = Student::options(lessons.pricing());
    let mut student = Student::new(lessons.clone(), 1, &options, seed)?;
    loop {
        if let Some(helper) = student.step_batches(BATCHES_AT_A_TIME)? {
            return helper.networks().first().cloned().ok_or(ModelError::Train(TrainError::Cancelled));
        }
        if !progress(student.progress().1) {
            return Err(TrainError::Cancelled.into());
        }
    }
}
