//! The kernel: x = b + P x for one chain, block by block.
//!
//! Loops over slices; nothing here can fail. The matrices are I - γP with γP substochastic and every way leading out,
//! so elimination needs no pivoting.

use super::local::Local;

/// A state in which nothing is available: its value is what is already there.
pub(super) const NO_ROW: u32 = u32::MAX;

/// Blocks up to this size are eliminated; larger ones are swept (Gauss-Seidel) until nothing moves.
const ELIMINATE_UP_TO: usize = 1500;

/// The workspace of the elimination, kept between calls.
#[derive(Default)]
pub(super) struct Eliminator {
    matrix: Vec<f64>,
    first: Vec<usize>,
    last: Vec<usize>,
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
    /// Loads I - P of one block; notes the first and last column in use of each row, so that elimination stays inside
    /// the rows' profiles.
    pub(super) fn load(&mut self, local: &Local, block: core::ops::Range<usize>, rows: &[u32]) {
        let n = block.len();
        self.matrix.clear();
        self.matrix.resize(n * n, 0.0);
        self.first.clear();
        self.last.clear();
        for i in 0..n {
            self.matrix[i * n + i] = 1.0;
            let (mut first, mut last) = (i, i);
            let row = rows[block.start + i];
            if row != NO_ROW {
                for entry in local.entries(row) {
                    let j = local.column[entry] as usize;
                    if block.contains(&j) {
                        let j = j - block.start;
                        self.matrix[i * n + j] -= local.weight[entry];
                        first = first.min(j);
                        last = last.max(j);
                    }
                }
            }
            self.first.push(first);
            self.last.push(last);
        }
    }

    /// Solves the loaded block for right-hand sides `x` (row-major, `width` columns), in place.
    pub(super) fn eliminate(&mut self, x: &mut [f64], width: usize) {
        let n = self.first.len();
        for i in 0..n {
            for j in self.first[i]..i {
                let (above, from_i) = self.matrix.split_at_mut(i * n);
                let row_i = &mut from_i[..n];
                if row_i[j] == 0.0 {
                    continue;
                }
                let row_j = &above[j * n..(j + 1) * n];
                let factor = row_i[j] / row_j[j];
                let last = self.last[j];
                for (a, &b) in row_i[j + 1..=last].iter_mut().zip(&row_j[j + 1..=last]) {
                    *a -= factor * b;
                }
                self.last[i] = self.last[i].max(last);
                let (x_above, x_i) = x.split_at_mut(i * width);
                for (a, &b) in x_i[..width].iter_mut().zip(&x_above[j * width..(j + 1) * width]) {
                    *a -= factor * b;
                }
            }
        }
        for i in (0..n).rev() {
            let row = &self.matrix[i * n..(i + 1) * n];
            let (x_here, x_below) = x.split_at_mut((i + 1) * width);
            let x_i = &mut x_here[i * width..];
            for j in i + 1..=self.last[i] {
                for (a, &b) in x_i.iter_mut().zip(&x_below[(j - i - 1) * width..(j - i) * width]) {
                    *a -= row[j] * b;
                }
            }
            x_i.iter_mut().for_each(|x| *x /= row[i]);
        }
    }
}
