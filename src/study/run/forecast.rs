//! The step of a study at which the calls of its helpers are foretold.

use crate::household::TaskSet;

use super::super::forecast::Forecaster;
use super::super::play::Ready;
use super::{Step, Study, TASKS_AT_A_TIME};
use crate::experiment::error::PipelineError;

impl Study {
    pub(super) fn foretell(
        &mut self,
        next: usize,
        forecaster: Option<Box<Forecaster>>,
    ) -> Result<Step, PipelineError> {
        let Some(prepared) = &self.prepared else { return Ok(Step::Done) };
        let Some(trial) = self.order.forecasts.get(next) else {
            return Ok(Step::Play { trial: 0, tasks: Vec::new() });
        };
        let Ready::Helper(helper, prices) = self.ready(prepared, &trial.arm) else {
            // No helper, or none that could be taught: nothing to foretell.
            return Ok(Step::Foretell { next: next + 1, forecaster: None });
        };
        let mut forecaster =
            forecaster.unwrap_or_else(|| Box::new(Forecaster::new(trial, prepared, helper, prices)));
        let n = if trial.set == TaskSet::Train { self.order.n_train } else { self.order.n_test };
        let end = (forecaster.n_tasks() + TASKS_AT_A_TIME).min(n);
        forecaster.watch(end);
        if end < n {
            return Ok(Step::Foretell { next, forecaster: Some(forecaster) });
        }
        self.result.forecasts.push(forecaster.finish(prepared)?);
        Ok(Step::Foretell { next: next + 1, forecaster: None })
    }
}
