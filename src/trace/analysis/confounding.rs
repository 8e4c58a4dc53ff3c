//! The evidence of confounding: if the state predicts help, success after help may be due to the state.
//!
//! Held-out episodes decide: the rate of help in a state, learnt on one half of the episodes, against the mean rate, on
//! the other half, in nats a step. If help went by chance, knowing the state does not help to tell it.

use serde::{Deserialize, Serialize};

use crate::trace::counts::Table;
use crate::trace::log::Log;

/// The gain, in standard errors, above which the report says that the state predicts help.
const SURE: f64 = 3.0;

/// The gain in prediction below which nothing changes, in nats a step.
const MATTERS: f64 = 0.002;

/// The degree to which the state predicts help.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Confounding {
    /// The mean rate of help.
    pub rate: f64,
    /// The gain of predicting help from the state instead of the mean rate, in nats a step, on held-out episodes.
    pub lift: f64,
    /// The standard error of the gain over episodes.
    pub lift_se: f64,
    /// True if the gain is more than chance.
    pub is_confounded: bool,
    /// The states whose rate of help is farthest from the mean for their steps: text, steps, rate.
    pub evidence: Vec<(String, u64, f64)>,
}

/// Steps and helped steps of each state, for each half of the episodes.
type Halves = Vec<[(f64, f64); 2]>;

/// The confounding of a log; none where help is never or always called.
pub(super) fn confounding(log: &Log, table: &Table) -> Option<Confounding> {
    let mut halves: Halves = vec![[(0.0, 0.0); 2]; table.n_states()];
    let mut totals = [(0.0, 0.0); 2];
    for (place, episode) in log.episodes.iter().enumerate() {
        for step in log.places(episode) {
            let (state, action) = table.row_of(step);
            let helped = f64::from(u8::from(action.0 > 0));
            for count in [&mut halves[state.index()][place % 2], &mut totals[place % 2]] {
                *count = (count.0 + 1.0, count.1 + helped);
            }
        }
    }
    let (steps, helped) = (totals[0].0 + totals[1].0, totals[0].1 + totals[1].1);
    if helped == 0.0 || helped == steps || log.episodes.len() < 4 {
        return None;
    }
    let (lift, lift_se) = lift(log, table, &halves, totals);
    let rate = helped / steps;
    let is_confounded = lift > SURE * lift_se && lift > MATTERS;
    Some(Confounding { rate, lift, lift_se, is_confounded, evidence: evidence(table, &halves, rate) })
}

/// The mean gain in log likelihood a step, and its standard error over episodes.
fn lift(log: &Log, table: &Table, halves: &Halves, totals: [(f64, f64); 2]) -> (f64, f64) {
    let mut sums: Vec<(f64, f64)> = Vec::with_capacity(log.episodes.len());
    for (place, episode) in log.episodes.iter().enumerate() {
        let other = 1 - place % 2;
        let base = (totals[other].1 + 0.5) / (totals[other].0 + 1.0);
        let mut gain = 0.0;
        for step in log.places(episode) {
            let (state, action) = table.row_of(step);
            let (n, helped) = halves[state.index()][other];
            // Two steps' worth of the mean rate, so that a state seen once says little.
            let rate = (helped + 2.0 * base) / (n + 2.0);
            let ratio = if action.0 > 0 { rate / base } else { (1.0 - rate) / (1.0 - base) };
            gain += libm::log(ratio);
        }
        sums.push((gain, f64::from(episode.n_steps)));
    }
    let n = sums.len() as f64;
    let steps: f64 = sums.iter().map(|sum| sum.1).sum();
    let mean = sums.iter().map(|sum| sum.0).sum::<f64>() / steps;
    // A ratio of sums over episodes, to first order.
    let squares: f64 = sums.iter().map(|(gain, steps)| (gain - mean * steps) * (gain - mean * steps)).sum();
    (mean, libm::sqrt(squares * n / (n - 1.0)) / steps)
}

fn evidence(table: &Table, halves: &Halves, rate: f64) -> Vec<(String, u64, f64)> {
    let mut states: Vec<(f64, usize, f64, f64)> = halves
        .iter()
        .enumerate()
        .map(|(state, [a, b])| {
            let (n, helped) = (a.0 + b.0, a.1 + b.1);
            let surprise = (helped - n * rate).abs() / libm::sqrt(n.max(1.0) * rate * (1.0 - rate));
            (surprise, state, n, helped / n.max(1.0))
        })
        .collect();
    states.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let told = states.iter().take(5).filter(|state| state.0 > 2.0);
    told.map(|&(_, state, n, rate)| {
        (table.text(crate::mdp::StateId(state as u32)).to_owned(), n as u64, rate)
    })
    .collect()
}
