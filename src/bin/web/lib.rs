//! The page: performs the effects that `askwell::app` asks for and shows its state.
//!
//! The same wasm also serves as the page's worker: `main` looks where it runs and does one or the other.

mod effects;
mod embed;
mod engine;
mod files;
mod jobs;
mod languages;
mod later;
mod lazy;
mod log;
mod module;
mod page;
mod parts;
mod problem;
mod remote;
mod save;
mod spawn;
mod view;
mod worker;

/// Serves the page's worker where it runs in one, and opens the page everywhere else.
pub fn main() {
    if worker::is_here() {
        worker::serve();
    } else {
        page::open();
    }
}
