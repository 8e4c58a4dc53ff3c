//! The log worker: it takes files and requests from the page and answers by
//! the sessions of `askwell::app::drawers`.
//!
//! The worker reads the files piece by piece and reports its progress; the page cancels by ending the worker. All
//! that the worker reads goes to the page alone, and to the helpers that the worker starts for a large problem.

mod files;
mod helpers;
mod scope;
#[path = "../../src/bin/web/workers/spawn.rs"]
mod spawn;
mod worker;

pub use helpers::help;
pub use worker::serve;
