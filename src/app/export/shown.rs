//! The value that each control of the page shows, as a function of the state. The views show it, and
//! [`snapshot`] reports it.
//!
//! [`snapshot`]: crate::app::export::snapshot::snapshot

use std::collections::BTreeMap;

use crate::app::model::link;

use crate::app::model::setting::Comparison;
use crate::app::state::State;

/// The value of each control by its name, of those that define the figures.
#[must_use]
pub fn control_values(state: &State) -> BTreeMap<&'static str, String> {
    let setting = &state.setting;
    let mut values = BTreeMap::from([
        ("rule", link::rule_name(setting.rule).to_owned()),
        ("measure", link::measure_name(setting.measure).to_owned()),
        ("seed", setting.seed.to_string()),
        ("split", setting.split.name().to_owned()),
        ("world", setting.split.name().to_owned()),
        ("keying", setting.keying.name().to_owned()),
        ("gamma", setting.gamma.to_string()),
        ("n-tasks", setting.n_tasks.to_string()),
        ("repetitions", setting.repetitions.to_string()),
        ("set-up-seed", setting.seed.to_string()),
        ("twin", comparison_kind(setting.comparison).to_owned()),
        ("language", setting.language.code().to_owned()),
    ]);
    if let Comparison::Budget(budget) = setting.comparison {
        values.insert("twin-budget", budget.to_string());
    }
    if let Some(scene) = &state.scene {
        values.insert("task", scene.stage.index.to_string());
        values.insert("scrubber", scene.step(setting).to_string());
    }
    values
}

/// The name of a comparison policy's kind, as in its list.
#[must_use]
pub fn comparison_kind(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Base => "base",
        Comparison::Random => "random",
        Comparison::Threshold => "threshold",
        Comparison::Budget(_) => "budget",
    }
}

/// The position to which a list is scrolled so that one line is wholly visible; `None` if it is already.
///
/// All lengths are in pixels; the line's top is measured from the top of the list's content.
#[must_use]
pub fn scroll_to_see(line: (f64, f64), seen: (f64, f64)) -> Option<f64> {
    let ((top, height), (from, room)) = (line, seen);
    if top < from {
        Some(top)
    } else if top + height > from + room {
        // The line after it is seen too, as far as there is room.
        Some((top + 2.0 * height - room).min(top).max(0.0))
    } else {
        None
    }
}

/// The index of the box (left, top, width, height) that is nearest to a point, if it is within `reach`. Boxes of more
/// than two reaches are no marks but lines and areas.
#[must_use]
pub fn nearest(point: (f64, f64), boxes: &[[f64; 4]], reach: f64) -> Option<usize> {
    let distance = |&[left, top, width, height]: &[f64; 4]| {
        let away = |at: f64, from: f64, length: f64| (from - at).max(at - from - length).max(0.0);
        away(point.0, left, width).hypot(away(point.1, top, height))
    };
    let is_mark = |one: &[f64; 4]| one[2] <= 2.0 * reach && one[3] <= 2.0 * reach;
    let near =
        boxes.iter().enumerate().filter(|(_, one)| is_mark(one)).map(|(place, one)| (place, distance(one)));
    near.filter(|&(_, far)| far <= reach).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dispatch::test::opened;
    use crate::app::dispatch::update;
    use crate::app::message::page::Msg;
    use crate::app::model::setting::{Measure, Rule};

    #[test]
    fn each_control_says_what_is_set_after_any_order_of_choices() {
        let mut state = opened("task=3");
        let rules = [Rule::Paper, Rule::Exact];
        let measures = [Measure::Cap, Measure::Calls, Measure::Discounted];
        for turn in 0..24 {
            let msg = match turn % 2 {
                0 => Msg::RuleChosen(rules[turn / 2 % 2]),
                _ => Msg::MeasureChosen(measures[turn % 3]),
            };
            update(&mut state, msg);
            let says = control_values(&state);
            assert_eq!(says["rule"], link::rule_name(state.setting.rule));
            assert_eq!(says["measure"], link::measure_name(state.setting.measure));
            assert!(says["rule"] != "paper" || says["measure"] != "cap", "no such policy: {says:?}");
        }
        update(&mut state, Msg::ComparisonChosen("0.3".to_owned()));
        assert_eq!(
            (control_values(&state)["twin"].as_str(), control_values(&state)["task"].as_str()),
            ("budget", "3")
        );
        assert_eq!(control_values(&state)["twin-budget"], "0.3");
    }

    #[test]
    fn a_list_scrolls_only_to_a_line_that_is_not_seen() {
        assert_eq!(scroll_to_see((20.0, 20.0), (0.0, 100.0)), None);
        assert_eq!(scroll_to_see((20.0, 20.0), (40.0, 100.0)), Some(20.0), "above");
        assert_eq!(scroll_to_see((100.0, 20.0), (0.0, 100.0)), Some(40.0), "below, with the next one");
        assert_eq!(scroll_to_see((100.0, 300.0), (0.0, 100.0)), Some(100.0), "longer than the room: its top");
    }

    #[test]
    fn a_tap_means_the_nearest_mark_within_reach_and_no_area() {
        let boxes = [[0.0, 0.0, 400.0, 300.0], [100.0, 100.0, 8.0, 8.0], [130.0, 100.0, 8.0, 8.0]];
        assert_eq!(nearest((112.0, 104.0), &boxes, 22.0), Some(1));
        assert_eq!(nearest((122.0, 104.0), &boxes, 22.0), Some(2));
        assert_eq!(nearest((200.0, 200.0), &boxes, 22.0), None, "inside the area, far from a mark");
        assert_eq!(nearest((0.0, 0.0), &[], 22.0), None);
    }
}
