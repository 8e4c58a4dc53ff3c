//! The small linear programme of the column generation: which known policies to mix, and what a call is worth.
//!
//! max Σ λ S subject to Σ λ = 1, Σ λ M_i + slack_i - overrun_i = C_i, all at least 0. It has K + 1 rows, so the basis is
//! solved afresh for each pivot: nothing drifts. Overruns are only there to find out whether the budgets can be met.

use super::super::values::Totals;

/// Numbers this close are equal.
const NOISE: f64 = 1e-12;

/// The number of pivots chosen by the largest gain; later pivots are chosen by the lowest index, which cannot cycle.
const PIVOTS_BY_GAIN: u32 = 200;

/// The optimum over the known policies.
#[derive(Debug)]
pub(super) struct Mixed {
    /// The policies in the mix, by index, with their weights.
    pub(super) weights: Vec<(usize, f64)>,
    /// The price of each intervention: the gain of one more call.
    pub(super) prices: Vec<f64>,
    /// The value of a mix at these prices, without the part of the budgets.
    pub(super) worth: f64,
    /// The amount by which the budgets are overrun, summed; the prices are those of the overrun where this is above
    /// 0.
    pub(super) overrun: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Variable {
    Policy(usize),
    Slack(usize),
    Overrun(usize),
}

struct Simplex<'a> {
    columns: &'a [Totals],
    budgets: &'a [f64],
    basis: Vec<Variable>,
    /// 0 while overruns are being removed, then 1.
    success_weight: f64,
}

/// Mixes the columns; there is at least one.
pub(super) fn mix(columns: &[Totals], budgets: &[f64]) -> Mixed {
    let first = budgets.iter().enumerate().map(|(i, &budget)| {
        if columns[0].usage[i] <= budget { Variable::Slack(i) } else { Variable::Overrun(i) }
    });
    let basis = core::iter::once(Variable::Policy(0)).chain(first).collect();
    let mut simplex = Simplex { columns, budgets, basis, success_weight: 0.0 };
    simplex.run();
    if simplex.overrun() <= NOISE {
        simplex.success_weight = 1.0;
        simplex.run();
    }
    simplex.answer()
}

impl Simplex<'_> {
    fn column(&self, variable: Variable) -> Vec<f64> {
        let mut column = vec![0.0; self.basis.len()];
        match variable {
            Variable::Policy(index) => {
                column[0] = 1.0;
                column[1..].copy_from_slice(&self.columns[index].usage);
            }
            Variable::Slack(i) => column[i + 1] = 1.0,
            Variable::Overrun(i) => column[i + 1] = -1.0,
        }
        column
    }

    fn worth(&self, variable: Variable) -> f64 {
        match variable {
            Variable::Policy(index) => self.success_weight * self.columns[index].success,
            Variable::Slack(_) => 0.0,
            Variable::Overrun(_) => self.success_weight - 1.0,
        }
    }

    /// The basis, a column a variable; `transposed` for the duals.
    fn matrix(&self, transposed: bool) -> Vec<Vec<f64>> {
        let columns: Vec<Vec<f64>> = self.basis.iter().map(|&variable| self.column(variable)).collect();
        let n = columns.len();
        if transposed {
            return columns;
        }
        (0..n).map(|row| columns.iter().map(|column| column[row]).collect()).collect()
    }

    /// The values of the basic variables.
    fn levels(&self) -> Vec<f64> {
        let right = core::iter::once(1.0).chain(self.budgets.iter().copied()).collect();
        solve(self.matrix(false), right)
    }

    fn duals(&self) -> Vec<f64> {
        solve(self.matrix(true), self.basis.iter().map(|&variable| self.worth(variable)).collect())
    }

    fn run(&mut self) {
        for pivot in 0..10_000 {
            let duals = self.duals();
            let Some(entering) = self.entering(&duals, pivot > PIVOTS_BY_GAIN) else { return };
            let direction = solve(self.matrix(false), self.column(entering));
            let Some(leaving) = self.leaving(&direction) else { return };
            self.basis[leaving] = entering;
        }
    }

    fn entering(&self, duals: &[f64], first: bool) -> Option<Variable> {
        let policies = (0..self.columns.len()).map(Variable::Policy);
        let others = policies.chain((0..self.budgets.len()).map(Variable::Slack));
        let mut best = (NOISE, None);
        for variable in others.filter(|variable| !self.basis.contains(variable)) {
            let cost: f64 = self.column(variable).iter().zip(duals).map(|(a, dual)| a * dual).sum();
            let gain = self.worth(variable) - cost;
            // Where calls are dear, so are the terms of this sum: what they round off is no gain.
            if gain > best.0 + 1e-15 * cost.abs() {
                best = (gain, Some(variable));
                if first {
                    break;
                }
            }
        }
        best.1
    }

    /// Whoever is used up first; an overrun that was removed must not come back.
    fn leaving(&self, direction: &[f64]) -> Option<usize> {
        let levels = self.levels();
        let mut best: Option<(f64, usize)> = None;
        for (place, (&level, &slope)) in levels.iter().zip(direction).enumerate() {
            let removed = matches!(self.basis[place], Variable::Overrun(_)) && self.success_weight > 0.0;
            if slope > NOISE || (removed && slope < -NOISE) {
                let reach = if removed { 0.0 } else { level.max(0.0) / slope };
                if best.is_none_or(|(least, _)| reach < least) {
                    best = Some((reach, place));
                }
            }
        }
        best.map(|(_, place)| place)
    }

    fn overrun(&self) -> f64 {
        let levels = self.levels();
        let overruns = self.basis.iter().zip(levels).filter(|(v, _)| matches!(v, Variable::Overrun(_)));
        overruns.map(|(_, level)| level.max(0.0)).sum()
    }

    fn answer(&self) -> Mixed {
        let duals = self.duals();
        let mut weights = Vec::new();
        for (&variable, level) in self.basis.iter().zip(self.levels()) {
            if let Variable::Policy(index) = variable
                && level > 0.0
            {
                weights.push((index, level));
            }
        }
        let prices = duals[1..].iter().map(|price| price.max(0.0)).collect();
        Mixed { weights, prices, worth: duals[0], overrun: self.overrun() }
    }
}

/// Gauss with row pivoting, in place; the matrices are bases, so they can be inverted.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for c in 0..n {
        let pivot = (c..n).max_by(|&a, &b| matrix[a][c].abs().total_cmp(&matrix[b][c].abs())).unwrap_or(c);
        matrix.swap(c, pivot);
        right.swap(c, pivot);
        let (above, below) = matrix.split_at_mut(c + 1);
        for (row, x) in below.iter_mut().zip(c + 1..) {
            let factor = row[c] / above[c][c];
            row.iter_mut().zip(&above[c]).for_each(|(a, b)| *a -= factor * b);
            right[x] -= factor * right[c];
        }
    }
    for c in (0..n).rev() {
        let known: f64 = (c + 1..n).map(|column| matrix[c][column] * right[column]).sum();
        right[c] = (right[c] - known) / matrix[c][c];
    }
    right
}
