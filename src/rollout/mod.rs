//! Phase 1: seeded rollouts, trajectories, counts.
//!
//! Solves nothing and learns nothing: what comes out are episodes and `count[s][a][s']`.

mod collect;
mod episode;
mod plan;

pub use collect::{Collection, Count, Counts, Successor, Watcher, collect_task};
pub use episode::{Episode, Step, run, run_into};
pub use plan::{Mix, Plan, choice_random, episode_random};

#[cfg(test)]
mod tests;
