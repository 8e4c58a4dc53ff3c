//! Rows laid out for the paper's sweeps with one intervention: two entries at hand, no branch on the data.

use super::local::Local;

/// The two rows of a place with one intervention.
pub(super) struct Pair {
    pub(super) nohelp: ShortRow,
    pub(super) help: ShortRow,
    /// p of the two.
    pub(super) p: (f64, f64),
    pub(super) may_choose: bool,
    pub(super) must_ask: bool,
    pub(super) dead: bool,
}

/// A row whose first two entries are at hand (most rows have no more); the rest is in the layout.
pub(super) struct ShortRow {
    columns: [u32; 2],
    weights: [f64; 2],
    rest: (u32, u32),
}

impl Pair {
    pub(super) fn of(local: &Local, p: &[f64], place: usize) -> Self {
        let (nohelp, help) = (place * 2, place * 2 + 1);
        let available = (local.available[nohelp], local.available[help]);
        Self {
            nohelp: ShortRow::of(local, nohelp),
            help: ShortRow::of(local, help),
            p: (p[nohelp], p[help]),
            may_choose: available.0 && available.1,
            must_ask: available.1 && !available.0,
            dead: !available.0 && !available.1,
        }
    }
}

impl ShortRow {
    pub(super) fn of(local: &Local, row: usize) -> Self {
        let entries = local.entries(row as u32);
        let mut short = Self { columns: [0; 2], weights: [0.0; 2], rest: (0, 0) };
        for (slot, entry) in entries.clone().take(2).enumerate() {
            short.columns[slot] = local.column[entry];
            short.weights[slot] = local.weight[entry];
        }
        if entries.len() > 2 {
            short.rest = (entries.start as u32 + 2, entries.end as u32);
        }
        short
    }

    /// Σ_j p_j x_j.
    #[inline]
    pub(super) fn flow(&self, local: &Local, x: &[f64]) -> f64 {
        let mut sum =
            self.weights[0] * x[self.columns[0] as usize] + self.weights[1] * x[self.columns[1] as usize];
        for entry in self.rest.0..self.rest.1 {
            sum += local.weight[entry as usize] * x[local.column[entry as usize] as usize];
        }
        sum
    }
}
