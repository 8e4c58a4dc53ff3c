//! The two figures of self-regulation: the ROC curve with the threshold on it, and the reliability diagram.

use std::fmt::Write as _;

use crate::experiment::Regulation;
use crate::figure::reliability::{self, Bin, Reliability};
use crate::figure::roc::{self, Rates, Roc};
use crate::figure::text;
use crate::language::{Words, fill};
use crate::reward_model::Confusion;

use crate::app::derived::paper_figure::PaperFigure;

/// A figure of self-regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegulationFigure {
    /// The ROC curve: the effect of every threshold of p(s).
    Roc,
    /// The reliability diagram: p(s) against the success that follows.
    Reliability,
}

impl RegulationFigure {
    /// The two figures of self-regulation, in the order they are shown.
    pub const ALL: [Self; 2] = [Self::Roc, Self::Reliability];

    /// The name on the command line and in `data-testid`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Roc => "roc",
            Self::Reliability => "reliability",
        }
    }

    /// The figure of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.name() == name)
    }
}

/// One of the figures, its caption and its numbers.
#[must_use]
pub fn regulation_figure(w: Words, found: &Regulation, which: RegulationFigure) -> PaperFigure {
    let (drawing, csv) = match which {
        RegulationFigure::Roc => (roc_data(w, found).draw(roc::WIDTH), roc_csv(found)),
        RegulationFigure::Reliability => {
            (reliability_data(w, found).draw(reliability::WIDTH), reliability_csv(found))
        }
    };
    PaperFigure { task: None, caption: caption(w, found, which), drawing, csv }
}

fn caption(w: Words, found: &Regulation, which: RegulationFigure) -> String {
    let (set, judged) = (found.chosen.validation.n(), found.test.n());
    match which {
        RegulationFigure::Roc => {
            let threshold = text::price(found.chosen.threshold);
            let test = &found.test;
            let shares =
                [found.chosen.validation.accuracy(), test.accuracy(), test.precision(), test.recall()];
            let [chosen, accuracy, precision, recall] = shares.map(percent);
            let majority = percent(test.majority_accuracy());
            fill(
                w.roc_caption(),
                &[&threshold, &set, &chosen, &judged, &accuracy, &precision, &recall, &majority],
            )
        }
        RegulationFigure::Reliability => {
            let [log_loss, brier] = [found.reliability.log_loss, found.reliability.brier].map(text::price);
            fill(w.reliability_caption(), &[&found.reliability.n, &judged, &log_loss, &brier])
        }
    }
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), text::success)
}

fn rates(confusion: &Confusion) -> Rates {
    Rates {
        successes: confusion.recall().unwrap_or(0.0),
        failures: confusion.false_positive_rate().unwrap_or(0.0),
    }
}

fn roc_data(w: Words, found: &Regulation) -> Roc {
    Roc {
        words: w,
        points: found.roc.iter().map(|point| rates(&point.confusion)).collect(),
        here: rates(&found.test),
        threshold: found.chosen.threshold,
        n: found.test.n(),
        accuracy: found.test.accuracy(),
        precision: found.test.precision(),
        majority: found.test.majority_accuracy(),
        area: found.area,
    }
}

fn roc_csv(found: &Regulation) -> String {
    let mut csv = String::from(
        "threshold,true_positives,false_positives,true_negatives,false_negatives,recall,false_positive_rate\n",
    );
    for point in &found.roc {
        let Confusion { true_positives, false_positives, true_negatives, false_negatives } = point.confusion;
        let Rates { successes, failures } = rates(&point.confusion);
        let _ = writeln!(
            csv,
            "{},{true_positives},{false_positives},{true_negatives},{false_negatives},{successes:0.6},{failures:0.6}",
            point.threshold
        );
    }
    csv
}

fn reliability_data(w: Words, found: &Regulation) -> Reliability {
    let bin = |bin: &crate::reward_model::ReliabilityBin| Bin {
        span: (bin.lower, bin.upper),
        n: bin.n,
        said: bin.prediction_mean,
        came_true: bin.outcome_mean,
    };
    Reliability {
        words: w,
        bins: found.reliability.bins.iter().map(bin).collect(),
        brier: found.reliability.brier,
        expected_error: found.reliability.expected_error,
    }
}

fn reliability_csv(found: &Regulation) -> String {
    let mut csv = String::from("lower,upper,n,said,came_true\n");
    for bin in &found.reliability.bins {
        let _ = writeln!(
            csv,
            "{},{},{},{:0.6},{:0.6}",
            bin.lower, bin.upper, bin.n, bin.prediction_mean, bin.outcome_mean
        );
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reward_model::{
        Attempt, area_under_roc, calibrate_self_regulation, confusion, reliability, roc as roc_of,
    };
    use expect_test::expect;

    fn found() -> Regulation {
        let attempts = [(0.1, true), (0.2, true), (0.3, false), (0.6, true), (0.8, false), (0.9, false)]
            .map(|(difficulty_max, success)| Attempt { difficulty_max, success });
        let chosen = calibrate_self_regulation(&attempts);
        let roc = roc_of(&attempts);
        Regulation {
            test: confusion(&attempts, chosen.threshold),
            area: area_under_roc(&roc),
            roc,
            reliability: reliability(&[0.9, 0.8, 0.7, 0.4, 0.2, 0.1], &[1.0, 1.0, 0.0, 1.0, 0.0, 0.0], 2)
                .unwrap(),
            chosen,
        }
    }

    #[test]
    fn six_attempts_are_told_in_words_and_numbers() {
        let [roc, reliability] =
            RegulationFigure::ALL.map(|which| regulation_figure(Words::ENGLISH, &found(), which));
        expect![[r#"
            Stop as soon as 1 − p(s) exceeds 0.700, the threshold of the highest accuracy on 6 validation tasks (83.3 %). On 6 test tasks: accuracy 83.3 %, precision 75.0 %, recall 100.0 %; always saying what is more frequent: 50.0 %.
            threshold,true_positives,false_positives,true_negatives,false_negatives,recall,false_positive_rate
            -1,0,0,3,3,0.000000,0.000000
            0.15000000000000002,1,0,3,2,0.333333,0.000000
            0.25,2,0,3,1,0.666667,0.000000
            0.44999999999999996,2,1,2,1,0.666667,0.333333
            0.7,3,1,2,0,1.000000,0.333333
            0.8500000000000001,3,2,1,0,1.000000,0.666667
            1,3,3,0,0,1.000000,1.000000
        "#]].assert_eq(&format!("{}\n{}", roc.caption, roc.csv));
        expect![[r#"
            p(s) of the 6 states that the base met alone on 6 test tasks, in bins of equal width: what was said, and the share of them from which it succeeded. Log loss 0.463, Brier score 0.158.
            lower,upper,n,said,came_true
            0,0.5,3,0.233333,0.333333
            0.5,1,3,0.800000,0.666667
        "#]].assert_eq(&format!("{}\n{}", reliability.caption, reliability.csv));
        expect!["0 | 0 | 20 | 20 | 40 | 40 | 60 | 60 | 80 | 80 | 100 | 100 | % of successes left to run | % of failures left to run | stop where 1 − p(s) > 0.700 | accuracy 83.3 % | precision 75.0 % | recall 100.0 % | majority 50.0 % | area 0.889"].assert_eq(&roc.drawing.texts().join(" | "));
        expect!["0 | 0 | 20 | 20 | 40 | 40 | 60 | 60 | 80 | 80 | 100 | 100 | % that came true | success said: p(s) in % | off by 11.7 % on average | Brier score 0.158 | 6 states; bars: how many"].assert_eq(&reliability.drawing.texts().join(" | "));
    }
}
