//! The page's own keys: what a press means, by where the focus is.

use crate::app::message::page::{Msg, Panel};

/// The place in which a key was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// A field of text, which undoes its own typing.
    Text,
    /// A control that takes keys of its own, but no text: a slider, a list, a button, a link.
    Control,
    /// Anywhere else.
    Page,
}

/// One press of a key, as a browser names it.
#[derive(Clone, Copy, Debug)]
pub struct Press<'a> {
    /// The key's name, or the character it writes.
    pub key: &'a str,
    /// True if Alt was held.
    pub has_alt: bool,
    /// True if Ctrl was held, or the key that stands for it on the machine.
    pub has_ctrl: bool,
    /// True if Shift was held.
    pub has_shift: bool,
    /// The element that has the focus.
    pub focus: Focus,
}

impl Focus {
    /// The focus on an element, by the name of its tag and its type.
    #[must_use]
    pub fn of(tag: &str, kind: &str) -> Self {
        match (tag.to_ascii_lowercase().as_str(), kind) {
            ("input", "range" | "checkbox" | "file") | ("select" | "button" | "a" | "summary", _) => {
                Self::Control
            }
            ("input" | "textarea", _) => Self::Text,
            _ => Self::Page,
        }
    }
}

/// The message of a press; `None` for a key that the page leaves to the browser.
#[must_use]
pub fn msg_of(press: Press<'_>) -> Option<Msg> {
    let Press { key, has_alt, has_ctrl, has_shift, focus } = press;
    match (key, focus) {
        _ if has_alt => None,
        ("Escape", _) => Some(Msg::EscapePressed),
        ("z", Focus::Control | Focus::Page) if has_ctrl && !has_shift => Some(Msg::UndoPressed),
        ("Z", Focus::Control | Focus::Page) if has_ctrl && has_shift => Some(Msg::RedoPressed),
        ("y", Focus::Control | Focus::Page) if has_ctrl && !has_shift => Some(Msg::RedoPressed),
        (_, Focus::Page) if !has_ctrl => plain(key),
        _ => None,
    }
}

fn plain(key: &str) -> Option<Msg> {
    Some(match key {
        " " => Msg::PlayPressed,
        "." => Msg::EpisodeStepped,
        "<" => Msg::SpeedStepped(-1),
        ">" => Msg::SpeedStepped(1),
        "0" => Msg::ResetPressed,
        "n" => Msg::TaskStepped(1),
        "p" => Msg::TaskStepped(-1),
        "[" => Msg::BreakpointStepped(-1),
        "]" => Msg::BreakpointStepped(1),
        "b" => Msg::BudgetTyping(true),
        "t" => Msg::TablesToggled,
        "s" => Msg::PanelToggled(Panel::Glossary),
        "?" => Msg::PanelToggled(Panel::Keys),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str, ctrl: bool, shift: bool, focus: Focus) -> String {
        let press = Press { key, has_alt: false, has_ctrl: ctrl, has_shift: shift, focus };
        msg_of(press).map_or("-".to_owned(), |msg| format!("{msg:?}"))
    }

    #[test]
    fn a_field_of_text_keeps_its_keys_and_only_escape_leaves_it() {
        for (tag, kind) in [("INPUT", "text"), ("input", "password"), ("TEXTAREA", "textarea")] {
            let focus = Focus::of(tag, kind);
            for key in ["n", "0", ".", " ", "b", "z", "y", "Enter"] {
                assert_eq!(press(key, false, false, focus), "-", "{tag} {key}");
                assert_eq!(press(key, true, false, focus), "-", "{tag} Ctrl {key}");
            }
            assert_eq!(press("Escape", false, false, focus), "EscapePressed");
        }
    }

    #[test]
    fn a_slider_and_a_list_keep_their_keys_but_let_undo_through() {
        for (tag, kind) in
            [("input", "range"), ("input", "checkbox"), ("select", "select-one"), ("button", "")]
        {
            let focus = Focus::of(tag, kind);
            assert_eq!(press(" ", false, false, focus), "-", "{tag}");
            assert_eq!(press("z", true, false, focus), "UndoPressed", "{tag}");
        }
    }

    #[test]
    fn chords_are_undo_and_redo_and_nothing_else_with_ctrl_or_alt() {
        let chords = [("z", false, "UndoPressed"), ("Z", true, "RedoPressed"), ("y", false, "RedoPressed")];
        for (key, shift, means) in chords {
            assert_eq!(press(key, true, shift, Focus::Page), means);
            assert_eq!(press(key, false, shift, Focus::Page), "-", "{key} alone");
        }
        assert_eq!(press("n", true, false, Focus::Page), "-");
        let alt = Press { key: "n", has_alt: true, has_ctrl: false, has_shift: false, focus: Focus::Page };
        assert!(msg_of(alt).is_none());
    }

    #[test]
    fn every_key_of_the_page_means_another_act() {
        let keys = [" ", ".", "<", ">", "0", "n", "p", "[", "]", "b", "t", "s", "?"];
        let means: std::collections::BTreeSet<String> =
            keys.iter().map(|key| press(key, false, false, Focus::Page)).collect();
        assert_eq!(means.len(), keys.len());
        assert!(!means.contains("-"));
    }
}
