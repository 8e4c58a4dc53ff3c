//! The calls that a helper's own decisions lead one to expect, told by rollouts of Phase 1 alone.
//!
//! The table's `E[U]` is that of the policy it solved, which knows each of its tasks. A helper knows no more than it sees,
//! so it decides otherwise. Here Phase 1 is rolled out once more, to the same bits, and the helper decides beside it.

mod own;
mod table;
mod witness;

use serde::{Deserialize, Serialize};

use crate::helper::Helper;
use crate::household::TaskSet;
use crate::mdp::{Mdp, MdpError};
use crate::reward_model::N_FEATURES;
use crate::rollout::{Collection, Counts};

use super::order::Trial;
use super::prepare::Prepared;
use crate::experiment::phase_one::scores;
use crate::experiment::table::mdp_of_counts;
use table::{as_prm, expected, with_mean_step};
use witness::Witness;

/// Calls to be expected, an entry an intervention.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Calls {
    /// Discounted, as the paper's `E[U]`.
    pub discounted: Vec<f64>,
    /// Counted, within the step limit.
    pub counted: Vec<f64>,
}

/// Calls to be expected of a helper, told in several ways by the same rollouts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The helper, and the tasks that were rolled out.
    pub trial: Trial,
    /// The calls on the table, where a state's decision is that at the visit that stands for it. Help that was never
    /// tried there is not asked for. For training tasks alone.
    pub one_visit: Option<Calls>,
    /// The calls on the table, where in a state each decision comes as often as at its visits. Help that was never
    /// tried there is not asked for.
    pub not_asked: Calls,
    /// The same, but such help is asked for too: it ends the task as its PRM says.
    pub as_prm: Calls,
    /// The same, but whatever was never tried leads on as the mean step of the rollouts that the helper itself would have
    /// made: a task that leaves the table goes on. This is what F5 checks.
    pub mean_step: Calls,
    /// The calls without a table: `Σ_t w_t [asks at t] / episodes` over the rollouts whose first t decisions are the
    /// helper's. The weight w_t is the inverse of their chance in Phase 1, whichever mix was rolled out.
    pub rollouts: Calls,
}

/// A forecast in the making.
pub(super) struct Forecaster {
    trial: Trial,
    collection: Collection,
    witness: Witness,
    counts: Counts,
}

impl Forecaster {
    /// A forecaster for the rollouts of Phase 1 on the tasks of a set; the prices are those that the helper is told.
    pub(super) fn new(trial: &Trial, prepared: &Prepared, helper: &Helper, prices: &[f64]) -> Self {
        let collection = Collection { set: trial.set, ..prepared.collection.clone() };
        let witness = Witness::new(helper, prices, &collection.plan, prepared.order.gamma);
        Self { trial: trial.clone(), collection, witness, counts: Counts::default() }
    }

    /// The number of tasks with rollouts.
    pub(super) fn n_tasks(&self) -> u32 {
        self.counts.starts.len() as u32
    }

    /// Rolls out the tasks up to `end`.
    pub(super) fn watch(&mut self, end: u32) {
        self.counts.append(&self.collection.run(self.n_tasks()..end, &mut self.witness));
    }

    pub(super) fn finish(self, prepared: &Prepared) -> Result<Forecast, MdpError> {
        let Self { trial, witness, counts, .. } = self;
        let (gamma, limit) = (prepared.order.gamma, u32::from(prepared.collection.world.step_limit));
        let scores = scores(&prepared.prms, &witness.first_visits);
        let shares = witness.shares();
        let on = |mdp: &Mdp| expected(mdp, &shares, limit);
        let (mean_step, with_mean) = with_mean_step(&counts, &witness.own, gamma)?;
        let shares_with_mean = [shares.as_slice(), with_mean.as_slice()].concat();
        Ok(Forecast {
            one_visit: (trial.set == TaskSet::Train).then(|| at_one_visit(prepared, &witness, limit)),
            not_asked: on(&mdp_of_counts(&counts, &scores, gamma)?),
            as_prm: on(&as_prm(&counts, &scores, gamma)?),
            mean_step: expected(&mean_step, &shares_with_mean, limit),
            rollouts: witness.own.calls(counts.n_episodes),
            trial,
        })
    }
}

fn at_one_visit(prepared: &Prepared, witness: &Witness, limit: u32) -> Calls {
    let mdp = &prepared.mdp;
    let decide = |row| {
        let mut shares = vec![0.0; mdp.n_actions()];
        shares[witness.decide(row).index()] = 1.0;
        shares
    };
    let shares: Vec<f64> = prepared.rows.chunks_exact(N_FEATURES).flat_map(decide).collect();
    expected(mdp, &shares, limit)
}
