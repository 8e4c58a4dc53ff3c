//! Lines of equal value over a grid (marching squares), in the units of the grid.

use std::collections::{BTreeMap, BTreeSet};

/// An edge of the grid: from a corner to the right, or up.
type Edge = (u32, u32, bool);

/// A grid of values, some of which may not be there.
pub(super) struct Grid<'a> {
    /// Corners a row.
    pub(super) width: u32,
    /// Row by row.
    pub(super) values: &'a [Option<f64>],
}

impl Grid<'_> {
    fn at(&self, i: u32, j: u32) -> Option<f64> {
        self.values.get((j * self.width + i) as usize).copied().flatten()
    }

    fn rows(&self) -> u32 {
        self.values.len() as u32 / self.width.max(1)
    }

    /// The lines on which the value is `level`, as points (i, j) between corners; a line through a corner that is not
    /// there ends before it. Values are taken to run straight along an edge.
    pub(super) fn lines(&self, level: f64) -> Vec<Vec<(f64, f64)>> {
        let mut next: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
        for j in 0..self.rows().saturating_sub(1) {
            for i in 0..self.width.saturating_sub(1) {
                for (a, b) in self.crossings(i, j, level) {
                    next.entry(a).or_default().push(b);
                    next.entry(b).or_default().push(a);
                }
            }
        }
        // First the lines with ends, then those that go round.
        let ends = next.iter().filter(|(_, to)| to.len() == 1).map(|(&edge, _)| edge);
        let starts: Vec<Edge> = ends.chain(next.keys().copied()).collect();
        let mut seen = BTreeSet::new();
        let mut lines = Vec::new();
        for start in starts {
            let mut line = Vec::new();
            let mut here = Some(start).filter(|edge| seen.insert(*edge));
            while let Some(edge) = here {
                line.push(self.point(edge, level));
                here = next[&edge].iter().copied().find(|edge| seen.insert(*edge));
            }
            if line.len() > 1 {
                lines.push(line);
            }
        }
        lines
    }

    /// The pairs of edges of a square that the contour line joins.
    fn crossings(&self, i: u32, j: u32, level: f64) -> Vec<(Edge, Edge)> {
        let corners = [self.at(i, j), self.at(i + 1, j), self.at(i + 1, j + 1), self.at(i, j + 1)];
        let [Some(a), Some(b), Some(c), Some(d)] = corners else { return Vec::new() };
        let edges = [(i, j, true), (i + 1, j, false), (i, j + 1, true), (i, j, false)];
        let sides = [a, b, c, d].map(|value| value >= level);
        let crossed: Vec<Edge> =
            (0..4).filter(|&k| sides[k] != sides[(k + 1) % 4]).map(|k| edges[k]).collect();
        match crossed[..] {
            [from, to] => vec![(from, to)],
            // A saddle: the middle says which corners hang together.
            [foot, right, head, left] => {
                if ((a + b + c + d) / 4.0 >= level) == sides[0] {
                    vec![(foot, right), (head, left)]
                } else {
                    vec![(foot, left), (head, right)]
                }
            }
            _ => Vec::new(),
        }
    }

    fn point(&self, (i, j, is_across): Edge, level: f64) -> (f64, f64) {
        let (to_i, to_j) = if is_across { (i + 1, j) } else { (i, j + 1) };
        let share = match (self.at(i, j), self.at(to_i, to_j)) {
            (Some(from), Some(to)) if from != to => (level - from) / (to - from),
            _ => 0.5,
        };
        let (x, y) = (f64::from(i), f64::from(j));
        if is_across { (x + share, y) } else { (x, y + share) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(width: u32, values: &[f64], level: f64) -> Vec<Vec<(f64, f64)>> {
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        Grid { width, values: &values }.lines(level)
    }

    #[test]
    fn a_slope_is_crossed_by_one_line_from_edge_to_edge() {
        let found = lines(3, &[0.0, 1.0, 2.0, 0.0, 1.0, 2.0, 0.0, 1.0, 2.0], 0.5);
        assert_eq!(found, [[(0.5, 0.0), (0.5, 1.0), (0.5, 2.0)]]);
        assert!(lines(2, &[0.0, 1.0, 0.0, 1.0], 2.0).is_empty());
    }

    #[test]
    fn a_hill_has_a_line_around_it_and_a_saddle_two() {
        let hill = lines(3, &[0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0], 0.5);
        assert_eq!(hill.len(), 1);
        assert_eq!(hill[0].len(), 4);
        assert_eq!(lines(2, &[1.0, 0.0, 0.0, 1.0], 0.4).len(), 2);
    }

    #[test]
    fn what_is_not_there_yet_has_no_line() {
        let values = [Some(0.0), Some(1.0), Some(0.0), None];
        assert!(Grid { width: 2, values: &values }.lines(0.5).is_empty());
    }
}
