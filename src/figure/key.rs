//! The key under a figure: each sign with its words, in lines that fit the width.

use super::Act;
use super::glyph;
use super::mark::{Anchor, Mark, Point, at};
use super::text;

/// A line of the key, in pixels.
const LINE: f64 = 15.0;
/// The distance from a sign's left edge to its words.
const INDENT: f64 = 22.0;
/// The gap between two entries of a line.
const GAP: f64 = 16.0;
/// The class of the words.
const CLASS: &str = "small";

/// A sign of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sign {
    /// A line of a class.
    Line(&'static str),
    /// A square of a colour.
    Colour(&'static str),
    /// A circle of a class and a radius.
    Circle(&'static str, f64),
    /// The paper's rule.
    Diamond,
    /// A baseline.
    Square,
    /// A PRM threshold.
    Triangle,
    /// An error bar.
    Bar,
    /// The action in a state.
    Act(Act),
}

impl Sign {
    /// The sign with its centre there.
    fn marks(self, centre: Point) -> Vec<Mark> {
        let Point { x, y } = centre;
        match self {
            Self::Line(class) => vec![Mark::line(class, at(x - 8.0, y), at(x + 8.0, y))],
            Self::Colour(class) => vec![Mark::rect(class, at(x - 6.0, y - 6.0), 12.0, 12.0, 2.0)],
            Self::Circle(class, radius) => vec![Mark::circle(class, centre, radius)],
            Self::Diamond => vec![glyph::diamond("f-rule", centre, 5.0)],
            Self::Square => vec![glyph::square("f-base", centre, 3.8)],
            Self::Triangle => vec![glyph::triangle("f-base", centre, 4.6)],
            Self::Bar => vec![Mark::line("n s-base w3", at(x, y - 5.5), at(x, y + 5.5))],
            Self::Act(act) => glyph::act(act, centre, 6.0),
        }
    }
}

/// A sign and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) sign: Sign,
    pub(super) words: String,
}

impl Entry {
    pub(super) fn new(sign: Sign, words: impl Into<String>) -> Self {
        Self { sign, words: words.into() }
    }
}

/// The key between two edges, below `top`, and how high it is: 0 without entries.
///
/// The height of the key depends on the words and the width alone. The key therefore stands still while what is drawn
/// above it moves.
pub(super) fn key(entries: &[Entry], (left, right): (f64, f64), top: f64) -> (Vec<Mark>, f64) {
    let mut marks = Vec::new();
    let (mut x, mut y) = (left, top);
    for entry in entries {
        let lines = text::wrapped(&entry.words, CLASS, right - left - INDENT);
        let wide = INDENT + lines.iter().map(|line| text::width_of(line, CLASS)).fold(0.0, f64::max);
        if x > left && x + wide > right {
            (x, y) = (left, y + LINE);
        }
        marks.extend(entry.sign.marks(at(x + 9.0, y + LINE / 2.0)));
        let n_lines = lines.len();
        for (place, line) in lines.into_iter().enumerate() {
            let baseline = y + LINE * (place as f64 + 0.5) + 3.7;
            marks.push(Mark::text(CLASS, at(x + INDENT, baseline), Anchor::Start, line));
        }
        if n_lines > 1 {
            (x, y) = (left, y + LINE * n_lines as f64);
        } else {
            x += wide + GAP;
        }
    }
    let height = if x > left { y + LINE - top } else { y - top };
    (marks, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<Entry> {
        let words = ["exact optimum", "paper’s rule", "a long name that has to be broken into two lines"];
        words.map(|words| Entry::new(Sign::Diamond, words)).into()
    }

    fn inside(width: f64) -> f64 {
        let (marks, height) = key(&entries(), (0.0, width), 10.0);
        let drawing = crate::figure::Drawing {
            class: "".into(),
            width,
            height: 10.0 + height,
            label: String::new(),
            marks,
        };
        assert_eq!(crate::figure::clear::collisions(&drawing), Vec::<String>::new(), "{width}");
        height
    }

    #[test]
    fn entries_share_a_line_while_they_fit_and_long_ones_are_broken() {
        assert_eq!([600.0, 300.0, 200.0].map(inside), [15.0, 30.0, 60.0]);
        assert_eq!(key(&[], (0.0, 100.0), 10.0), (Vec::new(), 0.0));
    }
}
