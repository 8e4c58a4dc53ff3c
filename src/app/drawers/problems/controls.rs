//! The heads of the table of both rules, and the step of a price slider.

use crate::language::Words;

/// The heads of the table of both rules: rule, value, success and calls, counted as the problem counts.
#[must_use]
pub fn rule_heads(w: Words, is_discounted: bool) -> [&'static str; 4] {
    let [success, calls] = match is_discounted {
        true => [w.th_success_discounted(), w.th_calls_discounted()],
        false => [w.th_success(), w.th_calls()],
    };
    [w.th_rule(), w.th_worth(), success, calls]
}

/// The step of a slider over prices from 0 to `max`: a thousandth where that is fine enough, so that every price has
/// few digits.
#[must_use]
pub fn price_step(max: f64) -> &'static str {
    match max {
        max if max < 0.2 => "0.0001",
        max if max < 2.0 => "0.001",
        _ => "0.01",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discounted_columns_are_headed_as_discounted_and_others_are_not() {
        let [_, _, success, calls] = rule_heads(Words::ENGLISH, true);
        assert_eq!((success, calls), ("discounted success S", "discounted calls M"));
        let plain = rule_heads(Words::ENGLISH, false);
        assert!(plain.iter().all(|head| !head.contains("discounted")), "{plain:?}");
    }

    #[test]
    fn a_price_slider_has_two_hundred_steps_at_least_and_few_digits() {
        for max in [0.05, 0.19, 0.2, 1.0, 1.99, 2.0, 10.0] {
            let step: f64 = price_step(max).parse().unwrap();
            let n_steps = max / step;
            assert!((199.0..=2_000.5).contains(&n_steps), "{n_steps} steps of {step} up to {max}");
        }
    }
}
