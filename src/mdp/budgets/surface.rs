//! Two budgets at once, as a surface: what each pair of budgets buys.

use serde::{Deserialize, Serialize};

use super::super::values::Totals;
use super::{Planner, Unreachable};

/// Each corner of the grid is this close to the optimum: below what a figure shows.
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
    /// What one more call of each brings there, in the same order.
    pub prices: Vec<Vec<Option<(f64, f64)>>>,
}

/// The surface on a grid of `steps` + 1 budgets each way, from 0 to what each intervention alone would use if free.
pub fn surface<Oracle: Fn(f64, &[f64]) -> Totals>(planner: &mut Planner<Oracle>, steps: u32) -> Surface {
    let most = [(0, [0.0, DEAR]), (1, [DEAR, 0.0])]
        .map(|(intervention, prices)| planner.learn(1.0, prices.to_vec()).usage[intervention]);
    let axis = |most: f64| (0..=steps).map(|i| most * f64::from(i) / f64::from(steps.max(1))).collect();
    let (first, second): (Vec<f64>, Vec<f64>) = (axis(most[0]), axis(most[1]));
    let mut surface = Surface { first, second, success: Vec::new(), prices: Vec::new() };
    for &second in &surface.second {
        let plans = surface.first.iter().map(|&first| planner.solve(&[first, second], GAP));
        let plans: Vec<Result<_, Unreachable>> = plans.collect();
        surface.success.push(plans.iter().map(|plan| Some(plan.as_ref().ok()?.success)).collect());
        let prices = |plan: &Result<super::Plan, Unreachable>| {
            let plan = plan.as_ref().ok()?;
            Some((plan.prices[0], plan.prices[1]))
        };
        surface.prices.push(plans.iter().map(prices).collect());
    }
    surface
}
