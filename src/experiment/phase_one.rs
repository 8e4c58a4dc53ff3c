//! Phase 1 in pieces of some milliseconds: rollouts with help at random, and the networks that learn from them.

use std::sync::Arc;

use crate::actor::{BaseActor, Help};
use crate::mdp::{Mdp, MdpError};
use crate::net::{Network, TrainError, TrainOptions, Trainer, TrainingSet};
use crate::reward_model::{N_FEATURES, QLearner, QOptions, QProgress, Recorder, SelfKnowledge, Visits};
use crate::rollout::{Collection, Counts, Plan};

use super::error::PipelineError;
use super::order::Order;
use super::table::{all_tried, mdp_of_counts};

/// Phase 1 of an order: `count[s][a][s']`, then one process reward model p(s) an actor, the base's first.
/// In what pieces it is done changes no bit.
pub struct PhaseOne {
    /// The training tasks, the actors and the plan of the rollouts.
    pub collection: Collection,
    /// `count[s][a][s']`, and the key of each state.
    pub counts: Counts,
    /// The features of each state; the visits that no network has learned from yet.
    pub recorder: Recorder,
    /// The networks that are trained.
    pub prms: Vec<Network>,
    n_tasks: u32,
    next_task: u32,
    trainer: Option<Box<Trainer>>,
    /// Tasks, and batches of training, in one piece.
    pieces: (u32, u32),
}

/// The progress of Phase 1: `(done, of)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseOneProgress {
    /// Tasks rolled out.
    Collecting(u32, u32),
    /// Batches of the network in hand.
    Training(u32, u32),
}

impl PhaseOne {
    /// Phase 1 at its start, with the better model as the help.
    ///
    /// # Errors
    /// If the order asks for no task or no episode.
    pub fn new(order: Order) -> Result<Self, PipelineError> {
        Self::of(order, Collection::new(order.split, BaseActor::default(), order.seed))
    }

    /// Phase 1 of any collection: other worlds, actors and mixes. The order has the state abstraction and the repetitions.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn of(order: Order, mut collection: Collection) -> Result<Self, PipelineError> {
        order.check()?;
        (collection.keying, collection.plan.repetitions) = (order.keying, order.repetitions);
        Ok(Self {
            counts: Counts::default(),
            recorder: Recorder::new(&collection.plan, SelfKnowledge::default()),
            prms: Vec::new(),
            n_tasks: order.n_tasks,
            next_task: 0,
            trainer: None,
            pieces: (20, 200),
            collection,
        })
    }

    /// All rollouts of an order; no network.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn collected(order: Order) -> Result<Self, PipelineError> {
        let mut phase = Self::new(order)?;
        phase.collect(order.n_tasks);
        Ok(phase)
    }

    /// The progress of the work in hand.
    #[must_use]
    pub fn progress(&self) -> PhaseOneProgress {
        match self.trainer.as_ref().map(|trainer| trainer.progress()) {
            None => PhaseOneProgress::Collecting(self.next_task, self.n_tasks),
            Some(now) => PhaseOneProgress::Training(now.batches_done, now.batches),
        }
    }

    /// Does the next piece; true once every network is trained.
    ///
    /// # Errors
    /// If a network cannot be trained.
    pub fn advance(&mut self) -> Result<bool, PipelineError> {
        if self.next_task < self.n_tasks {
            self.collect(self.pieces.0);
            return Ok(false);
        }
        if let Some(trainer) = &mut self.trainer {
            if !trainer.step_batches(self.pieces.1).done {
                return Ok(false);
            }
            self.prms.extend(self.trainer.take().map(|trainer| trainer.finish().network));
        }
        let which = self.prms.len();
        if which > self.collection.helps.len() {
            return Ok(true);
        }
        let Visits { features, success } = std::mem::take(&mut self.recorder.alone[which]);
        let data = TrainingSet::new(&features, N_FEATURES as u32, &success).map_err(TrainError::from)?;
        let seed = self.collection.seed.wrapping_add(which as u64);
        self.trainer = Some(Box::new(Trainer::new(data, &TrainOptions::prm(), seed)?));
        Ok(false)
    }

    /// Rolls out the next `n` tasks, as far as there are so many.
    pub fn collect(&mut self, n: u32) {
        let end = (self.next_task + n).min(self.n_tasks);
        self.counts.append(&self.collection.run(self.next_task..end, &mut self.recorder));
        self.next_task = end;
    }

    /// The transition model of the counts, with p(s) of each network that is trained.
    ///
    /// # Errors
    /// If γ is outside (0, 1].
    pub fn mdp(&self, gamma: f64) -> Result<Mdp, MdpError> {
        mdp_of_counts(&self.counts, &self.scores(), gamma)
    }

    /// True where the base and every help were tried, one flag a state.
    #[must_use]
    pub fn all_tried(&self) -> Vec<bool> {
        all_tried(&self.counts, self.collection.helps.len())
    }

    /// p(s) of each network, a list an actor, one number a state.
    pub(crate) fn scores(&self) -> Vec<Vec<f32>> {
        scores(&self.prms, &self.recorder.first_visits)
    }
}

/// p(s) of each network, a list a network, one number a row of features.
pub(crate) fn scores(prms: &[Network], rows: &[f32]) -> Vec<Vec<f32>> {
    // The widths agree: both come from `N_FEATURES`.
    prms.iter().map(|prm| prm.predict(rows).unwrap_or_default()).collect()
}

/// Phase 1 with Q(s, a), which MCTS needs before it: where MCTS is no intervention, Phase 1 alone.
/// The struct is apart from [`PhaseOne`], since the page's first wasm does without Q.
pub(crate) struct PhaseOneWithQ {
    learner: Option<Box<QLearner>>,
    pub(crate) phase: PhaseOne,
}

impl PhaseOneWithQ {
    /// Phase 1 at its start, as [`PhaseOne::new`] makes it, with one intervention or two.
    pub(crate) fn new(order: Order, actor: BaseActor, helps: &[Help]) -> Result<Self, PipelineError> {
        let mut collection = Collection::new(order.split, actor, order.seed);
        collection.helps = helps.to_vec();
        if helps.len() > 1 {
            collection.plan = Plan::two_helps();
        }
        let mut phase = PhaseOne::of(order, collection)?;
        if !helps.contains(&Help::Mcts) {
            return Ok(Self { learner: None, phase });
        }
        // An episode with MCTS takes longer than others.
        phase.pieces = (4, 100);
        let options = QOptions { n_tasks: order.n_tasks, ..QOptions::default() };
        Ok(Self { learner: Some(Box::new(QLearner::new(order.seed, options))), phase })
    }

    /// The progress of learning Q, while it is learned.
    pub(crate) fn q_progress(&self) -> Option<QProgress> {
        self.learner.as_ref().map(|learner| learner.progress())
    }

    /// Does the next piece of work, as [`PhaseOne::advance`] does.
    pub(crate) fn advance(&mut self) -> Result<bool, PipelineError> {
        let Some(learner) = &mut self.learner else { return self.phase.advance() };
        let Collection { world, profiles, .. } = &mut self.phase.collection;
        if let Some(q) = learner.advance(world, profiles)? {
            profiles.q = Some(Arc::new(q));
            self.learner = None;
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::Split;

    #[test]
    fn a_row_a_state_of_the_table_the_pipeline_makes() {
        let order = Order { n_tasks: 3, ..Order::new(4, Split::SObj) };
        let phase = PhaseOne::collected(order).unwrap();
        let experiment = super::super::run(order).unwrap();
        assert_eq!(phase.counts.keys, experiment.keys);
        assert_eq!(phase.recorder.first_visits.len(), experiment.keys.len() * N_FEATURES);
    }

    #[test]
    fn the_size_of_the_pieces_changes_nothing() {
        let of = |pieces| {
            let order = Order { n_tasks: 7, ..Order::new(4, Split::SObj) };
            let phase = PhaseOne::new(order).unwrap();
            let mut phase = PhaseOne { pieces, ..phase };
            while !phase.advance().unwrap() {}
            (phase.counts, phase.recorder, phase.prms)
        };
        assert_eq!(of((20, 200)), of((3, 7)));
    }
}
