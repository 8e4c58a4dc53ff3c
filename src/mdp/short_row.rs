//! A row laid out for what looks at it again and again: its first entries at hand, no branch on the data.

use super::local::Local;

/// Entries that are at hand; the usual row has no more.
const INLINE: usize = 3;

/// A row whose first entries are at hand, 0 where there are fewer; the rest is in the layout.
#[derive(Clone, Copy)]
pub(super) struct ShortRow {
    places: [u32; INLINE],
    weights: [f64; INLINE],
    rest: (u32, u32),
}

impl ShortRow {
    pub(super) fn of(local: &Local, row: u32) -> Self {
        let range = local.range(row);
        let rest = (range.start + INLINE).min(range.end);
        let mut short =
            Self { places: [0; INLINE], weights: [0.0; INLINE], rest: (rest as u32, range.end as u32) };
        for (slot, entry) in local.entries[range.start..rest].iter().enumerate() {
            (short.places[slot], short.weights[slot]) = (entry.place, entry.weight);
        }
        short
    }

    /// Σ_j p_j x_j.
    #[inline(always)]
    pub(super) fn flow(&self, local: &Local, x: &[f64]) -> f64 {
        let terms: [f64; INLINE] = core::array::from_fn(|i| self.weights[i] * x[self.places[i] as usize]);
        let sum = (terms[0] + terms[1]) + terms[2];
        if self.rest.0 == self.rest.1 {
            return sum;
        }
        let rest = local.entries[self.rest.0 as usize..self.rest.1 as usize].iter();
        rest.fold(sum, |sum, entry| sum + entry.weight * x[entry.place as usize])
    }
}
