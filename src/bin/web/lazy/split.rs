//! The parts of this wasm that are loaded when they are first needed. `cargo xtask dist` splits them off, after what
//! each function here reaches and nothing else does; in any other build they are there at once.
#![allow(unsafe_code)]

use wasm_split_helpers::SplitLoaderError;
#[cfg(askwell_split)]
use wasm_split_helpers::wasm_split;

use crate::lazy::parts::{LAZY, Lazy};
use crate::workers::jobs::{self, Jobs};

/// The part for the drawers and panels.
#[cfg(askwell_split)]
#[wasm_split(drawers, fallible)]
pub(crate) fn drawers() -> Result<&'static Lazy, SplitLoaderError> {
    Ok(&LAZY)
}

/// The part for the jobs of a worker: tables, findings and trials of networks.
#[cfg(askwell_split)]
#[wasm_split(jobs, fallible)]
pub(crate) fn jobs() -> Result<Jobs, SplitLoaderError> {
    Ok(jobs::answer)
}

/// The part for the drawers and panels.
#[cfg(not(askwell_split))]
pub(crate) async fn drawers() -> Result<&'static Lazy, SplitLoaderError> {
    Ok(&LAZY)
}

/// The part for the jobs of a worker: tables, findings and trials of networks.
#[cfg(not(askwell_split))]
pub(crate) async fn jobs() -> Result<Jobs, SplitLoaderError> {
    Ok(jobs::answer)
}
