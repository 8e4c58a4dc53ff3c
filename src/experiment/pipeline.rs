//! The pipeline in pieces, so that whoever runs it can report and stop between them.

use crate::actor::{BaseActor, Cast, Help, Profiles};
use crate::household::{Task, TaskId, TaskSet, World};
use crate::net::{Network, Trainer};
use crate::reward_model::{Recorder, SelfKnowledge};
use crate::rollout::{Counts, Plan, collect_task};

use super::error::PipelineError;
use super::evaluate::{Conduct, episode, score};
use super::order::{Order, Stage};
use super::phase_one::PhaseOne;
use super::prm;
use super::result::{Baseline, Experiment, Solved};
use super::table::{mdp_of_counts, row_totals};
use super::tally::RolledOut;

/// Tasks rolled out between two reports.
const TASKS_AT_A_TIME: u32 = 20;
/// Batches of training between two reports.
const BATCHES_AT_A_TIME: u32 = 200;
/// Validation tasks on which the PRM thresholds are set (App. B: a validation set; we take more than its 40).
const VALIDATION_TASKS: u32 = 200;
/// Fresh episodes a task and baseline.
const REPETITIONS: u32 = 2;

/// The pipeline at work.
pub struct Pipeline {
    order: Order,
    world: World,
    profiles: Profiles,
    plan: Plan,
    counts: Counts,
    recorder: Recorder,
    prms: Vec<Network>,
    /// The earlier result of which parts still hold.
    kept: Option<Box<Experiment>>,
    step: Step,
}

/// The progress of a pipeline: `done` of `of` pieces of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// The stage at work.
    pub stage: Stage,
    /// Tasks rolled out, batches trained, ways of asking tried.
    pub done: u32,
    /// The number of pieces in the stage.
    pub of: u32,
}

/// The next step of the pipeline.
enum Step {
    Collect { next_task: u32 },
    Train { which: usize, trainer: Box<Trainer> },
    Solve,
    Evaluate { experiment: Box<Experiment>, next: usize },
    Done,
}

impl Pipeline {
    /// The pipeline at its start.
    ///
    /// # Errors
    /// If the order asks for no task.
    pub fn new(order: Order) -> Result<Self, PipelineError> {
        order.check()?;
        let plan = Plan { repetitions: order.repetitions, ..Plan::one_help() };
        Ok(Self {
            world: World::new(order.split),
            profiles: Profiles::new(order.split, BaseActor::default()),
            recorder: Recorder::new(&plan, SelfKnowledge::default()),
            plan,
            counts: Counts::default(),
            prms: Vec::new(),
            kept: None,
            step: Step::Collect { next_task: 0 },
            order,
        })
    }

    /// The pipeline with every part of an earlier result that still holds.
    /// Under another γ these are the counts and the networks, under another state abstraction the networks.
    /// The result is that of [`Self::new`], to the bit.
    ///
    /// # Errors
    /// If the order asks for no task.
    pub fn resume(order: Order, earlier: Experiment) -> Result<Self, PipelineError> {
        let mut pipeline = Self::new(order)?;
        if order.shares_networks(&earlier.order) {
            pipeline.prms.clone_from(&earlier.prms);
            if order.shares_counts(&earlier.order) {
                pipeline.step = Step::Solve;
            }
            pipeline.kept = Some(Box::new(earlier));
        }
        Ok(pipeline)
    }

    /// The pipeline of an order whose Phase 1 is done: what comes out is what [`Self::new`] would give, to the bit.
    fn after(order: Order, phase: PhaseOne) -> Result<Self, PipelineError> {
        let mut pipeline = Self::new(order)?;
        (pipeline.counts, pipeline.recorder) = (phase.counts, phase.recorder);
        pipeline.step = pipeline.start_training(0)?;
        Ok(pipeline)
    }

    /// The stage at work, and how much of it is done.
    #[must_use]
    pub fn progress(&self) -> Done {
        let baselines = Baseline::ALL.len() as u32;
        let (stage, done, of) = match &self.step {
            Step::Collect { next_task } => (Stage::Collect, *next_task, self.order.n_tasks),
            Step::Train { which, trainer } => {
                let stage = if *which == 0 { Stage::TrainBase } else { Stage::TrainHelp };
                let progress = trainer.progress();
                (stage, progress.batches_done, progress.batches)
            }
            Step::Solve => (Stage::Solve, 0, 1),
            Step::Evaluate { next, .. } => (Stage::Evaluate, *next as u32, baselines),
            Step::Done => (Stage::Evaluate, baselines, baselines),
        };
        Done { stage, done, of }
    }

    /// Does the next piece; the experiment once there is no more to do.
    ///
    /// # Errors
    /// If the networks or the table cannot be made.
    pub fn advance(&mut self) -> Result<Option<Experiment>, PipelineError> {
        self.step = match std::mem::replace(&mut self.step, Step::Done) {
            Step::Collect { next_task } if next_task < self.order.n_tasks => self.collect(next_task),
            Step::Collect { .. } if self.kept.is_some() => Step::Solve,
            Step::Collect { .. } => self.start_training(0)?,
            Step::Train { which, mut trainer } => {
                if trainer.step_batches(BATCHES_AT_A_TIME).done {
                    self.prms.push(trainer.finish().network);
                    if which == 0 { self.start_training(1)? } else { Step::Solve }
                } else {
                    Step::Train { which, trainer }
                }
            }
            Step::Solve => {
                let mut experiment = Box::new(self.solve()?);
                experiment.thresholds = match &self.kept {
                    Some(kept) => kept.thresholds.clone(),
                    None => self.thresholds(&experiment.prms[0]),
                };
                Step::Evaluate { experiment, next: 0 }
            }
            Step::Evaluate { mut experiment, next } => match Baseline::ALL.get(next) {
                Some(&baseline) => {
                    let kept = self.kept.as_ref().filter(|_| !baseline.is_of_table());
                    let rolled_out = kept
                        .and_then(|kept| kept.baselines.iter().find(|(which, _)| *which == baseline))
                        .map_or_else(
                            || self.evaluate(&experiment, baseline),
                            |(_, rolled_out)| rolled_out.clone(),
                        );
                    experiment.baselines.push((baseline, rolled_out));
                    Step::Evaluate { experiment, next: next + 1 }
                }
                None => return Ok(Some(*experiment)),
            },
            Step::Done => Step::Done,
        };
        Ok(None)
    }

    fn task(&self, set: TaskSet, index: u32) -> Task {
        let Order { seed, split, .. } = self.order;
        Task::generate(&self.world, TaskId { split, set, seed, index })
    }

    fn collect(&mut self, first: u32) -> Step {
        let end = (first + TASKS_AT_A_TIME).min(self.order.n_tasks);
        for index in first..end {
            let task = self.task(TaskSet::Train, index);
            let cast = Cast::new(&self.profiles, &[Help::Better], &task);
            let counts = collect_task(&task, &cast, &self.plan, self.order.keying, &mut self.recorder);
            self.counts.append(&counts);
        }
        Step::Collect { next_task: end }
    }

    fn start_training(&mut self, which: usize) -> Result<Step, PipelineError> {
        Ok(Step::Train { which, trainer: prm::trainer(&mut self.recorder, which, self.order.seed)? })
    }

    fn solve(&mut self) -> Result<Experiment, PipelineError> {
        let step_limit = u32::from(self.world.step_limit);
        if let Some(kept) = self.kept.as_ref().filter(|kept| self.order.shares_counts(&kept.order)) {
            let solved = Solved {
                mdp: kept.mdp.with_gamma(self.order.gamma)?,
                prms: std::mem::take(&mut self.prms),
                tried: kept.tried.clone(),
                n_episodes: kept.n_episodes,
            };
            return Ok(Experiment::new(
                self.order,
                step_limit,
                kept.keys.clone(),
                kept.starts.clone(),
                solved,
            ));
        }
        let rows = std::mem::take(&mut self.recorder.first_visits);
        let counts = std::mem::take(&mut self.counts);
        let mdp = mdp_of_counts(&counts, &prm::scores(&self.prms, &rows), self.order.gamma)?;
        let tried = row_totals(&counts);
        let solved =
            Solved { mdp, prms: std::mem::take(&mut self.prms), tried, n_episodes: counts.n_episodes };
        Ok(Experiment::new(self.order, step_limit, counts.keys, counts.starts, solved))
    }

    fn evaluate(&self, experiment: &Experiment, baseline: Baseline) -> RolledOut {
        let base_prm = &experiment.prms[0];
        let policy;
        let conduct = match baseline {
            Baseline::Never => Conduct::Random(0.0),
            Baseline::Always => Conduct::Random(1.0),
            Baseline::Random10 => Conduct::Random(0.1),
            Baseline::Random30 => Conduct::Random(0.3),
            Baseline::Threshold10 | Baseline::Threshold30 => {
                let place = usize::from(baseline == Baseline::Threshold30);
                Conduct::Threshold { prm: base_prm, below: experiment.thresholds[place] }
            }
            Baseline::Exact40 | Baseline::Exact20 | Baseline::Exact10 => {
                policy = experiment.asking_at_price(baseline.rate());
                Conduct::Table { experiment, policy: &policy }
            }
        };
        let mut rolled_out = RolledOut::default();
        for index in 0..self.order.n_tasks {
            let task = self.task(TaskSet::Train, index);
            let episodes: Vec<_> = (0..REPETITIONS)
                .map(|repetition| {
                    episode(&task, &self.profiles, self.order.keying, conduct, baseline.stream(), repetition)
                })
                .collect();
            rolled_out.add(&episodes);
        }
        rolled_out
    }

    /// The scores below which a tenth and three tenths of the base actor's states on validation tasks lie (App. B).
    fn thresholds(&self, prm: &Network) -> Vec<f64> {
        let mut scores = Vec::new();
        for index in 0..VALIDATION_TASKS {
            let task = self.task(TaskSet::Validation, index);
            let (base, _) = self.profiles.bind(&task);
            let run = episode(&task, &self.profiles, self.order.keying, Conduct::Random(0.0), 0, 0);
            let before = (0..run.steps.len()).map(|t| run.household_at(&task, t));
            scores.extend(before.map(|household| score(prm, &household, &base)));
        }
        scores.sort_by(f64::total_cmp);
        let below = |baseline: Baseline| {
            let place = (baseline.rate() * scores.len() as f64) as usize;
            scores.get(place).copied().unwrap_or(0.0)
        };
        [Baseline::Threshold10, Baseline::Threshold30].map(below).to_vec()
    }
}

/// The whole pipeline at once.
///
/// # Errors
/// As [`Pipeline::new`] and [`Pipeline::advance`].
pub fn run(order: Order) -> Result<Experiment, PipelineError> {
    let mut pipeline = Pipeline::new(order)?;
    loop {
        if let Some(experiment) = pipeline.advance()? {
            return Ok(experiment);
        }
    }
}

/// The solved table of an order whose Phase 1 is done; nothing is played.
///
/// # Errors
/// As [`Pipeline::advance`].
pub(crate) fn solve(order: Order, phase: PhaseOne) -> Result<Experiment, PipelineError> {
    let mut pipeline = Pipeline::after(order, phase)?;
    loop {
        match pipeline.step {
            Step::Solve => return pipeline.solve(),
            _ => pipeline.advance()?,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::super::phase_one::phase_one;
    use super::*;
    use crate::household::{Keying, Split};

    #[test]
    fn a_table_solved_after_phase_one_is_that_of_the_whole_pipeline() {
        let order = Order { n_tasks: 8, ..Order::new(3, Split::PnP) };
        let (whole, solved) = (run(order).unwrap(), solve(order, phase_one(order).unwrap()).unwrap());
        assert_eq!((solved.mdp, solved.prms), (whole.mdp, whole.prms));
        assert_eq!((solved.frontier, solved.tried), (whole.frontier, whole.tried));
    }

    fn resumed(order: Order, earlier: Experiment) -> Experiment {
        let mut pipeline = Pipeline::resume(order, earlier).unwrap();
        loop {
            if let Some(experiment) = pipeline.advance().unwrap() {
                return experiment;
            }
        }
    }

    #[test]
    fn what_is_resumed_is_what_a_fresh_run_gives() {
        let order = Order { n_tasks: 12, ..Order::new(1, Split::SObj) };
        let earlier = run(order).unwrap();
        for other in [
            Order { gamma: 0.9, ..order },
            Order { keying: Keying::WithoutStuckBit, ..order },
            Order { keying: Keying::WithStep, gamma: 1.0, ..order },
            Order { n_tasks: 10, ..order },
        ] {
            assert_eq!(resumed(other, earlier.clone()), run(other).unwrap(), "{other:?}");
        }
    }

    #[test]
    fn another_discount_starts_at_the_solver() {
        let order = Order { n_tasks: 4, ..Order::new(1, Split::SObj) };
        let earlier = run(order).unwrap();
        let stage = |order| Pipeline::resume(order, earlier.clone()).unwrap().progress().stage;
        assert_eq!(stage(Order { gamma: 0.9, ..order }), Stage::Solve);
        assert_eq!(stage(Order { keying: Keying::WithStep, ..order }), Stage::Collect);
    }
}
