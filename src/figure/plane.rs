//! A square over two amounts, one of each of two interventions: the frame of the map of prices and of the surface of
//! budgets.

use super::key::{Entry, key};
use super::mark::{Anchor, Drawing, Mark, Point, at};
use super::place::Area;
use super::scale::{Scale, ticks};
use super::text;

/// Room left of the square, right of it, above and below it, in pixels.
pub(super) const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 24.0;
const FOOT: f64 = 34.0;
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

    /// The square.
    pub(super) fn area(&self) -> Area {
        Area { left: self.x.range.0, top: self.y.range.1, right: self.x.range.1, bottom: self.y.range.0 }
    }

    /// Lines and numbers of both axes, and what they count.
    pub(super) fn axes(&self, across: String, up: String) -> Vec<Mark> {
        let (left, right) = self.x.range;
        let (foot, top) = self.y.range;
        let mut marks = Vec::new();
        let values = ticks(0.0, self.y.domain.1, 4);
        for (tick, words) in values.iter().zip(text::ticks(&values)) {
            marks.push(Mark::text("tick", at(left - 6.0, self.y.at(*tick) + 3.5), Anchor::End, words));
        }
        let values = ticks(0.0, self.x.domain.1, 4);
        for (tick, words) in values.iter().zip(text::ticks(&values)) {
            marks.push(Mark::text("tick", at(self.x.at(*tick), foot + 14.0), Anchor::Middle, words));
        }
        marks.push(Mark::line("n s-axis w1", at(left, foot), at(right, foot)));
        marks.push(Mark::line("n s-axis w1", at(left, foot), at(left, top)));
        let half = text::width_of(&across, "tick") / 2.0;
        let middle = ((left + right) / 2.0).min(self.width - half).max(half);
        marks.push(Mark::text("tick", at(middle, foot + 29.0), Anchor::Middle, across));
        marks.push(Mark::text("tick", at(0.0, 11.0), Anchor::Start, up));
        marks
    }

    /// The mark of the current pair, kept inside the square.
    pub(super) fn current(&self, pair: [f64; 2]) -> Mark {
        let inside = [pair[0].clamp(0.0, self.x.domain.1), pair[1].clamp(0.0, self.y.domain.1)];
        Mark::circle("f-ink s-paper w4", self.at(inside), 6.5)
    }

    /// The drawing, with the key below the square.
    pub(super) fn drawing(&self, mut marks: Vec<Mark>, entries: &[Entry], label: String) -> Drawing {
        let top = TOP + self.side + FOOT;
        let (key, height) = key(entries, (0.0, self.width), top);
        marks.extend(key);
        Drawing { class: "price-map".into(), width: self.width, height: top + height, marks, label }
    }
}
