//! The page around the figures: panels, drawers, theme, notices, the clipboard.

use crate::app::message::effect::Effect;
use crate::app::message::page::Panel;
use crate::app::model::drawer::Drawer;
use crate::app::model::setting::Theme;
use crate::app::state::State;
use crate::language::fill;

/// Opens a panel, or closes it.
pub(in crate::app) fn toggle_panel(state: &mut State, panel: Panel) {
    state.panel = if state.panel == Some(panel) { None } else { Some(panel) };
}

/// Opens a drawer, or closes it.
pub(in crate::app) fn toggle_drawer(state: &mut State, drawer: Drawer) {
    state.setting.drawer = if state.setting.drawer == Some(drawer) { None } else { Some(drawer) };
}

/// Pins a state of the policy graph, or lets it go.
pub(in crate::app) fn pin(state: &mut State, pinned: u32) {
    state.pinned = if state.pinned == Some(pinned) { None } else { Some(pinned) };
}

/// Closes and lets go of all that Esc ends.
pub(in crate::app) fn escape(state: &mut State) {
    state.pinned = None;
    state.hovered = None;
    state.panel = None;
    state.is_typing_budget = false;
}

/// Says that a text was copied, or why it was not.
pub(in crate::app) fn copied(state: &mut State, outcome: Result<String, String>) {
    match outcome {
        Ok(_) => state.announcement = state.words.copied().to_owned(),
        Err(error) => state.notify(fill(state.words.not_copied(), &[&error])),
    }
}

/// Puts a notice away.
pub(in crate::app) fn close_notice(state: &mut State, index: usize) {
    if index < state.notices.len() {
        state.notices.remove(index);
    }
}

/// Takes note that the part of the page behind drawers and panels did not load.
pub(in crate::app) fn part_failed(state: &mut State) {
    state.setting.drawer = None;
    state.panel = None;
    state.notify(state.words.part_did_not_load().to_owned());
}

/// Switches between the light and the dark theme.
pub(in crate::app) fn toggle_theme(state: &mut State, machine_is_dark: bool) -> Vec<Effect> {
    let is_dark = match state.setting.theme {
        Theme::Auto => machine_is_dark,
        Theme::Light => false,
        Theme::Dark => true,
    };
    state.setting.theme = if is_dark { Theme::Light } else { Theme::Dark };
    vec![Effect::ShowTheme(state.setting.theme)]
}
