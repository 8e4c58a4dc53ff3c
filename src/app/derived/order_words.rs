//! An experiment's options in a few words.

use crate::experiment::Order;
use crate::household::{Keying, Split};
use crate::language::{Words, fill};

/// The order of an experiment in a few words: its kind of tasks, its seed, and each option that is not the
/// default.
#[must_use]
pub fn order_words(w: Words, order: &Order) -> String {
    let default = Order::new(1, Split::SObj);
    let mut words = vec![order.split.paper_name().to_owned(), fill(w.seed_n(), &[&order.seed])];
    let mut add = |differs: bool, text: String| {
        if differs {
            words.push(text);
        }
    };
    add(
        order.gamma.to_bits() != default.gamma.to_bits(),
        format!(
            "γ = {}",
            crate::figure::text::number(order.gamma, 3).trim_end_matches('0').trim_end_matches('.')
        ),
    );
    add(order.keying != default.keying, keying_words(w, order.keying).to_owned());
    add(order.n_tasks != default.n_tasks, fill(w.n_tasks(), &[&order.n_tasks]));
    add(order.repetitions != default.repetitions, fill(w.n_episodes_each(), &[&order.repetitions]));
    w.decimals(words.join(", "))
}

/// The order of an experiment in whole, its discount included: `S_obj, seed 1, γ = 0.95`.
pub(in crate::app) fn order_in_full(w: Words, order: &Order) -> String {
    let mut words = order_words(w, order);
    if order.gamma.to_bits() == Order::new(order.seed, order.split).gamma.to_bits() {
        // The default is not among the words.
        words += &w.decimals(format!(", γ = {}", crate::figure::text::tick(order.gamma)));
    }
    words
}

/// The state abstraction of an experiment, in a few words.
#[must_use]
pub fn keying_words(w: Words, keying: Keying) -> &'static str {
    match keying {
        Keying::Standard => w.keying_standard(),
        Keying::WithoutStuckBit => w.keying_without(),
        Keying::WithStep => w.keying_step(),
    }
}
