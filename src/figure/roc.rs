//! The ROC curve of an agent that stops by itself: what every threshold does to successes and failures, and the one
//! that was set.

use super::mark::{Drawing, Mark, Point, at};
use super::place::Area;
use super::text;
use super::unit_square::UnitSquare;

/// Width in pixels; it fits a phone.
pub const WIDTH: f64 = 340.0;

/// What a threshold leaves to run: shares of what would succeed, and of what would fail.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// Of the attempts that would succeed: recall.
    pub successes: f64,
    /// Of the attempts that would fail.
    pub failures: f64,
}

/// The curve and the threshold on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roc {
    /// From stopping all to stopping none, both rates rising.
    pub points: Vec<Rates>,
    /// What the threshold that was set does.
    pub here: Rates,
    /// Stop where 1 - p(s) exceeds this.
    pub threshold: f64,
    /// How many attempts there are.
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
        let square = UnitSquare::new(width);
        let mut marks = square.axes("% of failures left to run", "% of successes left to run");
        marks.push(square.diagonal());
        let place = |rates: &Rates| at(square.x.at(rates.failures), square.y.at(rates.successes));
        let points: Vec<Point> = self.points.iter().map(place).collect();
        marks.push(Mark::polyline("n s-exact w5 rj", &points));
        marks.push(Mark::circle("f-exact s-paper w4", place(&self.here), 6.0).with_title(self.rule()));
        let dot = [Area::around(place(&self.here), 8.0)];
        square.drawing("fig-roc", self.sentence(), marks, (&points, &dot), &self.words())
    }

    /// What the picture says.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "Of {} attempts, {} predicted rightly where an agent stops as soon as 1 − p(s) exceeds {}; always saying what is \
             more frequent: {}. {} of the successes and {} of the failures are left to run.",
            self.n,
            percent(self.accuracy),
            text::price(self.threshold),
            percent(self.majority),
            text::success(self.here.successes),
            text::success(self.here.failures),
        )
    }

    fn rule(&self) -> String {
        format!("stop where 1 − p(s) > {}", text::price(self.threshold))
    }

    /// The numbers.
    fn words(&self) -> [(&'static str, String); 6] {
        [
            ("strong", self.rule()),
            ("", format!("accuracy {}", percent(self.accuracy))),
            ("", format!("precision {}", percent(self.precision))),
            ("", format!("recall {}", text::success(self.here.successes))),
            ("t-base", format!("majority {}", percent(self.majority))),
            ("t-base", format!("area {}", self.area.map_or_else(|| "–".to_owned(), text::price))),
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
