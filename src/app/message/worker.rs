//! The protocol between the page and its workers: jobs, progress and answers.

use serde::{Deserialize, Serialize};

use crate::app::drawers::paper::message::Asked;
use crate::app::drawers::problems::message::ProblemRequest;
use crate::app::drawers::your_agent::message::{LogRequest, LogSource};
use crate::app::message::spoken::Spoken;
use crate::experiment::{Order, Regulation, Stage};
use crate::language::{Words, fill};
use crate::numeric::Seed;
use crate::study::Sizes;

/// The progress of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The stage under way.
    pub stage: Stage,
    /// The number of pieces of this stage that are done.
    pub done: u32,
    /// The number of all pieces of this stage.
    pub of: u32,
    /// The estimated time left, in milliseconds; `None` before there is an estimate.
    pub left_ms: Option<f64>,
}

impl Progress {
    /// The share of all the work that is done, in [0, 1], about.
    #[must_use]
    pub fn overall(&self) -> f64 {
        let (from, to) = self.stage.span();
        from + (to - from) * f64::from(self.done) / f64::from(self.of.max(1))
    }

    /// One sentence for a reader who knows nothing of the method yet: what is computed, and how much of it is done.
    #[must_use]
    pub fn sentence(&self, w: Words) -> String {
        let text = match self.stage {
            Stage::Collect => w.stage_collect(),
            Stage::TrainBase => w.stage_train_base(),
            Stage::TrainHelp => w.stage_train_help(),
            Stage::Solve => w.stage_solve(),
            Stage::Evaluate => w.stage_evaluate(),
        };
        fill(text, &[&self.done, &self.of])
    }
}

/// The time that work still takes, in words: whole seconds, rounded up; empty where there is no estimate.
#[must_use]
pub fn time_left(w: Words, left_ms: Option<f64>) -> String {
    match left_ms.map(|left| (left / 1000.0).ceil()) {
        None => String::new(),
        Some(seconds) if seconds <= 1.0 => w.about_a_second_left().to_owned(),
        Some(seconds) => fill(w.about_s_left(), &[&seconds]),
    }
}

/// A request of the page to the module `log/`, on a log or on a problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SessionRequest {
    /// A request on the reader's log.
    Log(LogRequest),
    /// A request on a problem in miniature.
    Problem(ProblemRequest),
    /// The language in which to word and draw everything from now on.
    Speak(Spoken),
}

impl SessionRequest {
    /// The number of a reading, which one asked for later overtakes.
    #[must_use]
    pub fn reading(&self) -> Option<u32> {
        match self {
            Self::Log(LogRequest::Read { request, .. }) => Some(*request),
            _ => None,
        }
    }

    /// True if the reader looks at something else, perhaps as one move of many.
    #[must_use]
    pub fn is_look(&self) -> bool {
        matches!(self, Self::Log(LogRequest::Show { .. }) | Self::Problem(ProblemRequest::Show { .. }))
    }
}

/// An effect that the shell carries out for a session: it asks the worker, started at the first request, or ends it.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionEffect<Request> {
    /// Ask the worker.
    Ask(Request),
    /// Ask the worker, with files that come along.
    Read(LogSource, Request),
    /// Send it the language.
    Speak(Spoken),
    /// End the worker.
    Stop,
}

/// An effect for the reader's log.
pub type LogEffect = SessionEffect<LogRequest>;
/// An effect for a problem.
pub type ProblemEffect = SessionEffect<ProblemRequest>;

/// A job: heavy work, done off the page's thread. Each job has one worker, ended with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Run an experiment.
    Experiment {
        /// The order to run.
        order: Order,
        /// An earlier result, as [`Experiment::to_bytes`](crate::experiment::Experiment::to_bytes) writes it;
        /// empty for none. The parts of it that still hold are not run again.
        #[serde(with = "serde_bytes")]
        earlier: Vec<u8>,
    },
    /// Make a table of the paper, or the findings.
    Paper {
        /// The table or the findings to make.
        asked: Asked,
        /// The seed of the runs.
        seed: Seed,
        /// The sizes of the runs.
        sizes: Sizes,
    },
    /// Compute the features of all states of an order's table, by Phase 1 done again.
    Rows {
        /// The order whose table is used.
        order: Order,
    },
    /// Judge the self-regulation of a model, on tasks that nobody trained on.
    Judge {
        /// The order that gives the seed and the kind of tasks.
        order: Order,
        /// The network, as postcard writes it.
        #[serde(with = "serde_bytes")]
        network: Vec<u8>,
    },
}

/// A message of the page to a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkerRequest {
    /// The number of the request, returned with every answer.
    pub request: u32,
    /// The job to do.
    pub job: Job,
}

/// An answer of a worker. The experiment travels as bytes: one copy, no walk over a million objects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum WorkerReply {
    /// The job is under way.
    Progressed {
        /// The number of the request.
        request: u32,
        /// The progress of the job.
        progress: Progress,
    },
    /// The experiment is done; `bytes` is as
    /// [`Experiment::to_bytes`](crate::experiment::Experiment::to_bytes) writes it.
    Finished {
        /// The number of the request.
        request: u32,
        /// The experiment.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// A table or the findings are under way.
    Studied {
        /// The number of the request.
        request: u32,
        /// The share of the work that is done, in [0, 1].
        share: f64,
        /// The estimated time left, in milliseconds.
        left_ms: Option<f64>,
    },
    /// A table or the findings are done.
    Made {
        /// The number of the request.
        request: u32,
        /// The table or the findings: a packed [`Made`](crate::app::drawers::paper::Made).
        #[serde(with = "serde_bytes")]
        made: Vec<u8>,
    },
    /// The features of all states are done.
    Rows {
        /// The number of the request.
        request: u32,
        /// The features, one row a state: f32, little-endian.
        #[serde(with = "serde_bytes")]
        rows: Vec<u8>,
    },
    /// A model was judged.
    Judged {
        /// The number of the request.
        request: u32,
        /// The self-regulation of the model.
        regulation: Box<Regulation>,
    },
    /// The job failed.
    Failed {
        /// The number of the request.
        request: u32,
        /// The error, in words for the reader.
        error: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_rounded_up_and_never_nothing() {
        let said = |ms| time_left(Words::ENGLISH, ms);
        assert_eq!(
            [None, Some(0.0), Some(1_000.0), Some(1_001.0), Some(59_200.0)].map(said),
            ["", "about a second left", "about a second left", "about 2 s left", "about 60 s left"]
        );
    }

    #[test]
    fn every_stage_is_told_in_a_whole_sentence_without_the_methods_own_terms() {
        for stage in Stage::ALL {
            let now = Progress { stage, done: 40, of: 1000, left_ms: None };
            let said = now.sentence(Words::ENGLISH);
            assert!(
                said.starts_with("Computing this household in your browser: ") && said.ends_with('.'),
                "{said}"
            );
            for term in ["collect", "base", "batch", "reward model", "roll"] {
                assert!(!said.contains(term), "{said}: {term}");
            }
        }
        let now = Progress { stage: Stage::Collect, done: 40, of: 1000, left_ms: None };
        let said = "Computing this household in your browser: 40 of 1000 tasks tried.";
        assert_eq!(now.sentence(Words::ENGLISH), said);
    }
}
