//! The first steps of a study after Phase 1: the table, the calibration.

use crate::experiment::error::PipelineError;
use crate::experiment::phase_one::PhaseOne;
use crate::experiment::table::{all_tried, mdp_of_counts, mdp_of_steadied_counts};

use super::super::arm::Solver;
use super::super::prepare::{N_VALIDATION, Prepared};
use super::{Step, Study, TASKS_AT_A_TIME, Visit};

impl Study {
    pub(super) fn prepare(&mut self, phase: PhaseOne) -> Result<(), PipelineError> {
        let scores = phase.scores();
        let reading = self.read(&phase)?;
        let PhaseOne { counts, recorder, prms, collection, .. } = phase;
        let mdp = mdp_of_counts(&counts, &scores, self.order.gamma)?;
        let is_steadied = self.targets().iter().any(|target| target.rule == Solver::Steadied);
        let steadied = is_steadied
            .then(|| mdp_of_steadied_counts(&counts, &scores, self.order.gamma, self.order.steadying))
            .transpose()?;
        let tried = all_tried(&counts, self.order.helps.len());
        self.result.n_states = tried.len() as u32;
        self.result.n_tried = tried.iter().filter(|tried| **tried).count() as u32;
        self.prepared = Some(Box::new(Prepared {
            order: self.order.clone(),
            collection,
            keys: counts.keys,
            starts: counts.starts,
            tried,
            rows: match self.order.visit {
                Visit::Any => recorder.any_visits,
                Visit::First => recorder.first_visits,
            },
            mdp,
            steadied,
            prms,
            reading,
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
