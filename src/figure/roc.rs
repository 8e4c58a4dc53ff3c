//! The ROC curve of an agent that stops by itself: what every threshold does to successes and failures, and the one
//! that was set.

use super::mark::{Drawing, Mark, Point, at};
use super::place::Area;
use super::text;
use super::unit_square::UnitSquare;
use crate::language::{Words, fill};

/// Width in pixels; it fits a phone.
pub const WIDTH: f64 = 340.0;

/// The shares of successes and of failures that a threshold lets run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// The share of the attempts that would succeed and are let run: recall.
    pub successes: f64,
    /// The share of the attempts that would fail and are let run.
    pub failures: f64,
}

/// The curve and the threshold on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roc {
    /// The words of the figure's texts.
    pub words: Words,
    /// The points of the curve, from stopping all attempts to stopping none, both rates rising.
    pub points: Vec<Rates>,
    /// The rates at the threshold that is set.
    pub here: Rates,
    /// Stop where 1 - p(s) exceeds this.
    pub threshold: f64,
    /// The number of attempts.
    pub n: u32,
    /// The share predicted rightly.
    pub accuracy: Option<f64>,
    /// The share of successes among those left to run.
    pub precision: Option<f64>,
    /// The accuracy of always saying what is more frequent.
    pub majority: Option<f64>,
    /// The area under the curve.
    pub area: Option<f64>,
}

impl Roc {
    /// The drawing at a width in pixels.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let (w, square) = (self.words, UnitSquare::new(width));
        let mut marks = square.axes(w.failures_left_to_run(), w.successes_left_to_run());
        marks.push(square.diagonal());
        let place = |rates: &Rates| at(square.x.at(rates.failures), square.y.at(rates.successes));
        let points: Vec<Point> = self.points.iter().map(place).collect();
        marks.push(Mark::polyline("n s-exact w5 rj", &points));
        marks.push(Mark::circle("f-exact s-paper w4", place(&self.here), 6.0).with_title(self.rule()));
        let dot = [Area::around(place(&self.here), 8.0)];
        square.drawing("fig-roc", self.sentence(), marks, (&points, &dot), &self.numbers()).with_decimals(w)
    }

    /// The figure in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let [accuracy, majority] = [self.accuracy, self.majority].map(percent);
        let [successes, failures] = [self.here.successes, self.here.failures].map(text::success);
        fill(
            self.words.roc_sentence(),
            &[&self.n, &accuracy, &text::price(self.threshold), &majority, &successes, &failures],
        )
    }

    fn rule(&self) -> String {
        fill(self.words.stop_where(), &[&text::price(self.threshold)])
    }

    /// The numbers.
    fn numbers(&self) -> [(&'static str, String); 6] {
        let w = self.words;
        let area = self.area.map_or_else(|| "–".to_owned(), text::price);
        [
            ("strong", self.rule()),
            ("", fill(w.accuracy_is(), &[&percent(self.accuracy)])),
            ("", fill(w.precision_is(), &[&percent(self.precision)])),
            ("", fill(w.recall_is(), &[&text::success(self.here.successes)])),
            ("t-base", fill(w.majority_is(), &[&percent(self.majority)])),
            ("t-base", fill(w.area_is(), &[&area])),
        ]
    }
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), text::success)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn roc() -> Roc {
        let rates = |failures, successes| Rates { successes, failures };
        Roc {
            words: Words::ENGLISH,
            points: vec![rates(0.0, 0.0), rates(0.1, 0.9), rates(0.4, 1.0), rates(1.0, 1.0)],
            here: rates(0.1, 0.9),
            threshold: 0.62,
            n: 1000,
            accuracy: Some(0.9),
            precision: Some(0.8),
            majority: Some(0.7),
            area: Some(0.945),
        }
    }

    #[test]
    fn it_says_what_the_threshold_does() {
        expect!["Of 1000 attempts, 90.0 % predicted rightly where an agent stops as soon as 1 − p(s) exceeds 0.620; always saying what is more frequent: 70.0 %. 90.0 % of the successes and 10.0 % of the failures are left to run."].assert_eq(&roc().sentence());
        let nothing = Roc { accuracy: None, precision: None, majority: None, area: None, ..roc() };
        assert!(nothing.draw(WIDTH).texts().contains(&"area –".to_owned()));
    }

    #[test]
    fn the_dot_stands_where_its_rates_are() {
        let drawing = roc().draw(WIDTH);
        let super::super::mark::Shape::Circle { centre, .. } =
            drawing.marks.iter().find(|mark| mark.title.is_some()).unwrap().shape
        else {
            panic!("a circle")
        };
        let square = UnitSquare::new(WIDTH);
        assert_eq!(centre, at(square.x.at(0.1), square.y.at(0.9)));
    }
}
