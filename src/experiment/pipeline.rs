//! The pipeline in pieces, so that whoever runs it can report and stop between them.

use crate::household::TaskSet;
use crate::net::Network;

use super::error::PipelineError;
use super::evaluate::{Conduct, episode, score};
use super::order::{Order, Stage};
use super::phase_one::{PhaseOne, PhaseOneProgress};
use super::result::{Baseline, Experiment, Solved};
use super::table::{mdp_of_counts, row_totals};
use super::tally::RolledOut;

/// Validation tasks on which the PRM thresholds are set (App. B: a validation set; we take more than its 40).
const VALIDATION_TASKS: u32 = 200;
/// Fresh episodes a task and baseline.
const REPETITIONS: u32 = 2;

/// The pipeline at work.
pub struct Pipeline {
    order: Order,
    phase: PhaseOne,
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
    PhaseOne,
    Solve,
    Evaluate { experiment: Box<Experiment>, next: usize },
    Done,
}

impl Pipeline {
    /// The pipeline at its start.
    ///
    /// # Errors
    /// If the order asks for no task or no episode.
    pub fn new(order: Order) -> Result<Self, PipelineError> {
        let phase = PhaseOne::new(order)?;
        Ok(Self { order, phase, kept: None, step: Step::PhaseOne })
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
            pipeline.phase.prms.clone_from(&earlier.prms);
            if order.shares_counts(&earlier.order) {
                pipeline.step = Step::Solve;
            }
            pipeline.kept = Some(Box::new(earlier));
        }
        Ok(pipeline)
    }

    /// The stage at work, and how much of it is done.
    #[must_use]
    pub fn progress(&self) -> Done {
        let baselines = Baseline::ALL.len() as u32;
        let (stage, done, of) = match &self.step {
            Step::PhaseOne => match self.phase.progress() {
                PhaseOneProgress::Collecting(done, of) => (Stage::Collect, done, of),
                PhaseOneProgress::Training(done, of) => {
                    let is_base = self.phase.prms.is_empty();
                    (if is_base { Stage::TrainBase } else { Stage::TrainHelp }, done, of)
                }
            },
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
            Step::PhaseOne if self.phase.advance()? => Step::Solve,
            Step::PhaseOne => Step::PhaseOne,
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

    fn solve(&mut self) -> Result<Experiment, PipelineError> {
        let step_limit = u32::from(self.phase.collection.world.step_limit);
        if let Some(kept) = self.kept.as_ref().filter(|kept| self.order.shares_counts(&kept.order)) {
            let solved = Solved {
                mdp: kept.mdp.with_gamma(self.order.gamma)?,
                prms: std::mem::take(&mut self.phase.prms),
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
        let scores = self.phase.scores();
        let counts = std::mem::take(&mut self.phase.counts);
        let mdp = mdp_of_counts(&counts, &scores, self.order.gamma)?;
        let tried = row_totals(&counts);
        let prms = std::mem::take(&mut self.phase.prms);
        let solved = Solved { mdp, prms, tried, n_episodes: counts.n_episodes };
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
            let task = self.phase.collection.task_of(TaskSet::Train, index);
            let episodes: Vec<_> = (0..REPETITIONS)
                .map(|repetition| {
                    episode(
                        &task,
                        &self.phase.collection.profiles,
                        self.order.keying,
                        conduct,
                        baseline.stream(),
                        repetition,
                    )
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
            let task = self.phase.collection.task_of(TaskSet::Validation, index);
            let (base, _) = self.phase.collection.profiles.bind(&task);
            let run = episode(
                &task,
                &self.phase.collection.profiles,
                self.order.keying,
                Conduct::Random(0.0),
                0,
                0,
            );
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

/// The solved table of an order whose rollouts are there; nothing is played.
///
/// # Errors
/// As [`Pipeline::advance`].
pub(crate) fn solve(order: Order, mut phase: PhaseOne) -> Result<Experiment, PipelineError> {
    while !phase.advance()? {}
    Pipeline { order, phase, kept: None, step: Step::Done }.solve()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::{Keying, Split};

    #[test]
    fn a_table_solved_after_phase_one_is_that_of_the_whole_pipeline() {
        let order = Order { n_tasks: 8, ..Order::new(3, Split::PnP) };
        let (whole, solved) =
            (run(order).unwrap(), solve(order, PhaseOne::collected(order).unwrap()).unwrap());
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
