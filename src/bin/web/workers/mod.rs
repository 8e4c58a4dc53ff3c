//! The workers behind the page, and the messages that the page sends them.

pub(crate) mod files;
pub(crate) mod job_worker;
pub(crate) mod jobs;
pub(crate) mod language_model;
pub(crate) mod module;
pub(crate) mod reply;
pub(crate) mod session;
pub(crate) mod spawn;
