//! A square over two amounts, one of each of two interventions: the frame of the map of prices and of the surface of
//! budgets.

use super::mark::{Anchor, Drawing, Mark, Point, at};
use super::scale::{Scale, ticks};
use super::text;

/// Room left of the square, right of it, above and below it, in pixels.
pub(super) const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 24.0;
const FOOT: f64 = 34.0;
/// A line of the key below.
const LINE: f64 = 18.0;
/// The square is no wider.
const SIDE_MAX: f64 = 360.0;

/// The square in a drawing, and what both of its axes count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    pub(super) width: f64,
    pub(super) side: f64,
    pub(super) x: Scale,
    pub(super) y: Scale,
}

impl Plane {
    /// A square whose axes run from 0 to `max`.
    pub(super) fn new(width: f64, max: [f64; 2]) -> Self {
        let width = width.max(240.0);
        let side = (width - LEFT - RIGHT).min(SIDE_MAX);
        Self {
            width,
            side,
            x: Scale::new((0.0, max[0]), (LEFT, LEFT + side)),
            y: Scale::new((0.0, max[1]), (TOP + side, TOP)),
        }
    }

    pub(super) fn at(&self, [first, second]: [f64; 2]) -> Point {
        at(self.x.at(first), self.y.at(second))
    }

    /// Lines and numbers of both axes, and what they count.
    pub(super) fn axes(&self, across: String, up: String) -> Vec<Mark> {
        let (left, right) = self.x.range;
        let (foot, top) = self.y.range;
        let mut marks = Vec::new();
        for tick in ticks(0.0, self.y.domain.1, 4) {
            let place = at(left - 6.0, self.y.at(tick) + 3.5);
            marks.push(Mark::text("tick", place, Anchor::End, text::tick(tick)));
        }
        for tick in ticks(0.0, self.x.domain.1, 4) {
            let place = at(self.x.at(tick), foot + 14.0);
            marks.push(Mark::text("tick", place, Anchor::Middle, text::tick(tick)));
        }
        marks.push(Mark::line("n s-axis w1", at(left, foot), at(right, foot)));
        marks.push(Mark::line("n s-axis w1", at(left, foot), at(left, top)));
        marks.push(Mark::text("tick", at((left + right) / 2.0, foot + 29.0), Anchor::Middle, across));
        marks.push(Mark::text("tick", at(0.0, 11.0), Anchor::Start, up));
        marks
    }

    /// What is looked at, kept inside the square.
    pub(super) fn current(&self, pair: [f64; 2]) -> Mark {
        let inside = [pair[0].clamp(0.0, self.x.domain.1), pair[1].clamp(0.0, self.y.domain.1)];
        Mark::circle("f-ink s-paper w4", self.at(inside), 6.5)
    }

    /// The drawing, with the key below the square.
    pub(super) fn drawing(
        &self,
        mut marks: Vec<Mark>,
        entries: Vec<(KeySign, String)>,
        label: String,
    ) -> Drawing {
        let (key, height) = self.key(entries);
        marks.extend(key);
        Drawing { class: "price-map".into(), width: self.width, height, marks, label }
    }

    /// The lines of the key, each with what it is a key to, and the height of the drawing with them.
    fn key(&self, entries: Vec<(KeySign, String)>) -> (Vec<Mark>, f64) {
        let top = TOP + self.side + FOOT;
        let height = top + LINE * entries.len() as f64;
        let mut marks = Vec::new();
        for (place, (sign, words)) in entries.into_iter().enumerate() {
            let middle = top + LINE * (place as f64 + 0.7);
            marks.push(match sign {
                KeySign::Colour(class) => Mark::rect(class, at(LEFT, middle - 9.0), 12.0, 12.0, 2.0),
                KeySign::Dot => Mark::circle("f-rule", at(LEFT + 6.0, middle - 3.5), 2.5),
                KeySign::Line(class) => {
                    Mark::line(class, at(LEFT, middle - 3.5), at(LEFT + 14.0, middle - 3.5))
                }
            });
            marks.push(Mark::text("small", at(LEFT + 20.0, middle), Anchor::Start, words));
        }
        (marks, height)
    }
}

/// What a line of the key begins with.
#[derive(Clone, Copy, Debug)]
pub(super) enum KeySign {
    /// A square of a class.
    Colour(&'static str),
    /// A dot of the paper's rule.
    Dot,
    /// A line of a class.
    Line(&'static str),
}
