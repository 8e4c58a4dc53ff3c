//! Skyline block LDU factorisation of I - γP of one block, in tiles of two by two, without pivoting.
//!
//! A block of n states of profile width w costs O(n w²) to factor and O(n w) a solve. I - γP is a non-singular M-matrix
//! (γP is substochastic and every way leads out), so no pivot is needed (Golub and Van Loan, *Matrix Computations*, 4.3;
//! George and Liu, *Computer Solution of Large Sparse Positive Definite Systems*, 4). Two states at a time: the two rows
//! of a tile are two registers, and its inverse costs one division. Loops over slices; nothing here can fail.

use core::ops::Range;

use wide::f64x2;

use super::local::Local;
use super::local::NO_ROW;
use super::tile::{SIDE, Tile, UNIT, ZERO, across, inverse, product, splat, subtract, times};

/// Visits fewer than this are none: they change no number that they are added to.
pub(super) const NOTHING: f64 = 1e-18;

/// D L U of I - P of one block, kept between calls; the diagonals of L and U are 1. Its states stand in groups of two, an
/// odd one beside a state that leads nowhere. L holds the tiles of each group from its first in use on, U those as far
/// ahead as states lead: a task whose states lead to near ones stays in the fastest cache.
#[derive(Clone, Default)]
pub(super) struct Eliminator {
    lower: Vec<Tile>,
    /// The inverses of D.
    diagonal: Vec<Tile>,
    /// Only grows; the groups say what of it is theirs.
    upper: Vec<Tile>,
    profiles: Vec<Profile>,
    /// The rows of P that are factored.
    rows: Vec<u32>,
    /// The group at work, zero between groups.
    line: Vec<Tile>,
    /// The largest number of groups back and ahead of its diagonal that a group reaches.
    back: usize,
    ahead: usize,
    /// Right-hand sides, group by group.
    one: Vec<[f64x2; 1]>,
    two: Vec<[f64x2; 2]>,
}

/// The range of a group's tiles.
#[derive(Clone, Copy)]
struct Profile {
    /// First group of L, and where its tiles begin in `lower`.
    first: u32,
    lower: u32,
    /// The begin and the end of its tiles of U in `upper`; the first belongs to the next group.
    upper: u32,
    upper_end: u32,
}

impl Eliminator {
    /// Forgets the block.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.keep(0);
    }

    /// Factors I - P of one block. If the block is the one that is held, the groups above the first row that changed stay
    /// as they are.
    pub(super) fn load(&mut self, local: &Local, block: Range<usize>, rows: &[u32]) {
        let n = block.len();
        let rows = &rows[block.clone()];
        let same = rows.iter().zip(&self.rows).take_while(|(new, old)| new == old).count();
        if same == n {
            return;
        }
        self.keep(same / SIDE);
        self.rows.clear();
        self.rows.extend_from_slice(rows);
        self.line.clear();
        self.line.resize(n.div_ceil(SIDE), ZERO);
        for (group, rows) in rows.chunks(SIDE).enumerate().skip(same / SIDE) {
            let (first, last) = lay(&mut self.line, group, rows, local, block.clone());
            self.eliminate(group, first, last);
        }
    }

    /// Keeps the first `n` groups of L and U.
    fn keep(&mut self, n: usize) {
        if let Some(profile) = self.profiles.get(n) {
            self.lower.truncate(profile.lower as usize);
        }
        self.profiles.truncate(n);
        self.diagonal.truncate(n);
        if n == 0 {
            (self.back, self.ahead) = (0, 0);
        }
    }

    /// Takes the groups above out of the one at work, which fills in as far ahead as they reach.
    fn eliminate(&mut self, group: usize, first: usize, last: usize) {
        self.back = self.back.max(group - first);
        self.ahead = self.ahead.max(last - group);
        let Self { lower, diagonal, upper, profiles, line, .. } = self;
        let ahead = self.ahead.min(line.len() - 1 - group);
        for (j, above) in (first..group).zip(&profiles[first..]) {
            let factors = line[j];
            // None is above 0.
            if (factors[0] + factors[1]).reduce_add() != 0.0 {
                let by = splat(&factors);
                subtract(&mut line[j + 1..], &by, &upper[above.upper as usize..above.upper_end as usize]);
            }
        }
        let upper_begin = profiles.last().map_or(0, |above| above.upper_end as usize);
        let upper_end = upper_begin + ahead;
        if upper.len() < upper_end {
            upper.resize(upper_end, ZERO);
        }
        let inverse = inverse(&line[group]);
        let by = splat(&inverse);
        product(&mut upper[upper_begin..upper_end], &by, &line[group + 1..]);
        let lower_begin = lower.len();
        lower.resize(lower_begin + group - first, ZERO);
        product(&mut lower[lower_begin..], &by, &line[first..group]);
        profiles.push(Profile {
            first: first as u32,
            lower: lower_begin as u32,
            upper: upper_begin as u32,
            upper_end: upper_end as u32,
        });
        diagonal.push(inverse);
        line[first..=group + ahead].fill(ZERO);
    }

    /// About how many tiles the factorisation took out of tiles, a group.
    pub(super) fn work(&self) -> f64 {
        let upper = self.profiles.last().map_or(0, |last| last.upper_end as usize);
        (self.lower.len() * upper) as f64 / (self.profiles.len() * self.profiles.len()) as f64
    }

    /// Solves the loaded block for right-hand sides `x` (row-major, `width` columns), in place.
    pub(super) fn solve(&mut self, x: &mut [f64], width: usize) {
        let (mut one, mut two) = (core::mem::take(&mut self.one), core::mem::take(&mut self.two));
        for column in (0..width).step_by(2) {
            if column + 1 < width {
                self.solve_columns(x, width, column, &mut two);
            } else {
                self.solve_columns(x, width, column, &mut one);
            }
        }
        (self.one, self.two) = (one, two);
    }

    /// Solves for W columns from the given one on.
    fn solve_columns<const W: usize>(
        &self,
        x: &mut [f64],
        width: usize,
        column: usize,
        groups: &mut Vec<[f64x2; W]>,
    ) {
        groups.clear();
        groups.resize(self.profiles.len(), [f64x2::ZERO; W]);
        for ((states, group), inverse) in x.chunks(SIDE * width).zip(groups.iter_mut()).zip(&self.diagonal) {
            let (first, second) = states.split_at(width);
            for c in 0..W {
                let b = f64x2::new([first[column + c], second.get(column + c).map_or(0.0, |x| *x)]);
                group[c] = times(inverse, b);
            }
        }
        (0..self.profiles.len()).for_each(|group| self.lower_step(groups, group, 0));
        (0..self.profiles.len()).rev().for_each(|group| self.upper_step(groups, group));
        for (states, group) in x.chunks_mut(SIDE * width).zip(groups) {
            for (i, state) in states.chunks_exact_mut(width).enumerate() {
                (0..W).for_each(|c| state[column + c] = group[c].as_array()[i]);
            }
        }
    }

    /// Solves the loaded block for one right-hand side that is 0 outside `places`, in place; gives the place from which
    /// on all is 0, what is less than rounding taken for nothing.
    pub(super) fn solve_within(&mut self, places: Range<usize>, x: &mut [f64]) -> usize {
        let mut groups = core::mem::take(&mut self.one);
        groups.clear();
        groups.resize(self.profiles.len(), [f64x2::ZERO]);
        let within = places.start / SIDE..places.end.div_ceil(SIDE);
        for group in within.clone() {
            let second = x.get(group * SIDE + 1).map_or(0.0, |x| *x);
            groups[group][0] = times(&self.diagonal[group], f64x2::new([x[group * SIDE], second]));
        }
        let mut last = within.end - 1;
        for group in within.start..self.profiles.len() {
            if group > last + self.back {
                break;
            }
            self.lower_step(&mut groups, group, within.start);
            if group > last && groups[group][0].as_array().iter().any(|x| x.abs() > NOTHING) {
                last = group;
            }
        }
        groups[last + 1..].fill([f64x2::ZERO]);
        (0..=last).rev().for_each(|group| self.upper_step(&mut groups, group));
        let (pairs, odd) = x.as_chunks_mut();
        pairs.iter_mut().zip(&groups).for_each(|(x, group)| *x = group[0].to_array());
        odd.iter_mut().zip(&groups[pairs.len()..]).for_each(|(x, group)| *x = group[0].to_array()[0]);
        self.one = groups;
        x.len().min((last + 1) * SIDE)
    }

    /// One group of L x = b; what stands before `from` is 0.
    #[inline]
    fn lower_step<const W: usize>(&self, x: &mut [[f64x2; W]], group: usize, from: usize) {
        let profile = self.profiles[group];
        let first = from.max(profile.first as usize);
        let tiles = &self.lower[profile.lower as usize..][first - profile.first as usize..][..group - first];
        let mut terms = tiles.iter().zip(&x[first..]);
        let near = terms.next_back();
        x[group] = less(x[group], terms, near);
    }

    /// One group of U x = b.
    #[inline]
    fn upper_step<const W: usize>(&self, x: &mut [[f64x2; W]], group: usize) {
        let profile = self.profiles[group];
        let tiles = &self.upper[profile.upper as usize..profile.upper_end as usize];
        let mut terms = tiles.iter().zip(&x[group + 1..]);
        let near = terms.next();
        x[group] = less(x[group], terms, near);
    }
}

/// Lays the rows of one group of I - P into an empty line; gives the first and the last tile in use.
#[inline(always)]
fn lay(line: &mut [Tile], group: usize, rows: &[u32], local: &Local, block: Range<usize>) -> (usize, usize) {
    let (mut first, mut last) = (group, group);
    line[group] = UNIT;
    for (i, &row) in rows.iter().enumerate() {
        let entries = if row == NO_ROW { &[] } else { local.entries(row) };
        for entry in entries {
            // What lies before the block wraps around and is outside too.
            let j = (entry.place as usize).wrapping_sub(block.start);
            if j < block.len() {
                line[j / SIDE][i] -= UNIT[j % SIDE] * entry.weight;
                (first, last) = (first.min(j / SIDE), last.max(j / SIDE));
            }
        }
    }
    (first, last)
}

/// A tile and the numbers that it is multiplied by, W columns of them.
type Term<'a, const W: usize> = (&'a Tile, &'a [f64x2; W]);

/// a - Σ tiles x. The near one, whose numbers were found just now, comes last and alone.
#[inline(always)]
fn less<'a, const W: usize>(
    mut a: [f64x2; W],
    far: impl Iterator<Item = Term<'a, W>>,
    near: Option<Term<'a, W>>,
) -> [f64x2; W] {
    let mut sums = [[f64x2::ZERO; SIDE]; W];
    for (tile, x) in far {
        for c in 0..W {
            sums[c][0] += tile[0] * x[c];
            sums[c][1] += tile[1] * x[c];
        }
    }
    for c in 0..W {
        a[c] -= across(sums[c]);
    }
    if let Some((tile, x)) = near {
        for c in 0..W {
            a[c] -= times(tile, x[c]);
        }
    }
    a
}
