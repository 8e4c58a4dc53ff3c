//! The heads of the columns: in one row where the words have room, else in as many as keep them apart.

use super::super::mark::{Anchor, Mark, at};
use super::super::text;
use super::Column;
use super::layout::Layout;

/// A line of a heading, and what lies between two headings of a row, in pixels.
const LINE: f64 = 12.0;
const APART: f64 = 4.0;

/// The headings, each in lines.
#[derive(Clone, Debug)]
pub(super) struct Headings<'a>(Vec<Vec<&'a str>>);

impl<'a> Headings<'a> {
    pub(super) fn new(columns: &'a [Column], narrow: bool) -> Self {
        let words = |column: &'a Column| if narrow { &*column.short } else { &*column.label };
        Self(columns.iter().map(|column| words(column).split('\n').collect()).collect())
    }

    /// The width each heading needs for itself.
    pub(super) fn widths(&self) -> Vec<f64> {
        (0..self.0.len()).map(|column| self.width(column) + APART + 2.0).collect()
    }

    fn width(&self, column: usize) -> f64 {
        let lines = self.0.get(column).into_iter().flatten();
        lines.map(|line| text::width_of(line, "tick")).fold(0.0, f64::max)
    }

    fn n_lines(&self) -> usize {
        self.0.iter().map(Vec::len).max().unwrap_or(1)
    }

    /// The height of so many rows of headings.
    pub(super) fn height(&self, n_levels: usize) -> f64 {
        8.0 + LINE * (self.n_lines() * n_levels) as f64
    }

    /// Left and right of a heading: over its column, inside the drawing.
    fn span(&self, grid: &Layout, column: usize, width: f64) -> (f64, f64) {
        let half = self.width(column) / 2.0;
        let centre = grid.column_centre(column).clamp(half, (width - half).max(half));
        (centre - half, centre + half)
    }

    /// The row of each heading, the lowest 0: the lowest in which it does not touch the one before.
    pub(super) fn levels(&self, grid: &Layout, width: f64) -> Vec<usize> {
        let mut ends: Vec<f64> = Vec::new();
        let mut levels = Vec::with_capacity(self.0.len());
        for column in 0..self.0.len() {
            let (left, right) = self.span(grid, column, width);
            let free = ends.iter().position(|end| *end + APART <= left);
            let level = free.unwrap_or(ends.len());
            match ends.get_mut(level) {
                Some(end) => *end = right,
                None => ends.push(right),
            }
            levels.push(level);
        }
        levels
    }

    pub(super) fn marks(&self, grid: &Layout, levels: &[usize], width: f64) -> Vec<Mark> {
        let top = grid.row_edges.first().copied().unwrap_or(0.0);
        let mut marks = Vec::new();
        for (column, (lines, level)) in self.0.iter().zip(levels).enumerate() {
            let (left, right) = self.span(grid, column, width);
            let foot = top - 7.0 - LINE * (level * self.n_lines()) as f64;
            // The last line stands lowest.
            for (line, above) in lines.iter().zip((0..lines.len()).rev()) {
                let point = at((left + right) / 2.0, foot - LINE * above as f64);
                marks.push(Mark::text("tick", point, Anchor::Middle, (*line).to_owned()));
            }
        }
        marks
    }
}
