//! The process reward models of a run: how each learns from Phase 1, and what they say of its states.

use crate::net::{Network, TrainError, TrainOptions, Trainer, TrainingSet};
use crate::numeric::Seed;
use crate::reward_model::{N_FEATURES, Recorder, Visits};

use super::error::PipelineError;

/// The training of PRM `which` (the base's first), which takes its visits out of the recorder.
pub(crate) fn trainer(
    recorder: &mut Recorder,
    which: usize,
    seed: Seed,
) -> Result<Box<Trainer>, PipelineError> {
    let Visits { features, success } = std::mem::take(&mut recorder.alone[which]);
    let data = TrainingSet::new(&features, N_FEATURES as u32, &success).map_err(TrainError::from)?;
    Ok(Box::new(Trainer::new(data, &TrainOptions::prm(), seed.wrapping_add(which as u64))?))
}

/// p(s) of each PRM, a list an actor, one number a row of features.
pub(crate) fn scores(prms: &[Network], rows: &[f32]) -> Vec<Vec<f32>> {
    // The widths agree: both come from `N_FEATURES`.
    prms.iter().map(|prm| prm.predict(rows).unwrap_or_default()).collect()
}
