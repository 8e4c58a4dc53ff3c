//! The paper's iteration on one task: the kernel of [`super::paper`].

use core::ops::Range;

use serde::{Deserialize, Serialize};

use super::local::Local;
use super::local::NO_ROW;
use super::paper_options::{LONGEST_PERIOD, PSource, PaperOptions, Sign};
use super::paper_row::Pair;

/// One task's iterate; keeps its memory from task to task.
///
/// `x` is the state of the iteration, row-major: K numbers M a place, and S beside them if p is on-policy.
#[derive(Default)]
pub(super) struct TaskIteration {
    x: Vec<f64>,
    next: Vec<f64>,
    /// The chosen row of each place in the last sweep.
    pub(super) rows: Vec<u32>,
    /// True at each place that still changes its action.
    pub(super) flips: Vec<bool>,
    snapshot: Vec<f64>,
    /// The rows of the last sweeps of a task that does not settle.
    history: Vec<Vec<u32>>,
    /// p of each local row, where it does not move.
    p: Vec<f64>,
    /// M of each action at the place in hand, K numbers an action; then its p.
    usage: Vec<f64>,
    chance: Vec<f64>,
    width: usize,
    /// The rows, laid out for one intervention with p fixed.
    pairs: Vec<Pair>,
    /// The first place of each place's block.
    block_begin: Vec<u32>,
    /// The places below this have stopped moving, bit for bit, and depend on none above.
    still: usize,
}

/// The end of the iteration, in one task or in several: see [`super::paper::PaperSolution`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// True if every task settled.
    pub converged: bool,
    /// The most sweeps any took.
    pub sweeps: u32,
    /// The number of sweeps since the same policy last stood.
    pub period: Option<u32>,
    /// After how many sweeps M repeats.
    pub round: Option<u32>,
}

impl Default for Outcome {
    /// The outcome of no task.
    fn default() -> Self {
        Self { converged: true, sweeps: 0, period: Some(1), round: Some(1) }
    }
}

impl Outcome {
    /// The outcome of these tasks and the other ones together.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let longer = |a: Option<u32>, b: Option<u32>| a.zip(b).map(|(a, b)| a.max(b));
        Self {
            converged: self.converged && other.converged,
            sweeps: self.sweeps.max(other.sweeps),
            period: longer(self.period, other.period),
            round: longer(self.round, other.round),
        }
    }
}

impl TaskIteration {
    /// The M of a place.
    pub(super) fn usage(&self, place: usize, k: usize) -> &[f64] {
        &self.x[place * self.width..place * self.width + k]
    }

    /// Runs the iteration; `p` is that of each row, or nothing where it moves.
    pub(super) fn run(&mut self, local: &Local, options: &PaperOptions, p: &[f64]) -> Outcome {
        self.begin(local, options, p);
        self.history.clear();
        let mut snapshot_at = 0;
        self.snapshot.clone_from(&self.x);
        let mut sweep = 0;
        while sweep < options.sweeps {
            let moved = self.sweep(local, options);
            sweep += 1;
            if moved < options.tolerance {
                return Outcome { converged: true, sweeps: sweep, period: Some(1), round: Some(1) };
            }
            if options.sweeps - sweep <= LONGEST_PERIOD {
                self.history.push(self.rows.clone());
            } else if self.x == self.snapshot {
                // The same bits as before mean the same bits for ever: skip whole rounds.
                let round = sweep - snapshot_at;
                sweep += (options.sweeps - sweep - LONGEST_PERIOD - 1) / round * round;
            }
            if sweep >= snapshot_at + 4 + snapshot_at / 4 {
                snapshot_at = sweep;
                self.snapshot.clone_from(&self.x);
            }
        }
        let period = self.find_period(local);
        let round = self.find_round(local, options);
        Outcome { converged: false, sweeps: options.sweeps, period, round }
    }

    fn begin(&mut self, local: &Local, options: &PaperOptions, p: &[f64]) {
        let k = local.n_interventions();
        self.width = k + usize::from(options.p_source == PSource::OnPolicy);
        self.x.clear();
        for _ in 0..local.n {
            self.x.extend((0..self.width).map(|c| if c < k { options.initial } else { 0.0 }));
        }
        self.next.clone_from(&self.x);
        self.still = 0;
        self.block_begin.clear();
        for &(begin, end) in &local.blocks {
            self.block_begin.extend((begin..end).map(|_| begin));
        }
        self.rows.clear();
        self.rows.resize(local.n, NO_ROW);
        self.usage.resize(local.n_actions * k, 0.0);
        self.chance.resize(local.n_actions, 0.0);
        self.p.clear();
        self.p.extend_from_slice(p);
        self.pairs.clear();
        if self.one_price(local) {
            self.pairs.extend((0..local.n).map(|place| Pair::of(local, &self.p, place)));
        }
    }

    /// One intervention and p that does not move.
    fn one_price(&self, local: &Local) -> bool {
        local.n_interventions() == 1 && self.width == 1
    }

    /// One synchronous sweep; returns the largest move. Blocks that no longer move, and lead only to such, are skipped.
    fn sweep(&mut self, local: &Local, options: &PaperOptions) -> f64 {
        let places = self.still..local.n;
        let (moved, first) = if self.one_price(local) {
            self.sweep_one(local, options, places)
        } else {
            self.sweep_several(local, options, places)
        };
        self.still = self.block_begin.get(first).map_or(local.n, |&begin| begin as usize);
        core::mem::swap(&mut self.x, &mut self.next);
        moved
    }

    /// One intervention, p fixed: the common case, laid out so that nothing branches on the data.
    fn sweep_one(&mut self, local: &Local, options: &PaperOptions, places: Range<usize>) -> (f64, usize) {
        let price = options.prices.first().copied().unwrap_or(0.0);
        let (mut moved, mut first) = (0.0, usize::MAX);
        let pairs = &self.pairs[places.clone()];
        let (next, rows) = (&mut self.next[places.clone()], &mut self.rows[places.clone()]);
        for (((pair, next), row), place) in pairs.iter().zip(next).zip(rows).zip(places) {
            let alone = pair.nohelp.flow(local, &self.x);
            let asked = 1.0 + pair.help.flow(local, &self.x);
            let asks = (passes(options, price, pair.p, (alone, asked)) & pair.may_choose) | pair.must_ask;
            *row = if pair.dead { NO_ROW } else { place as u32 * 2 + u32::from(asks) };
            let new = if asks { asked } else { alone };
            let new = if pair.dead { 0.0 } else { new };
            let step = (new - self.x[place]).abs();
            first = if step > 0.0 { first.min(place) } else { first };
            if step > moved {
                moved = step;
            }
            *next = new;
        }
        (moved, first)
    }

    /// The general case.
    fn sweep_several(&mut self, local: &Local, options: &PaperOptions, places: Range<usize>) -> (f64, usize) {
        let k = local.n_interventions();
        let (mut moved, mut first) = (0.0, usize::MAX);
        for place in places {
            let row = self.choose(local, options, place);
            self.rows[place] = row;
            for c in 0..self.width {
                let new = if row == NO_ROW {
                    0.0
                } else if c < k {
                    self.usage[row as usize % local.n_actions * k + c]
                } else {
                    self.chance[row as usize % local.n_actions]
                };
                let at = place * self.width + c;
                let step = (new - self.x[at]).abs();
                first = if step > 0.0 { first.min(place) } else { first };
                if step > moved {
                    moved = step;
                }
                self.next[at] = new;
            }
        }
        (moved, first)
    }

    /// Appendix E: among the interventions that pass, the one with the least Σ r M; ties to the lower.
    fn choose(&mut self, local: &Local, options: &PaperOptions, place: usize) -> u32 {
        let (k, n_actions) = (local.n_interventions(), local.n_actions);
        for action in 0..n_actions {
            let row = (place * n_actions + action) as u32;
            for c in 0..k {
                let call = local.calls[row as usize * k + c];
                self.usage[action * k + c] = call + local.flow(row, &self.x, self.width, c);
            }
            self.chance[action] = if options.p_source == PSource::OnPolicy {
                local.gain[row as usize] + local.flow(row, &self.x, self.width, k)
            } else {
                self.p[row as usize]
            };
        }
        let nohelp = place * n_actions;
        let may_go_on = local.available[nohelp];
        let mut best = (if may_go_on { nohelp as u32 } else { NO_ROW }, f64::INFINITY);
        for action in 1..n_actions {
            let own = action - 1;
            let price = options.prices.get(own).copied().unwrap_or(0.0);
            let p = (self.chance[0], self.chance[action]);
            let usage = (self.usage[own], self.usage[action * k + own]);
            let cost: f64 = self.usage[action * k..(action + 1) * k]
                .iter()
                .zip(&options.prices)
                .map(|(m, r)| m * r)
                .sum();
            let allowed = !may_go_on || passes(options, price, p, usage);
            if local.available[nohelp + action] && allowed && cost < best.1 {
                best = ((nohelp + action) as u32, cost);
            }
        }
        best.0
    }

    /// The number of sweeps since the policy last stood before it was left.
    /// Marks the places whose action changed in the history.
    fn find_period(&mut self, local: &Local) -> Option<u32> {
        self.flips.clear();
        self.flips.resize(local.n, false);
        for past in &self.history {
            for ((flips, now), then) in self.flips.iter_mut().zip(&self.rows).zip(past) {
                *flips |= now != then;
            }
        }
        let mut back = self.history.iter().rev().enumerate().skip_while(|(_, past)| **past == self.rows);
        back.find(|(_, past)| **past == self.rows).map(|(sweeps, _)| sweeps as u32)
    }

    /// The length of the round that M is in.
    fn find_round(&mut self, local: &Local, options: &PaperOptions) -> Option<u32> {
        let (x, rows) = (self.x.clone(), self.rows.clone());
        let mut round = None;
        for length in 1..=LONGEST_PERIOD {
            self.sweep(local, options);
            let near = self.x.iter().zip(&x).all(|(now, then)| (now - then).abs() < options.tolerance);
            if near && self.rows == rows {
                round = Some(length);
                break;
            }
        }
        self.x = x;
        self.rows = rows;
        round
    }
}

/// The test of one intervention against `nohelp`: pairs are (nohelp, help).
pub(super) fn passes(options: &PaperOptions, price: f64, p: (f64, f64), usage: (f64, f64)) -> bool {
    let delta_p = p.1 - p.0;
    let delta_m = options.usage_difference.of(p, usage);
    match options.sign {
        Sign::AsWritten => (delta_m.abs() >= options.zero) & (price < delta_p / delta_m),
        Sign::Signed if delta_m.abs() < options.zero => delta_p > 0.0,
        Sign::Signed => delta_p > price * delta_m,
    }
}
