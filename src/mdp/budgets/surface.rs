//! Two budgets at once, as a surface: what each pair of budgets buys.

use serde::{Deserialize, Serialize};

use super::super::values::Totals;
use super::{Planner, Unreachable};

/// The largest distance of a corner of the grid from the optimum: below what a figure shows.
const GAP: f64 = 1e-6;

/// A price at which nobody asks who need not.
const DEAR: f64 = 1e6;

/// Success over a grid of two budgets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Surface {
    /// Budgets of the first intervention, rising from 0.
    pub first: Vec<f64>,
    /// Budgets of the second.
    pub second: Vec<f64>,
    /// Success, a row for each budget of the second; none where no policy stays within both.
    pub success: Vec<Vec<Option<f64>>>,
    /// The price of each intervention there (the gain of one more call), in the same order.
    pub prices: Vec<Vec<Option<(f64, f64)>>>,
}

/// The surface on a grid of `steps` + 1 budgets each way, from 0 to what each intervention alone would use if free.
pub fn surface<Oracle: Fn(f64, &[f64]) -> Totals>(planner: &mut Planner<Oracle>, steps: u32) -> Surface {
    let mut surface = Surface::begin(planner, steps);
    while !surface.is_whole() {
        surface.advance(planner, GAP);
    }
    surface
}

impl Surface {
    /// The grid of [`surface`] without a corner.
    pub fn begin<Oracle: Fn(f64, &[f64]) -> Totals>(planner: &mut Planner<Oracle>, steps: u32) -> Self {
        let most = [(0, [0.0, DEAR]), (1, [DEAR, 0.0])]
            .map(|(intervention, prices)| planner.learn(1.0, prices.to_vec()).usage[intervention]);
        let axis = |most: f64| (0..=steps).map(|i| most * f64::from(i) / f64::from(steps.max(1))).collect();
        Self { first: axis(most[0]), second: axis(most[1]), success: Vec::new(), prices: Vec::new() }
    }

    /// The number of solved corners.
    #[must_use]
    pub fn n_solved(&self) -> usize {
        self.success.iter().map(Vec::len).sum()
    }

    /// True if every corner is solved.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.n_solved() == self.first.len() * self.second.len()
    }

    /// Solves the next corner, row by row, to `gap`; nothing once the surface is whole.
    pub fn advance<Oracle: Fn(f64, &[f64]) -> Totals>(&mut self, planner: &mut Planner<Oracle>, gap: f64) {
        let (row, column) = (self.n_solved() / self.first.len(), self.n_solved() % self.first.len());
        let Some(&second) = self.second.get(row) else { return };
        if column == 0 {
            self.success.push(Vec::new());
            self.prices.push(Vec::new());
        }
        let plan: Result<_, Unreachable> = planner.solve(&[self.first[column], second], gap);
        self.success[row].push(plan.as_ref().ok().map(|plan| plan.success));
        self.prices[row].push(plan.ok().map(|plan| (plan.prices[0], plan.prices[1])));
    }
}
