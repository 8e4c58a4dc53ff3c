//! The widths at which the panels are drawn.

use crate::app::model::views::View;
use crate::app::state::State;

/// The width from which the three panels stand side by side, in pixels.
pub(in crate::app) const WIDE_FROM: f64 = 1372.0;
/// The width from which A stands beside B, in pixels.
pub(in crate::app) const MIDDLE_FROM: f64 = 700.0;

/// The widths from which the style sheet arranges the page otherwise, in pixels.
const BREAKS: [f64; 3] = [MIDDLE_FROM, 1024.0, WIDE_FROM];

/// The width to draw for, in pixels, from the width that the scroll bar leaves; `is_from` says whether the style sheet
/// arranges the page as from a width on.
///
/// The style sheet's breaks count the scroll bar. Where the two widths lie on different sides of a break, the
/// arrangement follows the style sheet, and the drawings are a scroll bar too wide and shown that much smaller.
#[must_use]
pub fn layout_width(left: f64, is_from: impl Fn(f64) -> bool) -> f64 {
    BREAKS.into_iter().filter(|&from| left < from && is_from(from)).fold(left, f64::max)
}

/// The largest width of a view that stands alone in another page, in pixels.
pub(in crate::app) const EMBEDDED_MOST: f64 = 1000.0;

/// The widths at which a panel's drawing is made: one, or two for a style sheet to choose from.
pub(in crate::app) fn widths(state: &State, wide: f64, narrow: f64) -> Vec<f64> {
    if state.width == 0.0 {
        return vec![wide, narrow];
    }
    if let Some(room) = embedded_room(state) {
        return vec![room.clamp(288.0, wide.max(EMBEDDED_MOST))];
    }
    if state.width >= WIDE_FROM {
        return vec![wide];
    }
    let room = room(state.width);
    vec![(if state.width >= MIDDLE_FROM { half(room) } else { room }).floor().max(288.0)]
}

/// The width between the gutters of the style sheet. A drawing made for another width would be shown scaled.
pub(in crate::app) fn room(width: f64) -> f64 {
    let gutter = match width {
        w if w >= 1024.0 => 32.0,
        w if w >= MIDDLE_FROM => 24.0,
        _ => 16.0,
    };
    width - 2.0 * gutter
}

/// The width of one of two columns, in pixels.
pub(in crate::app) fn half(room: f64) -> f64 {
    (room - 32.0) / 2.0
}

/// The width of a view in another page, if its views stand in one or two columns; none for three, which stand
/// as on the page.
pub(in crate::app) fn embedded_room(state: &State) -> Option<f64> {
    let views = state.setting.embed?;
    let n_columns =
        View::ALL.into_iter().filter(|&view| view != View::Episode && views.contains(view)).count();
    let room = room(state.width);
    match n_columns {
        2 if state.width >= MIDDLE_FROM => Some(half(room).floor()),
        1 | 2 => Some(room.floor()),
        _ => None,
    }
}

#[cfg(test)]
mod width_tests {
    use super::*;

    #[test]
    fn a_scroll_bar_does_not_change_the_arrangement() {
        let style = include_str!("../../../www/style.css");
        for from in BREAKS {
            assert!(style.contains(&format!("(max-width:{}px)", from - 1.0)), "{from}");
            let in_window = |window: f64, left| layout_width(left, |from| window >= from);
            assert_eq!(in_window(from + 3.0, from - 12.0), from);
            assert_eq!(in_window(from - 1.0, from - 16.0), from - 16.0);
            assert_eq!(in_window(from + 40.0, from + 25.0), from + 25.0);
        }
    }

    #[test]
    fn a_panel_is_drawn_for_the_room_that_the_style_sheet_leaves_it() {
        // The style sheet's gutters, where they change: `--gut` at any width, below 1024 and below 700 pixels.
        let style = include_str!("../../../www/style.css");
        for rule in [
            "--gut:32px",
            "(max-width:1023px){\n  :root{--gut:24px}",
            "(max-width:699px){\n  :root{--gut:16px",
        ] {
            assert!(style.contains(rule), "{rule}");
        }
        let drawn = |width: f64| widths(&State { width, ..State::default() }, 548.0, 358.0);
        for (width, expected) in [(390.0, 358.0), (768.0, 344.0), (1024.0, 464.0), (1280.0, 592.0)] {
            assert_eq!(drawn(width), [expected], "{width}");
        }
    }
}
