//! Calls and success as they are counted, without discount and up to a step limit, along a frontier.

use serde::{Deserialize, Serialize};

use super::super::chain::Chain;
use super::super::local::Local;
use super::super::model::Mdp;
use super::{BudgetPoint, Frontier, Mix};

/// Undiscounted calls and success at each vertex of a frontier.
///
/// The vertices are optimal for the discounted problem, so this curve need be neither concave nor rising.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HorizonCurve {
    /// Usage and success, a vertex.
    pub points: Vec<(f64, f64)>,
    /// The least usage from each vertex on, to find a budget quickly.
    least_after: Vec<f64>,
}

impl Frontier {
    /// Usage and success in the first `horizon` steps at each vertex; calls are counted with the frontier's weights.
    #[must_use]
    pub fn undiscounted(&self, mdp: &Mdp, horizon: u32) -> HorizonCurve {
        let mut moves = vec![(0.0, 0.0); self.steps.len()];
        let mut totals = (0.0, 0.0);
        let mut local = Local::new();
        for component in 0..mdp.n_components() {
            local.load_with(mdp, component, self.unseen, 1.0);
            let rows = (0..local.n)
                .map(|place| local.row(place, self.base[local.members[place] as usize]))
                .collect();
            let mut chain = Chain { local, rows };
            let mut last = self.count(&chain, horizon);
            totals.0 += last.0;
            totals.1 += last.1;
            for (index, step) in self.steps_of_component(component) {
                for &(state, action) in self.changes(step) {
                    let place = mdp.structure.local(state.0) as usize;
                    chain.rows[place] = chain.local.row(place, Some(action));
                }
                if step.d_usage > 0.0 {
                    let now = self.count(&chain, horizon);
                    moves[index as usize] = (now.0 - last.0, now.1 - last.1);
                    last = now;
                }
            }
            local = chain.local;
        }
        let mut points = Vec::with_capacity(self.vertices.len());
        let mut taken = 0;
        for vertex in &self.vertices {
            for step in &moves[taken..vertex.position as usize] {
                totals.0 += step.0;
                totals.1 += step.1;
            }
            taken = vertex.position as usize;
            points.push(totals);
        }
        HorizonCurve::new(points)
    }

    fn count(&self, chain: &Chain, horizon: u32) -> (f64, f64) {
        let sums = chain.run(&chain.local.start, horizon);
        (sums[1..].iter().zip(&self.weights).map(|(calls, weight)| calls * weight).sum(), sums[0])
    }

    /// A vertex to follow, or two to draw from, so that the calls counted on `curve` meet the budget: the last
    /// vertex that stays within it, mixed with the next. None if none stays within it.
    #[must_use]
    pub fn at_counted_budget(&self, curve: &HorizonCurve, budget: f64) -> Option<BudgetPoint> {
        let low = curve.least_after.partition_point(|&least| least <= budget).checked_sub(1)?;
        let from = curve.points[low];
        let Some(&to) = curve.points.get(low + 1) else {
            let mix = Mix { weight: 0.0, low: low as u32, high: low as u32 };
            return Some(BudgetPoint { price: 0.0, usage: from.0, success: from.1, mix });
        };
        let weight = (budget - from.0) / (to.0 - from.0);
        Some(BudgetPoint {
            price: self.vertices[low + 1].price,
            usage: budget,
            success: from.1 + weight * (to.1 - from.1),
            mix: Mix { weight, low: low as u32, high: low as u32 + 1 },
        })
    }
}

impl HorizonCurve {
    fn new(points: Vec<(f64, f64)>) -> Self {
        let mut least_after: Vec<f64> = points.iter().map(|point| point.0).collect();
        for index in (1..least_after.len()).rev() {
            least_after[index - 1] = least_after[index - 1].min(least_after[index]);
        }
        Self { points, least_after }
    }
}
