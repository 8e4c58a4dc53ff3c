//! The page's figures: what is known, as the data of each figure, and drawn for the window's width.
//!
//! Both the page and the baked first picture draw through here, so they cannot differ.

pub(in crate::app) mod curve;
pub(in crate::app) mod episode;
pub(in crate::app) mod paper;
pub(in crate::app) mod policy;
pub(in crate::app) mod regulation;
pub(in crate::app) mod settings;
pub(in crate::app) mod slider;
pub(in crate::app) mod table;
#[cfg(test)]
mod tests;
pub(in crate::app) mod why;
pub(in crate::app) mod widths;

pub use curve::{CurveView, curve, curve_data};
pub use episode::{EpisodeView, episode, p_at, step_glyph, whose, why_no_call};
pub use paper::paper_figure;
pub use policy::{PolicyView, policy, selected_place};
pub use regulation::{RegulationFigure, regulation_figure};
pub use settings::{Compared, SettingsView, settings};
pub use slider::slider_drawing;
pub use table::{ChartTable, curve_table, episode_table, policy_table};
pub use why::{Why, verdict_glyph, why};
pub use widths::layout_width;
