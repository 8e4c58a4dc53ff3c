//! Lines of equal value with their numbers: each number stands in a gap of its own line, clear of all else.

use super::mark::{Anchor, Mark, Point, at};
use super::place::Area;
use super::text;

/// A line of equal value.
#[derive(Clone, Debug)]
pub(super) struct Contour {
    /// The style of the line.
    pub(super) class: &'static str,
    /// The format of its number.
    pub(super) text_class: &'static str,
    /// The value as it is written; empty for none.
    pub(super) number: String,
    /// The line.
    pub(super) points: Vec<Point>,
}

/// The lines and the numbers, those of the first lines first: inside the bounds, off the areas that are taken, off every
/// other line. A line whose number has no room goes without.
pub(super) fn marks(contours: &[Contour], bounds: Area, mut taken: Vec<Area>) -> Vec<Mark> {
    let (mut lines, mut numbers) = (Vec::new(), Vec::new());
    for (index, contour) in contours.iter().enumerate() {
        let others =
            || contours.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, other)| other);
        let is_free = |area: &Area| {
            bounds.holds(area)
                && taken.iter().all(|other| area.overlap(other) == 0.0)
                && others().all(|other| !crosses(&other.points, area))
        };
        let area = contour.areas().find(is_free);
        match area {
            Some(area) => {
                lines.extend(
                    outside(&contour.points, &area).iter().map(|piece| Mark::polyline(contour.class, piece)),
                );
                let foot = at((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0 + 3.7);
                numbers.push(Mark::text(contour.text_class, foot, Anchor::Middle, contour.number.clone()));
                taken.push(area);
            }
            None => lines.push(Mark::polyline(contour.class, &contour.points)),
        }
    }
    lines.extend(numbers);
    lines
}

fn crosses(points: &[Point], area: &Area) -> bool {
    points.windows(2).any(|pair| area.grown(1.0).length_inside(pair[0], pair[1]) > 0.0)
}

impl Contour {
    /// The possible places of the number along the line, from its middle outwards.
    fn areas(&self) -> impl Iterator<Item = Area> + '_ {
        let (half, n) = (text::width_of(&self.number, self.text_class) / 2.0 + 2.0, self.points.len());
        let order =
            (0..n).map(move |i| if i % 2 == 0 { n / 2 + i / 2 } else { (n / 2).wrapping_sub(i / 2 + 1) });
        let points = order.filter(|_| !self.number.is_empty()).filter_map(|i| self.points.get(i));
        points.map(move |p| Area { left: p.x - half, top: p.y - 6.5, right: p.x + half, bottom: p.y + 6.5 })
    }
}

/// The pieces of a line outside an area.
fn outside(points: &[Point], area: &Area) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = vec![Vec::new()];
    for pair in points.windows(2) {
        let [from, to] = pair else { continue };
        let share = |t: f64| at(from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t);
        match area.shares_inside(*from, *to) {
            None => push(&mut pieces, *from, *to),
            Some((enters, leaves)) => {
                if enters > 0.0 {
                    push(&mut pieces, *from, share(enters));
                }
                pieces.push(Vec::new());
                if leaves < 1.0 {
                    push(&mut pieces, share(leaves), *to);
                }
            }
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

fn push(pieces: &mut [Vec<Point>], from: Point, to: Point) {
    let Some(piece) = pieces.last_mut() else { return };
    if piece.is_empty() {
        piece.push(from);
    }
    piece.push(to);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contour(number: &str, x: f64) -> Contour {
        let points = (0..=10).map(|i| at(x, 10.0 * f64::from(i))).collect();
        Contour { class: "n s-exact w3", text_class: "small", number: number.to_owned(), points }
    }

    #[test]
    fn a_number_stands_in_a_gap_of_its_line_and_off_its_neighbours() {
        let bounds = Area { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        let dot = Area::around(at(50.0, 50.0), 3.0);
        let marks =
            marks(&[contour("1.4", 50.0), contour("1.2", 30.0), contour("1", 33.0)], bounds, vec![dot]);
        let drawing = crate::figure::Drawing {
            class: "".into(),
            width: 100.0,
            height: 100.0,
            label: String::new(),
            marks: [marks, vec![Mark::circle("f-rule", at(50.0, 50.0), 3.0)]].concat(),
        };
        assert_eq!(crate::figure::clear::collisions(&drawing), Vec::<String>::new());
        assert_eq!(drawing.texts(), ["1.4"], "lines three pixels apart have no room");
    }
}
