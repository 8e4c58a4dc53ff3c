//! The log worker: it takes files and requests from the page and answers by
//! the sessions of `askwell::app::drawers`.
//!
//! It reads the files piece by piece and reports its progress; the page cancels by ending it. All that it
//! reads goes to the page alone, and to the helpers that it starts for a large problem.

mod files;
mod helpers;
mod scope;
#[path = "../../src/bin/web/workers/spawn.rs"]
mod spawn;
mod worker;

pub use helpers::help;
pub use worker::serve;
