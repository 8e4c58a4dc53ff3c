//! Block back-substitution for x = b + γP x of one chain: blocks in topological order, each by its factors.
//!
//! A block without a cycle costs its non-zeros; one with cycles costs a factorisation ([`super::eliminator`]).
//! Loops over slices; nothing here can fail.

use core::ops::Range;

use super::eliminator::Eliminator;
use super::local::{Local, NO_ROW};

/// Blocks up to this size are eliminated; larger ones are swept (Gauss-Seidel) until nothing moves.
const ELIMINATE_UP_TO: usize = 1500;

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
    block: (u32, u32),
    rows: &[u32],
    x: &mut [f64],
    width: usize,
    work: &mut Eliminator,
) {
    work.clear();
    solve_again(local, block, rows, x, width, work);
}

/// The same where `work` holds the block under other rows, or nothing.
pub(super) fn solve_again(
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
        add_all_outside(local, begin..end, rows, x, width);
        work.solve(&mut x[begin * width..end * width], width);
    } else {
        add_all_outside(local, begin..end, rows, x, width);
        sweep(local, begin..end, rows, x, width);
    }
}

/// Adds what flows into a block from those before it, which is where what follows a block stands.
fn add_all_outside(local: &Local, block: Range<usize>, rows: &[u32], x: &mut [f64], width: usize) {
    if block.start > 0 {
        for i in block.clone() {
            add_outside(local, block.clone(), i, rows, x, width);
        }
    }
}

/// Adds what flows in from outside the block; returns the probability of staying in state i itself.
pub(super) fn add_outside(
    local: &Local,
    block: Range<usize>,
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
        let j = entry.place as usize;
        if j == i {
            stay += entry.weight;
        } else if !block.contains(&j) {
            for c in 0..width {
                x[i * width + c] += entry.weight * x[j * width + c];
            }
        }
    }
    stay
}

/// Gauss-Seidel inside a large block, until no number moves by more than rounding.
fn sweep(local: &Local, block: Range<usize>, rows: &[u32], x: &mut [f64], width: usize) {
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
                    let j = entry.place as usize;
                    if j == i {
                        stay += entry.weight;
                    } else if block.contains(&j) {
                        sum += entry.weight * x[j * width + c];
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
