//! The page: performs the effects that `askwell::app` asks for and shows its state.
//!
//! The same wasm also serves as the page's worker: `main` looks where it runs and does one or the other.

mod lazy;
mod shell;
mod view;
mod workers;

/// Serves the page's worker where it runs in one, and opens the page everywhere else.
pub fn main() {
    if workers::job_worker::is_here() {
        workers::job_worker::serve();
    } else {
        shell::page::open();
    }
}
