//! Structure of view B.

use super::super::mark::{Drawing, Point};
use super::super::path::distance;
use super::layout::{Margins, layout};
use super::*;
use proptest::prelude::*;

fn grid_of(states: Vec<(u32, u32)>) -> Policy {
    let kinds = [Act::Ask, Act::GoOn, Act::NeverSeen];
    let state = |(id, (row, column)): (u32, (u32, u32))| State {
        id,
        row,
        column,
        act: kinds[id as usize % 3],
        changed: id % 5 == 0,
        title: format!("state {id}"),
    };
    Policy {
        name: "task 1".to_owned(),
        rows: ["hall", "bath", "laundry", "living", "study", "kitchen", "bedroom"].map(str::to_owned).into(),
        columns: (0..6).map(|i| Column { label: format!("knows\n{i}"), short: format!("{i}") }).collect(),
        states: (0..).zip(states).map(state).collect(),
        ..Policy::default()
    }
}

fn centres(policy: &Policy, width: f64) -> (f64, Vec<Point>) {
    let margins = Margins { left: 52.0, top: 30.0, right: 30.0, bottom: 2.0 };
    let grid = layout(policy, width, 268.0, margins, &[40.0; 6]);
    (grid.radius, grid.centres.values().copied().collect())
}

fn has_text(drawing: &Drawing, words: &str) -> bool {
    drawing.texts().iter().any(|t| t == words)
}

#[test]
fn two_states_of_one_cell_stand_side_by_side_or_stacked() {
    let (radius, centres) = centres(&grid_of(vec![(2, 3), (2, 3)]), WIDE);
    assert!(distance(centres[0], centres[1]) >= 2.0 * radius + 1.0);
    let same_row = centres[0].y == centres[1].y;
    let same_column = centres[0].x == centres[1].x;
    assert!(same_row != same_column);
}

#[test]
fn every_state_has_a_keyed_mark_with_its_sentence() {
    let policy = grid_of((0..20).map(|i| (i % 7, i % 6)).collect());
    let drawing = policy.draw(WIDE);
    let keys: Vec<u32> = drawing.all_marks().iter().filter_map(|m| m.key).collect();
    assert_eq!(keys, (0..20).collect::<Vec<_>>());
    assert_eq!(drawing.count("ring"), 4, "the key's own ring is none");
    assert_eq!(policy.changed(), 4);
    for name in ["changed", "ask", "go on", "only one way tried", "bath", "knows"] {
        assert!(has_text(&drawing, name), "no {name:?}");
    }
}

#[test]
fn a_hundred_and_twenty_states_stay_apart_and_legible() {
    let policy = grid_of((0..120).map(|i| (i * i % 7, i * 5 % 6)).collect());
    for width in [WIDE, NARROW] {
        let (radius, centres) = centres(&policy, width);
        assert!(radius >= 4.0, "radius {radius} at {width}");
        for (i, a) in centres.iter().enumerate() {
            let nearest = centres[i + 1..].iter().map(|b| distance(*a, *b)).fold(f64::INFINITY, f64::min);
            assert!(nearest >= 2.0 * radius - 0.01, "{nearest} px apart with radius {radius} at {width}");
        }
        assert!(policy.draw(width).height < 520.0);
    }
}

#[test]
fn headings_of_a_crowded_task_never_overlap() {
    let policy = grid_of((0..90).map(|i| (i % 7, if i < 70 { 0 } else { i % 6 })).collect());
    let margins = Margins { left: 52.0, top: 30.0, right: 30.0, bottom: 2.0 };
    let grid = layout(&policy, WIDE, 268.0, margins, &[50.0; 6]);
    assert!(grid.column_edges.windows(2).all(|w| w[1] - w[0] >= 49.999));
    assert!((grid.column_edges[6] - (WIDE - 30.0)).abs() < 1e-9);
}

#[test]
fn headings_stand_in_two_rows_where_one_has_no_room_and_nothing_is_met() {
    let mut policy = grid_of((0..20).map(|i| (i % 7, i % 6)).collect());
    let names = ["start", "1 room", "stuck there", "3 or more", "in sight", "in hand"];
    for (column, name) in policy.columns.iter_mut().zip(names) {
        (column.short, column.label) = (name.to_owned(), format!("the cup\n{name}"));
    }
    policy.selected = Some(1);
    for width in [240.0, 288.0, 320.0, NARROW, 430.0, WIDE, 952.0] {
        let drawing = policy.draw(width);
        assert_eq!(crate::figure::clear::collisions(&drawing), Vec::<String>::new(), "{width}");
        for name in names {
            assert!(has_text(&drawing, name), "no {name} at {width}");
        }
    }
}

#[test]
fn the_height_does_not_depend_on_what_the_policy_does() {
    let mut policy = grid_of((0..20).map(|i| (i % 7, i % 6)).collect());
    let height = policy.draw(NARROW).height;
    policy.states.iter_mut().for_each(|state| (state.act, state.changed) = (Act::GoOn, false));
    assert_eq!(policy.draw(NARROW).height, height);
}

#[test]
fn many_states_draw_thin_moves_only_where_the_reader_looks() {
    let mut policy = grid_of((0..60).map(|i| (i % 7, i % 6)).collect());
    policy.states.iter_mut().for_each(|s| s.changed = false);
    let step = |from| Move { from, to: (from + 9) % 60, act: Act::GoOn, weight: Weight::Chosen };
    policy.moves = (0..60).map(step).collect();
    policy.selected = Some(3);
    let drawing = policy.draw(WIDE);
    assert_eq!(drawing.all_marks().iter().filter(|m| m.class == "n s-go w1 o5").count(), 1);
}

#[test]
fn selected_state_has_wash_pointer_and_a_bold_room() {
    let mut policy = grid_of(vec![(1, 1), (1, 2), (2, 2)]);
    policy.selected = Some(0);
    let drawing = policy.draw(WIDE);
    assert_eq!((drawing.count("pointer"), drawing.count("f-askw")), (1, 1));
    assert!(drawing.all_marks().iter().any(|m| m.class == "strong" && m.spans()[0].text == "bath"));
}

#[test]
fn own_path_is_thick_chosen_thin_refused_dashed_and_the_end_is_marked() {
    let mut policy = grid_of(vec![(0, 0), (1, 1), (2, 2), (3, 3)]);
    let step = |from, to, act, weight| Move { from, to, act, weight };
    policy.moves = vec![
        step(0, 1, Act::Ask, Weight::Own),
        step(1, 2, Act::GoOn, Weight::Refused),
        step(2, 3, Act::GoOn, Weight::Chosen),
        step(3, 3, Act::GoOn, Weight::Chosen),
        step(3, 99, Act::GoOn, Weight::Chosen),
    ];
    policy.end = Some(End { after: 1, outcome: Outcome::Success });
    let drawing = policy.draw(WIDE);
    let count = |class: &str| drawing.all_marks().iter().filter(|m| m.class == class).count();
    assert_eq!((count("n s-ask w5"), count("n s-go w2 d3"), count("n s-go w1 o5")), (1, 1, 1));
    assert_eq!(count("n s-ink w4 rc"), 1);
}

#[test]
fn empty_policy_draws_its_frame() {
    assert!(Policy::default().draw(WIDE).all_marks().is_empty());
    assert_eq!(grid_of(Vec::new()).draw(NARROW).count("strong"), 0);
}

proptest! {
    #[test]
    fn no_two_marks_ever_cover_each_other(cells in prop::collection::vec((0_u32..7, 0_u32..6), 1..60)) {
        let (radius, centres) = centres(&grid_of(cells), WIDE);
        for (i, a) in centres.iter().enumerate() {
            for b in &centres[i + 1..] {
                prop_assert!(distance(*a, *b) >= 2.0 * radius - 0.01);
            }
        }
    }
}
