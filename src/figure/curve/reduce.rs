//! A frontier of ten thousand vertices as the few the eye can tell apart.

use super::super::mark::Point;

/// Half of the tenth of a pixel that drawings are written in.
const TOLERANCE_PX: f64 = 0.05;

/// Drops vertices so that the line stays within a twentieth of a pixel, vertically, of every dropped one.
///
/// One pass: a chord grows from its first vertex while some slope passes within the tolerance of all it skips; both
/// ends of every chord are vertices of the input. Points must come with `x` rising; steps upright are kept whole.
pub(super) fn reduced(points: &[Point]) -> Vec<Point> {
    let Some((&first, rest)) = points.split_first() else { return Vec::new() };
    let mut kept = vec![first];
    let (mut from, mut last) = (first, first);
    let mut slopes = (f64::NEG_INFINITY, f64::INFINITY);
    for &p in rest {
        if !reaches(from, p, slopes) && last != from {
            kept.push(last);
            from = last;
            slopes = (f64::NEG_INFINITY, f64::INFINITY);
        }
        slopes = narrowed(from, p, slopes);
        last = p;
    }
    if last != from {
        kept.push(last);
    }
    kept
}

fn reaches(from: Point, to: Point, (low, high): (f64, f64)) -> bool {
    let dx = to.x - from.x;
    dx > 0.0 && {
        let slope = (to.y - from.y) / dx;
        low <= slope && slope <= high
    }
}

fn narrowed(from: Point, to: Point, (low, high): (f64, f64)) -> (f64, f64) {
    let dx = to.x - from.x;
    if dx <= 0.0 {
        // An upright step admits no chord over it.
        return (f64::INFINITY, f64::NEG_INFINITY);
    }
    let dy = to.y - from.y;
    (low.max((dy - TOLERANCE_PX) / dx), high.min((dy + TOLERANCE_PX) / dx))
}

#[cfg(test)]
mod tests {
    use super::super::super::mark::at;
    use super::*;
    use proptest::prelude::*;

    fn height_at(line: &[Point], x: f64) -> f64 {
        let pair = line.windows(2).find(|w| w[0].x <= x && x <= w[1].x).unwrap();
        let t = if pair[1].x == pair[0].x { 0.0 } else { (x - pair[0].x) / (pair[1].x - pair[0].x) };
        pair[0].y + t * (pair[1].y - pair[0].y)
    }

    #[test]
    fn ten_thousand_vertices_of_a_concave_curve_become_a_few_dozen() {
        let point = |i: u32| {
            let t = f64::from(i) / 10_000.0;
            at(38.0 + 240.0 * t, 230.0 - 180.0 * (1.0 - (1.0 - t) * (1.0 - t)))
        };
        let all: Vec<Point> = (0..=10_000).map(point).collect();
        let few = reduced(&all);
        assert!(few.len() < 80, "{} vertices are left", few.len());
        assert_eq!((few.first(), few.last()), (all.first(), all.last()));
        for p in &all {
            assert!((height_at(&few, p.x) - p.y).abs() <= TOLERANCE_PX + 1e-9);
        }
    }

    #[test]
    fn upright_steps_and_single_points_survive() {
        let step = [at(0.0, 5.0), at(3.0, 5.0), at(3.0, 1.0), at(6.0, 1.0)];
        assert_eq!(reduced(&step), step);
        assert_eq!(reduced(&step[..1]), &step[..1]);
        assert_eq!(reduced(&[]), []);
    }

    proptest! {
        #[test]
        fn reduced_line_stays_within_the_tolerance(steps in prop::collection::vec((0.001_f64..2.0, -3.0_f64..3.0), 1..200)) {
            let mut points = vec![at(0.0, 0.0)];
            for (dx, y) in steps {
                let x = points.last().unwrap().x;
                points.push(at(x + dx, y));
            }
            let few = reduced(&points);
            for p in &points {
                prop_assert!((height_at(&few, p.x) - p.y).abs() <= TOLERANCE_PX + 1e-9);
            }
        }
    }
}
