//! The paper's seven findings, each as a few checks with a number, its error and a bound.

use serde::{Deserialize, Serialize};

use crate::actor::{BaseActor, Help};
use crate::household::{Split, TaskSet};
use crate::numeric::Seed;
use crate::reward_model::{Attempt, calibrate_self_regulation};

use super::arm::{Arm, Coverage, Solver, Target};
use super::order::{StudyOrder, Trial};
use super::outcome::{ArmResult, Attempts, StudyResult};
use super::play::TaskMeans;
use super::stats::{Figure, mean, paired, ratio};
use super::tables::{ArmAt, LEVELS, Sizes, ours, steadied, study, task_name};
use crate::study::published;

/// The bound of a check.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The number is at least this.
    AtLeast(f64),
    /// The number is at most this.
    AtMost(f64),
    /// The number is between these.
    Within(f64, f64),
}

/// The verdict on a check, with two standard errors of noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The bound is met even two standard errors off.
    Holds,
    /// Two standard errors reach to both sides of the bound.
    WithinNoise,
    /// The bound is missed by more than two standard errors.
    DoesNotHold,
}

impl Verdict {
    /// The verdict in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::WithinNoise => "within noise",
            Self::DoesNotHold => "does not hold",
        }
    }
}

impl Bound {
    /// The verdict on an estimate with its standard error.
    #[must_use]
    pub fn verdict(self, figure: Figure) -> Verdict {
        let (low, high) = (figure.value - 2.0 * figure.se, figure.value + 2.0 * figure.se);
        let (from, to) = match self {
            Self::AtLeast(from) => (from, f64::INFINITY),
            Self::AtMost(to) => (f64::NEG_INFINITY, to),
            Self::Within(from, to) => (from, to),
        };
        if low >= from && high <= to {
            Verdict::Holds
        } else if high < from || low > to {
            Verdict::DoesNotHold
        } else {
            Verdict::WithinNoise
        }
    }

    /// The bound in words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::AtLeast(from) => format!("at least {from}"),
            Self::AtMost(to) => format!("at most {to}"),
            Self::Within(from, to) => format!("from {from} to {to}"),
        }
    }
}

/// One number held against a bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The checked quantity, with its unit.
    pub what: String,
    /// The estimate and its standard error: over tasks of one seed, between seeds of several.
    pub figure: Figure,
    /// The bound of the number.
    pub bound: Bound,
    /// The verdict that follows.
    pub verdict: Verdict,
}

/// One finding on one kind of tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// F1 to F7.
    pub id: String,
    /// The kind of tasks.
    pub split: Split,
    /// The claim of the paper.
    pub claim: String,
    /// The checks of the finding.
    pub checks: Vec<Check>,
    /// The worst of their verdicts.
    pub verdict: Verdict,
}

const CLAIMS: [(&str, &str); 7] = [
    ("F1", "the base and the better model reach the paper's levels"),
    ("F2", "a PRM threshold predicts failure"),
    ("F3", "state-wise PRM thresholding is no better than random at equal usage"),
    ("F4", "a helper comes near the level of always asking with one to two calls"),
    ("F5", "E[U] of the table predicts the helper's usage"),
    ("F6", "training on all states beats training on the trajectory only"),
    ("F7", "two prices steer two usages"),
];

/// The studies behind the findings, of one seed.
#[must_use]
pub fn plan(seed: Seed, sizes: Sizes) -> Vec<StudyOrder> {
    let mut orders = Split::PUBLISHED.map(|split| {
        let order = study(seed, sizes, split, &[Help::Better], trials());
        StudyOrder { actor: BaseActor::Llama, regulates: true, forecasts: forecasts(), ..order }
    });
    orders.sort_by_key(|order| order.split);
    let [first, second] = orders;
    let two =
        study(seed, sizes, Split::SObj, &[Help::Better, Help::Mcts], two_prices().map(Trial::test).to_vec());
    vec![first, second, two]
}

fn trials() -> Vec<Trial> {
    let mut arms = vec![Arm::never(), Arm::always(), Arm::Threshold(0.1), Arm::Threshold(0.3)];
    arms.extend(RANDOM.map(|rate| Arm::Random(vec![rate])));
    let helpers = |coverage| LEVELS.map(|(_, price)| Arm::Helper(Target::exact(price), coverage));
    let helpers = [helpers(Coverage::AllStates), helpers(Coverage::TrajectoryOnly)].concat();
    arms.extend(helpers.clone());
    arms.extend(LEVELS[1..].iter().map(|&(_, price)| steadied(price)));
    arms.into_iter().map(Trial::test).chain(helpers.into_iter().map(Trial::train)).collect()
}

/// The helpers that F5 is about, by rollouts of the tasks they learned from.
fn forecasts() -> Vec<Trial> {
    let arms = COUNTS.iter().flat_map(|(_, arm)| LEVELS[1..].iter().map(|&(_, price)| arm(price)));
    arms.map(Trial::train).collect()
}

/// Rates between which random help is interpolated to the usage of a threshold.
const RANDOM: [f64; 4] = [0.05, 0.1, 0.2, 0.3];

/// The helpers at (r1, r2), at a dearer r2, at a cheaper r1 ...: the breakpoints that F7 compares.
fn two_prices() -> [Arm; 3] {
    [[0.4, 0.1], [0.4, 0.05], [0.2, 0.1]].map(|prices| {
        Arm::Helper(Target { rule: Solver::Exact, prices: prices.to_vec() }, Coverage::AllStates)
    })
}

/// The findings of several seeds: the results of each seed's [`plan`].
#[must_use]
pub fn findings(seeds: &[Vec<StudyResult>]) -> Vec<Finding> {
    let of_seeds: Vec<Vec<Raw>> = seeds.iter().map(|results| raw(results)).collect();
    let Some(first) = of_seeds.first() else { return Vec::new() };
    let check = |place: usize, which: usize| {
        let figures: Vec<Figure> =
            of_seeds.iter().filter_map(|raw| Some(raw.get(place)?.checks.get(which)?.1)).collect();
        let (what, single, bound) = &first[place].checks[which];
        let between = mean(figures.iter().map(|figure| figure.value)).unwrap_or(*single);
        let figure = if figures.len() > 1 { between } else { *single };
        Check { what: what.clone(), figure, bound: *bound, verdict: bound.verdict(figure) }
    };
    let finding = |(place, raw): (usize, &Raw)| {
        let checks: Vec<Check> = (0..raw.checks.len()).map(|which| check(place, which)).collect();
        let verdict = checks.iter().map(|check| check.verdict).max().unwrap_or(Verdict::WithinNoise);
        let (id, claim) = CLAIMS[raw.claim];
        Finding { id: id.to_owned(), split: raw.split, claim: claim.to_owned(), checks, verdict }
    };
    first.iter().enumerate().map(finding).collect()
}

/// The checks of one finding, of one seed.
struct Raw {
    claim: usize,
    split: Split,
    checks: Vec<(String, Figure, Bound)>,
}

fn raw(results: &[StudyResult]) -> Vec<Raw> {
    let mut all = Vec::new();
    for result in results.iter().filter(|result| result.order.helps.len() == 1) {
        let checks: [fn(&StudyResult) -> Checks; 6] =
            [levels, regulation, thresholds, near_always, expectation, coverage];
        for (claim, checks) in checks.into_iter().enumerate() {
            all.push(Raw { claim, split: result.order.split, checks: checks(result).unwrap_or_default() });
        }
    }
    for result in results.iter().filter(|result| result.order.helps.len() == 2) {
        all.push(Raw { claim: 6, split: result.order.split, checks: steering(result).unwrap_or_default() });
    }
    all
}

type Checks = Option<Vec<(String, Figure, Bound)>>;

fn test<'a>(result: &'a StudyResult, arm: &Arm) -> Option<&'a ArmResult> {
    result.arm(arm, TaskSet::Test)
}

fn over(found: &ArmResult, of: fn(&TaskMeans) -> f64) -> impl Iterator<Item = f64> + '_ {
    found.tasks.iter().map(of)
}

fn success(task: &TaskMeans) -> f64 {
    100.0 * task.success
}

fn levels(result: &StudyResult) -> Checks {
    let paper = published::table(2)?;
    let check = |method: &str, level: &str, arm: Arm| {
        let labels = [task_name(result.order.split), method.to_owned(), level.to_owned()];
        let published = paper.number(&labels, "sr")?;
        let found = mean(over(test(result, &arm)?, success).map(|sr| sr - published))?;
        Some((
            format!("SR, {method}, minus the paper's {published} (points)"),
            found,
            Bound::Within(-3.0, 3.0),
        ))
    };
    Some(vec![check("none", "0%", Arm::never())?, check("always", "100%", Arm::always())?])
}

fn regulation(result: &StudyResult) -> Checks {
    let success = |attempt: &Attempt| attempt.success;
    let successes = mean(result.attempts.1.iter().map(|attempts| share(attempts, success)))?.value;
    let mostly_fails = successes < 50.0;
    let before = right(&result.attempts);
    let guess = result.attempts.1.iter().map(|tries| share(tries, |attempt| attempt.success != mostly_fails));
    let gain = paired(before.iter().copied(), guess)?;
    let [too, alone] = result.late_attempts.each_ref().map(|attempts| mean(right(attempts)));
    let least = Bound::AtLeast(88.0);
    Some(vec![
        ("accuracy (%)".to_owned(), mean(before)?, least),
        ("accuracy minus that of the majority guess (points)".to_owned(), gain, Bound::AtLeast(0.0)),
        ("accuracy, the state of the last step seen too (%)".to_owned(), too?, least),
        ("accuracy, by the state of the last step alone (%)".to_owned(), alone?, least),
    ])
}

/// The share predicted rightly, a test task, at the threshold that is best on the validation tasks.
fn right((validation, tests): &Attempts) -> Vec<f64> {
    let threshold = calibrate_self_regulation(validation).threshold;
    let right = |attempt: &Attempt| (attempt.difficulty_max <= threshold) == attempt.success;
    tests.iter().map(|attempts| share(attempts, right)).collect()
}

/// The share of attempts, in percent.
fn share(attempts: &[Attempt], of: impl Fn(&Attempt) -> bool) -> f64 {
    100.0 * attempts.iter().filter(|attempt| of(attempt)).count() as f64 / attempts.len().max(1) as f64
}

fn thresholds(result: &StudyResult) -> Checks {
    let mut checks = Vec::new();
    for share in [0.1, 0.3] {
        let found = test(result, &Arm::Threshold(share))?;
        let percent = 100.0 * share;
        let what = format!("SR, top {percent} %, minus random at equal usage (points)");
        checks.push((what, against_random(result, found)?, Bound::AtMost(0.0)));
    }
    let lost = |arm: &Arm| {
        ratio(
            over(test(result, arm)?, |task| task.lost_calls)
                .zip(over(test(result, arm)?, TaskMeans::all_calls)),
        )
    };
    let (threshold, helper) = (lost(&Arm::Threshold(0.3))?, lost(&ours(0.2))?);
    let difference = Figure {
        value: 100.0 * (threshold.value - helper.value),
        se: 100.0 * libm::hypot(threshold.se, helper.se),
    };
    let what = "share of calls in tasks that fail anyway, top 30 % minus ours (points)".to_owned();
    checks.push((what, difference, Bound::AtLeast(0.0)));
    Some(checks)
}

/// SR less that of random help interpolated to the same usage, task by task. Success rises ever more slowly with random
/// help, so the straight line between two rates is, if anything, too low: the comparison favours the threshold.
fn against_random(result: &StudyResult, found: &ArmResult) -> Option<Figure> {
    let usage = mean(over(found, TaskMeans::all_calls))?.value;
    let mut rates = vec![test(result, &Arm::never())?];
    for rate in RANDOM {
        rates.push(test(result, &Arm::Random(vec![rate]))?);
    }
    rates.push(test(result, &Arm::always())?);
    let calls = |arm: &ArmResult| mean(over(arm, TaskMeans::all_calls)).map_or(0.0, |mean| mean.value);
    let pair = rates.windows(2).find(|pair| calls(pair[1]) >= usage)?;
    let weight = (usage - calls(pair[0])) / (calls(pair[1]) - calls(pair[0])).max(1e-9);
    let random = over(pair[0], success).zip(over(pair[1], success));
    paired(over(found, success), random.map(|(low, high)| low + weight * (high - low)))
}

/// The helpers that are compared: on the counts as they are, as in the paper, and on smoothed counts.
const COUNTS: [(&str, ArmAt); 2] = [("", ours), (", steadied counts", steadied)];

fn near_always(result: &StudyResult) -> Checks {
    let always = test(result, &Arm::always())?;
    let mut checks = Vec::new();
    for (counts, arm) in COUNTS {
        for ((level, price), (share, calls)) in LEVELS[1..].iter().zip([(85.0, 1.2), (98.0, 2.0)]) {
            let found = test(result, &arm(*price))?;
            let of_always = ratio(over(found, success).zip(over(always, success)))?.times(100.0);
            checks.push((format!("SR at {level}{counts}, of always (%)"), of_always, Bound::AtLeast(share)));
            let usage = mean(over(found, TaskMeans::all_calls))?;
            checks.push((format!("U at {level}{counts} (calls)"), usage, Bound::AtMost(calls)));
        }
    }
    Some(checks)
}

fn expectation(result: &StudyResult) -> Checks {
    let mut checks = Vec::new();
    for (counts, arm) in COUNTS {
        for (level, price) in &LEVELS[1..] {
            let found = test(result, &arm(*price))?;
            let expected = found.expected.as_ref()?;
            let forecast = result.forecast(&arm(*price), TaskSet::Train)?;
            let (own, at_one) = (&forecast.mean_step, forecast.one_visit.as_ref()?);
            for (name, calls, bound) in [
                ("E[U]", &expected.discounted, 35.0),
                ("undiscounted E[U]", &expected.counted, 20.0),
                ("E[U] of the helper's decisions", &own.discounted, 35.0),
                ("undiscounted E[U] of the helper's decisions", &own.counted, 20.0),
                ("E[U] of the helper's decisions at one visit a state", &at_one.discounted, 35.0),
                ("undiscounted E[U] of the helper's decisions at one visit a state", &at_one.counted, 20.0),
            ] {
                let calls: f64 = calls.iter().sum();
                let off =
                    mean(over(found, TaskMeans::all_calls).map(|u| 100.0 * (u - calls) / calls.max(1e-9)))?;
                let what = format!("U minus {name} at {level}{counts} (%)");
                checks.push((what, off, Bound::Within(-bound, bound)));
            }
        }
    }
    Some(checks)
}

fn coverage(result: &StudyResult) -> Checks {
    let mut checks = Vec::new();
    for (level, price) in &LEVELS[1..] {
        let arm = |coverage| Arm::Helper(Target::exact(*price), coverage);
        let (all, only) = (arm(Coverage::AllStates), arm(Coverage::TrajectoryOnly));
        let on_test = paired(over(test(result, &all)?, success), over(test(result, &only)?, success))?;
        let what = format!("SR at {level}, all states minus trajectory only, test tasks (points)");
        checks.push((what, on_test, Bound::AtLeast(5.0)));
        let train = |arm| result.arm(arm, TaskSet::Train);
        let (all, only) = (train(&all)?, train(&only)?);
        let pairs = all.tasks.iter().zip(&only.tasks).zip(&all.seen).filter(|(_, seen)| !**seen);
        if let Some(unseen) = mean(pairs.map(|((all, only), _)| success(all) - success(only))) {
            let what = format!("SR at {level}, all states minus trajectory only, unseen tasks (points)");
            checks.push((what, unseen, Bound::AtLeast(5.0)));
        }
    }
    Some(checks)
}

fn steering(result: &StudyResult) -> Checks {
    let [dear, cheap_mcts, cheap_better] = two_prices();
    let calls = |arm: &Arm, k: usize| Some(test(result, arm)?.tasks.iter().map(move |task| task.calls[k]));
    let better = paired(calls(&cheap_better, 0)?, calls(&dear, 0)?)?;
    let mcts = paired(calls(&cheap_mcts, 1)?, calls(&dear, 1)?)?;
    Some(vec![
        ("calls of the better model, r1 .2 minus r1 .4 (r2 .1)".to_owned(), better, Bound::AtLeast(0.0)),
        ("calls of MCTS, r2 .05 minus r2 .1 (r1 .4)".to_owned(), mcts, Bound::AtLeast(0.0)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_needs_two_standard_errors() {
        let figure = |value| Figure { value, se: 1.0 };
        let bound = Bound::AtLeast(5.0);
        let found = [8.0, 6.0, 4.0, 2.0].map(|value| bound.verdict(figure(value)));
        let noise = Verdict::WithinNoise;
        assert_eq!(found, [Verdict::Holds, noise, noise, Verdict::DoesNotHold]);
        assert_eq!(Bound::Within(-3.0, 3.0).verdict(figure(0.5)), Verdict::Holds);
        assert_eq!(Bound::AtMost(0.0).verdict(figure(3.0)), Verdict::DoesNotHold);
        assert!(Verdict::Holds < noise && noise < Verdict::DoesNotHold, "the worst is the greatest");
    }

    #[test]
    fn a_threshold_that_is_random_help_is_no_better_than_it() {
        let arm = |rate: f64, success: f64, calls: f64| ArmResult {
            trial: Trial::test(Arm::Random(if rate > 0.0 { vec![rate] } else { Vec::new() })),
            expected: None,
            tasks: vec![TaskMeans { success, calls: [calls, 0.0], ..TaskMeans::default() }; 4],
            seen: Vec::new(),
        };
        let rates = [0.0, 0.05, 0.1, 0.2, 0.3, 1.0];
        let arms = rates.map(|rate| arm(rate, rate / 2.0, 10.0 * rate)).to_vec();
        let order = plan(1, Sizes::default()).remove(0);
        let result = StudyResult {
            order,
            n_states: 0,
            n_tried: 0,
            arms,
            forecasts: Vec::new(),
            attempts: Attempts::default(),
            late_attempts: Default::default(),
        };
        let found = against_random(&result, &arm(0.9, 0.075, 1.5)).unwrap();
        assert!(found.value.abs() < 1e-9, "{found:?}");
    }
}
