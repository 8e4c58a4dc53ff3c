//! The paper's reward search: bisection on the price until the usage meets the budget (Section 5.3, Phase 2).
//!
//! The search takes usage to fall as the price rises, which the paper's own rule does not give (see the scenario
//! `usage-not-monotone`). The search can only reach what some price reaches (`invisible-budget`). The exact answer is
//! [`super::Frontier::at_budget`]. One price holds for every intervention.

use serde::{Deserialize, Serialize};

use super::chain::evaluate;
use super::model::Mdp;
use super::paper::{PaperOptions, PaperSolution, iterate};
use super::values::Totals;

/// One price tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// The price.
    pub price: f64,
    /// `E[U]` as the iteration has it: the start-weighted M it stopped at, all interventions together.
    pub usage_iterate: f64,
    /// The true success and calls of its policy.
    pub totals: Totals,
    /// True if the iteration settled.
    pub converged: bool,
}

/// The probes of a search, in order, and the one that it kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Search {
    /// Every price tried, in order.
    pub probes: Vec<Probe>,
    /// The probe that was kept: the one of most usage within the budget, by its own account; none if none was within.
    pub kept: Option<u32>,
}

impl Search {
    /// True if no higher price gave more usage among the probes; bisection proves nothing otherwise.
    #[must_use]
    pub fn is_monotone(&self) -> bool {
        let mut by_price: Vec<&Probe> = self.probes.iter().collect();
        by_price.sort_by(|a, b| a.price.total_cmp(&b.price));
        by_price.is_sorted_by(|a, b| a.usage_iterate >= b.usage_iterate - 1e-9)
    }
}

/// Bisects the price between 0 and `price_max` in `steps` halvings; `options` without its prices.
#[must_use]
pub fn bisect(mdp: &Mdp, options: &PaperOptions, budget: f64, price_max: f64, steps: u32) -> Search {
    let mut search = Search { probes: Vec::new(), kept: None };
    let mut bracket = (0.0, price_max);
    for price in [0.0, price_max] {
        search.probes.push(probe(mdp, options, price));
    }
    for _ in 0..steps {
        let price = (bracket.0 + bracket.1) / 2.0;
        let tried = probe(mdp, options, price);
        if tried.usage_iterate <= budget {
            bracket.1 = price;
        } else {
            bracket.0 = price;
        }
        search.probes.push(tried);
    }
    let within = |(_, probe): &(usize, &Probe)| probe.usage_iterate <= budget;
    let best = search.probes.iter().enumerate().filter(within);
    let best = best.max_by(|a, b| a.1.usage_iterate.total_cmp(&b.1.usage_iterate));
    search.kept = best.map(|(index, _)| index as u32);
    search
}

fn probe(mdp: &Mdp, options: &PaperOptions, price: f64) -> Probe {
    let options = PaperOptions { prices: vec![price; mdp.n_interventions()], ..options.clone() };
    let solution = iterate(mdp, &options);
    let totals = evaluate(mdp, &solution.policy).totals(mdp);
    Probe { price, usage_iterate: mean_iterate(mdp, &solution), totals, converged: solution.converged }
}

/// The start-weighted M that the iteration stopped at, all interventions together.
fn mean_iterate(mdp: &Mdp, solution: &PaperSolution) -> f64 {
    let k = mdp.n_interventions();
    let calls: Vec<f64> = solution.usage_iterate.chunks_exact(k).map(|calls| calls.iter().sum()).collect();
    mdp.start_mean(&calls)
}

#[cfg(test)]
mod test {
    use super::super::{Frontier, scenario};
    use super::*;

    #[test]
    fn it_misses_what_a_mix_reaches() {
        let mdp = scenario::load("invisible-budget").unwrap().unwrap().mdp;
        let search = bisect(&mdp, &PaperOptions::at(&[]), 0.5, 1.0, 20);
        let kept = &search.probes[search.kept.unwrap() as usize];
        let exact = Frontier::of(&mdp).at_budget(0.5).unwrap();
        assert!(kept.totals.success < exact.success - 0.01, "{kept:?} {exact:?}");
    }

    #[test]
    fn it_settles_on_a_dear_price_where_usage_is_not_monotone() {
        // Usage is 1.6, .2, 1.0, 0 at .3, .4, .5, .6: for a budget of 1.2 the search goes where usage has fallen to .2.
        let mdp = scenario::load("usage-not-monotone").unwrap().unwrap().mdp;
        let search = bisect(&mdp, &PaperOptions::at(&[]), 1.2, 0.6, 20);
        assert!(!search.is_monotone());
        let kept = &search.probes[search.kept.unwrap() as usize];
        let exact = Frontier::of(&mdp).at_budget(1.2).unwrap();
        assert!(kept.totals.success < exact.success - 0.01, "{kept:?} {exact:?}");
    }
}
