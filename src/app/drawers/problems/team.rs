//! A large problem, shared out. The session or a helper, as soon as it is free, takes the next stretch of
//! tasks. The result does not depend on which of them solved a stretch.

use core::ops::Range;

use serde::{Deserialize, Serialize};

use crate::app::drawers::problems::rules::Rules;
use crate::mdp::frontier::Part;
use crate::mdp::paper::PSource;
use crate::mdp::{Mdp, Unseen};

/// Stretches: many more than helpers, so that a slow one holds nobody up.
const STRETCHES: u32 = 64;

/// The calculation to make for every task of a large problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum SharedJob {
    /// The frontier of each task.
    Frontier,
    /// The success, the calls and the listed actions of the optimal policy and of the paper's rule.
    Rules {
        /// The price of each intervention.
        prices: Vec<f64>,
        /// The source of p, the chance of success in the paper's rule.
        p_source: PSource,
    },
}

/// One stretch of the tasks of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The problem it is of.
    pub problem: u32,
    errand_number: u32,
    job: SharedJob,
    stretch: u32,
}

/// The result of a calculation over one stretch of tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Found {
    Frontier(Part),
    Rules(Box<Rules>),
}

/// A share that is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    errand_number: u32,
    stretch: u32,
    found: Found,
}

/// A message to a helper: a problem to hold, or a share of the work on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HelperRequest {
    /// The problem that shares are of from now on.
    Problem(Box<Mdp>),
    /// A share to do.
    Share(Share),
}

/// A helper: it holds the problem and does its shares.
#[derive(Default)]
pub struct ProblemHelper(Option<Box<Mdp>>);

impl ProblemHelper {
    /// Answers a request; the result is that of a share, none for a problem to hold.
    pub fn answer(&mut self, request: HelperRequest) -> Option<Finding> {
        match request {
            HelperRequest::Problem(mdp) => {
                self.0 = Some(mdp);
                None
            }
            HelperRequest::Share(share) => self.0.as_ref().map(|mdp| share.find(mdp)),
        }
    }
}

impl Share {
    /// Does it.
    pub(super) fn find(&self, mdp: &Mdp) -> Finding {
        let tasks = tasks_of(mdp, self.stretch);
        let found = match &self.job {
            SharedJob::Frontier => Found::Frontier(Part::of(mdp, &weights(mdp), Unseen::Mask, tasks)),
            SharedJob::Rules { prices, p_source } => {
                Found::Rules(Box::new(Rules::of(mdp, prices, *p_source, tasks)))
            }
        };
        Finding { errand_number: self.errand_number, stretch: self.stretch, found }
    }
}

fn tasks_of(mdp: &Mdp, stretch: u32) -> Range<usize> {
    let end = |stretch: u32| mdp.n_components() * stretch as usize / STRETCHES as usize;
    end(stretch)..end(stretch + 1)
}

/// Every intervention counts 1.
pub(super) fn weights(mdp: &Mdp) -> Vec<f64> {
    vec![1.0; mdp.n_interventions()]
}

/// A job under way.
pub(super) struct Sharing {
    problem: u32,
    number: u32,
    job: SharedJob,
    /// The stretches that nobody has, the next one last.
    free: Vec<u32>,
    found: Vec<Option<Found>>,
}

impl Sharing {
    pub(super) fn new(problem: u32, number: u32, job: SharedJob) -> Self {
        let found = (0..STRETCHES).map(|_| None).collect();
        Self { problem, number, job, free: (0..STRETCHES).rev().collect(), found }
    }

    pub(super) fn has_free(&self) -> bool {
        !self.free.is_empty()
    }

    /// The next share that nobody has.
    pub(super) fn hand_out(&mut self) -> Option<Share> {
        let stretch = self.free.pop()?;
        Some(Share { problem: self.problem, errand_number: self.number, job: self.job.clone(), stretch })
    }

    /// A share that will not be done where it is.
    pub(super) fn take_back(&mut self, share: &Share) {
        if share.errand_number == self.number {
            self.free.push(share.stretch);
        }
    }

    /// Takes a result; true if it was the last one. A result of another job is dropped.
    pub(super) fn put(&mut self, finding: Finding) -> bool {
        let place = self.found.get_mut(finding.stretch as usize).filter(|place| place.is_none());
        let Some(place) = place.filter(|_| finding.errand_number == self.number) else { return false };
        *place = Some(finding.found);
        self.found.iter().all(Option::is_some)
    }

    /// The share of the stretches that is done, in [0, 1].
    pub(super) fn share_done(&self) -> f64 {
        self.found.iter().flatten().count() as f64 / f64::from(STRETCHES)
    }

    /// The frontiers that were found, in order.
    pub(super) fn frontiers(self) -> Vec<Part> {
        let parts = self.found.into_iter().flatten().filter_map(|found| match found {
            Found::Frontier(part) => Some(part),
            Found::Rules(_) => None,
        });
        parts.collect()
    }

    /// The rules of all tasks, added up in order.
    pub(super) fn rules(self) -> Option<Rules> {
        let parts = self.found.into_iter().flatten().filter_map(|found| match found {
            Found::Rules(rules) => Some(*rules),
            Found::Frontier(_) => None,
        });
        parts.reduce(Rules::and)
    }
}
