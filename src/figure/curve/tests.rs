//! Structure of view A on a small hand-made curve.

use super::*;
use crate::figure::mark::Drawing;
use crate::language::Words;

fn reading(calls: f64, success: f64) -> Reading {
    Reading { calls, success }
}

pub(super) fn small() -> Curve {
    let frontier = vec![reading(0.0, 0.3), reading(0.2, 0.39), reading(1.0, 0.6), reading(1.8, 0.74)];
    Curve {
        words: Words::ENGLISH,
        x_label: "expected calls per task".to_owned(),
        stops: frontier.iter().skip(1).map(|r| Stop { reading: *r, label: String::new() }).collect(),
        frontier,
        is_capped: false,
        budget: 1.0,
        current: reading(1.0, 0.6),
        previous: Some(Previous { budget: 0.2, reading: reading(0.2, 0.39) }),
        baselines: vec![
            baseline(Series::Never, 0.0, 0.3, "never ask"),
            baseline(Series::Always, 7.4, 0.69, "always\nask"),
            baseline(Series::Random, 1.06, 0.44, "random 10 %"),
            baseline(Series::Threshold, 1.4, 0.41, "PRM, top 30 %"),
        ],
        rule: vec![
            RulePoint { price: 0.6, reading: reading(0.74, 0.49), success_se: 0.018 },
            RulePoint { price: 0.4, reading: reading(2.24, 0.69), success_se: 0.007 },
        ],
        published: vec![Published {
            series: Series::Random,
            reading: reading(1.1, 0.475),
            success_se: 0.077,
            twin: Some(reading(1.06, 0.44)),
            title: "random 10 %".to_owned(),
        }],
        published_note: "published, n = 40".to_owned(),
        result: String::new(),
    }
}

fn baseline(series: Series, calls: f64, success: f64, label: &str) -> Baseline {
    let short = label.to_owned();
    Baseline { series, reading: reading(calls, success), success_se: 0.006, label: label.to_owned(), short }
}

fn said(curve: &Curve) -> String {
    curve.sentence().iter().map(|s| &*s.text).collect()
}

fn has_text(drawing: &Drawing, words: &str) -> bool {
    drawing.texts().iter().any(|t| t == words)
}

#[test]
fn every_family_has_its_shape_its_name_and_its_error() {
    let drawing = small().draw(WIDE);
    assert_eq!((drawing.width, drawing.height), (548.0, 304.0));
    assert_eq!(drawing.count("series"), 6);
    assert_eq!(drawing.count("ghost"), 1);
    assert_eq!(drawing.all_marks().iter().filter(|m| m.class == "f-rule s-paper w1").count(), 2);
    for name in ["C = 1.00, 60.0\u{2009}%", "was .20", "exact optimum", "1.80: more calls buy nothing"] {
        assert!(has_text(&drawing, name), "no {name:?} in {:?}", drawing.texts());
    }
    for name in ["paper’s rule, r = .4", "r = .6", "never ask", "always", "random 10 %", "PRM, top 30 %"] {
        assert!(has_text(&drawing, name), "no {name:?} in {:?}", drawing.texts());
    }
    assert!(has_text(&drawing, "published, n = 40") && has_text(&drawing, "bars ± 7.7 points"));
}

#[test]
fn far_always_ask_point_breaks_the_axis() {
    assert!(has_text(&small().draw(WIDE), "7") && !has_text(&small().draw(WIDE), "4"));
    let mut near = small();
    near.baselines.retain(|b| b.series != Series::Always);
    assert!(!has_text(&near.draw(WIDE), "7"));
}

#[test]
fn narrow_drawing_keeps_the_marks_and_fits() {
    for width in [NARROW, 288.0] {
        let drawing = small().draw(width);
        assert_eq!(drawing.width, width);
        assert_eq!(drawing.count("ghost"), 1);
        assert!(has_text(&drawing, "C = 1.00"), "{:?}", drawing.texts());
    }
}

#[test]
fn sentence_says_what_calls_buy_here_and_first() {
    let mut curve = small();
    assert_eq!(said(&curve), "Here calls buy 22 points each; the first ones bought 45.");
    curve.current = reading(0.0, 0.3);
    assert_eq!(said(&curve), "The first calls buy 45 points each.");
    (curve.current, curve.budget) = (reading(1.8, 0.74), 2.0);
    assert_eq!(said(&curve), "Here more calls buy nothing; the first ones bought 45.");
    curve.frontier.clear();
    assert_eq!(said(&curve), "Calls buy nothing here.");
}

#[test]
fn empty_and_odd_data_still_draw() {
    let drawing = Curve::default().draw(WIDE);
    assert!(drawing.all_marks().len() > 5);
    let mut odd = small();
    odd.current = reading(f64::NAN, f64::NAN);
    let svg = crate::figure::svg::inline(&odd.draw(NARROW));
    assert!(!svg.contains("NaN"));
}

#[test]
fn same_input_gives_the_same_characters() {
    let draw = || crate::figure::svg::inline(&small().draw(WIDE));
    assert_eq!(draw(), draw());
}
