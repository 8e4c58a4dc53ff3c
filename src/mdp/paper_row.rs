//! The two rows of a place, laid out for the paper's sweeps with one intervention.

use super::local::Local;
use super::short_row::ShortRow;

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

impl Pair {
    pub(super) fn of(local: &Local, p: &[f64], place: usize) -> Self {
        let (nohelp, help) = (place * 2, place * 2 + 1);
        let available = (local.available[nohelp], local.available[help]);
        Self {
            nohelp: ShortRow::of(local, nohelp as u32),
            help: ShortRow::of(local, help as u32),
            p: (p[nohelp], p[help]),
            may_choose: available.0 && available.1,
            must_ask: available.1 && !available.0,
            dead: !available.0 && !available.1,
        }
    }
}
