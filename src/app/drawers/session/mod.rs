//! A session: a worker of the module `log/` holds something of the reader's for one drawer, a log or a problem.

pub(in crate::app) mod state;
pub(in crate::app) mod worker;

pub use state::SessionState;
pub use worker::{Files, Session};
