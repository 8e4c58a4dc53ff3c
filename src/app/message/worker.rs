//! The protocol between the page and its workers: jobs, progress and answers.

use serde::{Deserialize, Serialize};

use crate::app::drawers::paper::message::Asked;
use crate::app::drawers::problems::message::ProblemRequest;
use crate::app::drawers::your_agent::message::LogRequest;
use crate::experiment::{Order, Regulation, Stage};
use crate::language::{Words, fill};
use crate::numeric::Seed;
use crate::study::Sizes;

/// The distance that far the worker is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The stage at work.
    pub stage: Stage,
    /// The number of pieces of this stage are done.
    pub done: u32,
    /// The number of them.
    pub of: u32,
    /// About how long the rest takes, in milliseconds; `None` before that can be said.
    pub left_ms: Option<f64>,
}

impl Progress {
    /// The share that is done, about: 0 to 1.
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

/// The questions that the page asks of the module `log/`: a worker answers for a log or for a problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SessionRequest {
    /// To the reader's log.
    Log(LogRequest),
    /// To a problem in miniature.
    Problem(ProblemRequest),
}

/// Heavy work, done off the page's thread. Each job has one worker, ended with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Run an experiment.
    Experiment {
        /// The order to run.
        order: Order,
        /// An earlier result, as [`Experiment::to_bytes`](crate::experiment::Experiment::to_bytes) writes it: what of it still stands is not run again. Empty
        /// for none.
        #[serde(with = "serde_bytes")]
        earlier: Vec<u8>,
    },
    /// Make a table of the paper, or the findings.
    Evidence {
        /// The table that is run.
        asked: Asked,
        /// The seed of everything.
        seed: Seed,
        /// The size of what is played.
        sizes: Sizes,
    },
    /// The features of all states of an order's table: Phase 1 done again.
    Rows {
        /// The order whose table is used.
        order: Order,
    },
    /// Self-regulation with a model, on tasks nobody trained on.
    Judge {
        /// The seed and the kind of tasks.
        order: Order,
        /// The network, as postcard writes it.
        #[serde(with = "serde_bytes")]
        network: Vec<u8>,
    },
}

/// The message that the page sends a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkerRequest {
    /// Returned with every answer.
    pub request: u32,
    /// The job to do.
    pub job: Job,
}

/// The messages that the worker answers. The experiment travels as bytes: one copy, no walk over a million objects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum WorkerReply {
    /// Still at work.
    Progressed {
        /// The request.
        request: u32,
        /// The share that is done.
        progress: Progress,
    },
    /// Done; `bytes` is the experiment as [`Experiment::to_bytes`](crate::experiment::Experiment::to_bytes) writes it.
    Finished {
        /// The request.
        request: u32,
        /// The experiment.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// A table or the findings are so far.
    Studied {
        /// The request.
        request: u32,
        /// The share that is done.
        share: f64,
        /// About how long the rest takes, in milliseconds.
        left_ms: Option<f64>,
    },
    /// A table or the findings are there.
    Made {
        /// The request.
        request: u32,
        /// The table or the findings: a packed [`Made`](crate::app::drawers::paper::Made).
        #[serde(with = "serde_bytes")]
        made: Vec<u8>,
    },
    /// The features of all states.
    Rows {
        /// The request.
        request: u32,
        /// A row a state, f32, little-endian.
        #[serde(with = "serde_bytes")]
        rows: Vec<u8>,
    },
    /// A model was judged.
    Judged {
        /// The request.
        request: u32,
        /// The findings that were found.
        regulation: Box<Regulation>,
    },
    /// It could not be done.
    Failed {
        /// The request.
        request: u32,
        /// The fault that went wrong, for the reader.
        error: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

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
