//! The sentence over the curve: what a call buys here, and what the first ones bought.

use super::super::mark::Span;
use super::super::text;
use super::{Curve, Reading};
use crate::language::fill;

/// Slopes are averaged over this share of the frontier's length each way, so that one tiny segment does not speak.
const WINDOW: f64 = 0.02;
/// "The first ones" are this share of all calls the frontier can use.
const FIRST: f64 = 0.1;

impl Curve {
    /// The sentence below the curve, for instance: Here calls buy **12 points each**; the first ones bought 43.
    #[must_use]
    pub fn sentence(&self) -> Vec<Span> {
        // Calls are bought from the rule that is shown.
        let bought = if self.shown.is_empty() { &self.frontier } else { &self.shown };
        let Some(end) = bought.last().copied().filter(|end| end.calls > 0.0) else {
            return vec![Span::plain(self.words.calls_buy_nothing())];
        };
        if self.is_capped {
            return self.sentence_under_cap();
        }
        let first = slope(bought, 0.0, FIRST * end.calls);
        let here = self.current.calls;
        if here >= end.calls * (1.0 - 1e-9) && self.budget > end.calls * (1.0 + 1e-9) {
            return Span::starred(&fill(self.words.here_more_calls_buy_nothing(), &[&points(first)]));
        }
        let half = WINDOW * end.calls;
        let slope = slope(bought, (here - half).max(0.0), (here + half).min(end.calls));
        Span::starred(&if here <= half {
            fill(self.words.first_calls_buy(), &[&points(first)])
        } else {
            fill(self.words.here_calls_buy(), &[&points(slope), &points(first)])
        })
    }

    /// The sentence under a cap, for instance: At most 2 an episode: **61 %**; a policy with as many calls on
    /// average: 64 %.
    fn sentence_under_cap(&self) -> Vec<Span> {
        let average = text::percent_number(success_at(&self.frontier, self.budget));
        let success = text::percent_number(self.current.success);
        let said = fill(self.words.at_most_calls_buy(), &[&text::tick(self.budget), &success, &average]);
        Span::starred(&said)
    }
}

fn points(slope: f64) -> String {
    text::number((slope * 100.0).round() + 0.0, 0)
}

/// Mean success bought per call between two budgets.
fn slope(frontier: &[Reading], from: f64, to: f64) -> f64 {
    if to <= from { 0.0 } else { (success_at(frontier, to) - success_at(frontier, from)) / (to - from) }
}

/// The frontier's success at a budget, between vertices on the chord.
fn success_at(frontier: &[Reading], calls: f64) -> f64 {
    let after = frontier.partition_point(|v| v.calls < calls);
    let (Some(right), left) = (frontier.get(after).or(frontier.last()), after.saturating_sub(1)) else {
        return 0.0;
    };
    let left = frontier.get(left).unwrap_or(right);
    if right.calls <= left.calls || calls >= right.calls {
        return right.success;
    }
    left.success + (calls - left.calls) / (right.calls - left.calls) * (right.success - left.success)
}
