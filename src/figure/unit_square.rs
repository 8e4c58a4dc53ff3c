//! A square in which both axes run from 0 to 100 %: what the ROC curve and the reliability diagram stand in.

use super::mark::{Anchor, Mark, at};
use super::scale::{Scale, ticks};

/// Room left of the square, right of it, above and below it, in pixels.
const LEFT: f64 = 38.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 24.0;
const FOOT: f64 = 34.0;

/// The square, and the size of the drawing around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnitSquare {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) x: Scale,
    pub(super) y: Scale,
}

impl UnitSquare {
    pub(super) fn new(width: f64) -> Self {
        let width = width.max(240.0);
        let side = width - LEFT - RIGHT;
        let unit = (0.0, 1.0);
        Self {
            width,
            height: TOP + side + FOOT,
            x: Scale::new(unit, (LEFT, LEFT + side)),
            y: Scale::new(unit, (TOP + side, TOP)),
        }
    }

    /// Lines and numbers of both axes, and what they count.
    pub(super) fn axes(&self, across: &'static str, up: &'static str) -> Vec<Mark> {
        let (left, right) = self.x.range;
        let mut marks = Vec::new();
        for tick in ticks(0.0, 1.0, 5) {
            let (place, height) = (self.x.at(tick), self.y.at(tick));
            let class = if tick == 0.0 { "n s-axis w1" } else { "n s-line w1" };
            marks.push(Mark::line(class, at(left, height), at(right, height)));
            let number = format!("{:.0}", tick * 100.0);
            marks.push(Mark::text("tick", at(left - 6.0, height + 3.5), Anchor::End, number.clone()));
            let foot = at(place, self.y.range.0 + 14.0);
            marks.push(Mark::text("tick", foot, Anchor::Middle, number));
        }
        marks.push(Mark::text("tick", at(left, 11.0), Anchor::Start, up));
        marks.push(Mark::text("tick", at((left + right) / 2.0, self.height - 4.0), Anchor::Middle, across));
        marks
    }

    /// From corner to corner.
    pub(super) fn diagonal(&self) -> Mark {
        let corner = |share: f64| at(self.x.at(share), self.y.at(share));
        Mark::line("n s-base w3 d4", corner(0.0), corner(1.0))
    }
}
