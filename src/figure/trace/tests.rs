//! The structure of one trace.

use super::*;
use crate::language::Words;

fn helped() -> Trace {
    let step = |p, label: &str, asked| Step { p, label: label.to_owned(), asked };
    Trace {
        whose: String::new(),
        words: Words::ENGLISH,
        steps: vec![
            step(0.34, "go\nbath", false),
            step(0.19, "go\nlaundry", true),
            step(0.58, "look", false),
        ],
        end: Some(End {
            outcome: Outcome::Success,
            label: "success in 3 steps, 1 call".to_owned(),
            short: "success".to_owned(),
        }),
        slots: 16,
        comparison: (1, vec![0.19, 0.11, 0.16, 0.1, 0.08, 0.06, 0.05, 0.04]),
        selected: Some(1),
        repeats: vec![Repeat { from: 0, to: 1, label: String::new() }],
        has_scrubber: false,
    }
}

#[test]
fn call_is_a_star_and_its_lift_is_said() {
    let drawing = helped().draw(WIDE);
    assert_eq!(drawing.count("f-ask"), 1);
    assert!(drawing.texts().contains(&"the call lifts p from 0.19 to 0.58".to_owned()));
    assert!(drawing.texts().contains(&"without the call".to_owned()));
    assert!(drawing.texts().contains(&"success in 3 steps, 1 call".to_owned()));
    assert_eq!(drawing.label, "Chance of success over 3 steps, 1 call for help: success in 3 steps, 1 call.");
}

#[test]
fn both_lanes_share_their_step_positions() {
    let comparison = Trace { has_scrubber: true, steps: vec![Step::default(); 15], ..helped() };
    assert_eq!(helped().positions(WIDE), comparison.positions(WIDE));
    assert_eq!(comparison.positions(WIDE).len(), 16);
}

#[test]
fn every_step_can_be_pointed_at() {
    let keys: Vec<u32> = helped().draw(NARROW).all_marks().iter().filter_map(|m| m.key).collect();
    assert_eq!(keys, [0, 1, 2]);
}

#[test]
fn narrow_lane_numbers_its_steps() {
    let texts = helped().draw(NARROW).texts();
    assert!(texts.contains(&"3".to_owned()) && !texts.contains(&"laundry".to_owned()));
}

#[test]
fn empty_episode_draws_its_axes() {
    assert_eq!(Trace::default().draw(WIDE).texts(), ["0", "0.5", "1", "p(s)"]);
}

#[test]
fn words_under_the_steps_give_way_to_numbers_where_they_would_meet() {
    let mut trace = helped();
    let step = |label: &str| Step { p: 0.5, label: label.to_owned(), asked: false };
    trace.steps =
        ["go\nWohnzimmer", "look", "go\nWaschküche", "go\nKinderzimmer", "put\nlaundry"].map(step).into();
    trace.selected = Some(3);
    let drawing = trace.draw(WIDE);
    assert_eq!(crate::figure::clear::collisions(&drawing), Vec::<String>::new());
    let texts = drawing.texts();
    assert!(texts.contains(&"Kinderzimmer".to_owned()), "the selected step has its words: {texts:?}");
    assert!(texts.contains(&"3".to_owned()), "its neighbour has its number: {texts:?}");
}

#[test]
fn no_text_of_a_lane_meets_anything() {
    for (seed, width) in
        (0..40_u32).flat_map(|seed| [288.0, NARROW, 520.0, WIDE, 940.0].map(|width| (seed, width)))
    {
        let mut trace = helped();
        let p = |i: u32| f64::from((seed * 37 + i * i * 53 + i * 17) % 100) / 100.0;
        for (step, i) in trace.steps.iter_mut().zip(0..) {
            (step.p, step.asked) = (p(i), (seed + i) % 3 == 0);
        }
        trace.comparison = (1, (5..14).map(p).collect());
        let collisions = crate::figure::clear::collisions(&trace.draw(width));
        assert_eq!(collisions, Vec::<String>::new(), "{seed} at {width}");
    }
}
