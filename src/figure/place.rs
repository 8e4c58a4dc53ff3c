//! Where a label goes: beside its mark, off every other mark and label, off the lines where it can.

use super::mark::{Anchor, Mark, Point, at};
use super::text;

/// How much wider bold letters are, about: a label that is thought too narrow runs into its neighbour.
const BOLD: f64 = 1.14;

/// An upright rectangle, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn around(centre: Point, half: f64) -> Self {
        Self { left: centre.x - half, top: centre.y - half, right: centre.x + half, bottom: centre.y + half }
    }

    fn overlap(&self, other: &Self) -> f64 {
        if self.right <= other.left
            || other.right <= self.left
            || self.bottom <= other.top
            || other.bottom <= self.top
        {
            return 0.0;
        }
        let w = self.right.min(other.right) - self.left.max(other.left);
        let h = self.bottom.min(other.bottom) - self.top.max(other.top);
        w * h
    }

    fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }

    /// Whether the segment lies wholly beyond one edge, as nearly all do.
    fn is_beside(&self, from: Point, to: Point) -> bool {
        (from.x < self.left && to.x < self.left)
            || (from.x > self.right && to.x > self.right)
            || (from.y < self.top && to.y < self.top)
            || (from.y > self.bottom && to.y > self.bottom)
    }

    /// The length of the segment inside, by Liang and Barsky's clipping.
    fn length_inside(&self, from: Point, to: Point) -> f64 {
        if self.is_beside(from, to) {
            return 0.0;
        }
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let (mut t0, mut t1) = (0.0_f64, 1.0_f64);
        let edges = [
            (-dx, from.x - self.left),
            (dx, self.right - from.x),
            (-dy, from.y - self.top),
            (dy, self.bottom - from.y),
        ];
        for (p, q) in edges {
            if p == 0.0 {
                if q < 0.0 {
                    return 0.0;
                }
            } else if p < 0.0 {
                t0 = t0.max(q / p);
            } else {
                t1 = t1.min(q / p);
            }
        }
        if t1 > t0 { (t1 - t0) * libm::hypot(dx, dy) } else { 0.0 }
    }
}

/// A label to place: its lines and how they look.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) lines: Vec<String>,
    pub(super) class: &'static str,
    pub(super) size: f64,
    /// The anchor it would rather have.
    pub(super) lean: Option<Anchor>,
}

impl Label {
    pub(super) fn new(text: &str, class: &'static str, size: f64) -> Self {
        Self { lines: text.split('\n').map(str::to_owned).collect(), class, size, lean: None }
    }

    pub(super) fn leaning(mut self, anchor: Anchor) -> Self {
        self.lean = Some(anchor);
        self
    }

    fn leading(&self) -> f64 {
        self.size + 1.5
    }

    pub(super) fn width(&self) -> f64 {
        let plain = self.lines.iter().map(|line| text::width(line, self.size)).fold(0.0, f64::max);
        if self.class.contains("strong") { plain * BOLD } else { plain }
    }

    fn height(&self) -> f64 {
        self.leading() * self.lines.len() as f64
    }

    /// The area a label of a width and a height covers when placed.
    fn area((w, h): (f64, f64), spot: Spot) -> Area {
        let left = match spot.anchor {
            Anchor::Start => spot.point.x,
            Anchor::Middle => spot.point.x - w / 2.0,
            Anchor::End => spot.point.x - w,
        };
        Area { left, top: spot.point.y - h / 2.0, right: left + w, bottom: spot.point.y + h / 2.0 }
    }

    /// The text marks of the label when placed.
    pub(super) fn marks(&self, spot: Spot) -> Vec<Mark> {
        let first = spot.point.y - self.height() / 2.0 + self.size * 0.88;
        let baseline = |i: usize| first + self.leading() * i as f64;
        let line = |(i, text): (usize, &String)| {
            Mark::text(self.class, at(spot.point.x, baseline(i)), spot.anchor, text.clone())
        };
        self.lines.iter().enumerate().map(line).collect()
    }
}

/// A place for a label: the middle of its left edge, its centre, or the middle of its right edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) point: Point,
    pub(super) anchor: Anchor,
}

/// What a label may not cover (marks, other labels) and what it should not cover (lines, with a weight a pixel).
#[derive(Clone, Debug)]
pub(super) struct Field {
    bounds: Area,
    taken: Vec<Area>,
    lines: Vec<(Point, Point, f64)>,
}

impl Field {
    pub(super) fn new(bounds: Area) -> Self {
        Self { bounds, taken: Vec::new(), lines: Vec::new() }
    }

    pub(super) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    pub(super) fn avoid(&mut self, from: Point, to: Point, weight: f64) {
        self.lines.push((from, to, weight));
    }

    pub(super) fn avoid_path(&mut self, points: &[Point], weight: f64) {
        for pair in points.windows(2) {
            if let [from, to] = pair {
                self.avoid(*from, *to, weight);
            }
        }
    }

    /// What it costs to lay the label there; none if it would cover a mark or leave the drawing.
    pub(super) fn cost(&self, area: &Area) -> Option<f64> {
        let fits = self.bounds.holds(area) && self.taken.iter().all(|taken| area.overlap(taken) < 0.5);
        fits.then(|| self.lines.iter().map(|(a, b, w)| w * area.length_inside(*a, *b)).sum())
    }

    /// The cheapest free spot beside the mark, its cost at most `most`; the area is taken from then on.
    pub(super) fn place(&mut self, label: &Label, mark: Point, clear: f64, most: f64) -> Option<Spot> {
        let size = (label.width(), label.height());
        let mut best: Option<(f64, Spot)> = None;
        for (spot, far) in spots(size.1, mark, clear) {
            let Some(cost) = self.cost(&Label::area(size, spot)) else { continue };
            let against = label.lean.is_some_and(|anchor| anchor != spot.anchor);
            let cost = cost + far + if against { 8.0 } else { 0.0 };
            if cost <= most && best.is_none_or(|(least, _)| cost < least - 1e-9) {
                best = Some((cost, spot));
            }
        }
        let (_, spot) = best?;
        self.take(Label::area(size, spot));
        Some(spot)
    }
}

/// Spots for a label of a height around a mark, near ones first, each with what its distance and side cost.
fn spots(height: f64, mark: Point, clear: f64) -> Vec<(Spot, f64)> {
    let half = height / 2.0;
    let mut spots = Vec::with_capacity(96);
    for (ring, extra) in [0.0, 6.0, 13.0, 21.0].into_iter().enumerate() {
        let (gap, penalty) = (clear + extra, 9.0 * ring as f64);
        for (dy, side) in [(0.0, 0.0), (0.5, 1.5), (-0.5, 1.5), (1.0, 3.0), (-1.0, 3.0)] {
            // Beside: up to a diagonal, where the label's near edge is level with the mark's rim.
            let y = mark.y + dy * (half + gap * 0.6);
            let x = if dy == 1.0 || dy == -1.0 { gap * 0.6 } else { gap };
            spots.push((Spot { point: at(mark.x + x, y), anchor: Anchor::Start }, penalty + side));
            spots.push((Spot { point: at(mark.x - x, y), anchor: Anchor::End }, penalty + side + 0.5));
        }
        for (dy, side) in [(1.0, 3.5), (-1.0, 3.0)] {
            let point = at(mark.x, mark.y + dy * (half + gap * 0.8));
            spots.push((Spot { point, anchor: Anchor::Middle }, penalty + side));
        }
    }
    spots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field() -> Field {
        Field::new(Area { left: 0.0, top: 0.0, right: 200.0, bottom: 100.0 })
    }

    #[test]
    fn label_stands_right_of_a_lone_mark() {
        let label = Label::new("random", "f-base", 11.5);
        let spot = field().place(&label, at(50.0, 50.0), 8.0, 100.0).unwrap();
        assert_eq!(spot, Spot { point: at(58.0, 50.0), anchor: Anchor::Start });
    }

    #[test]
    fn labels_of_a_crowd_never_overlap() {
        let mut field = field();
        let marks: Vec<Point> = (0..6).map(|i| at(80.0 + 6.0 * f64::from(i), 50.0)).collect();
        for mark in &marks {
            field.take(Area::around(*mark, 4.0));
        }
        let label = Label::new("r = .4", "f-rule", 10.5);
        let size = (label.width(), label.height());
        let areas: Vec<Area> = marks
            .iter()
            .filter_map(|m| Some(Label::area(size, field.place(&label, *m, 7.0, 100.0)?)))
            .collect();
        assert!(areas.len() >= 4, "only {} of 6 placed", areas.len());
        for (i, a) in areas.iter().enumerate() {
            assert!(areas.iter().skip(i + 1).all(|b| a.overlap(b) < 0.5));
        }
    }

    #[test]
    fn label_that_fits_nowhere_is_left_out() {
        let label = Label::new("far too long for this drawing, whatever its place", "", 11.5);
        assert_eq!(field().place(&label, at(50.0, 50.0), 8.0, 100.0), None);
    }

    #[test]
    fn clipping_measures_the_inside_of_a_segment() {
        let area = Area { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        assert_eq!(area.length_inside(at(-5.0, 5.0), at(15.0, 5.0)), 10.0);
        assert_eq!(area.length_inside(at(-5.0, 15.0), at(15.0, 15.0)), 0.0);
        assert_eq!(area.length_inside(at(3.0, 3.0), at(3.0, 8.0)), 5.0);
    }
}
