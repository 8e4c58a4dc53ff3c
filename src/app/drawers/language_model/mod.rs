//! A language model that acts or helps in the task on the page: asked call by call, capped, recorded.
//!
//! The key lives in this state alone: it is in no link, no recording and no snapshot, and prints as dots.

pub(in crate::app) mod linked;
pub(in crate::app) mod message;
pub(in crate::app) mod run;
pub(in crate::app) mod state;
pub(in crate::app) mod update;

pub(in crate::app) use linked::{begin, open};
pub use linked::{recorded_link, shown_run};
pub use message::{LanguageModelEffect, LanguageModelMsg};
pub use run::{LanguageModelRun, LanguageModelStep, Role};
pub use state::{Choice as ModelChoice, LanguageModelState, PROXY};
pub(in crate::app) use update::update;
