//! The state that the page keeps of its engines.

use std::rc::Rc;

use crate::app::derived::episode_run::EpisodeRun;
use crate::experiment::Regulation;
use crate::net::Network;
use crate::net::engine::{Choice, Engine, Trial};
use crate::reward_model::N_FEATURES;

/// The status of the inference worker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Service {
    /// The worker is not started: the page scores by itself.
    #[default]
    Idle,
    /// The worker is started, and has not answered yet.
    Starting,
    /// The worker answers.
    Running,
    /// The worker did not come, or stopped, and this is why: the page scores by itself.
    Failed(String),
}

/// The model that scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ScoringModel {
    /// The base PRM that was trained here.
    #[default]
    Trained,
    /// A file of the reader's own.
    File {
        /// The name of the file.
        name: String,
        /// The network in the file, so that the page can score with it too.
        network: Rc<Network>,
    },
}

/// A model on its way to the worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loading {
    /// The number of the request that loads the model.
    pub request: u32,
    /// The file's name; none for the model trained here.
    pub file: Option<String>,
}

/// Scores of all states of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableScores {
    /// p(s), a number a state.
    pub scores: Rc<[f32]>,
    /// The engine that scored.
    pub engine: Engine,
    /// The duration of the scoring, in milliseconds.
    pub ms: f64,
}

/// The engines, as far as the page knows.
#[derive(Clone, Debug, Default)]
pub struct ModelsState {
    /// The engine that the reader chose.
    pub choice: Choice,
    /// The worker.
    pub service: Service,
    /// The results of the trial when the model was loaded.
    pub trial: Option<Trial>,
    /// The model that scores.
    pub model: ScoringModel,
    /// A model on its way; the old one scores until it is there.
    pub loading: Option<Loading>,
    /// Why the last file was refused.
    pub refused: Option<String>,
    /// The features of all states, once they are wanted.
    pub rows: Option<Rc<[f32]>>,
    /// The job that brings them.
    pub rows_request: Option<u32>,
    /// The newest scores of all states.
    pub table: Option<TableScores>,
    /// Self-regulation with the model that scores.
    pub judging: Judging,
    /// The request whose scores are awaited.
    pub(super) awaited: Option<u32>,
    /// The request of the model whose trial is awaited.
    pub(super) tried: u32,
    pub(super) next_request: u32,
}

impl ModelsState {
    /// The engine that scores now.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match (&self.service, &self.trial) {
            (Service::Running, Some(trial)) => trial.choose(self.choice),
            _ => Engine::BuiltIn,
        }
    }

    /// Why, in one sentence.
    #[must_use]
    pub fn why(&self) -> String {
        match (&self.service, &self.trial) {
            (Service::Running, Some(trial)) => trial.why(self.choice),
            (Service::Failed(error), _) => {
                format!("The page scores by itself: the engines did not come ({error}).")
            }
            _ => "The page scores by itself until the engines are there.".to_owned(),
        }
    }

    /// p(s) before each step of an episode, by the model that scores.
    ///
    /// This is the one source of the p(s) that pictures, tables, files and the digest show. The page runs the network
    /// by itself: engines differ in the last bits, and a file must not depend on which of them answered, or when.
    pub(in crate::app) fn p_of<'a>(&'a self, lane: &'a EpisodeRun) -> impl Iterator<Item = f64> + 'a {
        let rows = lane.rows.chunks_exact(N_FEATURES);
        lane.steps.iter().zip(rows).map(|(step, row)| self.own_p(row).unwrap_or(step.p))
    }

    /// p(s) of a row of features by the reader's own model; nothing where the model trained here scores.
    pub(in crate::app) fn own_p(&self, row: &[f32]) -> Option<f64> {
        match &self.model {
            ScoringModel::File { network, .. } => network.predict(row).ok()?.first().copied().map(f64::from),
            ScoringModel::Trained => None,
        }
    }

    /// The name of the reader's own model, where one scores.
    #[must_use]
    pub fn own_model(&self) -> Option<&str> {
        match &self.model {
            ScoringModel::File { name, .. } => Some(name),
            ScoringModel::Trained => None,
        }
    }
}

/// The self-regulation of the model that scores, and the job that finds it.
#[derive(Clone, Debug, Default)]
pub struct Judging {
    /// The number of the job under way.
    pub request: Option<u32>,
    /// The self-regulation found by the last job.
    pub found: Option<Rc<Regulation>>,
}
