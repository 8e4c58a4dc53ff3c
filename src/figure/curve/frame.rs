//! The axes of figure A, and the placing of its labels.

use super::super::mark::{Mark, Point, at};
use super::super::place::{Field, Label};
use super::super::scale::{BrokenAxis, Scale};
use super::super::text;
use super::Reading;

/// The frame that every part is drawn in.
pub(super) struct Frame {
    pub(super) x: BrokenAxis,
    pub(super) y: Scale,
    pub(super) width: f64,
    pub(super) narrow: bool,
}

impl Frame {
    pub(super) fn at(&self, r: Reading) -> Point {
        at(self.x.at(r.calls), self.y.at(r.success))
    }

    pub(super) fn floor(&self) -> f64 {
        self.y.range.0
    }
}

pub(super) fn placed(field: &mut Field, label: &Label, mark: Point, clear: f64) -> Vec<Mark> {
    field.place(label, mark, clear).map_or_else(Vec::new, |spot| label.marks(spot))
}

/// A label further off than beside its mark, with a line that leads to it; nothing where there is no room.
pub(super) fn led(field: &mut Field, label: &Label, mark: Point, clear: f64) -> Vec<Mark> {
    let Some((spot, (from, to))) = field.lead(label, mark, clear) else { return Vec::new() };
    let mut marks = label.marks(spot);
    marks.push(Mark::line("n s-ink w1 o5", from, to));
    marks
}

/// The two ends of a 95 % interval.
pub(super) fn whisker(frame: &Frame, reading: Reading, standard_error: f64) -> (Point, Point) {
    let half = text::interval_half(standard_error);
    let end = |success: f64| frame.at(Reading { success: success.clamp(0.0, 1.0), ..reading });
    (end(reading.success - half), end(reading.success + half))
}
