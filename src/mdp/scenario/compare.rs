//! The two rules on one scenario: the numbers its story is about.

use serde::{Deserialize, Serialize};

use super::super::chain::evaluate;
use super::super::file::FileError;
use super::super::paper::{PaperOptions, iterate};
use super::super::{Unseen, exact, file};
use super::Scenario;

/// The policy of one rule at the scenario's prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// V = S - Σ r M of its policy.
    pub value: f64,
    /// S.
    pub success: f64,
    /// M of each intervention.
    pub usage: Vec<f64>,
    /// The states in which it asks, with the action.
    pub asks: Vec<(String, String)>,
}

/// The outcomes of both rules, side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The optimum.
    pub exact: Outcome,
    /// The policy at which the paper's rule stops, with its true value.
    pub paper: Outcome,
    /// True if the paper's iteration settled.
    pub converged: bool,
    /// After how many sweeps its last policy came back, if it did not settle.
    pub period: Option<u32>,
}

impl Scenario {
    /// Solves the scenario by both rules at its own prices.
    ///
    /// # Errors
    /// None: tests read every scenario.
    pub fn compare(&self) -> Result<Comparison, FileError> {
        let file = file::read(self.json)?;
        let asks = |policy: &_| {
            let named = file.named_policy(policy).filter(|(_, action)| action != "nohelp");
            named.map(|(state, action)| (state.into_owned(), action)).collect()
        };
        let best = exact::solve(&file.mdp, self.prices, Unseen::Mask);
        let found = iterate(&file.mdp, &PaperOptions::at(self.prices));
        let totals = evaluate(&file.mdp, &found.policy).totals(&file.mdp);
        Ok(Comparison {
            exact: Outcome {
                value: best.value,
                success: best.success,
                asks: asks(&best.policy),
                usage: best.usage,
            },
            paper: Outcome {
                value: totals.value(self.prices),
                success: totals.success,
                asks: asks(&found.policy),
                usage: totals.usage,
            },
            converged: found.converged,
            period: found.period,
        })
    }
}
