//! The kernel: x = b + P x for one chain, block by block.
//!
//! Loops over slices; nothing here can fail. The matrices are I - γP with γP substochastic and every way leading out,
//! so elimination needs no pivoting.

use super::local::Local;

/// A state in which nothing is available: its value is what is already there.
pub(super) const NO_ROW: u32 = u32::MAX;

/// Blocks up to this size are eliminated; larger ones are swept (Gauss-Seidel) until nothing moves.
const ELIMINATE_UP_TO: usize = 1500;

/// The workspace of the elimination, kept between calls: rows of I - P, each from its first column in use to its last.
#[derive(Default)]
pub(super) struct Eliminator {
    matrix: Vec<f64>,
    profiles: Vec<Profile>,
    /// 1 / pivot of each row, once it is eliminated.
    scale: Vec<f64>,
}

/// The columns of one row that elimination can touch, and where they begin in memory.
#[derive(Clone, Copy)]
struct Profile {
    begin: usize,
    first: usize,
    last: usize,
}

impl Profile {
    /// Where column `j` of the row stands.
    #[inline]
    fn at(self, j: usize) -> usize {
        self.begin + j - self.first
    }
}

/// Solves x_i = b_i + Σ_j p_ij x_j for `width` right-hand sides at once: `x` holds b on entry (state-major), the
/// answer on return. `rows[i]` is the row that state i follows.
pub(super) fn solve(local: &Local, rows: &[u32], x: &mut [f64], width: usize, work: &mut Eliminator) {
    for &block in &local.blocks {
        solve_block(local, block, rows, x, width, work);
    }
}

/// The same for one block; the blocks it leads to must be solved.
pub(super) fn solve_block(
    local: &Local,
    (begin, end): (u32, u32),
    rows: &[u32],
    x: &mut [f64],
    width: usize,
    work: &mut Eliminator,
) {
    let (begin, end) = (begin as usize, end as usize);
    if end - begin == 1 {
        let stay = add_outside(local, begin..end, begin, rows, x, width);
        let scale = 1.0 / (1.0 - stay);
        x[begin * width..end * width].iter_mut().for_each(|x| *x *= scale);
    } else if end - begin <= ELIMINATE_UP_TO {
        work.load(local, begin..end, rows);
        for i in begin..end {
            add_outside(local, begin..end, i, rows, x, width);
        }
        work.eliminate(&mut x[begin * width..end * width], width);
    } else {
        for i in begin..end {
            add_outside(local, begin..end, i, rows, x, width);
        }
        sweep(local, begin..end, rows, x, width);
    }
}

/// Adds what flows in from outside the block; returns the probability of staying in state i itself.
fn add_outside(
    local: &Local,
    block: core::ops::Range<usize>,
    i: usize,
    rows: &[u32],
    x: &mut [f64],
    width: usize,
) -> f64 {
    let mut stay = 0.0;
    if rows[i] == NO_ROW {
        return 0.0;
    }
    for entry in local.entries(rows[i]) {
        let j = local.column[entry] as usize;
        if j == i {
            stay += local.weight[entry];
        } else if !block.contains(&j) {
            for c in 0..width {
                x[i * width + c] += local.weight[entry] * x[j * width + c];
            }
        }
    }
    stay
}

/// Gauss-Seidel inside a large block, until no number moves by more than rounding.
fn sweep(local: &Local, block: core::ops::Range<usize>, rows: &[u32], x: &mut [f64], width: usize) {
    let constants = x[block.start * width..block.end * width].to_vec();
    for _ in 0..1_000_000 {
        let mut moved = 0.0f64;
        for i in block.clone() {
            if rows[i] == NO_ROW {
                continue;
            }
            for c in 0..width {
                let (mut sum, mut stay) = (constants[(i - block.start) * width + c], 0.0);
                for entry in local.entries(rows[i]) {
                    let j = local.column[entry] as usize;
                    if j == i {
                        stay += local.weight[entry];
                    } else if block.contains(&j) {
                        sum += local.weight[entry] * x[j * width + c];
                    }
                }
                let new = sum / (1.0 - stay);
                moved = moved.max((new - x[i * width + c]).abs() / (1.0 + new.abs()));
                x[i * width + c] = new;
            }
        }
        if moved < 1e-15 {
            return;
        }
    }
}

impl Eliminator {
    /// Loads I - P of one block. A row keeps only the columns between its first and its last in use, fill-in counted:
    /// a task whose states lead to near ones stays in the fastest cache.
    pub(super) fn load(&mut self, local: &Local, block: core::ops::Range<usize>, rows: &[u32]) {
        self.matrix.clear();
        self.profiles.clear();
        self.scale.clear();
        for (i, &row) in rows[block.clone()].iter().enumerate() {
            let entries = if row == NO_ROW { 0..0 } else { local.entries(row) };
            let inside = local.column[entries.clone()].iter().zip(&local.weight[entries]);
            let inside = inside
                .filter(|&(&j, _)| block.contains(&(j as usize)))
                .map(|(&j, &weight)| (j as usize - block.start, weight));
            let (first, last) =
                inside.clone().fold((i, i), |(first, last), (j, _)| (first.min(j), last.max(j)));
            let last = self.profiles[first..i].iter().fold(last, |last, above| last.max(above.last));
            let profile = Profile { begin: self.matrix.len(), first, last };
            self.matrix.resize(profile.at(last) + 1, 0.0);
            self.matrix[profile.at(i)] = 1.0;
            for (j, weight) in inside {
                self.matrix[profile.at(j)] -= weight;
            }
            self.profiles.push(profile);
        }
    }

    /// Solves the loaded block for right-hand sides `x` (row-major, `width` columns), in place.
    pub(super) fn eliminate(&mut self, x: &mut [f64], width: usize) {
        // The usual widths are compiled for themselves.
        match width {
            1 => self.eliminate_columns(x, 1),
            2 => self.eliminate_columns(x, 2),
            width => self.eliminate_columns(x, width),
        }
    }

    #[inline(always)]
    fn eliminate_columns(&mut self, x: &mut [f64], width: usize) {
        for (i, &profile) in self.profiles.iter().enumerate() {
            let (above, row_i) = self.matrix.split_at_mut(profile.begin);
            let (x_above, x_i) = x.split_at_mut(i * width);
            for j in profile.first..i {
                let entry = row_i[j - profile.first];
                if entry == 0.0 {
                    continue;
                }
                let (factor, other) = (entry * self.scale[j], self.profiles[j]);
                let row_j = &above[other.at(j) + 1..=other.at(other.last)];
                subtract(&mut row_i[j + 1 - profile.first..][..row_j.len()], factor, row_j);
                subtract(&mut x_i[..width], factor, &x_above[j * width..(j + 1) * width]);
            }
            self.scale.push(1.0 / row_i[i - profile.first]);
        }
        for (i, profile) in self.profiles.iter().enumerate().rev() {
            let row = &self.matrix[profile.at(i) + 1..=profile.at(profile.last)];
            let (x_here, x_below) = x.split_at_mut((i + 1) * width);
            let x_i = &mut x_here[i * width..];
            for (&factor, x_j) in row.iter().zip(x_below.chunks_exact(width)) {
                subtract(x_i, factor, x_j);
            }
            x_i.iter_mut().for_each(|x| *x *= self.scale[i]);
        }
    }
}

/// a -= factor b.
#[inline(always)]
fn subtract(a: &mut [f64], factor: f64, b: &[f64]) {
    a.iter_mut().zip(b).for_each(|(a, &b)| *a -= factor * b);
}
