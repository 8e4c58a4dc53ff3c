//! Several frontiers on one scale: the one on the page, thick, and those kept to compare with, numbered and dashed.

use super::curve::Reading;
use super::mark::{Anchor, Drawing, Mark, Point, at};
use super::scale::{Scale, percent_ticks, ticks};
use super::text;
use crate::language::{Words, fill};

/// Width at full page width, in pixels.
pub const WIDE: f64 = 620.0;
/// Height in pixels.
const HEIGHT: f64 = 270.0;
/// Dashes of the kept frontiers, in order.
const DASHES: [&str; 4] = ["d4", "d2", "d5", "d1"];

/// One frontier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The label at the end of the line: a number, or a word.
    pub label: String,
    /// The vertices of the frontier, calls rising.
    pub points: Vec<Reading>,
    /// The point of the line at the budget that is set.
    pub here: Reading,
}

/// All that is compared: the frontier of the page first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compare {
    /// The budget that is set.
    pub budget: f64,
    /// The budget in words, as it is counted: `At a budget of 1.00 calls per task`.
    pub at: String,
    /// The label of the horizontal axis.
    pub x_label: String,
    /// The frontiers.
    pub lines: Vec<Line>,
    /// True if success and calls are discounted.
    pub is_discounted: bool,
    /// True if the budget is a cap per episode, a whole number.
    pub is_capped: bool,
    /// The words it is labelled with.
    pub words: Words,
}

impl Compare {
    /// The drawing at a width in pixels.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let width = width.max(240.0);
        let most = |of: fn(&Reading) -> f64| {
            self.lines.iter().flat_map(|line| line.points.iter().map(of)).fold(0.0, f64::max)
        };
        let (calls, success) = (most(|r| r.calls).max(self.budget).max(0.2), most(|r| r.success).max(0.2));
        let names = self.lines.iter().map(|line| text::width_of(&line.label, "strong")).fold(20.0, f64::max);
        let x = Scale::new((0.0, calls * 1.02), (44.0, width - names - 24.0));
        let y = Scale::new((0.0, (success * 10.0).ceil() / 10.0), (HEIGHT - 46.0, 22.0));
        let mut marks = self.axes(x, y, calls);
        let foot = y.range.0;
        marks.push(Mark::line("n s-ink3 w1", at(x.at(self.budget), 14.0), at(x.at(self.budget), foot)));
        for (index, line) in self.lines.iter().enumerate().rev() {
            marks.push(line.marks(self, index, x, y));
        }
        marks.extend(self.labels(x, y));
        Drawing { class: "fig-compare".into(), width, height: HEIGHT, label: self.sentence(), marks }
            .with_decimals(self.words)
    }

    /// The figure in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let said: Vec<String> = self
            .lines
            .iter()
            .map(|line| format!("{}: {}", line.label, text::success(line.here.success)))
            .collect();
        fill(self.words.compare_label(), &[&self.at, &said.join("; ")])
    }

    fn axes(&self, x: Scale, y: Scale, calls: f64) -> Vec<Mark> {
        let mut marks = Vec::new();
        let (left, right) = x.range;
        for (tick, number) in percent_ticks((0.0, y.domain.1), 5) {
            let height = y.at(tick);
            let class = if tick == 0.0 { "n s-axis w1" } else { "n s-line w1" };
            marks.push(Mark::line(class, at(left, height), at(right, height)));
            marks.push(Mark::text("tick", at(left - 6.0, height + 3.5), Anchor::End, number));
        }
        let values = ticks(0.0, calls, 6);
        for (tick, words) in values.iter().zip(text::ticks(&values)) {
            let foot = y.range.0 + 14.0;
            marks.push(Mark::text("tick", at(x.at(*tick), foot), Anchor::Middle, words));
        }
        let middle = (left + right) / 2.0;
        for (line, place) in text::wrapped(&self.x_label, "tick", right - left).into_iter().zip(0_u32..) {
            let point = at(middle, y.range.0 + 30.0 + 12.0 * f64::from(place));
            marks.push(Mark::text("tick", point, Anchor::Middle, line));
        }
        let what = if self.is_discounted {
            self.words.discounted_success()
        } else {
            self.words.tasks_that_succeed()
        };
        marks.push(Mark::text("tick", at(left, 10.0), Anchor::Start, what));
        marks
    }

    /// The names in a column at the right, each with a line from its frontier's end, moved apart where they would touch.
    fn labels(&self, x: Scale, y: Scale) -> Vec<Mark> {
        const APART: f64 = 14.0;
        let end = |(index, line): (usize, &Line)| {
            let end = line.points.last()?;
            Some((at(x.at(end.calls), y.at(end.success)), index))
        };
        let mut ends: Vec<(Point, usize)> = self.lines.iter().enumerate().filter_map(end).collect();
        ends.sort_by(|a, b| a.0.y.total_cmp(&b.0.y));
        let lowest = |place: usize| y.range.0 - APART * (ends.len() - 1 - place) as f64;
        let mut above = f64::NEG_INFINITY;
        let mut marks = Vec::new();
        for (place, (point, index)) in ends.iter().enumerate() {
            let height = point.y.min(lowest(place)).max(above + APART);
            above = height;
            let class = if *index == 0 { "strong" } else { "t-base" };
            let left = x.range.1 + 16.0;
            marks.push(Mark::line("n s-base w1 o5", *point, at(left - 4.0, height)));
            let Some(line) = self.lines.get(*index) else { continue };
            marks.push(Mark::text(class, at(left, height + 4.0), Anchor::Start, line.label.clone()));
        }
        marks
    }
}

impl Line {
    fn marks(&self, all: &Compare, index: usize, x: Scale, y: Scale) -> Mark {
        let place = |reading: &Reading| at(x.at(reading.calls), y.at(reading.success));
        // A frontier has thousands of vertices; two pixels apart is as fine as a line shows.
        let mut points: Vec<Point> = Vec::new();
        for point in self.points.iter().map(place) {
            if points.last().is_none_or(|last| point.x - last.x >= 2.0) {
                points.push(point);
            }
        }
        points.extend(self.points.last().map(place));
        let calls = text::budget(self.here.calls, all.is_capped);
        let title = fill(all.words.compare_line(), &[&self.label, &text::success(self.here.success), &calls]);
        let (line, dot, radius) = match index.checked_sub(1) {
            None => ("n s-exact w5 rj".to_owned(), "f-exact s-paper w4", 6.0),
            Some(pin) => (format!("n s-base w3 rj {}", DASHES[pin % DASHES.len()]), "f-paper s-base w3", 4.5),
        };
        let marks = vec![
            Mark::polyline(line, &points),
            Mark::circle(dot, place(&self.here), radius).with_title(title),
        ];
        Mark::group("series", marks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(label: &str, top: f64) -> Line {
        let point = |calls: f64| Reading { calls, success: top * calls / 2.0 };
        let points = (0..=200).map(|i| point(f64::from(i) / 100.0)).collect();
        Line { label: label.to_owned(), points, here: point(1.0) }
    }

    #[test]
    fn every_line_has_a_dot_and_a_name_and_names_stay_apart() {
        let compare = Compare {
            words: Words::ENGLISH,
            budget: 1.0,
            at: "At a budget of 1.00 calls per task".to_owned(),
            x_label: "calls".to_owned(),
            lines: vec![line("now", 0.8), line("1", 0.8), line("2", 0.5)],
            is_discounted: false,
            is_capped: false,
        };
        for width in [288.0, 460.0, WIDE] {
            let collisions = crate::figure::clear::collisions(&compare.draw(width));
            assert_eq!(collisions, Vec::<String>::new(), "{width}");
        }
        let drawing = compare.draw(WIDE);
        assert_eq!(drawing.count("series"), 3);
        assert_eq!(
            compare.sentence(),
            "Success against the budget. At a budget of 1.00 calls per task, now: 40.0\u{2009}%; 1: 40.0\u{2009}%; \
             2: 25.0\u{2009}%."
        );
        let heights: Vec<f64> = drawing
            .marks
            .iter()
            .filter(|mark| ["strong", "t-base"].contains(&&*mark.class))
            .filter_map(|mark| match &mark.shape {
                super::super::mark::Shape::Text { point, .. } => Some(point.y),
                _ => None,
            })
            .collect();
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 14.0), "{heights:?}");
    }
}
