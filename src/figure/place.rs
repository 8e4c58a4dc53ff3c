//! The placing of a label: beside its mark, clear of every mark, every line and every other label.
//! A label without such a place is left out; one that must be said goes further off, with a line that leads to it.

use super::mark::{Anchor, Mark, Point, Shape, at};
use super::text;

/// An upright rectangle, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn corner(&self) -> Point {
        at(self.left, self.top)
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The square around a mark that is a circle.
    pub(super) fn of_circle(mark: &Mark) -> Option<Self> {
        match mark.shape {
            Shape::Circle { centre, radius } => Some(Self::around(centre, radius + 1.0)),
            _ => None,
        }
    }

    /// The area of a mark that is a rectangle.
    pub(super) fn of_rect(mark: &Mark) -> Option<Self> {
        match mark.shape {
            Shape::Rect { corner: Point { x, y }, width, height, .. } => {
                Some(Self { left: x, top: y, right: x + width, bottom: y + height })
            }
            _ => None,
        }
    }

    pub(super) fn around(centre: Point, half: f64) -> Self {
        Self { left: centre.x - half, top: centre.y - half, right: centre.x + half, bottom: centre.y + half }
    }

    /// The area with a margin on every side; a negative one makes it smaller.
    pub(super) fn grown(&self, margin: f64) -> Self {
        Self {
            left: self.left - margin,
            top: self.top - margin,
            right: self.right + margin,
            bottom: self.bottom + margin,
        }
    }

    /// The area of a line of text with a space on either side, so that two texts of one line read as two.
    pub(super) fn spaced(&self) -> Self {
        Self { left: self.left - SPACE, right: self.right + SPACE, ..*self }
    }

    pub(super) fn overlap(&self, other: &Self) -> f64 {
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

    pub(super) fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }

    /// The point of the area that is nearest to another point.
    fn nearest(&self, to: Point) -> Point {
        at(to.x.clamp(self.left, self.right), to.y.clamp(self.top, self.bottom))
    }

    /// The distance from a point to the area.
    pub(super) fn away(&self, from: Point) -> f64 {
        let nearest = self.nearest(from);
        libm::hypot(nearest.x - from.x, nearest.y - from.y)
    }

    /// True if the segment lies wholly beyond one edge, as most segments do.
    fn is_beside(&self, from: Point, to: Point) -> bool {
        (from.x < self.left && to.x < self.left)
            || (from.x > self.right && to.x > self.right)
            || (from.y < self.top && to.y < self.top)
            || (from.y > self.bottom && to.y > self.bottom)
    }

    /// The length of the segment inside.
    pub(super) fn length_inside(&self, from: Point, to: Point) -> f64 {
        let inside = self.shares_inside(from, to);
        inside.map_or(0.0, |(t0, t1)| (t1 - t0) * libm::hypot(to.x - from.x, to.y - from.y))
    }

    /// Between which shares of its way the segment is inside, by Liang and Barsky's clipping; `None` if it never is.
    pub(super) fn shares_inside(&self, from: Point, to: Point) -> Option<(f64, f64)> {
        if self.is_beside(from, to) {
            return None;
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
                    return None;
                }
            } else if p < 0.0 {
                t0 = t0.max(q / p);
            } else {
                t1 = t1.min(q / p);
            }
        }
        (t1 > t0).then_some((t0, t1))
    }
}

/// A label to place: its lines and how they look.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) lines: Vec<String>,
    pub(super) class: &'static str,
    size: f64,
    /// The anchor it would rather have.
    lean: Option<Anchor>,
}

impl Label {
    pub(super) fn new(text: &str, class: &'static str) -> Self {
        let lines = text.split('\n').map(str::to_owned).collect();
        Self { lines, class, size: text::size_of(class), lean: None }
    }

    pub(super) fn leaning(mut self, anchor: Anchor) -> Self {
        self.lean = Some(anchor);
        self
    }

    fn leading(&self) -> f64 {
        self.size + 1.5
    }

    pub(super) fn width(&self) -> f64 {
        self.lines.iter().map(|line| text::width_of(line, self.class)).fold(0.0, f64::max)
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

/// The least space between two texts on one line, in pixels: more than the space between two words.
pub(super) const SPACE: f64 = 6.0;

/// The difference of two distances that is seen, in pixels.
const NEARER: f64 = 2.0;

/// The spots of a field are looked at on so many columns and rows.
const FAR: u32 = 18;

/// A place for a label: the middle of its left edge, its centre, or the middle of its right edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) point: Point,
    pub(super) anchor: Anchor,
}

/// A line that no label may cover: its ends and half of its width.
type Stroke = (Point, Point, f64);

/// The field of a drawing: the things that a label may not cover (marks, lines, other labels).
/// The grid may be covered, at a cost per pixel.
#[derive(Clone, Debug)]
pub(super) struct Field {
    bounds: Area,
    taken: Vec<Area>,
    strokes: Vec<Stroke>,
    grid: Vec<(Point, Point, f64)>,
    /// The marks that have a name: a label stands nearer to its own than to any other.
    named: Vec<Point>,
}

impl Field {
    pub(super) fn new(bounds: Area) -> Self {
        Self { bounds, taken: Vec::new(), strokes: Vec::new(), grid: Vec::new(), named: Vec::new() }
    }

    /// Labels stay inside these bounds from now on.
    pub(super) fn keep_to(&mut self, bounds: Area) {
        self.bounds = bounds;
    }

    pub(super) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// The label of this mark stands nearer to it than to any other mark with a name.
    pub(super) fn name(&mut self, mark: Point) {
        self.named.push(mark);
    }

    /// No label covers this line, which is so wide.
    pub(super) fn avoid(&mut self, from: Point, to: Point, width: f64) {
        self.strokes.push((from, to, width / 2.0));
    }

    pub(super) fn avoid_path(&mut self, points: &[Point], width: f64) {
        for pair in points.windows(2) {
            if let [from, to] = pair {
                self.avoid(*from, *to, width);
            }
        }
    }

    /// Labels are laid elsewhere if that is as near.
    pub(super) fn shun(&mut self, from: Point, to: Point, weight: f64) {
        self.grid.push((from, to, weight));
    }

    /// True if nothing lies there.
    pub(super) fn is_free(&self, area: &Area) -> bool {
        self.bounds.holds(area)
            && self.taken.iter().all(|taken| area.overlap(taken) < 0.5)
            && self.strokes.iter().all(|(from, to, half)| area.grown(*half).length_inside(*from, *to) == 0.0)
    }

    fn cost(&self, area: &Area) -> f64 {
        self.grid.iter().map(|(a, b, weight)| weight * area.length_inside(*a, *b)).sum()
    }

    /// The best free spot beside the mark; the area is taken from then on. `None` if there is none.
    pub(super) fn place(&mut self, label: &Label, mark: Point, clear: f64) -> Option<Spot> {
        let size = (label.width(), label.height());
        let rivals: &[Point] = if self.named.contains(&mark) { &self.named } else { &[] };
        let mut best: Option<(f64, Spot)> = None;
        for (spot, far) in spots(size.1, mark, clear) {
            let area = Label::area(size, spot);
            let against = label.lean.is_some_and(|anchor| anchor != spot.anchor);
            let cost = far + if against { 8.0 } else { 0.0 };
            if best.is_some_and(|(least, _)| cost >= least - 1e-9) || !self.is_free(&area) {
                continue;
            }
            let own = area.away(mark);
            if rivals.iter().any(|rival| area.away(*rival) < own - NEARER) {
                continue;
            }
            let cost = cost + self.cost(&area);
            if best.is_none_or(|(least, _)| cost < least - 1e-9) {
                best = Some((cost, spot));
            }
        }
        let (_, spot) = best?;
        self.take(Label::area(size, spot).spaced());
        Some(spot)
    }

    /// A spot for a label that must be said: beside the mark, else further off with the line that leads there, else
    /// where it covers least.
    pub(super) fn place_always(
        &mut self,
        label: &Label,
        mark: Point,
        clear: f64,
    ) -> (Spot, Option<(Point, Point)>) {
        if let Some(spot) = self.place(label, mark, clear) {
            return (spot, None);
        }
        if let Some((spot, line)) = self.lead(label, mark, clear) {
            return (spot, Some(line));
        }
        let size = (label.width(), label.height());
        let (spot, _) = self.far(size, mark, clear);
        self.take(Label::area(size, spot).spaced());
        (spot, None)
    }

    /// A free spot further off, with the line that leads there across nothing; both are taken from then on.
    pub(super) fn lead(&mut self, label: &Label, mark: Point, clear: f64) -> Option<(Spot, (Point, Point))> {
        let size = (label.width(), label.height());
        let (spot, is_free) = self.far(size, mark, clear);
        let area = Label::area(size, spot);
        let (end, length) = (area.nearest(mark), area.away(mark));
        if !is_free || length <= clear {
            return None;
        }
        let from = at(mark.x + (end.x - mark.x) * clear / length, mark.y + (end.y - mark.y) * clear / length);
        if self.taken.iter().any(|taken| taken.length_inside(from, end) > 0.0) {
            return None;
        }
        self.take(area.spaced());
        self.avoid(from, end, 1.0);
        Some((spot, (from, end)))
    }

    /// The nearest free spot of the field, with true; without a free spot the one that covers least, with false.
    fn far(&self, size: (f64, f64), mark: Point, clear: f64) -> (Spot, bool) {
        let Area { left, top, right, bottom } = self.bounds;
        let (across, down) = ((right - left - size.0).max(0.0), (bottom - top - size.1).max(0.0));
        let mut best: Option<(f64, Spot)> = None;
        for step in 0..FAR * FAR {
            let (i, j) = (f64::from(step % FAR), f64::from(step / FAR));
            let most = f64::from(FAR - 1);
            let point = at(left + across * i / most, top + down * j / most + size.1 / 2.0);
            let spot = Spot { point, anchor: Anchor::Start };
            let area = Label::area(size, spot);
            let end = area.nearest(mark);
            let leads =
                self.strokes.iter().filter(|(from, to, _)| crosses((mark, end), (*from, *to))).count();
            let over: f64 =
                self.taken.iter().map(|taken| taken.length_inside(mark, end)).sum::<f64>() - clear;
            let covers: f64 = self.taken.iter().map(|taken| area.overlap(taken)).sum::<f64>()
                + self
                    .strokes
                    .iter()
                    .map(|(a, b, half)| area.grown(*half).length_inside(*a, *b))
                    .sum::<f64>();
            let cost = area.away(mark) + 30.0 * leads as f64 + 40.0 * over.max(0.0) + 1_000.0 * covers;
            if best.is_none_or(|(least, _)| cost < least - 1e-9) {
                best = Some((cost, spot));
            }
        }
        let nowhere = Spot { point: mark, anchor: Anchor::Start };
        best.map_or((nowhere, false), |(_, spot)| (spot, self.is_free(&Label::area(size, spot))))
    }
}

/// True if two segments cross.
fn crosses((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// Spots for a label of a height around a mark, near ones first, each with what its distance and side cost.
fn spots(height: f64, mark: Point, clear: f64) -> Vec<(Spot, f64)> {
    let half = height / 2.0;
    let mut spots = Vec::with_capacity(60);
    for (ring, extra) in [0.0, 6.0, 13.0, 21.0, 30.0].into_iter().enumerate() {
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
        let label = Label::new("random", "f-base");
        let spot = field().place(&label, at(50.0, 50.0), 8.0).unwrap();
        assert_eq!(spot, Spot { point: at(58.0, 50.0), anchor: Anchor::Start });
    }

    #[test]
    fn labels_of_a_crowd_never_overlap() {
        let mut field = field();
        let marks: Vec<Point> = (0..6).map(|i| at(80.0 + 6.0 * f64::from(i), 50.0)).collect();
        for mark in &marks {
            field.take(Area::around(*mark, 4.0));
        }
        let label = Label::new("r = .4", "small f-rule");
        let size = (label.width(), label.height());
        let areas: Vec<Area> =
            marks.iter().filter_map(|m| Some(Label::area(size, field.place(&label, *m, 7.0)?))).collect();
        assert!(areas.len() >= 4, "only {} of 6 placed", areas.len());
        for (i, a) in areas.iter().enumerate() {
            assert!(areas.iter().skip(i + 1).all(|b| a.overlap(b) < 0.5));
        }
    }

    #[test]
    fn label_that_fits_nowhere_is_left_out() {
        let label = Label::new("far too long for this drawing, whatever its place", "");
        assert_eq!(field().place(&label, at(50.0, 50.0), 8.0), None);
    }

    #[test]
    fn label_that_must_be_said_stands_further_off_with_a_line_to_it() {
        let mut field = field();
        for i in 0..12 {
            let x = 10.0 + 8.0 * f64::from(i);
            field.avoid(at(x, 0.0), at(x, 100.0), 1.0);
        }
        let label = Label::new("C = 1.00", "strong");
        assert_eq!(field.place(&label, at(50.0, 50.0), 8.0), None);
        let (spot, line) = field.place_always(&label, at(50.0, 50.0), 8.0);
        assert!(spot.point.x > 98.0, "{spot:?}");
        let (from, to) = line.unwrap();
        assert!(from.x >= 57.0 && to.x <= spot.point.x + 0.1, "{from:?} {to:?}");
    }

    #[test]
    fn label_that_must_be_said_is_said_even_where_all_is_full() {
        let mut field = field();
        field.take(Area { left: 0.0, top: 0.0, right: 200.0, bottom: 100.0 });
        let (spot, line) = field.place_always(&Label::new("C = 1.00", "strong"), at(50.0, 50.0), 8.0);
        assert!(line.is_none() && spot.point.x < 200.0);
    }

    #[test]
    fn clipping_measures_the_inside_of_a_segment() {
        let area = Area { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        assert_eq!(area.length_inside(at(-5.0, 5.0), at(15.0, 5.0)), 10.0);
        assert_eq!(area.length_inside(at(-5.0, 15.0), at(15.0, 15.0)), 0.0);
        assert_eq!(area.length_inside(at(3.0, 3.0), at(3.0, 8.0)), 5.0);
    }
}
