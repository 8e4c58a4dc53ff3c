//! The answers to the reader's acts, one file for each kind. Each changes the state and returns effects for
//! the shell.

pub(in crate::app) mod adopt;
pub(in crate::app) mod budget;
pub(in crate::app) mod embed;
pub(in crate::app) mod episode;
pub(in crate::app) mod experiment;
pub(in crate::app) mod greeting;
pub(in crate::app) mod history;
pub(in crate::app) mod language;
pub(in crate::app) mod lesson;
pub(in crate::app) mod marks;
pub(in crate::app) mod notices;
pub(in crate::app) mod page;
pub(in crate::app) mod recompute;
pub(in crate::app) mod takeover;
pub(in crate::app) mod task;
