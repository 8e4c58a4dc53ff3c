//! Lines through points, as SVG's path language, and the little geometry they need.

use std::fmt::Write as _;

use super::mark::{Point, at};
use super::text::px;

/// The path `M x y L x y ...` through the points.
pub(super) fn path_through(points: &[Point]) -> String {
    let mut d = String::with_capacity(points.len() * 12);
    for (i, p) in points.iter().enumerate() {
        let command = if i == 0 { "M" } else { "L" };
        // Writing to a string cannot fail.
        let _ = write!(d, "{command}{} {}", px(p.x), px(p.y));
    }
    d
}

/// A polyline whose corners are rounded off with the given radius.
pub(super) fn path_rounded(points: &[Point], radius: f64) -> String {
    let mut d = String::new();
    for (i, p) in points.iter().enumerate() {
        let neighbours = i.checked_sub(1).and_then(|before| points.get(before)).zip(points.get(i + 1));
        let _ = match neighbours {
            None if i == 0 => write!(d, "M{} {}", px(p.x), px(p.y)),
            None => write!(d, "L{} {}", px(p.x), px(p.y)),
            Some((before, after)) => {
                let (a, b) = (toward(*p, *before, radius), toward(*p, *after, radius));
                write!(d, "L{} {}Q{} {} {} {}", px(a.x), px(a.y), px(p.x), px(p.y), px(b.x), px(b.y))
            }
        };
    }
    d
}

/// The point at most `step` pixels (and at most half the way) from `p` toward `q`.
pub(super) fn toward(p: Point, q: Point, step: f64) -> Point {
    let length = distance(p, q);
    if length == 0.0 {
        return p;
    }
    let t = (step / length).min(0.5);
    at(p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t)
}

/// The distance of two points in pixels.
pub(super) fn distance(p: Point, q: Point) -> f64 {
    libm::hypot(q.x - p.x, q.y - p.y)
}
