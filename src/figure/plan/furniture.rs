//! The receptacles of a room: a few strokes each, side by side along the outer wall.

use super::super::mark::{Mark, Point, at};
use super::super::place::Area;
use super::Receptacle;
use super::house::Place;

/// The distance of a receptacle from the outer wall and its depth, in units.
const DEPTH: (f64, f64) = (5.0, 14.0);
/// The greatest width of a receptacle, and the gap between two of them.
const WIDTH: (f64, f64) = (26.0, 5.0);

/// The area of a receptacle: the i-th of n.
fn area(place: &Place, i: usize, n: usize) -> Area {
    let slot = place.area.width() / n.max(1) as f64;
    let half = (slot - WIDTH.1).min(WIDTH.0 * place.scale) / 2.0;
    let x = place.area.left + slot * (i as f64 + 0.5);
    let [near, far] = [DEPTH.0, DEPTH.0 + DEPTH.1].map(|depth| place.depth_y(depth * place.scale));
    Area { left: x - half, right: x + half, top: near.min(far), bottom: near.max(far) }
}

/// The middle of a receptacle; where a room has no such one, of its outer wall.
pub(super) fn spot(place: &Place, receptacle: usize) -> Point {
    let n = place.n_receptacles;
    let Area { left, top, right, bottom } =
        if receptacle < n { area(place, receptacle, n) } else { area(place, 0, 1) };
    at((left + right) / 2.0, (top + bottom) / 2.0)
}

/// The marks of a room's receptacles. One that was looked at is filled.
pub(super) fn marks(receptacles: &[Receptacle], place: &Place, looked_at: u8) -> Vec<Mark> {
    let n = receptacles.len();
    let mut marks = Vec::new();
    for (i, receptacle) in receptacles.iter().enumerate() {
        let is_looked_at = looked_at >> i & 1 == 1;
        let class = if is_looked_at { "f-gow s-go w2" } else { "n s-axis w1" };
        let line = if is_looked_at { "n s-go w1" } else { "n s-axis w1" };
        let Area { left, top, right, bottom } = area(place, i, n);
        let (width, height) = (right - left, bottom - top);
        let point = |across: f64, depth: f64| {
            let wall = place.depth_y(DEPTH.0 * place.scale);
            at(left + across * width, wall + (place.depth_y(1.0) - place.depth_y(0.0)) * depth * height)
        };
        let radius = if *receptacle == Receptacle::Couch { 4.0 } else { 0.0 };
        marks.push(Mark::rect(class, at(left, top), width, height, radius));
        let mut stroke = |from: (f64, f64), to: (f64, f64)| {
            marks.push(Mark::line(line, point(from.0, from.1), point(to.0, to.1)));
        };
        match receptacle {
            Receptacle::Counter => stroke((0.0, 0.25), (1.0, 0.25)),
            Receptacle::Cabinet => stroke((0.5, 0.0), (0.5, 1.0)),
            Receptacle::Couch | Receptacle::Chair => stroke((0.0, 0.3), (1.0, 0.3)),
            Receptacle::Bench => {
                [0.33, 0.67].into_iter().for_each(|depth| stroke((0.0, depth), (1.0, depth)))
            }
            Receptacle::Bed => stroke((0.3, 0.0), (0.3, 1.0)),
            Receptacle::Table => {}
        }
    }
    marks
}
