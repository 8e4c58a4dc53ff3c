//! The figure in somebody else's page: `#embed=curve+policy`, and what that page may set.
//!
//! An embedded figure has no header, no lesson and no drawer; it is as high as the chosen views. The page around it
//! hears of it and sets it by messages (`bin/web/embed.rs`); what it sets are the link's own keys.

use super::link;
use super::linked_marks;
use super::message::Effect;
use super::setting::Setting;
use super::state::{Phase, State};
use super::update::adopt;

/// One of the four views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A: success against calls.
    Curve,
    /// B: where it asks.
    Policy,
    /// D: why here.
    Why,
    /// C: the episode, twice.
    Episode,
}

impl View {
    /// Every view, in page order.
    pub const ALL: [Self; 4] = [Self::Curve, Self::Policy, Self::Why, Self::Episode];

    /// The name in a link.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Curve => "curve",
            Self::Policy => "policy",
            Self::Why => "why",
            Self::Episode => "episode",
        }
    }
}

/// The chosen views; at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Views(u8);

impl Views {
    /// All four.
    pub const ALL: Self = Self(0b1111);

    /// Exactly one view.
    #[must_use]
    pub fn only(view: View) -> Self {
        Self(1 << view as u8)
    }

    /// True if a view is chosen.
    #[must_use]
    pub fn contains(self, view: View) -> bool {
        self.0 & 1 << view as u8 != 0
    }

    /// The same with a view put in or taken out; the last one stays.
    #[must_use]
    pub fn toggled(self, view: View) -> Self {
        match self.0 ^ 1 << view as u8 {
            0 => self,
            views => Self(views),
        }
    }

    /// The number of views.
    #[must_use]
    pub fn n(self) -> u32 {
        self.0.count_ones()
    }

    /// `all`, or the names with + between.
    #[must_use]
    pub fn names(self) -> String {
        if self == Self::ALL {
            return "all".to_owned();
        }
        let names = View::ALL.into_iter().filter(|&view| self.contains(view)).map(View::name);
        names.collect::<Vec<_>>().join("+")
    }

    /// The views of these names.
    ///
    /// # Errors
    /// The names that were expected.
    pub fn read(names: &str) -> Result<Self, String> {
        if names == "all" {
            return Ok(Self::ALL);
        }
        let one = |name: &str| View::ALL.into_iter().find(|view| view.name() == name);
        let bits: Option<u8> = names.split('+').map(|name| one(name).map(|view| 1 << view as u8)).sum();
        let all = || View::ALL.map(View::name).join(", ");
        let distinct = bits.filter(|bits| bits.count_ones() as usize == names.split('+').count());
        distinct.map(Self).ok_or_else(|| format!("all, or some of {}, each once, with + between", all()))
    }
}

/// Takes what the page around the figure set: all of it, or nothing and the reason.
///
/// It goes through what a link goes through, so what is set is a setting that a link can hold.
pub(super) fn take(state: &mut State, parts: &[(String, String)]) -> Vec<Effect> {
    let setting = match read(state, parts) {
        Ok(setting) => setting,
        Err(why) => return vec![Effect::Refuse(why)],
    };
    let (before, previous, n_notices) = (state.setting.clone(), state.previous.clone(), state.notices.len());
    if setting.budget.to_bits() != state.setting.budget.to_bits() {
        state.previous.clone_from(&state.reading);
    }
    let effects = adopt(state, setting);
    // What only the numbers can tell, such as a choice that cannot be made, is a notice of the page.
    let Some(notice) = state.notices.get(n_notices).cloned() else { return effects };
    state.notices.truncate(n_notices);
    // Only choices are told by the numbers, and those belong to the experiment that is on show: nothing was ordered.
    adopt(state, before);
    state.previous = previous;
    vec![Effect::Refuse(notice.text)]
}

/// True if a key says what only the whole page has.
fn is_of_the_page(key: &str) -> bool {
    matches!(key, "v" | "embed" | "open" | "lesson" | "problem" | "guess" | "d") || key.starts_with("made-")
}

/// The setting with the parts in it, or the first that cannot be taken and what was expected.
fn read(state: &State, parts: &[(String, String)]) -> Result<Setting, String> {
    let mut setting = state.setting.clone();
    let mut seen: Vec<&str> = Vec::new();
    for (key, value) in parts {
        let expected = match key.as_str() {
            _ if seen.contains(&key.as_str()) => Err(format!("{key} once")),
            key if is_of_the_page(key) => Err("a key that a figure can be set by".to_owned()),
            _ => link::read_part(&mut setting, key, value),
        };
        expected.map_err(|expected| format!("{key}={value}: expected {expected}"))?;
        seen.push(key);
    }
    if let Some(link::Dropped { part, expected }) = link::agree(&mut setting).first() {
        return Err(format!("{part}: expected {expected}"));
    }
    let is_another_order = setting.order() != state.setting.order();
    if is_another_order && setting.takeover.is_some() && setting.takeover != state.setting.takeover {
        return Err("you: expected choices in the experiment that is on show".to_owned());
    }
    let n_tasks = match &state.experiment {
        Some(experiment) if state.pending.is_none() && !is_another_order => experiment.n_tasks(),
        _ => setting.n_tasks,
    };
    match setting.task {
        Some(task) if task >= n_tasks => {
            Err(format!("task={task}: expected a task from 0 to {}", n_tasks.saturating_sub(1)))
        }
        _ => Ok(setting),
    }
}

/// The parts of a setting written as a link is: `C=1.2&rule=paper`.
#[must_use]
pub fn parts_of_text(text: &str) -> Vec<(String, String)> {
    let parts = text.trim().trim_start_matches('#').split('&').filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        (key.to_owned(), value.to_owned())
    };
    parts.map(pair).collect()
}

/// The figure that the page around is told of: the figure that is on show, by all that makes it. Nothing while
/// another one is being computed, or its words are on their way: numbers then belong to another setting than the one
/// that would be told.
#[must_use]
pub fn figure_on_show(state: &State) -> Option<String> {
    let experiment = state.experiment.as_ref()?;
    let is_whole = state.phase == Phase::Ready
        && state.pending.is_none()
        && state.words.language() == state.setting.language;
    is_whole.then(|| format!("{:?} {}", experiment.order, link::write(&linked_marks::with_marks(state))))
}

#[cfg(test)]
#[path = "embed_test.rs"]
mod test;
