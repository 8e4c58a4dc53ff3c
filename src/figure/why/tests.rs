//! Words and bars of view D.

use super::*;
use crate::language::Words;

fn said(spans: &[Span]) -> String {
    spans.iter().map(|s| &*s.text).collect()
}

#[test]
fn inequality_carries_its_numbers_and_its_sign() {
    let here = Comparison { words: Words::ENGLISH, gain: 0.08, price: 0.1, extra_calls: 0.69 };
    assert_eq!(said(&here.line()), "ΔS .080 > .100 × .69 = .069 = r ΔM");
    assert_eq!(said(&Comparison { gain: 0.069, ..here }.line()), "ΔS .069 ≤ .100 × .69 = .069 = r ΔM");
    let paper = PaperComparison { words: Words::ENGLISH, price: 0.1, score_gain: 0.5, extra_calls: 0.79 };
    assert_eq!(said(&paper.line(true)), "r .100 < .50 ÷ .79 = .63 = Δp ÷ ΔM");
    let zero = PaperComparison { extra_calls: 0.0, ..paper };
    assert!(said(&zero.line(false)).contains("≥ .50 ÷ .00 = undefined"));
}

#[test]
fn bars_share_one_scale_and_their_zero() {
    let drawing = Comparison { words: Words::ENGLISH, gain: 0.08, price: 0.1, extra_calls: 0.4 }.draw(306.0);
    let widths: Vec<f64> = drawing
        .marks
        .iter()
        .filter(|m| m.tag() == "rect")
        .map(|m| m.attributes().iter().find(|(n, _)| *n == "width").unwrap().1.parse().unwrap())
        .collect();
    assert_eq!(widths, [144.0, 72.0]);
}

#[test]
fn harmful_call_has_its_bar_left_of_zero() {
    let drawing = Comparison { words: Words::ENGLISH, gain: -0.05, price: 0.1, extra_calls: 0.4 }.draw(306.0);
    assert!(drawing.texts().contains(&"−.050".to_owned()));
    assert!(Comparison::default().draw(306.0).texts().contains(&".000".to_owned()));
}

#[test]
fn strip_says_from_which_budget_a_state_asks() {
    let stretch = |from, to, act| Stretch { from, to, act };
    let exact = Strip {
        rule: Rule::Exact,
        stretches: vec![stretch(0.0, 1.4, Act::GoOn), stretch(1.4, 2.0, Act::Ask)],
    };
    let paper = Strip { rule: Rule::Paper, stretches: vec![stretch(0.0, 2.0, Act::GoOn)] };
    assert_eq!((exact.asks_from(), paper.asks_from()), (Some(1.4), None));
    let figure = AsksFrom {
        words: Words::ENGLISH,
        budget: 1.5,
        most: 2.0,
        x_label: "calls per task".to_owned(),
        strips: vec![exact, paper],
    };
    let drawing = figure.draw(306.0);
    assert_eq!(
        drawing.label,
        "Budgets at which this state asks. exact: asks from 1.40 on. paper: never asks."
    );
    assert_eq!(
        drawing.texts(),
        ["exact", "goes on", "1.40", "paper", "goes on", "C = 1.50", "0", "2", "calls per task"]
    );
}
