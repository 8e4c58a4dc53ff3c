//! Words and bars of view D.

use super::*;
use crate::language::Words;
use proptest::prelude::*;

fn said(spans: &[Span]) -> String {
    spans.iter().map(|s| &*s.text).collect()
}

fn comparison(asking: f64, price: f64, extra_calls: f64) -> Comparison {
    Comparison { words: Words::ENGLISH, asking, going_on: 0.5, price, extra_calls, is_capped: false }
}

fn paper(price: f64, score_gain: f64, weighted_calls: f64) -> PaperComparison {
    PaperComparison { words: Words::ENGLISH, price, score_gain, weighted_calls }
}

#[test]
fn inequality_carries_its_numbers_and_its_sign() {
    assert_eq!(said(&comparison(0.58, 0.1, 0.69).line()), "ΔS 0.080 > 0.100 × 0.69 = 0.069 = r ΔM");
    assert_eq!(said(&comparison(0.569, 0.1, 0.69).line()), "ΔS 0.069 = 0.100 × 0.69 = 0.069 = r ΔM");
    assert_eq!(said(&comparison(0.45, 0.1, 0.69).line()), "ΔS −0.050 < 0.100 × 0.69 = 0.069 = r ΔM");
    assert_eq!(said(&comparison(0.58, f64::INFINITY, 0.69).line()), "ΔS 0.080 < ∞ × 0.69 = ∞ = r ΔM");
    assert_eq!(said(&paper(0.1, 0.5, 0.79).line()), "r 0.100 < 0.50 ÷ 0.79 = 0.63 = Δp ÷ Δ(pM)");
    assert!(said(&paper(0.1, 0.5, 0.0).line()).contains("0.50 ÷ 0.00 = undefined"));
    let capped = Comparison { is_capped: true, ..comparison(0.521, 0.0, 0.71) };
    assert_eq!(said(&capped.line()), "ask now 0.521 > 0.500 keep the call");
}

/// A number as the page writes it.
fn read(text: &str) -> f64 {
    if text == "∞" { f64::INFINITY } else { text.replace('−', "-").parse().unwrap() }
}

/// Half of the last place of a number.
fn half_a_place(text: &str) -> f64 {
    let places = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    0.5 * libm::pow(10.0, -f64::from(places as u32)) + 1e-12
}

/// True if what a line of symbols shows holds for the numbers as they are shown.
pub(crate) fn holds(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let compare = |a: f64, sign: &str, b: f64| match sign {
        ">" => a > b,
        "<" => a < b,
        "=" => a == b,
        "≥" => a >= b,
        _ => panic!("{sign} in {line}"),
    };
    match words[..] {
        ["ΔS", gain, sign, price, "×", calls, "=", cost, ..] => {
            let product = read(price) * read(calls);
            let is_product = product == read(cost) || (product - read(cost)).abs() <= half_a_place(cost);
            (is_product || read(price).is_infinite()) && compare(read(gain), sign, read(cost))
        }
        ["r", price, ..] if price.ends_with(';') => line.contains("undefined"),
        ["r", price, sign, gain, "÷", calls, "=", ratio, ..] => {
            let quotient = read(gain) / read(calls);
            (quotient - read(ratio)).abs() <= half_a_place(ratio) && compare(read(price), sign, read(ratio))
        }
        ["ask", "now", asking, sign, keeping, ..] => compare(read(asking), sign, read(keeping)),
        _ => panic!("no relation in {line}"),
    }
}

proptest! {
    #[test]
    fn what_is_shown_holds_as_it_is_shown(
        asking in 0.0_f64..1.0, price in 0.0_f64..1.0, calls in -1.0_f64..3.0, gain in -1.0_f64..1.0,
    ) {
        let exact = comparison(asking, price, calls);
        prop_assert!(holds(&said(&exact.line())), "{}", said(&exact.line()));
        let (asking, going_on) = (read(&exact.success(asking)), read(&exact.success(0.5)));
        let line = said(&exact.line());
        let shown = read(line.split_whitespace().nth(1).unwrap());
        prop_assert!((asking - going_on - shown).abs() < 1e-9, "{} − {} in {}", asking, going_on, line);
        let paper = said(&paper(price, gain, calls).line());
        prop_assert!(holds(&paper), "{}", paper);
    }
}

#[test]
fn bars_share_one_scale_and_their_zero() {
    let drawing = comparison(0.58, 0.1, 0.4).draw(306.0);
    let widths: Vec<f64> = drawing
        .marks
        .iter()
        .filter(|m| m.tag() == "rect")
        .map(|m| m.attributes().iter().find(|(n, _)| *n == "width").unwrap().1.parse().unwrap())
        .collect();
    assert!((widths[0] - 2.0 * widths[1]).abs() < 0.2 && widths[0] > 120.0, "{widths:?}");
}

#[test]
fn bars_of_every_sign_are_clear_of_their_words() {
    for asking in [0.0, 0.3, 0.4999, 0.5, 0.58, 1.0] {
        for price in [0.0, 0.1, 2.0, f64::INFINITY] {
            for is_capped in [false, true] {
                let comparison = Comparison { is_capped, ..comparison(asking, price, 0.4) };
                let collisions = crate::figure::clear::collisions(&comparison.draw(WIDE));
                assert_eq!(collisions, Vec::<String>::new(), "{asking} {price} {is_capped}");
            }
        }
    }
}

#[test]
fn harmful_call_has_its_bar_left_of_zero() {
    let drawing = comparison(0.45, 0.1, 0.4).draw(306.0);
    assert!(drawing.texts().contains(&"−0.050".to_owned()));
    assert!(Comparison::default().draw(306.0).texts().contains(&"0.000".to_owned()));
}

#[test]
fn strips_are_clear_wherever_the_budget_and_the_turn_lie() {
    for width in [WIDE, 288.0, NARROW, 600.0] {
        for (turn, budget) in (0..=20).flat_map(|turn| (0..=20).map(move |budget| (turn, budget))) {
            let (turn, budget) = (f64::from(turn) / 10.0, f64::from(budget) / 10.0);
            let stretch = |from, to, act| Stretch { from, to, act };
            let stretches = vec![stretch(0.0, turn, Act::GoOn), stretch(turn, 2.0, Act::Ask)];
            let strips =
                [StripRule::Exact, StripRule::Paper].map(|rule| Strip { rule, stretches: stretches.clone() });
            let figure = AsksFrom {
                words: Words::ENGLISH,
                budget,
                most: 2.0,
                x_label: "calls per task".to_owned(),
                is_whole: false,
                strips: strips.into(),
            };
            let collisions = crate::figure::clear::collisions(&figure.draw(width));
            assert_eq!(collisions, Vec::<String>::new(), "turn {turn}, budget {budget}, {width}");
        }
    }
}

#[test]
fn strip_says_from_which_budget_a_state_asks() {
    let stretch = |from, to, act| Stretch { from, to, act };
    let exact = Strip {
        rule: StripRule::Exact,
        stretches: vec![stretch(0.0, 1.4, Act::GoOn), stretch(1.4, 2.0, Act::Ask)],
    };
    let paper = Strip { rule: StripRule::Paper, stretches: vec![stretch(0.0, 2.0, Act::GoOn)] };
    assert_eq!((exact.asks_from(), paper.asks_from()), (Some(1.4), None));
    let figure = AsksFrom {
        words: Words::ENGLISH,
        budget: 1.5,
        most: 2.0,
        x_label: "calls per task".to_owned(),
        is_whole: false,
        strips: vec![exact, paper],
    };
    let drawing = figure.draw(306.0);
    assert_eq!(
        drawing.label,
        "Budgets at which this state asks. optimal: asks from 1.40 on. paper: never asks."
    );
    assert_eq!(
        drawing.texts(),
        ["optimal", "goes on", "1.40", "paper", "goes on", "C = 1.50", "0", "2", "calls per task"]
    );
}
