//! The first steps of a study: rollouts, the networks that score states, the table, the calibration.

use std::sync::Arc;

use crate::actor::{Cast, Help};
use crate::household::{Task, TaskId, TaskSet};
use crate::reward_model::{QOptions, train_q};
use crate::rollout::collect_task;

use super::super::arm::Rule;
use super::super::prepare::{KEYING, N_VALIDATION, Prepared};
use super::{Step, Study, TASKS_AT_A_TIME, Visit};
use crate::experiment::error::PipelineError;
use crate::experiment::prm;
use crate::experiment::table::{all_tried, mdp_of_counts, mdp_of_steadied_counts};

impl Study {
    /// Q(s, a), if MCTS takes part.
    pub(super) fn train_q(&mut self) -> Result<Step, PipelineError> {
        if self.order.helps.contains(&Help::Mcts) {
            let options = QOptions { n_tasks: self.order.n_train, ..QOptions::default() };
            let q = train_q(&self.world, &self.profiles, self.order.seed, &options)?;
            self.profiles.q = Some(Arc::new(q));
        }
        Ok(Step::Collect { next: 0 })
    }

    pub(super) fn collect(&mut self, first: u32) -> Step {
        let end = (first + TASKS_AT_A_TIME).min(self.order.n_train);
        for index in first..end {
            let id = TaskId { split: self.order.split, set: TaskSet::Train, seed: self.order.seed, index };
            let task = Task::generate(&self.world, id);
            let cast = Cast::new(&self.profiles, &self.order.helps, &task);
            self.counts.append(&collect_task(&task, &cast, &self.plan, KEYING, &mut self.recorder));
        }
        Step::Collect { next: end }
    }

    pub(super) fn start_training(&mut self) -> Result<Step, PipelineError> {
        Ok(Step::Train { trainer: prm::trainer(&mut self.recorder, self.prms.len(), self.order.seed)? })
    }

    pub(super) fn prepare(&mut self) -> Result<(), PipelineError> {
        let first_visits = std::mem::take(&mut self.recorder.first_visits);
        let counts = std::mem::take(&mut self.counts);
        let prms = std::mem::take(&mut self.prms);
        let scores = prm::scores(&prms, &first_visits);
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

    pub(super) fn calibrate(&mut self, first: u32) -> Step {
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
}
