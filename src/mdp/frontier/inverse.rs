//! The inverses of a task's blocks, kept up to date while one state after another switches.

use super::super::linear::{self, Eliminator, NO_ROW};
use super::super::local::Local;

/// Blocks up to this size keep an inverse; the columns of larger ones are solved for each time.
const KEEP_UP_TO: usize = 1500;

/// (I - γP)^-1 of every block with more than one state, row-major; empty for the others.
#[derive(Default)]
pub(super) struct Inverses {
    of_block: Vec<Vec<f64>>,
    scratch: Vec<f64>,
}

impl Inverses {
    /// Inverts every block under the given rows.
    pub(super) fn load(&mut self, local: &Local, rows: &[u32], work: &mut Eliminator) {
        self.of_block.resize_with(local.blocks.len(), Vec::new);
        for (inverse, &(begin, end)) in self.of_block.iter_mut().zip(&local.blocks) {
            let n = (end - begin) as usize;
            inverse.clear();
            if n == 1 || n > KEEP_UP_TO {
                continue;
            }
            inverse.resize(n * n, 0.0);
            for i in 0..n {
                inverse[i * n + i] = 1.0;
            }
            work.load(local, begin as usize..end as usize, rows);
            work.eliminate(inverse, n);
        }
    }

    /// Replaces one state's row in its block (Sherman-Morrison); `rows` still holds the old one.
    pub(super) fn switch(&mut self, local: &Local, block: usize, rows: &[u32], new_row: u32) {
        let inverse = &mut self.of_block[block];
        if inverse.is_empty() {
            return;
        }
        let (begin, end) = (local.blocks[block].0 as usize, local.blocks[block].1 as usize);
        let n = end - begin;
        let place = new_row as usize / local.n_actions;
        self.scratch.clear();
        self.scratch.resize(n, 0.0);
        // The change of row s of I - γP, times the inverse.
        for (row, sign) in [(rows[place], 1.0), (new_row, -1.0)] {
            for entry in local.entries(row) {
                let j = local.column[entry] as usize;
                if (begin..end).contains(&j) {
                    let factor = sign * local.weight[entry];
                    let inverse_row = &inverse[(j - begin) * n..(j - begin + 1) * n];
                    self.scratch.iter_mut().zip(inverse_row).for_each(|(sum, x)| *sum += factor * x);
                }
            }
        }
        let s = place - begin;
        let scale = 1.0 / (1.0 + self.scratch[s]);
        for inverse_row in inverse.chunks_exact_mut(n) {
            let factor = inverse_row[s] * scale;
            if factor != 0.0 {
                inverse_row.iter_mut().zip(&self.scratch).for_each(|(x, change)| *x -= factor * change);
            }
        }
    }

    /// The column of the switched state inside its own block.
    pub(super) fn own_column(
        &self,
        local: &Local,
        block: usize,
        place: usize,
        rows: &[u32],
        column: &mut [f64],
        work: &mut Eliminator,
    ) {
        let (begin, end) = (local.blocks[block].0 as usize, local.blocks[block].1 as usize);
        let (inverse, n) = (&self.of_block[block], end - begin);
        if inverse.is_empty() {
            linear::solve_block(local, local.blocks[block], rows, column, 1, work);
            return;
        }
        for i in 0..n {
            column[begin + i] = inverse[i * n + place - begin];
        }
    }

    /// What flows from the column so far into a block upstream of it.
    pub(super) fn flow_in(
        &mut self,
        local: &Local,
        block: usize,
        rows: &[u32],
        column: &mut [f64],
        work: &mut Eliminator,
    ) {
        let (begin, end) = (local.blocks[block].0 as usize, local.blocks[block].1 as usize);
        let (inverse, n) = (&self.of_block[block], end - begin);
        if inverse.is_empty() {
            linear::solve_block(local, local.blocks[block], rows, column, 1, work);
            return;
        }
        self.scratch.clear();
        for &row in &rows[begin..end] {
            let outside = |entry: &usize| (local.column[*entry] as usize) < begin;
            let entries = if row == NO_ROW { 0..0 } else { local.entries(row) };
            let sum: f64 = entries
                .filter(outside)
                .map(|entry| local.weight[entry] * column[local.column[entry] as usize])
                .sum();
            self.scratch.push(sum);
        }
        if self.scratch.iter().any(|&x| x != 0.0) {
            for i in 0..n {
                let row = &inverse[i * n..(i + 1) * n];
                column[begin + i] = row.iter().zip(&self.scratch).map(|(a, b)| a * b).sum();
            }
        }
    }
}
