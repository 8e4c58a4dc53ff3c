//! One integration binary: the command line, golden tables, what is written elsewhere.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod cli;
mod fuzz;
mod golden;
mod mdp;
mod models;
mod provenance;
mod readme;
mod remote;
mod same_bits;
mod serve;
mod trace;
