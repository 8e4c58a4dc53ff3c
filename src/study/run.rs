//! One seed of one setting, from Phase 1 to the last episode played, in pieces of some milliseconds.

mod forecast;
mod learn;
mod perform;
mod teach;

use crate::actor::Profiles;
use crate::helper::{Helper, Student};
use crate::household::World;
use crate::net::{Network, Trainer};
use crate::reward_model::{Recorder, SelfKnowledge};
use crate::rollout::{Counts, Plan};

use super::arm::{Target, Teaching};
use super::forecast::Forecaster;
use super::play::TaskMeans;
use super::policy::Solved;
use super::prepare::{N_VALIDATION, Prepared};
use crate::experiment::error::PipelineError;

use super::order::{StudyOrder, Visit};
use super::outcome::{ArmResult, Attempts, StudyResult};

const TASKS_AT_A_TIME: u32 = 20;
const BATCHES_AT_A_TIME: u32 = 200;

/// A study at work.
pub struct Study {
    order: StudyOrder,
    world: World,
    profiles: Profiles,
    plan: Plan,
    counts: Counts,
    recorder: Recorder,
    prms: Vec<Network>,
    prepared: Option<Box<Prepared>>,
    solved: Vec<Solved>,
    helpers: Vec<(Teaching, Helper)>,
    result: StudyResult,
    step: Step,
}

enum Step {
    TrainQ,
    Collect { next: u32 },
    Train { trainer: Box<Trainer> },
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
        if order.n_train == 0 || order.n_test == 0 {
            return Err(PipelineError::NoTasks);
        }
        if order.repetitions == 0 {
            return Err(PipelineError::NoRepetitions);
        }
        let plan = if order.helps.len() > 1 { Plan::two_helps() } else { Plan::one_help() };
        Ok(Self {
            world: World::new(order.split),
            profiles: Profiles::new(order.split, order.actor),
            recorder: Recorder::new(&plan, SelfKnowledge::default()),
            plan,
            counts: Counts::default(),
            prms: Vec::new(),
            prepared: None,
            solved: Vec::new(),
            helpers: Vec::new(),
            result: StudyResult {
                order: order.clone(),
                n_states: 0,
                n_tried: 0,
                arms: Vec::new(),
                forecasts: Vec::new(),
                attempts: Attempts::default(),
                late_attempts: Default::default(),
            },
            step: Step::TrainQ,
            order,
        })
    }

    /// About which share of it is done, in [0, 1].
    #[must_use]
    pub fn progress(&self) -> f64 {
        let part = |(from, to): (f64, f64), done: f64, of: f64| from + (to - from) * done / of.max(1.0);
        let targets = self.targets().len() as f64;
        match &self.step {
            Step::TrainQ => 0.0,
            Step::Collect { next } => part((0.0, 0.3), f64::from(*next), f64::from(self.order.n_train)),
            Step::Train { trainer } => {
                let now = trainer.progress();
                let share = f64::from(now.batches_done) / f64::from(now.batches.max(1));
                part((0.3, 0.5), self.prms.len() as f64 + share, self.order.helps.len() as f64 + 1.0)
            }
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
            Step::TrainQ => self.train_q()?,
            Step::Collect { next } if next < self.order.n_train => self.collect(next),
            Step::Collect { .. } => self.start_training()?,
            Step::Train { mut trainer } => {
                if trainer.step_batches(BATCHES_AT_A_TIME).done {
                    self.prms.push(trainer.finish().network);
                    if self.prms.len() <= self.order.helps.len() {
                        self.start_training()?
                    } else {
                        self.prepare()?;
                        Step::Calibrate { next: 0 }
                    }
                } else {
                    Step::Train { trainer }
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

    /// To the end, telling `progress` between pieces how far it is.
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
