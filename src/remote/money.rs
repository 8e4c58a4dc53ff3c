//! Money in whole millionths of a dollar: sums of them are exact, so a cap is exact.

use serde::{Deserialize, Serialize};

use super::usage::Usage;

/// Millionths of a dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micro(pub u64);

impl Micro {
    /// The amount for a number of dollars, rounded up; none where the number is negative, not finite or over a
    /// billion.
    #[must_use]
    pub fn from_dollars(dollars: f64) -> Option<Self> {
        (0.0..=1e9).contains(&dollars).then(|| Self((dollars * 1e6).ceil() as u64))
    }

    /// The amount in dollars, for people.
    #[must_use]
    pub fn dollars(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

/// The prices of a model's tokens, in millionths of a dollar per million tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prices {
    /// The price of the tokens that are sent.
    pub input: u64,
    /// The price of the tokens that are answered.
    pub output: u64,
}

impl Prices {
    /// Prices in dollars per million tokens, as providers publish them.
    #[must_use]
    pub fn from_dollars(input: f64, output: f64) -> Option<Self> {
        Some(Self { input: Micro::from_dollars(input)?.0, output: Micro::from_dollars(output)?.0 })
    }

    /// The cost of these tokens, rounded up.
    #[must_use]
    pub fn cost(self, usage: Usage) -> Micro {
        let of = |tokens: u64, price: u64| u128::from(tokens) * u128::from(price);
        let sum = of(usage.input, self.input).saturating_add(of(usage.output, self.output));
        Micro(u64::try_from(sum.div_ceil(1_000_000)).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_rounded_up_to_the_next_millionth() {
        let prices = Prices::from_dollars(0.15, 0.6).unwrap();
        assert_eq!(prices.cost(Usage { input: 1_000_000, output: 0 }), Micro(150_000));
        assert_eq!(prices.cost(Usage { input: 1, output: 0 }), Micro(1));
        assert_eq!(prices.cost(Usage { input: 10, output: 10 }), Micro(8));
        assert_eq!(prices.cost(Usage::default()), Micro(0));
    }

    #[test]
    fn no_price_overflows() {
        let dear = Prices { input: u64::MAX, output: u64::MAX };
        assert_eq!(dear.cost(Usage { input: u64::MAX, output: u64::MAX }), Micro(u64::MAX));
        assert_eq!([-1.0, f64::NAN, 1e10].map(Micro::from_dollars), [None; 3]);
    }
}
