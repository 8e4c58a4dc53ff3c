//! A square in which both axes run from 0 to 100 %: what the ROC curve and the reliability diagram stand in.

use super::mark::{Anchor, Drawing, Mark, Point, at};
use super::place::{Area, Field};
use super::scale::{Scale, ticks};
use super::text;

/// Room left of the square, right of it, above and below it, in pixels.
const LEFT: f64 = 38.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 24.0;
const FOOT: f64 = 34.0;
/// A line of words in the square.
const WORDS_LINE: f64 = 15.0;

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

    /// The drawing with lines of words in a corner that the curve, the diagonal and what else stands in the square leave
    /// free, or below where they leave none.
    pub(super) fn drawing(
        &self,
        class: &'static str,
        label: String,
        mut marks: Vec<Mark>,
        (curve, taken): (&[Point], &[Area]),
        words: &[(&'static str, String)],
    ) -> Drawing {
        let mut field = Field::new(self.area().grown(-4.0));
        taken.iter().for_each(|area| field.take(*area));
        field.avoid_path(curve, 3.0);
        field.avoid(at(self.x.range.0, self.y.range.0), at(self.x.range.1, self.y.range.1), 2.0);
        let wide = words.iter().map(|(class, line)| text::width_of(line, class)).fold(0.0, f64::max);
        let (high, area) = (WORDS_LINE * words.len() as f64, self.area());
        let corner = |left: f64, top: f64| Area { left, top, right: left + wide, bottom: top + high };
        let (left, right) = (area.left + 8.0, area.right - 8.0 - wide);
        let (top, foot) = (area.top + 4.0, area.bottom - 6.0 - high);
        let corners = [corner(right, foot), corner(left, top), corner(right, top), corner(left, foot)];
        let below = corner(area.left, self.height + 4.0);
        let free = corners.into_iter().find(|corner| field.is_free(corner));
        let place = free.unwrap_or(below);
        for (i, (class, line)) in words.iter().enumerate() {
            let point = at(place.left, place.top + WORDS_LINE * i as f64 + 11.5);
            marks.push(Mark::text(format!("halo {class}"), point, Anchor::Start, line.clone()));
        }
        let height = if free.is_some() { self.height } else { place.bottom };
        Drawing { class: class.into(), width: self.width, height, label, marks }
    }

    fn area(&self) -> Area {
        Area { left: self.x.range.0, top: self.y.range.1, right: self.x.range.1, bottom: self.y.range.0 }
    }

    /// The diagonal of the square, from corner to corner.
    pub(super) fn diagonal(&self) -> Mark {
        let corner = |share: f64| at(self.x.at(share), self.y.at(share));
        Mark::line("n s-base w3 d4", corner(0.0), corner(1.0))
    }
}
