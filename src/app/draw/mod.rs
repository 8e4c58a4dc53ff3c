//! The page's figures: what is known, as the data of each figure, and drawn for the window's width.
//!
//! Both the page and the baked first picture draw through here, so they cannot differ.

mod curve;
mod episode;
mod paper;
mod policy;
mod regulation;
mod set_up;
mod slider;
mod table;
#[cfg(test)]
mod tests;
mod why;

pub use curve::{CurveView, curve, curve_data};
pub use episode::{EpisodeView, episode, p_at, step_glyph, whose, why_no_call};
pub use paper::{PaperFigure, paper_figure};
pub(super) use policy::state_words;
pub use policy::{PolicyView, policy, selected_place};
pub use regulation::{RegulationFigure, regulation_figure};
pub use set_up::{Compared, SetUpView, set_up};
pub use slider::slider_drawing;
pub use table::{ChartTable, curve_table, episode_table, policy_table};
pub use why::{Why, verdict_glyph, why};

use super::embed::View;
use super::state::State;

/// From this width on the three panels stand side by side.
const WIDE_FROM: f64 = 1372.0;
/// From this width on A stands beside B.
const MIDDLE_FROM: f64 = 700.0;

/// A view that stands alone in another page is no wider.
const EMBEDDED_MOST: f64 = 1000.0;

/// The widths at which a panel's drawing is made: one, or two for a style sheet to choose from.
fn widths(state: &State, wide: f64, narrow: f64) -> Vec<f64> {
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

/// The width between the gutters, which are those of the style sheet: a drawing for another room would be shown scaled.
fn room(width: f64) -> f64 {
    let gutter = match width {
        w if w >= 1024.0 => 32.0,
        w if w >= MIDDLE_FROM => 24.0,
        _ => 16.0,
    };
    width - 2.0 * gutter
}

/// The width of one of two columns.
fn half(room: f64) -> f64 {
    (room - 32.0) / 2.0
}

/// The width of a view in another page, where one or two stand there; three stand as they do on the page.
fn embedded_room(state: &State) -> Option<f64> {
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
