//! Means, ratios and paired differences with their standard errors, over tasks.

use serde::{Deserialize, Serialize};

/// A number and its standard error over tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The estimate.
    pub value: f64,
    /// The standard error of the estimate over tasks; 0 below two tasks.
    pub se: f64,
}

impl Figure {
    /// The figure multiplied by a factor: in percent, or in any other unit.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { value: self.value * factor, se: self.se * factor }
    }
}

/// The mean of one number a task; none of no task.
#[must_use]
pub fn mean(numbers: impl IntoIterator<Item = f64>) -> Option<Figure> {
    let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for x in numbers {
        n += 1.0;
        sum += x;
        squares += x * x;
    }
    if n == 0.0 {
        return None;
    }
    let variance = if n < 2.0 { 0.0 } else { ((squares - sum * sum / n) / (n - 1.0)).max(0.0) };
    Some(Figure { value: sum / n, se: libm::sqrt(variance / n) })
}

/// Σ y / Σ x over tasks, with the linearised standard error sqrt(Σ (y - R x)² · n/(n - 1)) / Σ x; none where Σ x is 0.
#[must_use]
pub fn ratio(pairs: impl IntoIterator<Item = (f64, f64)>) -> Option<Figure> {
    let pairs: Vec<(f64, f64)> = pairs.into_iter().collect();
    let (y, x) = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    if x <= 0.0 {
        return None;
    }
    let value = y / x;
    let squares: f64 = pairs.iter().map(|(y, x)| (y - value * x) * (y - value * x)).sum();
    let n = pairs.len() as f64;
    let correction = if n < 2.0 { 0.0 } else { n / (n - 1.0) };
    Some(Figure { value, se: libm::sqrt(squares * correction) / x })
}

/// The mean of a - b, task by task: both were played on the same tasks with the same random numbers.
#[must_use]
pub fn paired(a: impl IntoIterator<Item = f64>, b: impl IntoIterator<Item = f64>) -> Option<Figure> {
    mean(a.into_iter().zip(b).map(|(a, b)| a - b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_textbooks_standard_errors() {
        let four = mean([1.0, 2.0, 3.0, 4.0]).unwrap();
        assert!((four.value - 2.5).abs() < 1e-12 && (four.se - libm::sqrt(5.0 / 12.0)).abs() < 1e-12);
        let same = paired([1.0, 2.0, 3.0], [0.5, 1.5, 2.5]).unwrap();
        assert_eq!((same.value, same.se), (0.5, 0.0));
        // With x = 1 a ratio is a mean.
        let as_ratio = ratio([1.0, 2.0, 3.0, 4.0].map(|y| (y, 1.0))).unwrap();
        assert!((as_ratio.se - four.se).abs() < 1e-12);
        assert_eq!((mean([]), ratio([(1.0, 0.0)])), (None, None));
    }
}
