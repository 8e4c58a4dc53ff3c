//! Means over tasks with their standard errors.

use serde::{Deserialize, Serialize};

use crate::rollout::Episode;

/// Sums over tasks: the mean of each task's repetitions is one observation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    n: u32,
    sum: f64,
    squares: f64,
}

impl Tally {
    /// Adds the mean of one task.
    pub fn add(&mut self, x: f64) {
        self.n += 1;
        self.sum += x;
        self.squares += x * x;
    }

    /// The mean over tasks; 0 without tasks.
    #[must_use]
    pub fn mean(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.sum / f64::from(self.n) }
    }

    /// The standard error of the mean over tasks; 0 with fewer than two tasks.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        if self.n < 2 {
            return 0.0;
        }
        let n = f64::from(self.n);
        let variance = (self.squares - self.sum * self.sum / n) / (n - 1.0);
        libm::sqrt(variance.max(0.0) / n)
    }
}

/// The rollouts of a policy, as means over tasks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RolledOut {
    /// SR: the share of episodes that succeed.
    pub success: Tally,
    /// U: calls per episode.
    pub calls: Tally,
    /// L: steps per episode.
    pub steps: Tally,
}

impl RolledOut {
    /// Adds the episodes of one task.
    pub(crate) fn add(&mut self, episodes: &[Episode]) {
        let n = episodes.len() as f64;
        let mean = |of: fn(&Episode) -> f64| episodes.iter().map(of).sum::<f64>() / n;
        self.success.add(mean(|episode| f64::from(u8::from(episode.is_success()))));
        self.calls.add(mean(|episode| f64::from(episode.usage())));
        self.steps.add(mean(|episode| f64::from(episode.length())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_error_is_the_textbooks() {
        let mut tally = Tally::default();
        [1.0, 2.0, 3.0, 4.0].into_iter().for_each(|x| tally.add(x));
        assert!((tally.mean() - 2.5).abs() < 1e-12);
        // s² = 5/3, se = sqrt(s²/4)
        assert!((tally.standard_error() - libm::sqrt(5.0 / 12.0)).abs() < 1e-12);
    }
}
