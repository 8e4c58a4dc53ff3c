//! The places of the states' marks, and the largest size of a mark.

use std::collections::BTreeMap;

use super::super::mark::{Point, at};
use super::super::place::Area;
use super::Policy;

/// Share of a slot left empty at both edges of a cell, together.
const PAD: (f64, f64) = (0.6, 0.4);
/// The smallest distance of two marks before the drawing grows.
const LEAST_PITCH: f64 = 15.0;
/// The most the drawing grows.
const MOST_GROWTH: f64 = 200.0;

/// Pixels taken by everything but the cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Margins {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// The grid in pixels.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) height: f64,
    /// Left edges of the columns, and the right edge of the last.
    pub(super) column_edges: Vec<f64>,
    /// Top edges of the rows, and the bottom edge of the last.
    pub(super) row_edges: Vec<f64>,
    /// Radius of a mark.
    pub(super) radius: f64,
    /// Radius of the ring of a changed state, which leaves its neighbours uncovered.
    pub(super) ring: f64,
    /// Centre of each state's mark, by its number.
    pub(super) centres: BTreeMap<u32, Point>,
}

impl Layout {
    pub(super) fn column_centre(&self, column: usize) -> f64 {
        middle(&self.column_edges, column)
    }

    /// All cells: no move runs over names and headings.
    pub(super) fn cells(&self) -> Area {
        let (top, bottom) = self.rows();
        let left = self.column_edges.first().copied().unwrap_or(0.0);
        // A line that begins at a mark's rim bulges a little more than one from its centre.
        Area { left: left + 4.0, top: top + 4.0, right: f64::INFINITY, bottom }
    }

    /// Top of the first row and bottom of the last.
    pub(super) fn rows(&self) -> (f64, f64) {
        let top = self.row_edges.first().copied().unwrap_or(0.0);
        (top, self.row_edges.last().copied().unwrap_or(top))
    }

    pub(super) fn row_centre(&self, row: usize) -> f64 {
        middle(&self.row_edges, row)
    }
}

fn middle(edges: &[f64], i: usize) -> f64 {
    edges.get(i).zip(edges.get(i + 1)).map_or(0.0, |(a, b)| (a + b) / 2.0)
}

/// Slots across each column and down each row.
struct Slots {
    across: Vec<u32>,
    down: Vec<u32>,
}

impl Slots {
    fn pitch(&self, room: (f64, f64)) -> (f64, f64) {
        let sum = |counts: &[u32], pad: f64| counts.iter().map(|n| f64::from(*n) + pad).sum::<f64>().max(1.0);
        (room.0 / sum(&self.across, PAD.0), room.1 / sum(&self.down, PAD.1))
    }

    /// The worth of a layout: the smaller pitch decides, then the larger one.
    fn worth(&self, room: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.pitch(room);
        (x.min(y), x.max(y))
    }
}

/// Lays the grid out in the given size, taller if marks would come too close; no column is narrower than its heading
/// as long as all headings fit.
pub(super) fn layout(policy: &Policy, width: f64, height: f64, margins: Margins, headings: &[f64]) -> Layout {
    let counts = cell_counts(policy);
    let room = (width - margins.left - margins.right, height - margins.top - margins.bottom);
    let slots = slots(policy, &counts, room);
    let mut pitch_y = slots.pitch(room).1;
    let widths = column_widths(&slots.across, headings, room.0);
    let pitch_of = |(width, across): (&f64, &u32)| width / (f64::from(*across) + PAD.0);
    let pitch_x = widths.iter().zip(&slots.across).map(pitch_of).fold(f64::INFINITY, f64::min);
    let mut growth = 0.0;
    if pitch_y < LEAST_PITCH {
        growth = (room.1 * (LEAST_PITCH / pitch_y - 1.0)).min(MOST_GROWTH);
        pitch_y = slots.pitch((room.0, room.1 + growth)).1;
    }
    let column_edges = edges(margins.left, widths.iter().copied());
    let row_heights = slots.down.iter().map(|n| (f64::from(*n) + PAD.1) * pitch_y);
    let row_edges = edges(margins.top, row_heights);
    let radius = (pitch_x.min(pitch_y) * 0.42).clamp(4.0, 9.0);
    let ring = (radius * 1.45).min(pitch_x.min(pitch_y) - radius - 0.5).max(radius + 1.0);
    let mut layout =
        Layout { height: height + growth, column_edges, row_edges, radius, ring, centres: BTreeMap::new() };
    let step = (pitch_x.min(4.0 * radius), pitch_y.min(4.0 * radius));
    layout.centres = centres(policy, &layout, &counts, &slots, step);
    layout
}

type Cell = (usize, usize);

fn cell(policy: &Policy, i: usize) -> Option<Cell> {
    let state = policy.states.get(i)?;
    let (row, column) = (state.row as usize, state.column as usize);
    (row < policy.rows.len() && column < policy.columns.len()).then_some((row, column))
}

fn cell_counts(policy: &Policy) -> BTreeMap<Cell, u32> {
    let mut counts = BTreeMap::new();
    for cell in (0..policy.states.len()).filter_map(|i| cell(policy, i)) {
        *counts.entry(cell).or_insert(0) += 1;
    }
    counts
}

/// Adds slots, one column or row at a time, wherever it costs the marks least, until every cell holds its states.
fn slots(policy: &Policy, counts: &BTreeMap<Cell, u32>, room: (f64, f64)) -> Slots {
    let mut slots = Slots { across: vec![1; policy.columns.len()], down: vec![1; policy.rows.len()] };
    while let Some((row, column)) = fullest(counts, &slots) {
        let mut wider = Slots { across: slots.across.clone(), down: slots.down.clone() };
        let mut taller = Slots { across: slots.across.clone(), down: slots.down.clone() };
        if let (Some(across), Some(down)) = (wider.across.get_mut(column), taller.down.get_mut(row)) {
            *across += 1;
            *down += 1;
        }
        let prefers_wider = wider.worth(room) >= taller.worth(room);
        slots = if prefers_wider { wider } else { taller };
    }
    slots
}

/// The cell with the most states beyond its slots.
fn fullest(counts: &BTreeMap<Cell, u32>, slots: &Slots) -> Option<Cell> {
    let excess = |(&(row, column), &n): (&Cell, &u32)| {
        let capacity = slots.down.get(row)? * slots.across.get(column)?;
        (n > capacity).then(|| (n - capacity, (row, column)))
    };
    counts.iter().filter_map(excess).max_by_key(|(over, _)| *over).map(|(_, cell)| cell)
}

/// Columns share the room by their slots; one that would be narrower than its heading takes that from the others.
fn column_widths(across: &[u32], headings: &[f64], room: f64) -> Vec<f64> {
    let weights: Vec<f64> = across.iter().map(|n| f64::from(*n) + PAD.0).collect();
    let least = |i: usize| headings.get(i).copied().unwrap_or(0.0);
    let fits = (0..weights.len()).map(least).sum::<f64>() <= room;
    let mut fixed = vec![false; weights.len()];
    loop {
        let taken: f64 = (0..weights.len()).filter(|i| is(&fixed, *i)).map(least).sum();
        let free: f64 = weights.iter().zip(&fixed).filter(|(_, f)| !**f).map(|(w, _)| w).sum();
        let share = (room - taken) / free.max(1e-9);
        let width = |(i, w): (usize, &f64)| if is(&fixed, i) { least(i) } else { w * share };
        let widths: Vec<f64> = weights.iter().enumerate().map(width).collect();
        let narrow =
            (0..widths.len()).find(|i| !is(&fixed, *i) && widths.get(*i).is_some_and(|w| *w < least(*i)));
        match narrow.and_then(|i| fixed.get_mut(i)).filter(|_| fits) {
            Some(flag) => *flag = true,
            None => return widths,
        }
    }
}

fn is(flags: &[bool], i: usize) -> bool {
    flags.get(i).copied().unwrap_or(false)
}

fn edges(start: f64, lengths: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut edges = vec![start];
    let mut edge = start;
    for length in lengths {
        edge += length;
        edges.push(edge);
    }
    edges
}

fn centres(
    policy: &Policy,
    layout: &Layout,
    counts: &BTreeMap<Cell, u32>,
    slots: &Slots,
    step: (f64, f64),
) -> BTreeMap<u32, Point> {
    let mut filled: BTreeMap<Cell, u32> = BTreeMap::new();
    let mut centres = BTreeMap::new();
    for (i, state) in policy.states.iter().enumerate() {
        let Some(cell) = cell(policy, i) else { continue };
        let n = counts.get(&cell).copied().unwrap_or(1);
        let slot = filled.entry(cell).or_insert(0);
        let across = slots.across.get(cell.1).copied().unwrap_or(1).min(n);
        let rows = n.div_ceil(across);
        // The last row of a cell may be shorter; it is centred as well.
        let across = n.div_ceil(rows);
        let (row, place) = (*slot / across, *slot % across);
        let in_row = (n - row * across).min(across);
        let dx = (f64::from(place) - f64::from(in_row - 1) / 2.0) * step.0;
        let dy = (f64::from(row) - f64::from(rows - 1) / 2.0) * step.1;
        centres.insert(state.id, at(layout.column_centre(cell.1) + dx, layout.row_centre(cell.0) + dy));
        *slot += 1;
    }
    centres
}
