//! The intervals of the numbers: the Bayesian bootstrap over episodes (Rubin, 1981).
//!
//! Each replicate draws a weight for every episode from an exponential distribution, so that no pair of a state and an
//! action is lost. It makes its own table and evaluates the same policies in it, those along the frontier included.
//! A replicate also finds the best policy of its own table and evaluates that one in the table of the log. The value
//! lost on the way is the optimism of a log: its best policy looks that much too good in the log itself. Tasks stay
//! as they are. A pair seen once has no spread of its own, so intervals are too narrow if many pairs are (the report
//! counts them).

use serde::{Deserialize, Serialize};

use super::compare::{model, weigh};
use super::estimators::Weighted;
use super::{Analysis, CURVE_STEPS, Compared, Comparison, Way, best, logged, point_at};
use crate::mdp::Frontier;
use crate::mdp::frontier::HorizonCurve;
use crate::numeric::Random;

/// The stream of the weights.
const BOOTSTRAP: u64 = 0x0062_6f6f_7473;

/// The fewest effective episodes with which a weighted number is reported.
const EFFECTIVE_MIN: f64 = 30.0;

/// A number with its interval of 95 %, where replicates were made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The number from the log itself.
    pub value: f64,
    /// The 2.5th and the 97.5th percentile over the replicates.
    pub interval: Option<(f64, f64)>,
}

/// A way of acting, and what it is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyRow {
    /// The policy of the row.
    pub way: Way,
    /// The name of the policy in words.
    pub name: String,
    /// Success of an episode: as logged, or in the table.
    pub success: Estimate,
    /// Calls of an episode.
    pub calls: Estimate,
    /// Success by importance weights, where the log has propensities and at least thirty effective episodes follow the
    /// policy.
    pub weighted_success: Option<Estimate>,
    /// Calls by importance weights.
    pub weighted_calls: Option<Estimate>,
    /// The effective sample size: the number of own episodes that would tell as much as the weighted ones.
    pub effective: Option<f64>,
    /// The share of its episodes that take only steps seen in the log.
    pub inside: f64,
    /// The share of its episodes that take only steps seen at least twice.
    pub seen_twice: f64,
}

/// A budget on the curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Calls an episode.
    pub calls: f64,
    /// The success of the best policy, in the table it was made from.
    pub success: Estimate,
}

/// The numbers of one replicate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replicate {
    /// Success and calls of each way.
    ways: Vec<(f64, f64)>,
    weighted: Vec<Option<Weighted>>,
    curve: Vec<Option<f64>>,
    gain: Option<f64>,
    optimism: Option<f64>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Calls an episode at which policies are compared.
    pub budget: f64,
    /// The gain of one more call an episode there: the best policy's success with it, less that without it.
    /// The interval is that of these two policies.
    pub gain: Option<Estimate>,
    /// The optimism of the best policy in the table it was made from, on average over the replicates.
    pub optimism: Option<f64>,
    /// Success of the best policy, less that.
    pub best_success: Option<Estimate>,
    /// The policies.
    pub policies: Vec<PolicyRow>,
    /// The curve of success against calls.
    pub curve: Vec<CurvePoint>,
    /// The number of replicates behind the intervals.
    pub replicates: u32,
}

impl Analysis {
    /// The number of replicates to compute: 200, or as few as 40 for a long log.
    #[must_use]
    pub fn n_replicates(&self) -> u32 {
        (40_000_000 / self.report.steps.max(1)).clamp(40, 200) as u32
    }

    /// One replicate: a function of the log, the options and its number alone. None where the table is no problem.
    #[must_use]
    pub fn replicate(&self, number: u32) -> Option<Replicate> {
        let mut random = Random::new(self.options.seed, &[BOOTSTRAP, u64::from(number)]);
        let weights: Vec<f64> =
            self.log.episodes.iter().map(|_| -libm::log(1.0 - random.uniform()).min(-1e-12)).collect();
        let counts = self.table.count(&self.log, &weights, self.options.weigh);
        let mdp = self.table.mdp(&counts, self.options.gamma).ok()?;
        // The policies of the log's own frontier, in this table: the same pairs are seen, so it fits.
        let fixed = self.frontier.undiscounted(&mdp, self.horizon);
        let success = |budget: f64| self.success_at(&fixed, budget);
        let Comparison { budget, ways } = &self.comparison;
        let budget = *budget;
        let own = Frontier::of(&mdp);
        let own_curve = own.undiscounted(&mdp, self.horizon);
        let own_success = point_at(&own, &own_curve, budget).map(|point| point.success);
        let own_best = best(&own, &own_curve, budget);
        let shares = self.options.weigh.shares(&self.log, &weights);
        let totals = ways.iter().map(|compared| match compared.way {
            Way::Logged => logged(&self.log, &shares),
            _ => model(&mdp, &compared.mix, self.horizon),
        });
        let weighted = ways.iter().map(|compared| {
            compared.weighted?;
            weigh(&self.log, &self.table, &compared.mix, &shares)
        });
        Some(Replicate {
            ways: totals.collect(),
            weighted: weighted.collect(),
            curve: self.budgets().into_iter().map(success).collect(),
            gain: self.gain_on(&fixed),
            optimism: own_success.map(|found| found - model(&self.file.mdp, &own_best, self.horizon).0),
        })
    }

    /// The success, on a curve of the log's own policies, of those that are best for a budget.
    fn success_at(&self, curve: &HorizonCurve, budget: f64) -> Option<f64> {
        let mix = self.point_at(budget)?.mix;
        let at = |vertex: u32| curve.points.get(vertex as usize).map(|point| point.1);
        Some((1.0 - mix.weight) * at(mix.low)? + mix.weight * at(mix.high)?)
    }

    /// The gain of one more call on such a curve.
    fn gain_on(&self, curve: &HorizonCurve) -> Option<f64> {
        let budget = self.comparison.budget;
        Some(self.success_at(curve, budget + 1.0)? - self.success_at(curve, budget)?)
    }

    /// The budgets of the curve: from the fewest calls to the most that are worth making.
    fn budgets(&self) -> Vec<f64> {
        let calls = self.curve.points.iter().map(|point| point.0);
        let (least, most) = (calls.clone().fold(f64::INFINITY, f64::min), calls.fold(0.0, f64::max));
        let step = (most - least) / f64::from(CURVE_STEPS);
        (0..=CURVE_STEPS).map(|i| least + step * f64::from(i)).collect()
    }

    /// The numbers, with intervals where there are replicates.
    #[must_use]
    pub fn results(&self, replicates: &[Replicate]) -> Results {
        let success = |budget: f64| self.success_at(&self.curve, budget);
        let gain = self.gain_on(&self.curve);
        let optimisms: Vec<f64> = replicates.iter().filter_map(|replicate| replicate.optimism).collect();
        // Below 0 it is chance: no policy looks too bad in the table it is the best of.
        let mean = optimisms.iter().sum::<f64>() / optimisms.len().max(1) as f64;
        let optimism = (!optimisms.is_empty()).then(|| mean.max(0.0));
        let policies: Vec<PolicyRow> =
            (0..self.comparison.ways.len()).map(|way| self.row(way, replicates)).collect();
        let best = policies.iter().find(|row| row.way == Way::Best).map(|row| row.success);
        let less = |estimate: Estimate, by: f64| Estimate {
            value: (estimate.value - by).max(0.0),
            interval: estimate.interval.map(|(low, high)| ((low - by).max(0.0), (high - by).max(0.0))),
        };
        let points = self.budgets().into_iter().enumerate();
        let curve = points.filter_map(|(place, calls)| {
            let all = replicates.iter().filter_map(|replicate| *replicate.curve.get(place)?);
            Some(CurvePoint { calls, success: estimate(success(calls)?, all) })
        });
        Results {
            budget: self.comparison.budget,
            gain: gain.map(|gain| estimate(gain, replicates.iter().filter_map(|replicate| replicate.gain))),
            optimism,
            best_success: best.zip(optimism).map(|(best, optimism)| less(best, optimism)),
            curve: curve.collect(),
            policies,
            replicates: replicates.len() as u32,
        }
    }

    fn row(&self, way: usize, replicates: &[Replicate]) -> PolicyRow {
        let compared = &self.comparison.ways[way];
        let of = |number: &dyn Fn(&Replicate) -> Option<f64>| {
            replicates.iter().filter_map(number).collect::<Vec<_>>()
        };
        let model = |pick: fn((f64, f64)) -> f64| {
            estimate(pick(compared.model), of(&|replicate| replicate.ways.get(way).copied().map(pick)))
        };
        let weighted = |pick: fn(Weighted) -> f64| {
            let all = of(&|replicate| replicate.weighted.get(way).copied().flatten().map(pick));
            let enough = compared.weighted.filter(|weighted| weighted.effective >= EFFECTIVE_MIN);
            enough.map(|weighted| estimate(pick(weighted), all))
        };
        PolicyRow {
            way: compared.way,
            name: self.way_name(compared),
            success: model(|pair| pair.0),
            calls: model(|pair| pair.1),
            weighted_success: weighted(|weighted| weighted.success),
            weighted_calls: weighted(|weighted| weighted.calls),
            effective: compared.weighted.map(|weighted| weighted.effective),
            inside: compared.stays.0,
            seen_twice: compared.stays.1,
        }
    }

    fn way_name(&self, compared: &Compared) -> String {
        match compared.way {
            Way::Logged => "as logged".to_owned(),
            // Where the log never went on alone, no policy can.
            Way::Never if compared.model.1 > 0.0 => "ask only if forced".to_owned(),
            Way::Never => "never ask".to_owned(),
            Way::Always(action) => format!("always {}", self.action_name(action)),
            Way::Best => "best for the budget".to_owned(),
        }
    }
}

/// A number with the middle 95 % of the replicates'.
fn estimate(value: f64, replicates: impl IntoIterator<Item = f64>) -> Estimate {
    let mut all: Vec<f64> = replicates.into_iter().filter(|x| x.is_finite()).collect();
    all.sort_by(f64::total_cmp);
    let at = |share: f64| {
        // Between the two nearest, as most programs do.
        let place = share * all.len().saturating_sub(1) as f64;
        let (low, part) = (place as usize, place.fract());
        let high = (low + 1).min(all.len().saturating_sub(1));
        Some(all.get(low)? * (1.0 - part) + all.get(high)? * part)
    };
    Estimate { value, interval: at(0.025).zip(at(0.975)) }
}
