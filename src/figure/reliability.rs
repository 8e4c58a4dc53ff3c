//! The reliability diagram: how often what was said to happen with some chance did happen.

use super::mark::{Drawing, Mark, Point, at};
use super::place::Area;
use super::text;
use super::unit_square::UnitSquare;
use crate::language::{Words, counted_with, fill};

/// Width in pixels; it fits a phone.
pub const WIDTH: f64 = 340.0;
/// The height of the highest bar of the counts, in pixels.
const BAR: f64 = 34.0;

/// Predictions that lie near each other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// The lower and the upper end of the bin, in [0, 1].
    pub span: (f64, f64),
    /// The number of predictions in the bin.
    pub n: u32,
    /// The mean of the predictions.
    pub said: f64,
    /// The share of them that came true.
    pub came_true: f64,
}

/// The bins, and what they come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability {
    /// The words of the figure's texts.
    pub words: Words,
    /// The bins, from 0 to 1; an empty bin is not drawn.
    pub bins: Vec<Bin>,
    /// The mean square distance of prediction and outcome.
    pub brier: f64,
    /// The mean over all predictions of the distance between what their bin said and what came true.
    pub expected_error: f64,
}

impl Reliability {
    /// The drawing at a width in pixels.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let (w, square) = (self.words, UnitSquare::new(width));
        let mut marks = square.axes(w.success_said(), w.percent_came_true());
        let counts = self.counts(square);
        let bars: Vec<Area> = counts.iter().filter_map(Area::of_rect).collect();
        marks.extend(counts);
        marks.push(square.diagonal());
        let place = |bin: &Bin| at(square.x.at(bin.said), square.y.at(bin.came_true));
        let filled: Vec<&Bin> = self.bins.iter().filter(|bin| bin.n > 0).collect();
        let points: Vec<Point> = filled.iter().map(|bin| place(bin)).collect();
        marks.push(Mark::polyline("n s-exact w4 rj", &points));
        marks.extend(
            filled
                .iter()
                .map(|bin| Mark::circle("f-exact s-paper w3", place(bin), 4.5).with_title(bin.sentence(w))),
        );
        square
            .drawing("fig-reliability", self.sentence(), marks, (&points, &bars), &self.numbers())
            .with_decimals(w)
    }

    /// The figure in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let n: u32 = self.bins.iter().map(|bin| bin.n).sum();
        let error = text::success(self.expected_error);
        fill(self.words.reliability_sentence(), &[&n, &error, &text::price(self.brier)])
    }

    /// A bar a bin on the floor of the square: how many predictions it holds.
    fn counts(&self, square: UnitSquare) -> Vec<Mark> {
        let most = self.bins.iter().map(|bin| bin.n).max().unwrap_or(0).max(1);
        let bar = |bin: &Bin| {
            let (from, to) = (square.x.at(bin.span.0) + 1.0, square.x.at(bin.span.1) - 1.0);
            let height = BAR * f64::from(bin.n) / f64::from(most);
            Mark::rect("f-wash s-axis w1", at(from, square.y.range.0 - height), to - from, height, 0.0)
        };
        self.bins.iter().filter(|bin| bin.n > 0).map(bar).collect()
    }

    /// The numbers.
    fn numbers(&self) -> [(&'static str, String); 3] {
        let w = self.words;
        let n: u32 = self.bins.iter().map(|bin| bin.n).sum();
        [
            ("strong", fill(w.off_on_average(), &[&text::success(self.expected_error)])),
            ("", fill(w.brier_is(), &[&text::price(self.brier)])),
            ("t-base", fill(w.states_in_bars(), &[&n])),
        ]
    }
}

impl Bin {
    fn sentence(&self, w: Words) -> String {
        let [said, came_true] = [self.said, self.came_true].map(text::success);
        counted_with(w.bin_sentence(), self.n, &[&said, &came_true])
    }
}

#[cfg(test)]
mod tests {
    use super::super::mark::Shape;
    use super::*;
    use expect_test::expect;

    fn reliability() -> Reliability {
        let bin = |lower: f64, n, said, came_true| Bin { span: (lower, lower + 0.25), n, said, came_true };
        Reliability {
            words: Words::ENGLISH,
            bins: vec![
                bin(0.0, 600, 0.1, 0.08),
                bin(0.25, 0, 0.0, 0.0),
                bin(0.5, 30, 0.6, 0.5),
                bin(0.75, 370, 0.9, 0.95),
            ],
            brier: 0.061,
            expected_error: 0.034,
        }
    }

    #[test]
    fn an_empty_bin_is_not_drawn_and_the_others_stand_where_they_came_true() {
        let drawing = reliability().draw(WIDTH);
        let centres: Vec<Point> = drawing
            .marks
            .iter()
            .filter_map(|mark| match mark.shape {
                Shape::Circle { centre, .. } => Some(centre),
                _ => None,
            })
            .collect();
        let square = UnitSquare::new(WIDTH);
        assert_eq!(centres.len(), 3);
        assert_eq!(centres[1], at(square.x.at(0.6), square.y.at(0.5)));
        let bars = drawing.marks.iter().filter(|mark| matches!(mark.shape, Shape::Rect { .. })).count();
        assert_eq!(bars, 3);
    }

    #[test]
    fn it_says_how_far_off_the_chances_are() {
        expect!["Of 1000 states, what was said is off by 3.4 % on average; Brier score 0.061."]
            .assert_eq(&reliability().sentence());
        expect!["said 60.0 %, came true 50.0 % of 30 times"]
            .assert_eq(&reliability().bins[2].sentence(Words::ENGLISH));
    }
}
