//! Columns of a task's (I - γP)^-1 while one state after another switches: Sherman-Morrison updates in product form.
//!
//! Each block is factored once in a while; a switch since then is one update of rank one (Sherman and Morrison, 1950; the
//! product form of the inverse of the simplex method). With k updates a column of a block of n states costs O(n w + n k).

use core::ops::Range;

use super::super::eliminator::{Eliminator, NOTHING};
use super::super::linear;
use super::super::local::NO_ROW;
use super::super::local::{Entry, Local};

/// Blocks up to this size are kept factored; the columns of larger ones are swept for each time.
const KEEP_UP_TO: usize = 1500;

/// The cost of one tile operation of an elimination, relative to one number of a rank-one update.
/// The cost was measured with the generated problems.
const DEARER: f64 = 20.0;

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
    /// The places that some action leads out of the block.
    outward: Vec<usize>,
    /// The old and the new row of each switch.
    switches: Vec<(u32, u32)>,
    /// c of each switch, up to where all that follows is 0, one after another; and where each ends.
    columns: Vec<f64>,
    ends: Vec<usize>,
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
                inverse.note_outward(local, places(block));
                inverse.factors.clear();
                inverse.factor(local, places(block), rows);
            }
        }
    }

    /// x = b + P x for two right-hand sides, just after [`Self::load`].
    pub(super) fn solve(&mut self, local: &Local, rows: &[u32], x: &mut [f64], work: &mut Eliminator) {
        for (inverse, &block) in self.of_block.iter_mut().zip(&local.blocks) {
            if kept(block) {
                inverse.add_outside(local, places(block), rows, x, 2);
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
        for (inverse, &block) in self.of_block.iter_mut().zip(&local.blocks).skip(block + 1) {
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

/// True if the factors of a block are kept.
fn kept(block: (u32, u32)) -> bool {
    (2..=KEEP_UP_TO).contains(&places(block).len())
}

impl BlockInverse {
    fn note_outward(&mut self, local: &Local, block: Range<usize>) {
        let leads_out = |&place: &usize| {
            let mut entries = local.rows_of(place).flat_map(|row| local.entries(row));
            entries.any(|entry| !block.contains(&(entry.place as usize)))
        };
        self.outward.clear();
        self.outward.extend(block.clone().filter(leads_out));
    }

    /// Adds what flows in from outside the block.
    fn add_outside(&self, local: &Local, block: Range<usize>, rows: &[u32], x: &mut [f64], width: usize) {
        for &place in &self.outward {
            linear::add_outside(local, block.clone(), place, rows, x, width);
        }
    }

    /// Factors the block under the given rows, from the first on that is not as it was.
    fn factor(&mut self, local: &Local, block: Range<usize>, rows: &[u32]) {
        self.factors.load(local, block, rows);
        self.switches.clear();
        self.columns.clear();
        self.ends.clear();
        self.switches_max = (DEARER * self.factors.work()).sqrt().ceil() as usize;
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
            self.factor(local, block, rows);
            return begin + self.factors.solve_within(place..place + 1, column);
        }
        let end = self.factors.solve_within(place..place + 1, column);
        let mut end = self.follow(local, begin, column, end);
        while end > 0 && column[end - 1].abs() <= NOTHING {
            end -= 1;
            column[end] = 0.0;
        }
        let scale = 1.0 / (1.0 + change(local, begin, switch, column));
        column[..end].iter_mut().for_each(|x| *x *= scale);
        self.switches.push(switch);
        self.columns.extend_from_slice(&column[..end]);
        self.ends.push(self.columns.len());
        begin + end
    }

    /// Completes the column in this block by the flow from the blocks upstream of it.
    fn flow_in(&mut self, local: &Local, block: Range<usize>, rows: &[u32], column: &mut [f64]) {
        self.add_outside(local, block.clone(), rows, column, 1);
        let begin = block.start;
        let column = &mut column[block];
        if let (Some(&first), Some(&last)) = (self.outward.first(), self.outward.last())
            && self.outward.iter().any(|&place| column[place - begin] != 0.0)
        {
            let end = self.factors.solve_within(first - begin..last + 1 - begin, column);
            self.follow(local, begin, column, end);
        }
    }

    /// Takes a solution of the factored system, 0 from `end` on, through the switches since; gives where it ends then.
    fn follow(&self, local: &Local, begin: usize, y: &mut [f64], mut end: usize) -> usize {
        let mut from = 0;
        for (&switch, &to) in self.switches.iter().zip(&self.ends) {
            let column = &self.columns[from..to];
            from = to;
            let factor = change(local, begin, switch, y);
            if factor != 0.0 {
                y.iter_mut().zip(column).for_each(|(y, c)| *y -= factor * c);
                end = end.max(column.len());
            }
        }
        end
    }
}

/// v y of a switch from one row to another, inside the block of `y`.
fn change(local: &Local, begin: usize, (old_row, new_row): (u32, u32), y: &[f64]) -> f64 {
    let inside = |row: u32| -> f64 {
        let entries = if row == NO_ROW { &[] } else { local.entries(row) };
        let inside = |entry: &Entry| Some(entry.weight * y.get((entry.place as usize).wrapping_sub(begin))?);
        entries.iter().filter_map(inside).sum()
    };
    inside(old_row) - inside(new_row)
}
