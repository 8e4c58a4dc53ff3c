//! Tasks in parallel: the solver's parts, one for each stretch of tasks. The stretches do not depend on how many
//! threads there are, so neither does a single bit of the answer.

use std::ops::Range;

use askwell::mdp::exact::{self, Solution};
use askwell::mdp::frontier::Part;
use askwell::mdp::{Frontier, Mdp, Totals, Unseen};
use rayon::prelude::*;

/// Stretches: many more than threads, so that a few slow tasks hold nobody up.
const STRETCHES: usize = 256;

/// The exact optimum.
pub(crate) fn solve(mdp: &Mdp, prices: &[f64], unseen: Unseen) -> Solution {
    let part = |tasks| exact::Part::of(mdp, prices, unseen, tasks);
    let parts: Vec<exact::Part> = stretches(mdp).into_par_iter().map(part).collect();
    exact::of_parts(mdp, prices, &parts).unwrap_or_else(|| exact::solve(mdp, prices, unseen))
}

/// The whole frontier, every intervention counting 1.
pub(crate) fn frontier(mdp: &Mdp) -> Frontier {
    let weights = vec![1.0; mdp.n_interventions()];
    let part = |tasks| Part::of(mdp, &weights, Unseen::Mask, tasks);
    let parts: Vec<Part> = stretches(mdp).into_par_iter().map(part).collect();
    Frontier::of_parts(mdp, &weights, Unseen::Mask, &parts).unwrap_or_else(|| Frontier::of(mdp))
}

/// S and M of the best policy at a weight of success and prices.
pub(crate) fn totals(mdp: &Mdp, success_weight: f64, prices: &[f64]) -> Totals {
    let part = |tasks| exact::totals(mdp, success_weight, prices, Unseen::Mask, tasks);
    let parts: Vec<Totals> = stretches(mdp).into_par_iter().map(part).collect();
    let mut sum = Totals::zero(mdp.n_interventions());
    parts.iter().for_each(|part| sum.add(part));
    sum
}

fn stretches(mdp: &Mdp) -> Vec<Range<usize>> {
    let tasks = mdp.n_components();
    let end = |stretch: usize| tasks * stretch / STRETCHES;
    (0..STRETCHES).map(|stretch| end(stretch)..end(stretch + 1)).filter(|tasks| !tasks.is_empty()).collect()
}
