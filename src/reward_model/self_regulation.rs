//! Self-regulation (4.1-4.2): the agent stops a task in which some state looked too difficult.
//!
//! Everything here is a function of a list of attempts, one an episode of the base actor left alone: how difficult
//! its most difficult state looked, and whether it succeeded.

use serde::{Deserialize, Serialize};

/// One episode as self-regulation sees it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The largest 1 - p(s) met before the last step, in [0, 1].
    pub difficulty_max: f64,
    /// True if the episode succeeded when it was left to run.
    pub success: bool,
}

/// The largest 1 - p(s) before the last step, from the scores p(s) of the states acted in, in their order.
///
/// The state of the last step does not count: a stop there saves nothing, and "one step left" would give every
/// timeout away. (The paper says "before the final step"; this is the stricter reading.) An episode of one step
/// has met no difficulty: 0.
#[must_use]
pub fn difficulty_max(scores: &[f32]) -> f64 {
    let before_last = &scores[..scores.len().saturating_sub(1)];
    before_last.iter().map(|&score| 1.0 - f64::from(score)).fold(0.0, f64::max)
}

/// Predictions against outcomes, success being the positive class as in the paper's Table 1.
///
/// An attempt is predicted to fail, and stopped, where its difficulty exceeds the threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    /// Left to run, and succeeded.
    pub true_positives: u32,
    /// Left to run, and failed.
    pub false_positives: u32,
    /// Stopped, and would have failed.
    pub true_negatives: u32,
    /// Stopped, and would have succeeded.
    pub false_negatives: u32,
}

impl Confusion {
    /// The number of attempts.
    #[must_use]
    pub fn n(&self) -> u32 {
        self.true_positives + self.false_positives + self.true_negatives + self.false_negatives
    }

    /// The share predicted rightly; none without attempts.
    #[must_use]
    pub fn accuracy(&self) -> Option<f64> {
        share(self.true_positives + self.true_negatives, self.n())
    }

    /// The share of successes among those left to run; none where all were stopped.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_positives)
    }

    /// The share left to run among the successes; none where nothing succeeds.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// The share left to run among the failures; none where nothing fails.
    #[must_use]
    pub fn false_positive_rate(&self) -> Option<f64> {
        share(self.false_positives, self.false_positives + self.true_negatives)
    }

    /// The accuracy of always saying what is more frequent; none without attempts.
    #[must_use]
    pub fn majority_accuracy(&self) -> Option<f64> {
        let positives = self.true_positives + self.false_negatives;
        share(positives.max(self.n() - positives), self.n())
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// The counts of right and wrong stops if these attempts are stopped above `threshold`.
#[must_use]
pub fn confusion(attempts: &[Attempt], threshold: f64) -> Confusion {
    let mut found = Confusion::default();
    for attempt in attempts {
        let count = match (attempt.difficulty_max <= threshold, attempt.success) {
            (true, true) => &mut found.true_positives,
            (true, false) => &mut found.false_positives,
            (false, false) => &mut found.true_negatives,
            (false, true) => &mut found.false_negatives,
        };
        *count += 1;
    }
    found
}

/// A point of the ROC curve: one threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RocPoint {
    /// Attempts above it are stopped. -1 stops all, and 1 none.
    pub threshold: f64,
    /// The counts at this threshold.
    pub confusion: Confusion,
}

/// Every distinct thing a threshold can do to these attempts, from stopping all to stopping none.
///
/// Thresholds lie in the middle between two neighbouring difficulties. Attempts of equal difficulty are never
/// separated. Without attempts there is the one point that stops all (which are none).
#[must_use]
pub fn roc(attempts: &[Attempt]) -> Vec<RocPoint> {
    let mut sorted = attempts.to_vec();
    sorted.sort_by(|a, b| a.difficulty_max.total_cmp(&b.difficulty_max));
    let mut now = confusion(&sorted, f64::NEG_INFINITY);
    let mut points = vec![RocPoint { threshold: -1.0, confusion: now }];
    for (index, attempt) in sorted.iter().enumerate() {
        if attempt.success {
            now.true_positives += 1;
            now.false_negatives -= 1;
        } else {
            now.false_positives += 1;
            now.true_negatives -= 1;
        }
        let here = attempt.difficulty_max;
        match sorted.get(index + 1).map(|next| next.difficulty_max) {
            Some(next) if next == here => {}
            Some(next) => points.push(RocPoint { threshold: between(here, next), confusion: now }),
            None => points.push(RocPoint { threshold: 1.0, confusion: now }),
        }
    }
    points
}

/// The middle, or `low` itself where rounding would make the middle `high`.
fn between(low: f64, high: f64) -> f64 {
    let middle = low + (high - low) / 2.0;
    if middle < high { middle } else { low }
}

/// The area under the ROC curve: the chance that a random success looked easier than a random failure, ties
/// counting half. None where one of the two is missing.
#[must_use]
pub fn area_under_roc(points: &[RocPoint]) -> Option<f64> {
    let mut area = 0.0;
    for pair in points.windows(2) {
        let [left, right] = [pair[0].confusion, pair[1].confusion];
        let width = right.false_positive_rate()? - left.false_positive_rate()?;
        area += width * (left.recall()? + right.recall()?) / 2.0;
    }
    (points.len() > 1 && points.iter().all(|point| point.confusion.recall().is_some())).then_some(area)
}

/// A threshold, and what it did to the attempts it was chosen on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SelfRegulation {
    /// Stop where 1 - p(s) exceeds this.
    pub threshold: f64,
    /// On the validation attempts.
    pub validation: Confusion,
}

/// The threshold of the highest accuracy on validation attempts (4.2). Among equals the one that stops fewest.
///
/// Without attempts nothing is ever stopped.
#[must_use]
pub fn calibrate_self_regulation(validation: &[Attempt]) -> SelfRegulation {
    let right = |point: &RocPoint| point.confusion.true_positives + point.confusion.true_negatives;
    let best = roc(validation).into_iter().max_by_key(right).filter(|_| !validation.is_empty());
    best.map_or(SelfRegulation { threshold: 1.0, validation: Confusion::default() }, |point| SelfRegulation {
        threshold: point.threshold,
        validation: point.confusion,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::Random;

    fn attempts(pairs: &[(f64, bool)]) -> Vec<Attempt> {
        pairs.iter().map(|&(difficulty_max, success)| Attempt { difficulty_max, success }).collect()
    }

    #[test]
    fn the_state_of_the_last_step_does_not_count() {
        assert!((difficulty_max(&[0.9, 0.4, 0.7, 0.1]) - 0.6).abs() < 1e-7);
        assert_eq!(difficulty_max(&[0.0]), 0.0);
        assert_eq!(difficulty_max(&[]), 0.0);
    }

    #[test]
    fn six_attempts_by_hand() {
        let some =
            attempts(&[(0.1, true), (0.2, true), (0.3, false), (0.6, true), (0.8, false), (0.9, false)]);
        let chosen = calibrate_self_regulation(&some);
        // Two thresholds are right five times out of six: .25 and .7. The second stops fewer.
        assert_eq!(chosen.threshold, 0.7);
        let expected =
            Confusion { true_positives: 3, false_positives: 1, true_negatives: 2, false_negatives: 0 };
        assert_eq!(chosen.validation, expected);
        assert_eq!(expected.accuracy(), Some(5.0 / 6.0));
        assert_eq!((expected.precision(), expected.recall()), (Some(0.75), Some(1.0)));
        assert_eq!(expected.majority_accuracy(), Some(0.5));
        // Of the 9 pairs of a success and a failure only (.6, .3) is the wrong way round.
        assert!((area_under_roc(&roc(&some)).unwrap() - 8.0 / 9.0).abs() < 1e-15);
    }

    #[test]
    fn equal_difficulties_are_never_separated() {
        let some = attempts(&[(0.5, true), (0.5, false), (0.5, true)]);
        let points = roc(&some);
        assert_eq!(points.len(), 2, "stop all or none: {points:?}");
        assert_eq!(area_under_roc(&points), Some(0.5));
        assert_eq!(calibrate_self_regulation(&some).threshold, 1.0);
    }

    #[test]
    fn nothing_is_stopped_where_everything_succeeds_and_all_where_everything_fails() {
        let all = |success| attempts(&[(0.0, success), (0.4, success), (1.0, success)]);
        let (easy, lost) = (calibrate_self_regulation(&all(true)), calibrate_self_regulation(&all(false)));
        assert_eq!((easy.validation.true_positives, easy.threshold), (3, 1.0));
        assert_eq!((lost.validation.true_negatives, lost.threshold), (3, -1.0));
        assert_eq!((lost.validation.precision(), lost.validation.recall()), (None, None));
        assert_eq!(area_under_roc(&roc(&all(true))), None);
        assert_eq!(area_under_roc(&roc(&all(false))), None);
    }

    #[test]
    fn without_attempts_nothing_is_stopped_and_nothing_is_claimed() {
        let none = calibrate_self_regulation(&[]);
        assert_eq!((none.threshold, none.validation.accuracy()), (1.0, None));
        assert_eq!(area_under_roc(&roc(&[])), None);
    }

    #[test]
    fn every_point_is_what_its_threshold_does_and_both_rates_rise() {
        let mut random = Random::new(1, &[]);
        let mut draw = || {
            let difficulty_max = f64::from(random.below(20)) / 19.0;
            Attempt { difficulty_max, success: random.chance(1.0 - difficulty_max) }
        };
        let some: Vec<Attempt> = (0..200).map(|_| draw()).collect();
        let points = roc(&some);
        assert!(points.iter().all(|point| point.confusion == confusion(&some, point.threshold)));
        assert!(points.windows(2).all(|pair| {
            pair[0].threshold < pair[1].threshold
                && pair[0].confusion.recall() <= pair[1].confusion.recall()
                && pair[0].confusion.false_positive_rate() <= pair[1].confusion.false_positive_rate()
        }));
        let chosen = calibrate_self_regulation(&some).validation.accuracy();
        assert!(points.iter().all(|point| point.confusion.accuracy() <= chosen));
    }
}
