//! The search: the cross-entropy method, one generation at a time, so that whoever runs it can share a generation out.

use askwell::numeric::{Random, Seed};

use super::candidate::Candidate;
use super::tunable::Tunable;

/// The random stream of the search: no other stream's path starts with this number.
const SEARCH: u64 = u64::from_be_bytes(*b"calibrat");

/// The options of a search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchOptions {
    /// The seed of the search.
    pub seed: Seed,
    /// Candidates a generation.
    pub population: u32,
    /// The best so many make the next generation.
    pub elite: u32,
    /// Generations.
    pub generations: u32,
    /// The first spread, as a share of each number's bounds.
    pub spread: f64,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { seed: 1, population: 48, elite: 12, generations: 24, spread: 0.12 }
    }
}

/// A search under way.
#[derive(Clone, Debug)]
pub struct Search {
    options: SearchOptions,
    tunables: Vec<Tunable>,
    center: Candidate,
    /// One number a tunable.
    mean: Vec<f64>,
    spread: Vec<f64>,
    best: (f64, Candidate),
    random: Random,
    n_tried: u32,
}

impl Search {
    /// A search around a candidate.
    #[must_use]
    pub fn new(center: Candidate, tunables: Vec<Tunable>, options: SearchOptions) -> Self {
        Self {
            mean: tunables.iter().map(|tunable| tunable.get(&center)).collect(),
            spread: tunables.iter().map(|t| options.spread * (t.bounds.1 - t.bounds.0)).collect(),
            best: (f64::INFINITY, center.clone()),
            random: Random::new(options.seed, &[SEARCH]),
            n_tried: 0,
            center,
            tunables,
            options,
        }
    }

    /// The next generation: the middle first, then draws around it.
    pub fn generation(&mut self) -> Vec<Candidate> {
        let mut all = vec![self.at(&self.mean)];
        for _ in 1..self.options.population.max(2) {
            let drawn: Vec<f64> =
                self.mean.iter().zip(&self.spread).map(|(m, s)| m + s * self.random.normal()).collect();
            all.push(self.at(&drawn));
        }
        all
    }

    fn at(&self, numbers: &[f64]) -> Candidate {
        let mut candidate = self.center.clone();
        for (tunable, &number) in self.tunables.iter().zip(numbers) {
            tunable.set(&mut candidate, number);
        }
        candidate
    }

    /// Learns the losses of a generation, in its order.
    pub fn learn(&mut self, generation: &[Candidate], losses: &[f64]) {
        self.n_tried += generation.len() as u32;
        let mut order: Vec<usize> = (0..generation.len().min(losses.len())).collect();
        order.sort_by(|&a, &b| losses[a].total_cmp(&losses[b]));
        if let Some(&first) = order.first().filter(|&&first| losses[first] < self.best.0) {
            self.best = (losses[first], generation[first].clone());
        }
        order.truncate(self.options.elite.max(1) as usize);
        let n = order.len().max(1) as f64;
        for (place, tunable) in self.tunables.iter().enumerate() {
            let values: Vec<f64> = order.iter().map(|&which| tunable.get(&generation[which])).collect();
            let mean = values.iter().sum::<f64>() / n;
            let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
            self.mean[place] = 0.2 * self.mean[place] + 0.8 * mean;
            // A spread that fell as fast as the elite's would end the search before it has arrived.
            self.spread[place] = 0.7 * self.spread[place] + 0.3 * libm::sqrt(variance);
        }
    }

    /// The lowest loss so far and its candidate.
    #[must_use]
    pub fn best(&self) -> &(f64, Candidate) {
        &self.best
    }

    /// The middle of the search.
    #[must_use]
    pub fn middle(&self) -> Candidate {
        self.at(&self.mean)
    }

    /// Candidates tried.
    #[must_use]
    pub fn n_tried(&self) -> u32 {
        self.n_tried
    }
}
