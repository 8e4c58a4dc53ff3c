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
mod why;

pub use curve::{CurveView, curve, curve_data};
pub use episode::{EpisodeView, episode, step_glyph};
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

/// The widths at which a panel's drawing is made: one, or two for a style sheet to choose from.
fn widths(state: &State, wide: f64, narrow: f64) -> Vec<f64> {
    if state.width == 0.0 {
        return vec![wide, narrow];
    }
    if let Some(room) = embedded_room(state) {
        return vec![room.clamp(288.0, wide)];
    }
    if state.width >= WIDE_FROM {
        return vec![wide];
    }
    // Gutters as in the style sheet: 24 from 700 on, 16 below.
    let room =
        if state.width >= MIDDLE_FROM { (state.width - 2.0 * 24.0 - 32.0) / 2.0 } else { state.width - 32.0 };
    vec![room.floor().max(288.0)]
}

/// The width of a view in another page, where one or two stand there; three stand as they do on the page.
fn embedded_room(state: &State) -> Option<f64> {
    let views = state.setting.embed?;
    let n_columns =
        View::ALL.into_iter().filter(|&view| view != View::Episode && views.contains(view)).count();
    let gutter = if state.width >= MIDDLE_FROM { 24.0 } else { 16.0 };
    match n_columns {
        2 if state.width >= MIDDLE_FROM => Some(((state.width - 2.0 * gutter - 32.0) / 2.0).floor()),
        1 | 2 => Some((state.width - 2.0 * gutter).floor()),
        _ => None,
    }
}
