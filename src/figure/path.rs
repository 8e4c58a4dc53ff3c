//! Lines through points, as SVG's path language, and the little geometry they need.

use std::fmt::Write as _;

use super::point::{Point, at};
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

/// The lines of a path as points, a curve as eight pieces; arcs as their chords.
#[cfg(test)]
pub(super) fn flattened(d: &str) -> Vec<Vec<Point>> {
    let mut lines: Vec<Vec<Point>> = Vec::new();
    for (command, numbers) in commands(d) {
        let here = lines.last().and_then(|line| line.last()).copied().unwrap_or_default();
        let base = if command.is_ascii_lowercase() { here } else { Point::default() };
        let pair = |i: usize| at(numbers[i] + base.x, numbers[i + 1] + base.y);
        let next = match command.to_ascii_uppercase() {
            'M' => {
                lines.push(Vec::new());
                vec![pair(0)]
            }
            'L' => vec![pair(0)],
            'H' => vec![at(numbers[0] + base.x, here.y)],
            'V' => vec![at(here.x, numbers[0] + base.y)],
            'A' => vec![pair(5)],
            'Q' => (1..=8).map(|i| bent(here, pair(0), pair(2), f64::from(i) / 8.0)).collect(),
            'Z' => lines.last().and_then(|line| line.first()).copied().into_iter().collect(),
            other => panic!("{other} in {d}"),
        };
        lines.last_mut().unwrap().extend(next);
    }
    lines
}

/// A point of a quadratic curve.
#[cfg(test)]
fn bent(from: Point, control: Point, to: Point, t: f64) -> Point {
    let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
    at(a * from.x + b * control.x + c * to.x, a * from.y + b * control.y + c * to.y)
}

/// The commands of a path with their numbers.
#[cfg(test)]
fn commands(d: &str) -> Vec<(char, Vec<f64>)> {
    let mut commands: Vec<(char, String)> = Vec::new();
    for c in d.chars() {
        match (c.is_ascii_alphabetic(), commands.last_mut()) {
            (false, Some((_, numbers))) => numbers.push(c),
            _ => commands.push((c, String::new())),
        }
    }
    let numbers = |text: &str| -> Vec<f64> {
        let spaced = text.replace('-', " -").replace(',', " ");
        spaced.split_whitespace().map(|number| number.parse().unwrap()).collect()
    };
    commands.into_iter().map(|(command, text)| (command, numbers(&text))).collect()
}
