//! The small signs: star, chevron in a ring, hatched square, tick and cross, diamond, triangle, square.
//!
//! Hatches are drawn as lines, not as patterns: a pattern needs an id, and two figures on a page would share it.

use std::fmt::Write as _;

use super::mark::{Drawing, Mark, Point, at};
use super::text::px;
use super::{Act, Outcome};

/// A five-pointed star's corners: centre and outer radius.
fn star_points(centre: Point, radius: f64) -> Vec<Point> {
    let corner = |i: u32| {
        let turn = f64::from(i) * std::f64::consts::PI / 5.0;
        let r = if i.is_multiple_of(2) { radius } else { radius * 0.42 };
        at(centre.x + r * libm::sin(turn), centre.y - r * libm::cos(turn))
    };
    (0..10).map(corner).collect()
}

/// A filled star: ask for help. `class` is its fill.
#[must_use]
pub fn star(class: &'static str, centre: Point, radius: f64) -> Mark {
    Mark::polygon(class, star_points(centre, radius))
}

/// A chevron pointing right, `size` pixels high: go on.
#[must_use]
pub fn chevron(class: &'static str, centre: Point, size: f64) -> Mark {
    let (h, w) = (size / 2.0, size / 4.0);
    let points = [at(centre.x - w, centre.y - h), at(centre.x + w, centre.y), at(centre.x - w, centre.y + h)];
    Mark::polyline(class, &points)
}

/// A state's mark of the given radius: a star on a disc, a chevron in a ring, or a hatched square.
#[must_use]
pub fn act(act: Act, centre: Point, radius: f64) -> Vec<Mark> {
    match act {
        Act::Ask => {
            vec![Mark::circle("f-ask", centre, radius), star("f-on", centre, radius * 0.66)]
        }
        Act::GoOn => vec![
            Mark::circle("f-gow s-go w3", centre, radius - 0.75),
            chevron("n s-go w4", at(centre.x + radius * 0.06, centre.y), radius * 0.88),
        ],
        Act::NeverSeen => {
            let half = radius * 0.89;
            let corner = at(centre.x - half, centre.y - half);
            vec![
                Mark::rect("f-paper", corner, 2.0 * half, 2.0 * half, 0.0),
                Mark::path("n s-unseen w2", hatch(corner, 2.0 * half, 2.0 * half, 4.0)),
                Mark::rect("n s-unseen w1 d2", corner, 2.0 * half, 2.0 * half, 0.0),
            ]
        }
    }
}

/// A tick or a cross in a ring of ink.
#[must_use]
pub fn outcome(outcome: Outcome, centre: Point, radius: f64) -> Vec<Mark> {
    let k = radius / 9.0;
    let p = |x: f64, y: f64| at(centre.x + x * k, centre.y + y * k);
    let ring = Mark::circle("f-paper s-ink w3", centre, radius);
    let sign = match outcome {
        Outcome::Success => Mark::polyline("n s-ink w4 rc", &[p(-4.0, 0.4), p(-1.2, 3.4), p(4.2, -3.2)]),
        Outcome::Failure => {
            let (a, b, c, d) = (p(-3.3, -3.3), p(3.3, 3.3), p(3.3, -3.3), p(-3.3, 3.3));
            let (a, b) = (super::path::path_through(&[a, b]), super::path::path_through(&[c, d]));
            Mark::path("n s-ink w4 rc", a + &b)
        }
    };
    vec![ring, sign]
}

/// A diamond of the given half width.
#[must_use]
pub fn diamond(class: &'static str, centre: Point, radius: f64) -> Mark {
    let Point { x, y } = centre;
    Mark::polygon(class, vec![at(x, y - radius), at(x + radius, y), at(x, y + radius), at(x - radius, y)])
}

/// A triangle standing on its base, of the given half width.
#[must_use]
pub fn triangle(class: &'static str, centre: Point, radius: f64) -> Mark {
    let Point { x, y } = centre;
    let (up, down) = (radius * 1.08, radius * 0.74);
    Mark::polygon(class, vec![at(x, y - up), at(x + radius, y + down), at(x - radius, y + down)])
}

/// A square of the given half width.
#[must_use]
pub fn square(class: &'static str, centre: Point, radius: f64) -> Mark {
    Mark::rect(class, at(centre.x - radius, centre.y - radius), 2.0 * radius, 2.0 * radius, 0.0)
}

/// Rising diagonals, `gap` pixels apart along the edge, clipped to a rectangle: a path's `d`.
#[must_use]
pub fn hatch(corner: Point, width: f64, height: f64, gap: f64) -> String {
    let mut d = String::new();
    // The diagonal k runs where (x - left) + (y - top) = k.
    let count = ((width + height) / gap).max(0.0) as u32;
    for i in 0..count.min(2_000) {
        let k = (f64::from(i) + 0.5) * gap;
        let (x0, x1) = ((k - height).max(0.0), k.min(width));
        if x1 > x0 {
            let (a, b) = (at(corner.x + x0, corner.y + k - x0), at(corner.x + x1, corner.y + k - x1));
            let _ = write!(d, "M{} {}L{} {}", px(a.x), px(a.y), px(b.x), px(b.y));
        }
    }
    d
}

/// The sign that an [`icon`] shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A bare star, as in a verdict or a transcript line.
    Star,
    /// A bare chevron.
    Chevron,
    /// A state's mark.
    State(Act),
    /// A tick or cross in a ring.
    Outcome(Outcome),
    /// The paper's rule.
    Diamond,
    /// A PRM threshold.
    Triangle,
    /// A baseline.
    Square,
    /// The exact optimum.
    Dot,
    /// A published number.
    Ghost,
}

/// A sign as a drawing of its own, `size` pixels square, named by `label`; an empty label marks it decorative.
#[must_use]
pub fn icon(icon: Icon, size: f64, label: &str) -> Drawing {
    let (c, r) = (at(size / 2.0, size / 2.0), size / 2.0);
    let marks = match icon {
        Icon::Star => vec![star("f-ask", at(c.x, c.y + r * 0.05), r)],
        Icon::Chevron => vec![chevron("n s-go w4", c, size * 0.72)],
        Icon::State(kind) => act(kind, c, r),
        Icon::Outcome(end) => outcome(end, c, r - 1.0),
        Icon::Diamond => vec![diamond("f-rule", c, r)],
        Icon::Triangle => vec![triangle("f-base", c, r * 0.9)],
        Icon::Square => vec![square("f-base", c, r * 0.75)],
        Icon::Dot => vec![Mark::circle("f-exact", c, r * 0.85)],
        Icon::Ghost => vec![Mark::circle("f-paper s-ghost w2 d2", c, r * 0.75)],
    };
    Drawing { class: "fig-icon".into(), width: size, height: size, label: label.to_owned(), marks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatch_stays_inside_its_rectangle() {
        let d = hatch(at(10.0, 20.0), 15.0, 9.0, 4.0);
        let numbers: Vec<f64> =
            d.split(['M', 'L', ' ']).filter(|s| !s.is_empty()).map(|s| s.parse().unwrap()).collect();
        assert_eq!(numbers.len() / 4, 6);
        for xy in numbers.chunks(2) {
            assert!((10.0..=25.0).contains(&xy[0]) && (20.0..=29.0).contains(&xy[1]), "{xy:?} lies outside");
        }
        assert_eq!(hatch(at(0.0, 0.0), 0.0, 0.0, 4.0), "");
    }

    #[test]
    fn every_act_has_a_sign_besides_its_colour() {
        let shapes = [Act::Ask, Act::GoOn, Act::NeverSeen]
            .map(|kind| act(kind, at(9.0, 9.0), 9.0).iter().map(Mark::tag).collect::<Vec<_>>());
        assert_eq!(shapes, [vec!["circle", "polygon"], vec!["circle", "path"], vec!["rect", "path", "rect"]]);
    }
}
