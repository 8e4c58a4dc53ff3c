//! Structure of view A on a small hand-made curve.

use super::*;
use crate::figure::clear;
use crate::figure::mark::{Drawing, Mark, Point, Shape, at};
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
            counterpart: Some(reading(1.06, 0.44)),
            title: "random 10 %".to_owned(),
        }],
        shown: Vec::new(),
        is_discounted: false,
        key: Key {
            optimum: "optimal policy: training tasks".to_owned(),
            afresh: "played afresh".to_owned(),
            rule: "paper’s rule".to_owned(),
            baselines: "baselines".to_owned(),
            threshold: "PRM threshold".to_owned(),
            published: "published, n = 40".to_owned(),
        },
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
    assert_eq!((drawing.width, drawing.height), (548.0, 335.0));
    assert_eq!(drawing.count("series"), 6);
    assert_eq!(drawing.count("ghost"), 1);
    assert_eq!(drawing.all_marks().iter().filter(|m| m.class == "f-rule s-paper w1").count(), 2);
    for name in ["C = 1.00, 60.0\u{2009}%", "was 0.20", "optimal policy", "1.80: more calls buy nothing"] {
        assert!(has_text(&drawing, name), "no {name:?} in {:?}", drawing.texts());
    }
    for name in ["paper’s rule, r = 0.4", "r = 0.6", "never ask", "always", "random 10 %", "PRM, top 30 %"]
    {
        assert!(has_text(&drawing, name), "no {name:?} in {:?}", drawing.texts());
    }
    for name in ["optimal policy: training tasks", "baselines", "published, n = 40", "bars: 95 % intervals"] {
        assert!(has_text(&drawing, name), "the key lacks {name:?}");
    }
    assert!(!has_text(&drawing, "played afresh"), "no such point is drawn");
}

#[test]
fn every_bar_is_a_95_percent_interval() {
    let curve = small();
    let lengths = |class: &str| -> Vec<f64> {
        let bar = |mark: &Mark| match mark.shape {
            Shape::Line { from, to } if mark.class == class && from.x == to.x => Some((from.y - to.y).abs()),
            _ => None,
        };
        curve.draw(WIDE).all_marks().into_iter().filter_map(bar).collect()
    };
    // 20 points are 78 pixels; the key's own bar is 11.
    let px = |standard_error: f64| 2.0 * 1.96 * standard_error / 0.2 * 78.0;
    let near = |found: Vec<f64>, wanted: Vec<f64>| {
        assert_eq!(found.len(), wanted.len(), "{found:?}");
        assert!(found.iter().zip(&wanted).all(|(a, b)| (a - b).abs() < 0.1), "{found:?} {wanted:?}");
    };
    near(lengths("n s-base w3"), [[0.006; 4].map(px).to_vec(), vec![11.0]].concat());
    near(lengths("n s-rule w3"), [0.018, 0.007].map(px).to_vec());
    near(lengths("n s-ghost w1 d5 o75"), vec![px(0.077)]);
}

#[test]
fn policies_played_afresh_are_points_and_no_tether_ends_in_nothing() {
    let mut curve = small();
    curve.baselines.push(baseline(Series::Exact, 0.95, 0.55, "exact, played afresh"));
    let counterpart = Some(reading(0.95, 0.55));
    curve.published.push(Published { series: Series::Exact, counterpart, ..curve.published[0].clone() });
    let drawing = curve.draw(WIDE);
    let marks = drawing.all_marks();
    let centres: Vec<Point> = marks
        .iter()
        .filter_map(|mark| match &mark.shape {
            Shape::Circle { centre, .. } => Some(*centre),
            Shape::Rect { corner, width, .. } => Some(at(corner.x + width / 2.0, corner.y + width / 2.0)),
            _ => None,
        })
        .collect();
    let tethers = marks.iter().filter(|mark| mark.class == "n s-ghost w1 o5");
    for tether in tethers {
        let Shape::Line { to, .. } = tether.shape else { panic!("a line") };
        assert!(centres.iter().any(|c| (c.x - to.x).hypot(c.y - to.y) < 0.1), "{to:?}");
    }
    assert!(has_text(&drawing, "played afresh"));
}

#[test]
fn the_budget_is_said_at_every_place_of_the_line_and_nothing_is_met() {
    for width in [240.0, 288.0, NARROW, WIDE, 952.0] {
        for percent in 0..=100 {
            let mut curve = small();
            let calls = 1.8 * f64::from(percent) / 100.0;
            let after = curve.frontier.partition_point(|r| r.calls < calls).max(1);
            let (a, b) = (curve.frontier[after - 1], curve.frontier[after]);
            let success = a.success + (calls - a.calls) / (b.calls - a.calls) * (b.success - a.success);
            (curve.budget, curve.current) = (calls, reading(calls, success));
            let drawing = curve.draw(width);
            assert_eq!(clear::collisions(&drawing), Vec::<String>::new(), "{calls} at {width}");
            assert!(drawing.texts().iter().any(|text| text.starts_with("C = ")), "{calls} at {width}");
        }
    }
}

#[test]
fn a_range_without_height_has_an_axis_all_the_same() {
    let mut curve = Curve { frontier: vec![reading(0.0, 1.0), reading(0.004, 1.0)], ..Curve::default() };
    curve.current = reading(0.0, 1.0);
    let texts = curve.draw(WIDE).texts();
    for tick in ["100.0\u{2009}%", "0.001", "0.004"] {
        assert!(texts.iter().any(|text| text == tick), "no {tick} in {texts:?}");
    }
    assert!(texts.iter().filter(|text| *text == "0").count() <= 1, "{texts:?}");
}

#[test]
fn what_calls_buy_is_said_of_the_rule_that_is_shown() {
    let mut curve = small();
    curve.shown = vec![reading(0.0, 0.3), reading(0.9, 0.4), reading(1.1, 0.3), reading(2.0, 0.35)];
    curve.current = reading(1.0, 0.35);
    assert_eq!(said(&curve), "Here calls buy −50 points each; the first ones bought 11.");
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
