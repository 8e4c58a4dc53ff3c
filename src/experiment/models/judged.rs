//! The tasks that judge a network: those held out of training, and those it has never seen.

use std::collections::BTreeMap;

use crate::actor::LogitActor;
use crate::household::Household;

use super::super::judge::judge;
use super::super::regulate::regulation_by;
use super::Recipe;

/// One task in so many is held out; training stops when its states are no longer scored better.
pub(super) const HELD_OUT: u32 = 10;
/// The number of unseen tasks that judge a PRM.
const JUDGING_TASKS: u32 = 1_000;

/// The quality of the base's PRM on tasks it has not seen.
pub(super) fn judged(recipe: &Recipe, p: &dyn Fn(&Household, &LogitActor) -> f64) -> BTreeMap<String, f64> {
    let mut metrics = BTreeMap::new();
    let regulation = regulation_by(recipe.split, recipe.actor, recipe.seed, p);
    let mut note = |name: &str, value: Option<f64>| {
        metrics.extend(value.map(|value| (format!("self_regulation_{name}"), value)));
    };
    note("threshold", Some(regulation.chosen.threshold));
    note("accuracy", regulation.test.accuracy());
    note("precision", regulation.test.precision());
    note("recall", regulation.test.recall());
    note("area_under_roc", regulation.area);
    if let Some(seed) = recipe.judge {
        let judged = judge(recipe.split, recipe.actor, seed, JUDGING_TASKS, p);
        let measured =
            [("accuracy", judged.accuracy), ("brier", judged.brier), ("area_under_roc", judged.area)];
        for (name, found) in measured {
            metrics.insert(format!("unseen_{name}"), found.value);
            metrics.insert(format!("unseen_{name}_se"), found.se);
        }
    }
    metrics
}
