//! The help/nohelp problem: transition model, the paper's iteration, the exact optimum, frontier, budget.
//!
//! In a state the helper goes on (`nohelp`) or asks for an intervention, which costs its price r at the call; success is
//! worth 1 on arrival, failure 0: V(s) = γ Σ P V, V = S - Σ r M. It knows no household, opens no file, draws no
//! randomness. A problem is checked once, when it is built; solving cannot fail.
//!
//! The largest success at a budget of a quarter of a call per episode, and its price:
//! ```
//! use mdp::{Frontier, file};
//!
//! let file = file::read(
//!     r#"{ "gamma": 1, "states": ["hard", "easy", "done", "failed"], "start": ["hard", "easy"],
//!          "transitions": { "nohelp": [["hard", "done", 0.02], ["easy", "done", 0.5]],
//!                           "help": [["hard", "done", 0.1], ["easy", "done", 0.9]] },
//!          "terminal": { "success": ["done"], "failure": ["failed"] } }"#,
//! )?;
//! let point = Frontier::of(&file.mdp).at_budget(0.25).expect("a quarter of a call is on the frontier");
//! // All calls are made in the easy task, where a call buys 0.4 of success: 0.02 / 2 + (0.5 + 0.9) / 4.
//! assert!((point.price - 0.4).abs() < 1e-12 && (point.success - 0.36).abs() < 1e-12);
//! # Ok::<(), file::FileError>(())
//! ```

pub mod budgets;
mod builder;
pub mod cap;
pub mod chain;
mod check;
mod eliminator;
mod error;
pub mod exact;
pub mod explain;
pub mod file;
pub mod frontier;
mod ids;
mod linear;
mod local;
mod model;
pub mod paper;
mod paper_chance;
mod paper_options;
mod paper_row;
mod paper_task;
mod proper;
mod saved;
pub mod scenario;
pub mod search;
mod short_row;
mod structure;
#[cfg(test)]
mod testing;
mod tile;
mod triples;
mod values;

pub use builder::MdpBuilder;
pub use chain::Acting;
pub use check::ROW_SUM_SLACK;
pub use error::MdpError;
pub use file::{MdpFile, StateNames};
pub use frontier::Frontier;
pub use ids::{ActionId, AmountError, Budget, Policy, Price, StateId, Successor, Unseen};
pub use model::{Mdp, Row};
pub use values::{Totals, Values};
