//! View A, what a call buys: success against calls per task. The exact frontier as a line, the paper's rule and the
//! baselines as points with 95 % intervals, the published numbers as ghosts, the current budget as the one large dot.
//! The key below it says what each sign is and which tasks it was played on.

use crate::language::Words;
mod draw;
mod frame;
mod points;
mod reduce;
mod sentence;
#[cfg(test)]
mod tests;

/// Width of the wide drawing at full page width, in pixels.
pub const WIDE: f64 = 548.0;
/// Width of the narrow drawing on a phone of 390 px, in pixels.
pub const NARROW: f64 = 358.0;

/// A policy's place on the curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// Expected calls per task, in the unit of [`Curve::x_label`].
    pub calls: f64,
    /// Fraction of tasks that succeed, 0 to 1.
    pub success: f64,
}

/// The family that a point belongs to: one colour, one shape, and one group that hover keeps while the rest fades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// The exact optimum: its line is the frontier, its points are policies played afresh.
    Exact,
    /// The paper's rule.
    PaperRule,
    /// Never ask.
    Never,
    /// Always ask.
    Always,
    /// Ask at random.
    Random,
    /// Ask where a PRM's score is low.
    Threshold,
}

/// An open dot on the frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The calls and success of the point.
    pub reading: Reading,
    /// Printed beside it if there is room; may be empty.
    pub label: String,
}

/// The budget and policy before the last change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Previous {
    /// The budget then, calls per task: printed as "was 1.20".
    pub budget: f64,
    /// The calls and success of the policy then.
    pub reading: Reading,
}

/// A live baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// The family of the baseline: the shape and the hover group.
    pub series: Series,
    /// The calls and success of the point.
    pub reading: Reading,
    /// Standard error of its success, a fraction; the whisker is its 95 % interval. 0 draws none.
    pub success_se: f64,
    /// The name of the baseline, printed in the wide drawing; a line break splits it.
    pub label: String,
    /// The name of the baseline in the narrow drawing; empty leaves it unnamed there.
    pub short: String,
}

/// The paper's rule at one price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RulePoint {
    /// The price, success per call.
    pub price: f64,
    /// The true calls and success of its policy.
    pub reading: Reading,
    /// Standard error of its success, a fraction.
    pub success_se: f64,
}

/// A published number, drawn as a ghost.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The family of the published number.
    pub series: Series,
    /// The published calls and success.
    pub reading: Reading,
    /// The standard error at the published sample size, a fraction: the dotted whisker is its 95 % interval.
    pub success_se: f64,
    /// The live point it repeats, if any: tied by a tether.
    pub counterpart: Option<Reading>,
    /// The row of the paper that the point belongs to, shown on hover.
    pub title: String,
}

/// The words of the key, one text a sign; a sign with an empty text has no entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The frontier.
    pub optimum: String,
    /// Policies of the frontier, played afresh.
    pub afresh: String,
    /// The paper's rule.
    pub rule: String,
    /// Never ask, always ask, ask at random.
    pub baselines: String,
    /// The PRM thresholds.
    pub threshold: String,
    /// The published numbers.
    pub published: String,
}

/// Everything view A shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// The label of the horizontal axis, for instance "expected calls per task, undiscounted".
    pub x_label: String,
    /// The frontier from never asking on, calls rising. Any number of vertices.
    pub frontier: Vec<Reading>,
    /// The success of the rule that is shown over its calls, calls rising; empty where that is the frontier.
    pub shown: Vec<Reading>,
    /// A few breakpoints worth an open dot.
    pub stops: Vec<Stop>,
    /// True if the budget limits every episode: the current policy and the stops then lie over their most calls.
    pub is_capped: bool,
    /// True if success and calls are discounted.
    pub is_discounted: bool,
    /// The budget C, calls per task.
    pub budget: f64,
    /// The calls and success of the current policy.
    pub current: Reading,
    /// The state before the last change.
    pub previous: Option<Previous>,
    /// Never, always, random, PRM threshold.
    pub baselines: Vec<Baseline>,
    /// The paper's rule along its prices, calls rising.
    pub rule: Vec<RulePoint>,
    /// The paper's numbers.
    pub published: Vec<Published>,
    /// The result of the current policy in whole sentences, for a screen reader.
    /// If it is empty, the figure says its numbers alone.
    pub result: String,
    /// The texts of the key.
    pub key: Key,
    /// The words it is labelled with.
    pub words: Words,
}
