//! One seed of one setting, from Phase 1 to the last episode played, in pieces of some milliseconds.

mod forecast;
mod learn;
mod perform;
mod read;
mod teach;

use crate::experiment::Order;
use crate::experiment::error::PipelineError;
use crate::experiment::phase_one::{PhaseOneProgress, PhaseOneWithQ};
use crate::helper::{Helper, Student};
use crate::reward_model::Recorder;

use super::arm::{Target, Teaching};
use super::forecast::Forecaster;
use super::order::{StudyOrder, Visit};
use super::outcome::{ArmResult, Attempts, StudyResult};
use super::play::TaskMeans;
use super::policy::Solved;
use super::prepare::{N_VALIDATION, Prepared, TextHelper};

const TASKS_AT_A_TIME: u32 = 20;
const BATCHES_AT_A_TIME: u32 = 200;

/// A study at work.
pub struct Study {
    order: StudyOrder,
    prepared: Option<Box<Prepared>>,
    solved: Vec<Solved>,
    helpers: Vec<(Teaching, Helper)>,
    /// The helpers that read a text.
    readers: Vec<(Teaching, TextHelper)>,
    result: StudyResult,
    step: Step,
}

enum Step {
    PhaseOne(Box<PhaseOneWithQ>),
    Calibrate { next: u32 },
    Solve { next: usize },
    Teach { next: usize, student: Option<Box<Student>> },
    Foretell { next: usize, forecaster: Option<Box<Forecaster>> },
    Play { trial: usize, tasks: Vec<TaskMeans> },
    Regulate { next: u32 },
    Done,
}

impl Study {
    /// A study at its start.
    ///
    /// # Errors
    /// If there is nothing to train on or to play.
    pub fn new(order: StudyOrder) -> Result<Self, PipelineError> {
        if order.n_test == 0 {
            return Err(PipelineError::NoTasks);
        }
        if order.repetitions == 0 {
            return Err(PipelineError::NoRepetitions);
        }
        let sizes = Order { n_tasks: order.n_train, ..Order::new(order.seed, order.split) };
        let mut work = PhaseOneWithQ::new(sizes, order.actor, &order.helps)?;
        work.phase.recorder = Recorder::new(&work.phase.collection.plan, order.reads.self_knowledge());
        Ok(Self {
            prepared: None,
            solved: Vec::new(),
            helpers: Vec::new(),
            readers: Vec::new(),
            result: StudyResult {
                order: order.clone(),
                n_states: 0,
                n_tried: 0,
                arms: Vec::new(),
                forecasts: Vec::new(),
                attempts: Attempts::default(),
                late_attempts: Default::default(),
            },
            step: Step::PhaseOne(Box::new(work)),
            order,
        })
    }

    /// About which share of it is done, in [0, 1].
    #[must_use]
    pub fn progress(&self) -> f64 {
        let part = |(from, to): (f64, f64), done: f64, of: f64| from + (to - from) * done / of.max(1.0);
        let targets = self.targets().len() as f64;
        match &self.step {
            Step::PhaseOne(work) => match work.phase.progress() {
                PhaseOneProgress::Collecting(done, of) => part((0.0, 0.3), f64::from(done), f64::from(of)),
                PhaseOneProgress::Training(done, of) => {
                    let share = f64::from(done) / f64::from(of.max(1));
                    let before = work.phase.prms.len() as f64;
                    part((0.3, 0.5), before + share, self.order.helps.len() as f64 + 1.0)
                }
            },
            Step::Calibrate { next } => part((0.5, 0.53), f64::from(*next), f64::from(N_VALIDATION)),
            Step::Solve { next } => part((0.53, 0.6), *next as f64, targets),
            Step::Teach { next, .. } => part((0.6, 0.72), *next as f64, self.teachings().len() as f64),
            Step::Foretell { next, .. } => part((0.72, 0.8), *next as f64, self.order.forecasts.len() as f64),
            Step::Play { trial, .. } => part((0.8, 0.98), *trial as f64, self.order.trials.len() as f64),
            Step::Regulate { next } => part((0.98, 1.0), f64::from(*next), f64::from(self.order.n_test)),
            Step::Done => 1.0,
        }
    }

    /// Does the next piece; the result once there is no more to do.
    ///
    /// # Errors
    /// If the networks or the table cannot be made.
    pub fn advance(&mut self) -> Result<Option<StudyResult>, PipelineError> {
        self.step = match std::mem::replace(&mut self.step, Step::Done) {
            Step::PhaseOne(mut work) => {
                if work.advance()? {
                    self.prepare(work.phase)?;
                    Step::Calibrate { next: 0 }
                } else {
                    Step::PhaseOne(work)
                }
            }
            Step::Calibrate { next } => self.calibrate(next),
            Step::Solve { next } => self.solve(next),
            Step::Teach { next, student } => self.teach(next, student)?,
            Step::Foretell { next, forecaster } => self.foretell(next, forecaster)?,
            Step::Play { trial, tasks } => self.play(trial, tasks),
            Step::Regulate { next } if self.order.regulates && next < self.order.n_test => {
                self.regulate(next)
            }
            Step::Regulate { .. } => return Ok(Some(self.result.clone())),
            Step::Done => Step::Done,
        };
        Ok(None)
    }

    /// Runs the study to the end; tells `progress` between pieces how far the study is.
    ///
    /// # Errors
    /// As [`Self::advance`].
    pub fn run(mut self, mut progress: impl FnMut(f64)) -> Result<StudyResult, PipelineError> {
        loop {
            if let Some(result) = self.advance()? {
                return Ok(result);
            }
            progress(self.progress());
        }
    }

    /// The distinct tables that the trials rest on.
    fn targets(&self) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        for target in self.order.trials.iter().filter_map(|trial| trial.arm.target()) {
            if !targets.contains(target) {
                targets.push(target.clone());
            }
        }
        targets
    }

    /// The distinct helpers that the trials need.
    fn teachings(&self) -> Vec<Teaching> {
        let mut teachings: Vec<Teaching> = Vec::new();
        for teaching in self.order.trials.iter().filter_map(|trial| trial.arm.teaching()) {
            if !teachings.contains(&teaching) {
                teachings.push(teaching);
            }
        }
        teachings
    }
}
