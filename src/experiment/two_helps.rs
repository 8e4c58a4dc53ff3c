//! The household with two interventions as one problem: Phase 1 with the better model and MCTS, the networks that fill
//! what was never tried, and the table. In pieces of some milliseconds; nothing is solved or played.

use serde::{Deserialize, Serialize};

use crate::actor::{BaseActor, Help};
use crate::household::StateKey;
use crate::mdp::{Mdp, MdpFile, StateId};
use crate::reward_model::QProgress;

use super::error::PipelineError;
use super::order::Order;
use super::phase_one::{PhaseOneProgress, PhaseOneWithQ};

/// The problem, and what its states are.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoHelpsProblem {
    /// `nohelp`, the better model, MCTS; a task a component.
    pub mdp: Mdp,
    /// The key of each state.
    pub keys: Vec<StateKey>,
    /// The start state of each task; its states run up to the next task's.
    pub starts: Vec<u32>,
    /// Episodes of Phase 1.
    pub n_episodes: u32,
}

impl TwoHelpsProblem {
    /// The name of a state, as traces name it too: the number of its task and its key.
    #[must_use]
    pub fn state_name(&self, state: StateId) -> String {
        format!("{}:{:x}", self.task_of(state), self.keys[state.index()].bits())
    }

    /// The number of the training task that a state belongs to.
    #[must_use]
    pub fn task_of(&self, state: StateId) -> u32 {
        self.starts.partition_point(|&start| start <= state.0).saturating_sub(1) as u32
    }

    /// The same with names, to be written as a file.
    #[must_use]
    pub fn file(self) -> MdpFile {
        let states = self.mdp.states().map(|state| self.state_name(state)).collect();
        MdpFile { mdp: self.mdp, states }
    }
}

/// The stages of the work, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TwoHelpsStage {
    /// The base explores, for the Q of MCTS.
    #[default]
    Explore,
    /// Q is trained.
    TrainQ,
    /// Phase 1: rollouts with either help at random.
    Collect,
    /// The process reward models are trained, one an actor.
    TrainPrms,
}

impl TwoHelpsStage {
    /// Every stage, in order.
    pub const ALL: [Self; 4] = [Self::Explore, Self::TrainQ, Self::Collect, Self::TrainPrms];

    /// About where the stage begins and ends, as shares of the whole.
    fn span(self) -> (f64, f64) {
        match self {
            Self::Explore => (0.0, 0.02),
            Self::TrainQ => (0.02, 0.1),
            Self::Collect => (0.1, 0.6),
            Self::TrainPrms => (0.6, 1.0),
        }
    }
}

/// The progress: `done` of `of` pieces of a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoHelpsDone {
    /// The stage at work.
    pub stage: TwoHelpsStage,
    /// Tasks rolled out, or batches trained.
    pub done: u32,
    /// The number of pieces in the stage.
    pub of: u32,
}

impl TwoHelpsDone {
    /// About which share of the whole is done, in [0, 1].
    #[must_use]
    pub fn share(self) -> f64 {
        let (from, to) = self.stage.span();
        from + (to - from) * f64::from(self.done) / f64::from(self.of.max(1))
    }
}

/// The household with two interventions, at work.
pub struct TwoHelps {
    gamma: f64,
    work: PhaseOneWithQ,
}

impl TwoHelps {
    /// The interventions, in order.
    pub const HELPS: [Help; 2] = [Help::Better, Help::Mcts];

    /// The work at its start.
    ///
    /// # Errors
    /// If the order asks for no task or no episode.
    pub fn new(order: Order) -> Result<Self, PipelineError> {
        let work = PhaseOneWithQ::new(order, BaseActor::default(), &Self::HELPS)?;
        Ok(Self { gamma: order.gamma, work })
    }

    /// The progress of the stage at work.
    #[must_use]
    pub fn progress(&self) -> TwoHelpsDone {
        let phase = &self.work.phase;
        let (stage, done, of) = match (self.work.q_progress(), phase.progress()) {
            (Some(QProgress::Exploring(done, of)), _) => (TwoHelpsStage::Explore, done, of),
            (Some(QProgress::Training(done, of)), _) => (TwoHelpsStage::TrainQ, done, of),
            (None, PhaseOneProgress::Collecting(done, of)) => (TwoHelpsStage::Collect, done, of),
            (None, PhaseOneProgress::Training(done, of)) => {
                // The networks differ in how many visits they learn from: each is a third.
                let (before, n) = (phase.prms.len() as u32, Self::HELPS.len() as u32 + 1);
                (TwoHelpsStage::TrainPrms, before * of + done, n * of)
            }
        };
        TwoHelpsDone { stage, done, of }
    }

    /// Does the next piece; the problem once there is no more to do.
    ///
    /// # Errors
    /// If the networks or the table cannot be made.
    pub fn advance(&mut self) -> Result<Option<TwoHelpsProblem>, PipelineError> {
        if !self.work.advance()? {
            return Ok(None);
        }
        let phase = &mut self.work.phase;
        let mdp = phase.mdp(self.gamma)?;
        let counts = std::mem::take(&mut phase.counts);
        Ok(Some(TwoHelpsProblem {
            mdp,
            keys: counts.keys,
            starts: counts.starts,
            n_episodes: counts.n_episodes,
        }))
    }

    /// Runs the work to the end; tells `progress` between pieces how far the work is.
    ///
    /// # Errors
    /// As [`Self::advance`].
    pub fn run(mut self, mut progress: impl FnMut(TwoHelpsDone)) -> Result<TwoHelpsProblem, PipelineError> {
        loop {
            if let Some(problem) = self.advance()? {
                return Ok(problem);
            }
            progress(self.progress());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::Split;

    #[test]
    fn each_stage_comes_in_turn_and_a_task_is_a_component() {
        let order = Order { n_tasks: 6, ..Order::new(2, Split::SObj) };
        let mut stages = vec![TwoHelpsStage::Explore];
        let mut share = 0.0;
        let problem = TwoHelps::new(order).unwrap().run(|now| {
            if stages.last() != Some(&now.stage) {
                stages.push(now.stage);
            }
            assert!(now.share() >= share, "{now:?} after {share}");
            share = now.share();
        });
        let problem = problem.unwrap();
        assert_eq!(stages, TwoHelpsStage::ALL);
        assert_eq!((problem.mdp.n_interventions(), problem.mdp.n_components()), (2, 6));
        assert_eq!(problem.mdp.n_states(), problem.keys.len());
        assert_eq!(problem.n_episodes, 6 * 17 * 3);
    }

    #[test]
    fn an_order_without_tasks_or_episodes_is_refused() {
        let order = Order::new(1, Split::PnP);
        assert_eq!(TwoHelps::new(Order { n_tasks: 0, ..order }).err(), Some(PipelineError::NoTasks));
        let none = TwoHelps::new(Order { repetitions: 0, ..order });
        assert_eq!(none.err(), Some(PipelineError::NoRepetitions));
    }
}
