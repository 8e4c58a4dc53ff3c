//! The bill of a sitting: the greatest cost of each call is reserved before it is sent.
//! The reserve is settled by the reported tokens. A call without a report stays charged in full.

use super::money::{Micro, Prices};
use super::usage::Usage;

/// Why a call is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooDear {
    /// The call could pass the cap.
    #[error(
        "${:.6} for this call, more than the ${:.6} left of ${:.6} would be spent",
        needed.dollars(), left.dollars(), cap.dollars()
    )]
    Cap {
        /// The cap.
        cap: Micro,
        /// The money left under the cap.
        left: Micro,
        /// The most the call can cost.
        needed: Micro,
    },
    /// There is a cap, and no price to hold a call against it.
    #[error(
        "the price of this model is not known, so the cap on money cannot be kept: type its price, or clear the cap"
    )]
    NoPrice,
}

/// The sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    settled: Micro,
    /// The call under way.
    open: Option<(Micro, Option<Prices>)>,
    n_unpriced: u32,
}

impl Bill {
    /// Sets a call aside. `most` is the most tokens it can take.
    ///
    /// # Errors
    /// If the call could pass the cap, or its price is not known.
    pub fn reserve(
        &mut self,
        most: Usage,
        prices: Option<Prices>,
        cap: Option<Micro>,
    ) -> Result<(), TooDear> {
        self.forget();
        let needed = prices.map(|prices| prices.cost(most));
        if let Some(cap) = cap {
            let needed = needed.ok_or(TooDear::NoPrice)?;
            let left = Micro(cap.0.saturating_sub(self.settled.0));
            if needed > left {
                return Err(TooDear::Cap { cap, left, needed });
            }
        }
        self.open = Some((needed.unwrap_or_default(), prices));
        Ok(())
    }

    /// The call was answered; without a bill it is charged in full.
    pub fn settle(&mut self, usage: Option<Usage>) {
        let Some((needed, prices)) = self.open.take() else { return };
        let cost = match (prices, usage) {
            (Some(prices), Some(usage)) => prices.cost(usage),
            _ => needed,
        };
        self.settled.0 = self.settled.0.saturating_add(cost.0);
        self.n_unpriced += u32::from(prices.is_none());
    }

    /// The call was refused before any token was made: it costs nothing.
    pub fn refuse(&mut self) {
        self.open = None;
    }

    /// Nobody knows how the call ended: it is charged in full.
    pub fn forget(&mut self) {
        self.settle(None);
    }

    /// The most that can have been spent so far, the call under way included.
    #[must_use]
    pub fn at_most(&self) -> Micro {
        Micro(self.settled.0.saturating_add(self.open.map_or(0, |(needed, _)| needed.0)))
    }

    /// True if a call is under way.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Calls whose price nobody knew.
    #[must_use]
    pub fn n_unpriced(&self) -> u32 {
        self.n_unpriced + u32::from(self.open.is_some_and(|(_, prices)| prices.is_none()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PRICES: Option<Prices> = Some(Prices { input: 1_000_000, output: 2_000_000 });
    const MOST: Usage = Usage { input: 100, output: 50 };

    #[test]
    fn a_call_is_set_aside_settled_refused_or_charged_in_full() {
        let mut bill = Bill::default();
        bill.reserve(MOST, PRICES, Some(Micro(250))).unwrap();
        assert_eq!(bill.at_most(), Micro(200));
        bill.settle(Some(Usage { input: 40, output: 4 }));
        assert_eq!(bill.at_most(), Micro(48));
        bill.reserve(MOST, PRICES, Some(Micro(248))).unwrap();
        bill.refuse();
        assert_eq!(bill.at_most(), Micro(48));
        bill.reserve(MOST, PRICES, None).unwrap();
        bill.forget();
        let denied = bill.reserve(MOST, PRICES, Some(Micro(250))).unwrap_err();
        assert_eq!(denied, TooDear::Cap { cap: Micro(250), left: Micro(2), needed: Micro(200) });
        assert_eq!(
            denied.to_string(),
            "$0.000200 for this call, more than the $0.000002 left of $0.000250 would be spent"
        );
    }

    #[test]
    fn without_a_price_no_cap_can_be_kept_and_the_calls_are_counted() {
        let mut bill = Bill::default();
        assert_eq!(bill.reserve(MOST, None, Some(Micro(1))), Err(TooDear::NoPrice));
        bill.reserve(MOST, None, None).unwrap();
        assert_eq!((bill.at_most(), bill.n_unpriced()), (Micro(0), 1));
        bill.settle(Some(MOST));
        assert_eq!(bill.n_unpriced(), 1);
    }

    proptest! {
        /// Whatever happens to calls that take no more than they may, the cap is never passed.
        #[test]
        fn a_cap_is_never_passed(cap in 0_u64..2_000, ends in prop::collection::vec((0_u8..4, 0_u64..=100, 0_u64..=50), 0..40)) {
            let mut bill = Bill::default();
            let mut spent = 0;
            for (end, input, output) in ends {
                if bill.reserve(MOST, PRICES, Some(Micro(cap))).is_err() {
                    continue;
                }
                let used = Usage { input, output };
                match end {
                    0 => bill.settle(Some(used)),
                    1 => bill.settle(None),
                    2 => bill.refuse(),
                    _ => {}
                }
                spent += if end == 2 { 0 } else { PRICES.unwrap().cost(used).0 };
                prop_assert!(spent <= bill.at_most().0 && bill.at_most().0 <= cap);
            }
        }
    }
}
