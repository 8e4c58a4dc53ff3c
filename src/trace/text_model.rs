//! The features of a text: hashed words. Small networks over them serve logs without scores of their own.
//!
//! A text is its words (runs of letters and digits, capitals made small) and its pairs of neighbouring words. Each is
//! hashed (FNV-1a, 64 bits) to one of `width` features and adds 1 there, or -1 where the hash's highest bit is set. The
//! whole rule fits in ten lines of any language, so an exported network needs nothing of this program.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::log::Log;
use crate::mdp::{ActionId, StateId};
use crate::net::onnx::{Batch, ExportError, ModelCard, export_onnx};
use crate::net::{EarlyStop, NetError, Network, TrainError, TrainOptions, TrainProgress, TrainingSet, train};
use crate::numeric::{HASH_START, Random, Seed, hash_after, words};
use crate::reward_model::{Reliability, reliability};

/// Features of a text.
pub const TEXT_WIDTH: u32 = 128;

/// The most rows a network learns from, held-out ones not counted.
const ROWS_MAX: usize = 10_000;

/// About so many steps of training.
const STEPS: u32 = 1_500;

/// The share of tasks (or episodes) that is held out.
const HELD_OUT: f64 = 0.2;

/// The fewest tasks with which whole tasks are held out.
const TASKS_MIN: usize = 10;

/// The stream of what is held out.
const SPLIT: u64 = u64::from_be_bytes(*b"tr.split");

/// The stream of the rows.
const ROWS: u64 = u64::from_be_bytes(*b"tr.rows.");

/// Why no network can be made of a log.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TextError {
    /// States are keys.
    #[error("the log's states are keys; expected texts to learn from")]
    Keys,
    /// The log has too few episodes to learn from, or to hold out.
    #[error("{n} episodes; expected at least 10 to learn from and to hold out")]
    Few {
        /// The number of episodes.
        n: usize,
    },
    /// All the episodes of one side are empty.
    #[error("the episodes to learn from, or those held out, have no step; expected steps on both sides")]
    NoStep,
    /// The log has more than one intervention.
    #[error("{n} interventions; expected one, as a network says whether to ask, not whom")]
    Several {
        /// The number of interventions.
        n: usize,
    },
    /// Training failed, or was cancelled.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// The network cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// A network over the words of a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextModel {
    /// Features of a text, then one for each intervention where it depends on what is done; one chance out.
    pub network: Network,
    /// Rows it learnt from.
    pub n_rows: u32,
    /// The reliability on the held-out part.
    pub calibration: Reliability,
    /// The Brier score of always saying the mean of what was learnt from, on the same: what it has to beat.
    pub brier_of_mean: f64,
    /// True if whole tasks were held out; otherwise episodes (or states) were.
    pub held_out_tasks: bool,
}

/// Appends the features of a text to a row.
pub fn text_features(text: &str, row: &mut Vec<f32>) {
    let begin = row.len();
    row.resize(begin + TEXT_WIDTH as usize, 0.0);
    let row = &mut row[begin..];
    let mut last: Option<u64> = None;
    for word in words(text) {
        add(row, hash_after(HASH_START, word));
        if let Some(last) = last {
            add(row, hash_after(hash_after(last, b" "), word));
        }
        last = Some(hash_after(HASH_START, word));
    }
}

fn add(row: &mut [f32], hash: u64) {
    row[(hash % u64::from(TEXT_WIDTH)) as usize] += if hash >> 63 == 0 { 1.0 } else { -1.0 };
}

/// Rows to learn from, then rows held out.
struct Rows {
    rows: Vec<f32>,
    labels: Vec<f32>,
    width: u32,
    n_held_out: usize,
    by_task: bool,
}

impl Analysis {
    /// p(success) of a state and what is done there, learnt from how the log's episodes ended: a process reward model for
    /// logs that bring none. Steps are drawn at random from the episodes; a fifth of the tasks (of the episodes, where
    /// there are few tasks) is held out.
    ///
    /// # Errors
    /// A log of keys, or of few episodes; training that was cancelled by `progress`.
    pub fn train_prm(
        &self,
        seed: Seed,
        progress: impl FnMut(TrainProgress) -> bool,
    ) -> Result<TextModel, TextError> {
        self.check()?;
        let width = TEXT_WIDTH + self.log.n_interventions() as u32;
        let rows = self.drawn(seed, width, |(state, action), outcome, rows| {
            self.push_row(rows, state, action.0);
            outcome as f32
        });
        fit(&rows, seed, progress)
    }

    /// Puts the scores of a model beside each state and action of the problem, where the log brought none.
    ///
    /// # Errors
    /// A model of another width.
    pub fn take_scores(&mut self, model: &TextModel) -> Result<(), NetError> {
        let mut rows = Vec::new();
        for state in self.file.mdp.states() {
            (0..self.table.n_actions() as u8).for_each(|action| self.push_row(&mut rows, state, action));
        }
        let scores = model.network.predict(&rows)?;
        // What the log says itself stays.
        let known = core::mem::take(&mut self.table.p);
        let logged = |row: usize| known.get(row).copied().filter(|&p| p >= 0.0);
        let scores = scores.into_iter().enumerate();
        self.table.p = scores.map(|(row, score)| logged(row).unwrap_or(f64::from(score))).collect();
        if let Ok(file) = self.table.file(&self.log, &self.counts, self.options.gamma) {
            self.file = file;
        }
        Ok(())
    }

    /// The helper network: it predicts from a state's words if the best policy asks.
    /// The network also answers in states that the log never saw. Each state counts as often as it was visited. A
    /// fifth of the tasks is held out.
    ///
    /// # Errors
    /// A log of keys, of few episodes, or of several interventions; training that was cancelled by `progress`.
    pub fn train_helper(
        &self,
        seed: Seed,
        progress: impl FnMut(TrainProgress) -> bool,
    ) -> Result<TextModel, TextError> {
        self.check()?;
        let n = self.log.interventions.len();
        if n > 1 {
            return Err(TextError::Several { n });
        }
        let best = self.best();
        let asks = |state: StateId| -> f64 {
            best.iter()
                .map(|(weight, policy)| {
                    weight * f64::from(u8::from(policy[state.index()].is_some_and(|a| a.0 > 0)))
                })
                .sum()
        };
        let rows = self.drawn(seed, TEXT_WIDTH, |(state, _), _, rows| {
            text_features(self.table.text(state), rows);
            (asks(state) as f32).clamp(0.0, 1.0)
        });
        fit(&rows, seed, progress)
    }

    /// Steps drawn at random, those that are held out at the end: `row` writes the features of what was done in a state of
    /// an episode that ended so, and answers the label.
    fn drawn(
        &self,
        seed: Seed,
        width: u32,
        row: impl Fn((StateId, ActionId), f64, &mut Vec<f32>) -> f32,
    ) -> Rows {
        let (held_out, by_task) = held_out(&self.log, seed);
        let mut sides = [Vec::new(), Vec::new()];
        for (episode, &held_out) in self.log.episodes.iter().zip(&held_out) {
            sides[usize::from(held_out)].extend(self.log.places(episode).map(|step| (step, episode.outcome)));
        }
        let mut rows = Rows { rows: Vec::new(), labels: Vec::new(), width, n_held_out: 0, by_task };
        for (side, most) in sides.iter_mut().zip([ROWS_MAX, ROWS_MAX / 4]) {
            Random::new(seed, &[ROWS]).shuffle(side);
            side.truncate(most);
            for &(step, outcome) in side.iter() {
                let label = row(self.table.row_of(step), outcome, &mut rows.rows);
                rows.labels.push(label);
            }
            rows.n_held_out = side.len();
        }
        rows
    }

    fn check(&self) -> Result<(), TextError> {
        let n = self.log.episodes.len();
        if self.log.keyed {
            return Err(TextError::Keys);
        }
        if n < 10 { Err(TextError::Few { n }) } else { Ok(()) }
    }

    /// The features of a state's text, and of who helps.
    fn push_row(&self, rows: &mut Vec<f32>, state: StateId, action: u8) {
        text_features(self.table.text(state), rows);
        let helps = 1..self.table.n_actions() as u8;
        rows.extend(helps.map(|help| f32::from(u8::from(help == action))));
    }
}

impl TextModel {
    /// The helper as an ONNX file: `text` (n x 128) in, `ask` (n x 1) out.
    ///
    /// # Errors
    /// A card that does not fit, which cannot be.
    pub fn helper_onnx(&self, analysis: &Analysis, seed: Seed) -> Result<Vec<u8>, TextError> {
        let mut metrics = BTreeMap::from([
            ("budget".to_owned(), analysis.budget()),
            ("held_out_brier".to_owned(), self.calibration.brier),
            ("held_out_brier_of_mean".to_owned(), self.brier_of_mean),
        ]);
        metrics.retain(|_, value| value.is_finite());
        let card = ModelCard {
            name: "askwell_import_helper".to_owned(),
            description:
                "The chance that the best policy of a log asks here, from hashed words of the state."
                    .to_owned(),
            input: "text".to_owned(),
            output: "ask".to_owned(),
            features: (0..TEXT_WIDTH).map(|feature| format!("hash{feature}")).collect(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed,
            command: "askwell import LOG --onnx FILE".to_owned(),
            metrics,
        };
        Ok(export_onnx(&self.network, &card, Batch::Any)?)
    }
}

/// The episodes that are held out, and true if these are whole tasks.
fn held_out(log: &Log, seed: Seed) -> (Vec<bool>, bool) {
    let mut random = Random::new(seed, &[SPLIT]);
    let by_task = log.tasks.len() >= TASKS_MIN;
    let n = if by_task { log.tasks.len() } else { log.episodes.len() };
    let mut order: Vec<usize> = (0..n).collect();
    random.shuffle(&mut order);
    let mut out = vec![false; n];
    order.iter().take((n as f64 * HELD_OUT) as usize).for_each(|&place| out[place] = true);
    let episodes = log.episodes.iter().enumerate();
    (
        episodes.map(|(place, episode)| out[if by_task { episode.task as usize } else { place }]).collect(),
        by_task,
    )
}

fn fit(rows: &Rows, seed: Seed, progress: impl FnMut(TrainProgress) -> bool) -> Result<TextModel, TextError> {
    let n_rows = rows.labels.len() - rows.n_held_out;
    if n_rows == 0 || rows.n_held_out == 0 {
        return Err(TextError::NoStep);
    }
    // Few rows are seen more often, for about as many steps; the best epoch is chosen on what is held out.
    let epochs = (STEPS * TrainOptions::prm().batch / n_rows as u32).clamp(8, 200);
    let early_stop =
        Some(EarlyStop { validation_rows: rows.n_held_out as u32, patience: 3.max(epochs / 10) });
    let options = TrainOptions { hidden: vec![32], epochs, early_stop, ..TrainOptions::prm() };
    let set = TrainingSet::new(&rows.rows, rows.width, &rows.labels).map_err(TrainError::from)?;
    let network = train(set, &options, seed, progress)?.network;
    let scores = network.predict(&rows.rows[n_rows * rows.width as usize..]).map_err(TrainError::from)?;
    let mean = rows.labels[..n_rows].iter().sum::<f32>() / n_rows as f32;
    let squares = rows.labels[n_rows..].iter().map(|label| f64::from((label - mean) * (label - mean)));
    Ok(TextModel {
        network,
        n_rows: n_rows as u32,
        calibration: reliability(&scores, &rows.labels[n_rows..], 10).unwrap_or_default(),
        brier_of_mean: squares.sum::<f64>() / rows.n_held_out as f64,
        held_out_tasks: rows.by_task,
    })
}

#[cfg(test)]
mod tests;
