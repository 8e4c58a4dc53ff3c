//! The success and the calls of the optimal policy and of the paper's rule at given prices, in some tasks or in all.

use core::ops::Range;

use serde::{Deserialize, Serialize};

use crate::mdp::paper::{self, Outcome, PSource, PaperOptions};
use crate::mdp::{ActionId, Mdp, MdpFile, Totals, Unseen, chain, exact};

/// States that are listed.
pub(in crate::app) const STATES_LISTED: usize = 60;

/// The results of both rules, the optimal policy and the paper's, over some of the tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::app) struct Rules {
    /// S and M of the exact optimum.
    pub(in crate::app) optimum: Totals,
    /// S and M of the paper's rule.
    pub(in crate::app) paper: Totals,
    /// The outcome of the iteration of the paper's rule: convergence, a cycle, or neither.
    pub(in crate::app) outcome: Outcome,
    /// The actions of the optimal policy and of the paper's rule in the listed states, in the order of the tasks.
    pub(in crate::app) listed: Vec<Listed>,
}

/// A state, and what the optimum and the paper's rule do there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::app) struct Listed {
    pub(in crate::app) state: u32,
    pub(in crate::app) exact: Option<ActionId>,
    pub(in crate::app) paper: Option<ActionId>,
}

/// The file's own p where it has all, else the table's own success.
pub(in crate::app) fn p_source(file: &MdpFile) -> PSource {
    if file.missing_p().is_none() { PSource::Given } else { PSource::Table }
}

fn paper_part(mdp: &Mdp, prices: &[f64], p_source: PSource, components: Range<usize>) -> paper::Part {
    paper::Part::of(mdp, &PaperOptions { p_source, ..PaperOptions::at(prices) }, components)
}

/// S and M of the paper's rule alone, in all tasks.
pub(in crate::app) fn paper_of_all(file: &MdpFile, prices: &[f64]) -> Totals {
    let all = 0..file.mdp.n_components();
    let rule = paper_part(&file.mdp, prices, p_source(file), all.clone());
    chain::totals(&file.mdp, rule.policy(), all)
}

impl Rules {
    /// The results of both rules in the tasks `components`.
    pub(in crate::app) fn of(mdp: &Mdp, prices: &[f64], p_source: PSource, components: Range<usize>) -> Self {
        let best = exact::Part::of(mdp, prices, Unseen::Mask, components.clone());
        let rule = paper_part(mdp, prices, p_source, components.clone());
        let states = components.clone().flat_map(|task| mdp.component(task));
        let both = best.policy().iter().zip(rule.policy());
        let listed = states.zip(both).filter(|(state, _)| (**state as usize) < STATES_LISTED);
        Self {
            optimum: best.totals().clone(),
            paper: chain::totals(mdp, rule.policy(), components),
            outcome: rule.outcome(),
            listed: listed.map(|(&state, (&exact, &paper))| Listed { state, exact, paper }).collect(),
        }
    }

    /// The results of both rules in all tasks.
    pub(in crate::app) fn of_all(file: &MdpFile, prices: &[f64]) -> Self {
        Self::of(&file.mdp, prices, p_source(file), 0..file.mdp.n_components())
    }

    /// These results together with those of the tasks that follow.
    pub(in crate::app) fn and(mut self, next: Self) -> Self {
        self.optimum.add(&next.optimum);
        self.paper.add(&next.paper);
        self.outcome = self.outcome.and(&next.outcome);
        self.listed.extend(next.listed);
        self
    }
}
