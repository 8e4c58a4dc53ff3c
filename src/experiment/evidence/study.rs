//! One seed of one setting, from Phase 1 to the last episode played, in pieces of some milliseconds.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::actor::{BaseActor, Cast, Help, Profiles};
use crate::helper::{Helper, Lessons, Pricing, Student, TOLD_PRICES};
use crate::household::{Split, TaskSet, World};
use crate::mdp::{StateId, Unseen, exact};
use crate::net::{Network, TrainError, TrainOptions, Trainer, TrainingSet};
use crate::numeric::Seed;
use crate::reward_model::{Attempt, N_FEATURES, QOptions, Recorder, SelfKnowledge, Visits, train_q};
use crate::rollout::{Counts, Mix, Plan, collect_task};

use super::super::pipeline::PipelineError;
use super::super::table::{all_tried, mdp_of_counts, mdp_of_steadied_counts};
use super::arm::{Arm, Coverage, Pick, Rule, Target, Teaching};
use super::play::{Ready, TaskMeans, play_task};
use super::policy::{Expected, Solved, expected_of};
use super::prepare::{KEYING, N_VALIDATION, Prepared, readings};

const TASKS_AT_A_TIME: u32 = 20;
const BATCHES_AT_A_TIME: u32 = 200;

/// One way of asking on one set of tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The way of asking.
    pub arm: Arm,
    /// Training tasks or test tasks.
    pub set: TaskSet,
}

impl Trial {
    /// On test tasks.
    #[must_use]
    pub fn test(arm: Arm) -> Self {
        Self { arm, set: TaskSet::Test }
    }

    /// On the training tasks.
    #[must_use]
    pub fn train(arm: Arm) -> Self {
        Self { arm, set: TaskSet::Train }
    }
}

/// What is to be studied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudyOrder {
    /// The seed of tasks, rollouts and networks.
    pub seed: Seed,
    /// The kind of tasks.
    pub split: Split,
    /// The base actor.
    pub actor: BaseActor,
    /// The interventions, in order; one or two.
    pub helps: Vec<Help>,
    /// Training tasks, at least 1.
    pub n_train: u32,
    /// Test tasks, at least 1.
    pub n_test: u32,
    /// Episodes a task and way of asking, at least 1.
    pub repetitions: u32,
    /// γ.
    pub gamma: f64,
    /// What is played.
    pub trials: Vec<Trial>,
    /// Whether the base's test episodes are kept as self-regulation sees them (Table 1).
    pub regulates: bool,
    /// Which visit of a table state a helper learns from.
    pub visit: Visit,
    /// How many tries more each tried action counts where counts are steadied.
    pub steadying: f64,
}

/// Which of its visits stands for a state when a helper learns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visit {
    /// Any one, each as likely as the others.
    #[default]
    Any,
    /// The first one.
    First,
}

/// What came of one trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmResult {
    /// What was played.
    pub trial: Trial,
    /// What its table expects, where it has one.
    pub expected: Option<Expected>,
    /// Of a helper: the calls to be expected where it decides in the states of its table itself, an entry an intervention;
    /// discounted, and counted within the step limit.
    pub learned: Option<[Vec<f64>; 2]>,
    /// One entry a task, in order.
    pub tasks: Vec<TaskMeans>,
    /// On training tasks with a table: whether one rollout of its policy stayed inside; else empty.
    pub seen: Vec<bool>,
}

/// What came of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudyResult {
    /// What was asked for.
    pub order: StudyOrder,
    /// States of the table.
    pub n_states: u32,
    /// Those in which every action was tried.
    pub n_tried: u32,
    /// One a trial, in their order.
    pub arms: Vec<ArmResult>,
    /// The base alone, as self-regulation sees it before the last step.
    pub attempts: Attempts,
    /// The same where the state of the last step counts too, and where it counts alone: what more there is to see.
    pub late_attempts: [Attempts; 2],
}

/// Episodes on validation tasks, and on test tasks task by task.
pub type Attempts = (Vec<Attempt>, Vec<Vec<Attempt>>);

impl StudyResult {
    /// What came of a way of asking on a set of tasks.
    #[must_use]
    pub fn arm(&self, arm: &Arm, set: TaskSet) -> Option<&ArmResult> {
        self.arms.iter().find(|found| found.trial.set == set && found.trial.arm == *arm)
    }
}

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
            Step::Teach { next, .. } => part((0.6, 0.75), *next as f64, self.teachings().len() as f64),
            Step::Play { trial, .. } => part((0.75, 0.98), *trial as f64, self.order.trials.len() as f64),
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

    /// Q(s, a), if MCTS takes part.
    fn train_q(&mut self) -> Result<Step, PipelineError> {
        if self.order.helps.contains(&Help::Mcts) {
            let options = QOptions { n_tasks: self.order.n_train, ..QOptions::default() };
            let q = train_q(&self.world, &self.profiles, self.order.seed, &options)?;
            self.profiles.q = Some(Arc::new(q));
        }
        Ok(Step::Collect { next: 0 })
    }

    fn collect(&mut self, first: u32) -> Step {
        let end = (first + TASKS_AT_A_TIME).min(self.order.n_train);
        for index in first..end {
            let id = crate::household::TaskId {
                split: self.order.split,
                set: TaskSet::Train,
                seed: self.order.seed,
                index,
            };
            let task = crate::household::Task::generate(&self.world, id);
            let cast = Cast::new(&self.profiles, &self.order.helps, &task);
            self.counts.append(&collect_task(&task, &cast, &self.plan, KEYING, &mut self.recorder));
        }
        Step::Collect { next: end }
    }

    fn start_training(&mut self) -> Result<Step, PipelineError> {
        let which = self.prms.len();
        let Visits { features, success } = std::mem::take(&mut self.recorder.alone[which]);
        let data = TrainingSet::new(&features, N_FEATURES as u32, &success).map_err(TrainError::from)?;
        let trainer = Trainer::new(data, &TrainOptions::prm(), self.order.seed.wrapping_add(which as u64))?;
        Ok(Step::Train { trainer: Box::new(trainer) })
    }

    fn prepare(&mut self) -> Result<(), PipelineError> {
        let first_visits = std::mem::take(&mut self.recorder.first_visits);
        let counts = std::mem::take(&mut self.counts);
        let prms = std::mem::take(&mut self.prms);
        // The widths agree: both come from `N_FEATURES`.
        let scores: Vec<Vec<f32>> =
            prms.iter().map(|prm| prm.predict(&first_visits).unwrap_or_default()).collect();
        let mdp = mdp_of_counts(&counts, &scores, self.order.gamma)?;
        let is_steadied = self.targets().iter().any(|target| target.rule == Rule::Steadied);
        let steadied = is_steadied
            .then(|| mdp_of_steadied_counts(&counts, &scores, self.order.gamma, self.order.steadying))
            .transpose()?;
        let tried = all_tried(&counts, self.order.helps.len());
        self.result.n_states = tried.len() as u32;
        self.result.n_tried = tried.iter().filter(|tried| **tried).count() as u32;
        self.prepared = Some(Box::new(Prepared {
            order: self.order.clone(),
            world: self.world.clone(),
            profiles: self.profiles.clone(),
            keys: counts.keys,
            starts: counts.starts,
            tried,
            rows: match self.order.visit {
                Visit::Any => std::mem::take(&mut self.recorder.any_visits),
                Visit::First => first_visits,
            },
            mdp,
            steadied,
            prms,
            validation_scores: Vec::new(),
            validation_first: Vec::new(),
            attempts: Default::default(),
        }));
        Ok(())
    }

    fn calibrate(&mut self, first: u32) -> Step {
        let end = (first + TASKS_AT_A_TIME).min(N_VALIDATION);
        let Some(prepared) = &mut self.prepared else { return Step::Done };
        (first..end).for_each(|index| prepared.calibrate(index));
        if end < N_VALIDATION {
            return Step::Calibrate { next: end };
        }
        prepared.end_calibration();
        let (result, [before, too, alone]) = (&mut self.result, prepared.attempts.clone());
        let [late_too, late_alone] = &mut result.late_attempts;
        (result.attempts.0, late_too.0, late_alone.0) = (before, too, alone);
        Step::Solve { next: 0 }
    }

    fn solve(&mut self, next: usize) -> Step {
        let Some(prepared) = &self.prepared else { return Step::Done };
        match self.targets().get(next) {
            Some(target) => {
                self.solved.push(Solved::of(prepared, target));
                Step::Solve { next: next + 1 }
            }
            None => Step::Teach { next: 0, student: None },
        }
    }

    fn teach(&mut self, next: usize, student: Option<Box<Student>>) -> Result<Step, PipelineError> {
        let Some(prepared) = &self.prepared else { return Ok(Step::Done) };
        let teachings = self.teachings();
        let Some(teaching) = teachings.get(next) else {
            return Ok(Step::Play { trial: 0, tasks: Vec::new() });
        };
        let mut student = match student {
            Some(student) => student,
            None => {
                let lessons = lessons_of(prepared, &self.solved, teaching);
                if lessons.is_empty() {
                    // Nobody can be taught (every rollout left the table, say): whoever asks goes on alone.
                    return Ok(Step::Teach { next: next + 1, student: None });
                }
                let (n_helps, options) = (self.order.helps.len(), Student::options(lessons.pricing()));
                Box::new(Student::new(lessons, n_helps, &options, self.order.seed)?)
            }
        };
        Ok(match student.step_batches(BATCHES_AT_A_TIME)? {
            Some(helper) => {
                self.helpers.push((teaching.clone(), helper));
                Step::Teach { next: next + 1, student: None }
            }
            None => Step::Teach { next, student: Some(student) },
        })
    }

    fn play(&mut self, place: usize, mut tasks: Vec<TaskMeans>) -> Step {
        let Some(prepared) = &self.prepared else { return Step::Done };
        let Some(trial) = self.order.trials.get(place) else { return Step::Regulate { next: 0 } };
        let n = if trial.set == TaskSet::Train { self.order.n_train } else { self.order.n_test };
        let ready = self.ready(prepared, &trial.arm);
        let end = (tasks.len() as u32 + TASKS_AT_A_TIME).min(n);
        for index in tasks.len() as u32..end {
            tasks.push(play_task(prepared, &ready, &prepared.task(trial.set, index)));
        }
        if end < n {
            return Step::Play { trial: place, tasks };
        }
        let solved = trial.arm.target().and_then(|target| solved_for(&self.solved, target));
        let on_train = solved.filter(|_| trial.set == TaskSet::Train);
        let seen = on_train.map(|solved| solved.trajectories.iter().map(|t| t.is_seen()).collect());
        let learned = match &ready {
            Ready::Helper(helper, prices) => Some(expected_of(prepared, helper, prices)),
            _ => None,
        };
        self.result.arms.push(ArmResult {
            learned,
            trial: trial.clone(),
            expected: solved.map(|solved| solved.expected.clone()),
            tasks,
            seen: seen.unwrap_or_default(),
        });
        Step::Play { trial: place + 1, tasks: Vec::new() }
    }

    fn ready<'a>(&'a self, prepared: &Prepared, arm: &'a Arm) -> Ready<'a> {
        let below = |pick: &Pick| match pick {
            Pick::Random(_) => 0.0,
            Pick::AllSteps(share) => prepared.threshold(*share, false),
            Pick::FirstFive(share) => prepared.threshold(*share, true),
        };
        match arm {
            Arm::Random(mix) => Ready::Random(Mix(mix.clone())),
            Arm::Threshold(share) => Ready::Threshold { below: prepared.threshold(*share, false) },
            Arm::Tasks(pick) => Ready::Tasks { pick: *pick, below: below(pick) },
            Arm::Oracle(pick) => Ready::Oracle { pick: *pick, below: below(pick) },
            Arm::Idle => Ready::Idle,
            Arm::Tabular(target) => match solved_for(&self.solved, target) {
                Some(solved) => Ready::Tabular(&solved.policy),
                None => Ready::Random(Mix(Vec::new())),
            },
            Arm::Helper(target, _) | Arm::Told(target) => {
                let teaching = arm.teaching();
                match self.helpers.iter().find(|(taught, _)| Some(taught) == teaching.as_ref()) {
                    Some((_, helper)) => Ready::Helper(helper, &target.prices),
                    None => Ready::Random(Mix(Vec::new())),
                }
            }
        }
    }

    fn regulate(&mut self, first: u32) -> Step {
        let Some(prepared) = &self.prepared else { return Step::Done };
        let end = (first + TASKS_AT_A_TIME).min(self.order.n_test);
        for index in first..end {
            let task = prepared.task(TaskSet::Test, index);
            let cast = prepared.cast(&task);
            let mut found: [Vec<Attempt>; 3] = Default::default();
            for repetition in 0..self.order.repetitions {
                let (scores, success) = prepared.base_alone(&task, &cast, repetition);
                found.iter_mut().zip(readings(&scores, success)).for_each(|(all, one)| all.push(one));
            }
            let [before, too, alone] = found;
            self.result.attempts.1.push(before);
            let [late_too, late_alone] = &mut self.result.late_attempts;
            late_too.1.push(too);
            late_alone.1.push(alone);
        }
        Step::Regulate { next: end }
    }
}

fn solved_for<'a>(solved: &'a [Solved], target: &Target) -> Option<&'a Solved> {
    solved.iter().find(|solved| solved.target == *target)
}

fn lessons_of(prepared: &Prepared, solved: &[Solved], teaching: &Teaching) -> Lessons {
    let tried = |state: StateId| prepared.tried[state.index()];
    let (target, coverage) = match teaching {
        Teaching::One(target, coverage) => (target, coverage),
        Teaching::Told => {
            let mut lessons = Lessons::new(Pricing::Conditioned);
            let prices = if prepared.order.helps.len() == 1 { &TOLD_PRICES[..] } else { &[] };
            for &price in prices {
                let policy = exact::solve(&prepared.mdp, &[price], Unseen::Mask).policy;
                lessons.add_all_states(&prepared.rows, &policy, &[price], tried);
            }
            return lessons;
        }
    };
    let mut lessons = Lessons::new(Pricing::Fixed);
    let Some(solved) = solved_for(solved, target) else { return lessons };
    match coverage {
        Coverage::AllStates => {
            lessons.add_all_states(&prepared.rows, &solved.policy, &solved.target.prices, tried);
        }
        Coverage::TrajectoryOnly => {
            for trajectory in &solved.trajectories {
                trajectory.teach(&mut lessons, &solved.target.prices);
            }
        }
    }
    lessons
}
