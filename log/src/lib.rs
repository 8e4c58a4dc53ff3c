//! The log worker: files and wishes from the page, answers of `askwell::app::drawers::your_agent::LogSession` back.
//!
//! It reads the files piece by piece and says how far it is; the page ends it to cancel. Nothing it reads leaves it but
//! to the page, and to the helpers that it starts for a large problem.

mod helpers;
mod read;
mod scope;
#[path = "../../src/bin/web/workers/spawn.rs"]
mod spawn;
mod worker;

pub use helpers::help;
pub use worker::serve;
