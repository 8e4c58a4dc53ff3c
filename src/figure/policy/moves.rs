//! The lines between states: bent past other marks, trimmed at both ends, with an arrow head.

use super::super::mark::{Mark, Point, at};
use super::super::path::{distance, toward};
use super::super::place::Area;
use super::super::text::px;

/// The bends that are tried for a line, in pixels aside: straight first.
const BENDS: [f64; 9] = [0.0, 12.0, -12.0, 22.0, -22.0, 34.0, -34.0, 48.0, -48.0];
/// Points of a line tested against other marks.
const SAMPLES: u32 = 9;
/// The cost of a point outside the cells: more than that of any number of marks passed.
const OUTSIDE: f64 = 10_000.0;

/// A line from one mark to another, as a quadratic curve.
#[derive(Clone, Copy, Debug)]
pub(super) struct Curve {
    from: Point,
    control: Point,
    to: Point,
}

/// The style of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) line: &'static str,
    pub(super) head: &'static str,
    pub(super) head_px: f64,
}

impl Curve {
    fn bent(from: Point, to: Point, bend: f64) -> Self {
        let length = distance(from, to).max(1e-9);
        let middle = at((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
        let normal = at(-(to.y - from.y) / length, (to.x - from.x) / length);
        Self { from, control: at(middle.x + normal.x * bend * 2.0, middle.y + normal.y * bend * 2.0), to }
    }

    pub(super) fn at(&self, t: f64) -> Point {
        let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
        at(
            a * self.from.x + b * self.control.x + c * self.to.x,
            a * self.from.y + b * self.control.y + c * self.to.y,
        )
    }

    /// The line and its head, starting and ending at the rims of the marks.
    pub(super) fn marks(&self, trim: (f64, f64), style: Style) -> Vec<Mark> {
        let start = toward_whole(self.from, self.control, trim.0);
        let tip = toward_whole(self.to, self.control, trim.1);
        let neck = toward_whole(tip, self.control, style.head_px * 0.7);
        let (c, n) = (self.control, neck);
        let d = format!("M{} {}Q{} {} {} {}", px(start.x), px(start.y), px(c.x), px(c.y), px(n.x), px(n.y));
        vec![Mark::path(style.line, d), head(style.head, tip, self.control, style.head_px)]
    }
}

/// A mark to stay clear of: its centre and its radius with its ring.
pub(super) type Obstacle = (Point, f64);

/// The line that passes the fewest other marks, bent the least, inside the cells; `returns` if another line runs the
/// opposite way.
pub(super) fn routed(from: Point, to: Point, others: &[Obstacle], cells: Area, returns: bool) -> Curve {
    let length = distance(from, to);
    let mut best: Option<(f64, Curve)> = None;
    for bend in BENDS {
        if bend.abs() > length * 0.45 {
            continue;
        }
        let curve = Curve::bent(from, to, bend);
        let mut cost = bend.abs() * 0.25;
        if returns && bend <= 0.0 {
            cost += 6.0;
        }
        for i in 1..SAMPLES {
            let p = curve.at(f64::from(i) / f64::from(SAMPLES));
            let hits = others.iter().filter(|(o, radius)| {
                (o.x - p.x).abs() < radius + 3.0
                    && (o.y - p.y).abs() < radius + 3.0
                    && distance(*o, from) > 0.5
                    && distance(*o, to) > 0.5
            });
            cost += 12.0 * hits.count() as f64;
            if p.x < cells.left || p.y < cells.top || p.y > cells.bottom {
                cost += OUTSIDE;
            }
        }
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, curve));
        }
    }
    best.map_or_else(|| Curve::bent(from, to, 0.0), |(_, curve)| curve)
}

/// The point `step` pixels from `p` towards `q`, like [`toward`], but not stopped half-way.
fn toward_whole(p: Point, q: Point, step: f64) -> Point {
    let length = distance(p, q);
    if length < 1e-9 { p } else { at(p.x + (q.x - p.x) * step / length, p.y + (q.y - p.y) * step / length) }
}

fn head(class: &'static str, tip: Point, from: Point, size: f64) -> Mark {
    let back = toward_whole(tip, from, size);
    let half = toward(at(0.0, 0.0), at(-(tip.y - back.y) * 2.0, (tip.x - back.x) * 2.0), size * 0.42);
    let (a, b) = (at(back.x + half.x, back.y + half.y), at(back.x - half.x, back.y - half.y));
    Mark::polygon(class, vec![tip, a, b])
}
