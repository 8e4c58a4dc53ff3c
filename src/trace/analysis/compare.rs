//! The policies beside the logged one, each with its success, its calls and its support in the log.

use super::estimators::{Reach, Weighted, weighted};
use super::{Analysis, Compared, Comparison, Way, logged};
use crate::mdp::chain::{Acting, constant_policy, evaluate_to_horizon};
use crate::mdp::{ActionId, Mdp, MdpError, Policy};
use crate::trace::counts::Table;
use crate::trace::log::Log;

impl Analysis {
    /// Calls an episode at which the policies are compared.
    #[must_use]
    pub fn compared_budget(&self) -> f64 {
        self.comparison.budget
    }

    /// Compares the policies at the budget that is looked at.
    pub fn compare_again(&mut self) {
        // The table was a problem before, and that does not depend on the budget.
        if let Ok(comparison) = self.compare() {
            self.comparison = comparison;
        }
    }

    pub(super) fn compare(&self) -> Result<Comparison, MdpError> {
        let mdp = &self.file.mdp;
        let reach = |at_least| Reach::new(&self.table, &self.counts, mdp, at_least, self.horizon);
        let (seen, twice) = (reach(0.5)?, reach(1.5)?);
        // A log without help still has an action for it, which nobody ever took.
        let was_taken = |action: &ActionId| self.report.actions[action.index()].steps > 0;
        let always = mdp.actions().filter(|action| action.0 > 0).filter(was_taken).map(Way::Always);
        let ways = [Way::Logged, Way::Never].into_iter().chain(always).chain([Way::Best]);
        let weights = self.options.weigh.shares(&self.log, &vec![1.0; self.log.episodes.len()]);
        let mut compared = Vec::new();
        for way in ways {
            let mix = match way {
                Way::Logged => Vec::new(),
                Way::Never => vec![(1.0, constant_policy(mdp, ActionId::NOHELP))],
                Way::Always(action) => vec![(1.0, constant_policy(mdp, action))],
                Way::Best => self.best(),
            };
            if way == Way::Best && mix.is_empty() {
                continue;
            }
            let wanted = |policy: &Policy| match way {
                Way::Never => vec![Some(ActionId::NOHELP); policy.len()],
                Way::Always(action) => vec![Some(action); policy.len()],
                _ => policy.clone(),
            };
            let mean =
                |of: &dyn Fn(&Policy) -> f64| mix.iter().map(|(w, policy)| w * of(policy)).sum::<f64>();
            let stays = match way {
                Way::Logged => (1.0, 1.0),
                _ => (mean(&|p| seen.stays(&wanted(p))), mean(&|p| twice.stays(&wanted(p)))),
            };
            let model = match way {
                Way::Logged => logged(&self.log, &weights),
                _ => model(mdp, &mix, self.horizon),
            };
            let weighted =
                self.log.has_propensities().then(|| weigh(&self.log, &self.table, &mix, &weights)).flatten();
            compared.push(Compared { way, mix, model, stays, weighted });
        }
        Ok(Comparison { budget: self.budget(), ways: compared })
    }
}

/// Success and calls of policies in a table, as counted.
pub(super) fn model(mdp: &Mdp, mix: &[(f64, Policy)], horizon: u32) -> (f64, f64) {
    mix.iter().fold((0.0, 0.0), |(success, calls), (weight, policy)| {
        let totals = evaluate_to_horizon(mdp, Acting::Policy(policy), horizon).totals;
        (success + weight * totals.success, calls + weight * totals.calls())
    })
}

/// The same by importance weights; none where a policy of the mix has no episode that follows it.
pub(super) fn weigh(log: &Log, table: &Table, mix: &[(f64, Policy)], weights: &[f64]) -> Option<Weighted> {
    let mut sum = Weighted { success: 0.0, calls: 0.0, effective: f64::INFINITY };
    for (weight, policy) in mix {
        let one = weighted(log, table, policy, weights)?;
        sum.success += weight * one.success;
        sum.calls += weight * one.calls;
        sum.effective = sum.effective.min(one.effective);
    }
    (!mix.is_empty()).then_some(sum)
}
