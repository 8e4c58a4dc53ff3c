//! Columns of a task's (I - γP)^-1 while one state after another switches: each block factored once in a while, and the
//! switches since kept as changes of rank one.

use core::ops::Range;

use super::super::eliminator::{Eliminator, NOTHING};
use super::super::linear::{self, NO_ROW};
use super::super::local::Local;

/// Blocks up to this size are kept factored; the columns of larger ones are swept for each time.
const KEEP_UP_TO: usize = 1500;

/// What a number of a factorisation costs beside one of a change of rank one.
const DEARER: f64 = 7.0;

/// Every block with more than one state, factored; nothing for the others.
#[derive(Default)]
pub(super) struct Inverses {
    of_block: Vec<BlockInverse>,
}

/// A^-1 of one block: as it was factored, and the switches since.
///
/// A switch of state s changes row s of A by v = γ(P_old - P_new), so that A'^-1 b = y - c (v y), where y = A^-1 b and c is
/// column s of A'^-1.
#[derive(Default)]
struct BlockInverse {
    factors: Eliminator,
    /// The old and the new row of each switch.
    switches: Vec<(u32, u32)>,
    /// c of each switch.
    columns: Vec<f64>,
    /// After so many switches it is cheaper to factor afresh.
    switches_max: usize,
}

impl Inverses {
    /// Factors every block under the given rows.
    pub(super) fn load(&mut self, local: &Local, rows: &[u32]) {
        if self.of_block.len() < local.blocks.len() {
            self.of_block.resize_with(local.blocks.len(), BlockInverse::default);
        }
        for (inverse, &block) in self.of_block.iter_mut().zip(&local.blocks) {
            if kept(block) {
                inverse.load(local, places(block), rows);
            }
        }
    }

    /// x = b + P x for two right-hand sides, just after [`Self::load`].
    pub(super) fn solve(&self, local: &Local, rows: &[u32], x: &mut [f64], work: &mut Eliminator) {
        for (inverse, &block) in self.of_block.iter().zip(&local.blocks) {
            if kept(block) {
                linear::add_all_outside(local, places(block), rows, x, 2);
                inverse.factors.solve(&mut x[block.0 as usize * 2..block.1 as usize * 2], 2);
            } else {
                linear::solve_block(local, block, rows, x, 2, work);
            }
        }
    }

    /// Switches one state of a block to another row and finds the state's column under the new rows: how often it is
    /// visited from each place. What lies before the block is 0, and so is what lies from the place on that is given back.
    pub(super) fn switch(
        &mut self,
        local: &Local,
        block: usize,
        rows: &mut [u32],
        new_row: u32,
        column: &mut [f64],
        work: &mut Eliminator,
    ) -> usize {
        let place = new_row as usize / local.n_actions;
        let old_row = core::mem::replace(&mut rows[place], new_row);
        column.fill(0.0);
        column[place] = 1.0;
        let own = places(local.blocks[block]);
        let mut end = own.end;
        if kept(local.blocks[block]) {
            end = self.of_block[block].switch(local, own, rows, (old_row, new_row), column);
        } else {
            linear::solve_block(local, local.blocks[block], rows, column, 1, work);
        }
        for (inverse, &block) in self.of_block.iter().zip(&local.blocks).skip(block + 1) {
            if kept(block) {
                inverse.flow_in(local, places(block), rows, column);
            } else {
                linear::solve_block(local, block, rows, column, 1, work);
            }
            end = block.1 as usize;
        }
        end
    }
}

fn places((begin, end): (u32, u32)) -> Range<usize> {
    begin as usize..end as usize
}

/// Whether a block's factors are kept.
fn kept(block: (u32, u32)) -> bool {
    (2..=KEEP_UP_TO).contains(&places(block).len())
}

impl BlockInverse {
    fn load(&mut self, local: &Local, block: Range<usize>, rows: &[u32]) {
        self.factors.load(local, block.clone(), rows);
        self.switches.clear();
        self.columns.clear();
        self.switches_max = (DEARER * self.factors.work() / block.len() as f64).sqrt().ceil() as usize;
    }

    /// The column of the switched state inside its block, where `column` holds the unit.
    fn switch(
        &mut self,
        local: &Local,
        block: Range<usize>,
        rows: &[u32],
        switch: (u32, u32),
        column: &mut [f64],
    ) -> usize {
        let begin = block.start;
        let place = switch.1 as usize / local.n_actions - begin;
        let column = &mut column[block.clone()];
        if self.switches.len() >= self.switches_max {
            self.load(local, block, rows);
            return begin + self.factors.solve_unit(place, column);
        }
        self.factors.solve_unit(place, column);
        self.follow(local, begin, column);
        let scale = 1.0 / (1.0 + change(local, begin, switch, column));
        column.iter_mut().for_each(|x| *x *= scale);
        self.switches.push(switch);
        self.columns.extend_from_slice(column);
        let end = column.iter().rposition(|x| x.abs() > NOTHING).map_or(0, |last| last + 1);
        column[end..].fill(0.0);
        begin + end
    }

    /// What flows from the column so far into this block, upstream of it.
    fn flow_in(&self, local: &Local, block: Range<usize>, rows: &[u32], column: &mut [f64]) {
        linear::add_all_outside(local, block.clone(), rows, column, 1);
        let begin = block.start;
        let column = &mut column[block];
        if column.iter().any(|&x| x != 0.0) {
            self.factors.solve(column, 1);
            self.follow(local, begin, column);
        }
    }

    /// Takes a solution of the factored system through the switches since.
    fn follow(&self, local: &Local, begin: usize, y: &mut [f64]) {
        for (&switch, column) in self.switches.iter().zip(self.columns.chunks_exact(y.len())) {
            let factor = change(local, begin, switch, y);
            y.iter_mut().zip(column).for_each(|(y, c)| *y -= factor * c);
        }
    }
}

/// v y of a switch from one row to another, inside the block of `y`.
fn change(local: &Local, begin: usize, (old_row, new_row): (u32, u32), y: &[f64]) -> f64 {
    let inside = |row: u32| -> f64 {
        let entries = if row == NO_ROW { 0..0 } else { local.entries(row) };
        let entries = local.column[entries.clone()].iter().zip(&local.weight[entries]);
        let inside =
            entries.filter_map(|(&j, weight)| Some(weight * y.get((j as usize).wrapping_sub(begin))?));
        inside.sum()
    };
    inside(old_row) - inside(new_row)
}
