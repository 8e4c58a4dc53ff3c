//! Numbers everybody shares: seeded randomness and the functions `std` computes differently on each target.
//!
//! Knows no household, no file and no clock.

mod random;
mod words;

pub use random::{Random, Seed};
pub use words::{HASH_START, hash_after, words};

/// The logistic function 1 / (1 + e^-x), the same bits on every target.
#[must_use]
pub fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let e = libm::exp(x);
        e / (1.0 + e)
    }
}
