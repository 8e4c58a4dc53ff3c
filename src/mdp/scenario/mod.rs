//! Small problems with answers in closed form: what the paper's rule gets wrong, one story each.
//!
//! Each is an MDP JSON document; the numbers follow this crate's conventions (success is worth 1 on arrival with one
//! factor γ, a call costs r when it is made), and tests hold them to 1e-9. Where the table of the product's notes gives
//! no γ, it is 1. The p of every scenario is given: the paper's rule is run on them with unseen pairs as zero.

mod compare;

pub use compare::{Comparison, Outcome};

use super::file::{FileError, MdpFile, read};

/// A built-in problem.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scenario {
    /// The name of the problem: words joined by dashes.
    pub name: &'static str,
    /// The story of the problem, in one line.
    pub story: &'static str,
    /// The price of each intervention at which the story is told.
    pub prices: &'static [f64],
    /// The MDP JSON document.
    pub json: &'static str,
}

macro_rules! scenario {
    ($name:literal, $file:literal, $prices:expr, $story:literal) => {
        Scenario { name: $name, story: $story, prices: &$prices, json: include_str!($file) }
    };
}

/// All scenarios.
pub const ALL: [Scenario; 12] = [
    scenario!(
        "hopeless-state",
        "hopeless_state.json",
        [0.5],
        "Help succeeds once in ten and costs 0.5: the paper's rule pays (V = -0.40), since usage counts only where the task \
         succeeds; the optimum goes without (V = 0)."
    ),
    scenario!(
        "sign-flip",
        "sign_flip.json",
        [0.2],
        "One call now saves three later, so ΔM is negative and the ratio test says no (V = 0); asking is worth 0.70."
    ),
    scenario!(
        "equal-usage",
        "equal_usage.json",
        [0.1],
        "The p-weighted usages cancel, ΔM = 0, and the rule defaults to nohelp (V = 0.25); asking is worth 0.80."
    ),
    scenario!(
        "prm-continuation",
        "prm_continuation.json",
        [0.3],
        "Two calls in a row win for sure; a PRM with the base's continuation gives the first one no credit (V = 0); the \
         optimum asks twice (V = 0.40)."
    ),
    scenario!(
        "no-fixed-point",
        "no_fixed_point.json",
        [0.4],
        "A state that may loop: for prices in (0.3256, 0.4615) asking makes asking look bad and not asking makes it look \
         good, for ever; the optimum asks iff r < 0.285."
    ),
    scenario!(
        "two-fixed-points",
        "two_fixed_points.json",
        [0.5],
        "From M = 0 the iteration settles on nohelp (V = 0.262), from M = 1 on help (V = 0.070): both converged, one wrong."
    ),
    scenario!(
        "usage-not-monotone",
        "usage_not_monotone.json",
        [0.4],
        "Usage is 1.6, 0.2, 1.0, 0 at prices 0.3, 0.4, 0.5, 0.6: a search by bisection has nothing to stand on; the optimum's \
         usage never rises with the price."
    ),
    scenario!(
        "discount-buys-speed",
        "discount_buys_speed.json",
        [0.2],
        "Success is certain either way, nine steps later without help: at γ = 0.95 haste is worth a call (V = 0.75), the \
         rule sees Δp = 0 (V = 0.63)."
    ),
    scenario!(
        "discount-off",
        "discount_off.json",
        [0.2],
        "The same without discount: haste is worth nothing, and both rules go without help (V = 1)."
    ),
    scenario!(
        "two-helps",
        "two_helps.json",
        [0.3, 0.1],
        "Both helps pass, and the paper takes the cheaper one (net 0.25); the better one nets 0.60."
    ),
    scenario!(
        "invisible-budget",
        "invisible_budget.json",
        [0.42],
        "Task a needs two calls for 0.9, task b one for 0.4. With one call for the two tasks (C = 0.5 a task) no price finds \
         the policy (1 call, +0.4); mixing nothing with all of a gives +0.45 (numbers a task are half of these)."
    ),
    scenario!(
        "period-two",
        "period_two.json",
        [0.1],
        "Two states that feed each other: at prices 0.1 and 0.2 the iteration never settles, and its last sweeps alternate \
         between two policies."
    ),
];

/// The scenario of a name, or of the beginning of one name only (`hopeless` for `hopeless-state`).
#[must_use]
pub fn find(name: &str) -> Option<&'static Scenario> {
    let wanted = name.replace('_', "-");
    let mut close = ALL.iter().filter(|scenario| !wanted.is_empty() && scenario.name.starts_with(&wanted));
    match (ALL.iter().find(|scenario| scenario.name == wanted), close.next(), close.next()) {
        (Some(exact), ..) => Some(exact),
        (None, Some(only), None) => Some(only),
        _ => None,
    }
}

/// The problem of a scenario.
pub fn load(name: &str) -> Option<Result<MdpFile, FileError>> {
    find(name).map(|scenario| read(scenario.json))
}

#[cfg(test)]
#[path = "../scenario_test.rs"]
mod test;
