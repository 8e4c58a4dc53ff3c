//! The kernel of the kernel: I - γP of one block as L U.
//!
//! γP is substochastic and every way leads out, so elimination needs no pivoting. Loops over slices; nothing here can
//! fail.

use core::ops::Range;

use super::linear::NO_ROW;
use super::local::Local;

/// Numbers that the kernel takes together.
const LANES: usize = 4;

/// Columns this near were found just now, too late to be taken in lanes.
const NEAR: usize = 8;

/// Visits fewer than this are none: they change no number that they are added to.
pub(super) const NOTHING: f64 = 1e-18;

/// L U of I - P of one block, kept between calls. L holds the columns of each row from its first in use, U (its diagonal
/// is 1) those up to its last, fill-in counted: a task whose states lead to near ones stays in the fastest cache.
#[derive(Clone, Default)]
pub(super) struct Eliminator {
    lower: Vec<f64>,
    /// In chunks of columns that begin at multiples of [`LANES`]; what a row's first chunk holds up to the diagonal is
    /// nothing.
    upper: Vec<[f64; LANES]>,
    profiles: Vec<Profile>,
    /// The rows of P that are factored.
    rows: Vec<u32>,
    /// The row at work in the same chunks, zero between rows.
    row: Vec<[f64; LANES]>,
    /// How far back from its diagonal a row of L reaches at most.
    reach: usize,
}

/// Where one row of L and U stands.
#[derive(Clone, Copy)]
struct Profile {
    /// First column of L, and where it begins in `lower`.
    first: u32,
    lower: u32,
    /// Last column of U, and where its chunks in `upper` begin and end.
    last: u32,
    upper: u32,
    upper_end: u32,
    /// 1 / pivot.
    scale: f64,
}

impl Eliminator {
    /// Factors I - P of one block.
    pub(super) fn load(&mut self, local: &Local, block: Range<usize>, rows: &[u32]) {
        self.clear();
        self.reload(local, block, rows);
    }

    /// Forgets the block.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.keep(0);
    }

    /// Factors the same block under other rows; what stands above the first that changed stays as it is.
    pub(super) fn reload(&mut self, local: &Local, block: Range<usize>, rows: &[u32]) {
        let n = block.len();
        let rows = &rows[block.clone()];
        let same = rows.iter().zip(&self.rows).take_while(|(new, old)| new == old).count();
        self.keep(same);
        self.rows.clear();
        self.rows.extend_from_slice(rows);
        self.row.clear();
        self.row.resize(n / LANES + 1, [0.0; LANES]);
        for (i, &row) in rows.iter().enumerate().skip(same) {
            let (mut first, mut last) = (i, i);
            let line = &mut self.row.as_flattened_mut()[..n];
            line[i] = 1.0;
            let entries = if row == NO_ROW { 0..0 } else { local.entries(row) };
            for (&j, &weight) in local.column[entries.clone()].iter().zip(&local.weight[entries]) {
                // What lies before the block wraps around and is outside too.
                let j = (j as usize).wrapping_sub(block.start);
                if let Some(entry) = line.get_mut(j) {
                    *entry -= weight;
                    (first, last) = (first.min(j), last.max(j));
                }
            }
            self.reach = self.reach.max(i - first);
            self.eliminate(i, first, last);
        }
    }

    /// Keeps the first `n` rows of L and U.
    fn keep(&mut self, n: usize) {
        let end = self.profiles.get(n).map(|profile| (profile.lower as usize, profile.upper as usize));
        if let Some((lower, upper)) = end {
            self.lower.truncate(lower);
            self.upper.truncate(upper);
        }
        self.profiles.truncate(n);
        if n == 0 {
            self.reach = 0;
        }
    }

    /// Takes the rows above out of row i, which fills in up to the last of their columns.
    fn eliminate(&mut self, i: usize, first: usize, mut last: usize) {
        let Self { lower, upper, profiles, row, .. } = self;
        let (lower_begin, upper_begin) = (lower.len(), upper.len());
        lower.resize(lower_begin + i - first, 0.0);
        for ((j, above), slot) in (first..i).zip(&profiles[first..]).zip(&mut lower[lower_begin..]) {
            let factor = row.as_flattened()[j];
            *slot = factor;
            if factor != 0.0 {
                let chunks = &upper[above.upper as usize..above.upper_end as usize];
                let touched = &mut row[(j + 1) / LANES..][..chunks.len()];
                subtract(touched.as_flattened_mut(), factor, chunks.as_flattened());
                last = last.max(above.last as usize);
            }
        }
        let scale = 1.0 / row.as_flattened()[i];
        let begin = (i + 1) / LANES;
        let end = (last / LANES + 1).max(begin);
        upper.extend(row[begin..end].iter().map(|chunk| chunk.map(|x| x * scale)));
        profiles.push(Profile {
            first: first as u32,
            lower: lower_begin as u32,
            last: last as u32,
            upper: upper_begin as u32,
            upper_end: upper.len() as u32,
            scale,
        });
        row[first / LANES..end].fill([0.0; LANES]);
    }

    /// Solves the loaded block for right-hand sides `x` (row-major, `width` columns), in place.
    pub(super) fn solve(&self, x: &mut [f64], width: usize) {
        // The usual widths have kernels of their own.
        match width {
            1 => self.solve_one(x),
            2 => self.solve_two(x.as_chunks_mut().0),
            width => self.solve_any(x, width),
        }
    }

    /// About how many operations the factorisation took.
    pub(super) fn work(&self) -> f64 {
        self.lower.len() as f64 * (self.upper.len() * LANES) as f64 / self.profiles.len() as f64
    }

    /// Solves the loaded block for a right-hand side that is 0 but in one place, in place; gives the place from which
    /// on all is 0, what is less than rounding taken for nothing.
    pub(super) fn solve_unit(&self, place: usize, x: &mut [f64]) -> usize {
        let mut last = place;
        for (i, profile) in self.profiles.iter().enumerate().skip(place) {
            if i > last + self.reach {
                break;
            }
            let sum = minus(x[i], self.lower(i), &x[profile.first as usize..i]);
            x[i] = sum * profile.scale;
            if x[i].abs() > NOTHING {
                last = i;
            }
        }
        let end = (last + self.reach + 1).min(x.len());
        x[last + 1..end].fill(0.0);
        self.solve_upper(&mut x[..=last]);
        last + 1
    }

    fn solve_one(&self, x: &mut [f64]) {
        for (i, profile) in self.profiles.iter().enumerate() {
            let sum = minus(x[i], self.lower(i), &x[profile.first as usize..i]);
            x[i] = sum * profile.scale;
        }
        self.solve_upper(x);
    }

    fn solve_upper(&self, x: &mut [f64]) {
        for i in (0..x.len()).rev() {
            let upper = self.upper(i);
            let width = upper.len().min(x.len() - i - 1);
            x[i] = minus_reversed(x[i], &upper[..width], &x[i + 1..][..width]);
        }
    }

    /// Row i of L, from its first column on.
    #[inline]
    fn lower(&self, i: usize) -> &[f64] {
        let profile = self.profiles[i];
        &self.lower[profile.lower as usize..][..i - profile.first as usize]
    }

    /// Row i of U, from column i + 1 on.
    #[inline]
    fn upper(&self, i: usize) -> &[f64] {
        let profile = self.profiles[i];
        let begin = profile.upper as usize * LANES + (i + 1) % LANES;
        &self.upper.as_flattened()[begin..][..profile.last as usize - i]
    }

    fn solve_two(&self, x: &mut [[f64; 2]]) {
        for (i, profile) in self.profiles.iter().enumerate() {
            let mut sum = x[i];
            for (&factor, x) in self.lower(i).iter().zip(&x[profile.first as usize..]) {
                (0..2).for_each(|c| sum[c] -= factor * x[c]);
            }
            x[i] = sum.map(|x| x * profile.scale);
        }
        for i in (0..self.profiles.len()).rev() {
            let (here, below) = x.split_at_mut(i + 1);
            let mut sum = here[i];
            // The nearest last: it was found just now.
            for (&factor, x) in self.upper(i).iter().zip(below.iter()).rev() {
                (0..2).for_each(|c| sum[c] -= factor * x[c]);
            }
            here[i] = sum;
        }
    }

    fn solve_any(&self, x: &mut [f64], width: usize) {
        for (i, profile) in self.profiles.iter().enumerate() {
            let (above, here) = x.split_at_mut(i * width);
            let above = above[profile.first as usize * width..].chunks_exact(width);
            self.lower(i).iter().zip(above).for_each(|(&factor, x)| subtract(&mut here[..width], factor, x));
            here[..width].iter_mut().for_each(|x| *x *= profile.scale);
        }
        for i in (0..self.profiles.len()).rev() {
            let (here, below) = x.split_at_mut((i + 1) * width);
            let here = &mut here[i * width..];
            self.upper(i)
                .iter()
                .zip(below.chunks_exact(width))
                .for_each(|(&factor, x)| subtract(here, factor, x));
        }
    }
}

/// a -= factor b.
#[inline(always)]
fn subtract(a: &mut [f64], factor: f64, b: &[f64]) {
    a.iter_mut().zip(b).for_each(|(a, &b)| *a -= factor * b);
}

/// a - Σ factors b, the far ones in lanes, the last one by one at the end: they were found just now.
#[inline(always)]
fn minus(a: f64, factors: &[f64], b: &[f64]) -> f64 {
    let far = factors.len().saturating_sub(NEAR);
    let (far_factors, factors) = factors.split_at(far);
    let (far_b, b) = b.split_at(far);
    let mut sum = a - dot(far_factors, far_b);
    factors.iter().zip(b).for_each(|(factor, b)| sum -= factor * b);
    sum
}

/// The same where the first are the near ones.
#[inline(always)]
fn minus_reversed(a: f64, factors: &[f64], b: &[f64]) -> f64 {
    let near = factors.len().min(NEAR);
    let (factors, far_factors) = factors.split_at(near);
    let (b, far_b) = b.split_at(near);
    let mut sum = a - dot(far_factors, far_b);
    factors.iter().zip(b).rev().for_each(|(factor, b)| sum -= factor * b);
    sum
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (a, b) in a.iter().zip(b) {
        sums = core::array::from_fn(|lane| sums[lane] + a[lane] * b[lane]);
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}
