//! The figure in somebody else's page: `#embed=curve+policy`, and what that page may set.
//!
//! An embedded figure has no header, no lesson and no drawer; it is as high as the chosen views. The page around it
//! hears of it and sets it by messages (`bin/web/embed.rs`); what it sets are the link's own keys.

use super::link;
use super::message::Effect;
use super::state::State;
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

    /// Whether a view is chosen.
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

    /// How many.
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
    /// What was expected.
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
pub(super) fn take(state: &mut State, parts: &[(String, String)]) -> Vec<Effect> {
    let mut setting = state.setting.clone();
    for (key, value) in parts {
        let outcome = match key.as_str() {
            "v" | "embed" | "open" | "lesson" => Err("a key that a figure can be set by".to_owned()),
            _ => link::read_part(&mut setting, key, value),
        };
        if let Err(expected) = outcome {
            return vec![Effect::Refuse(format!("{key}={value}: expected {expected}"))];
        }
    }
    if setting.budget.to_bits() != state.setting.budget.to_bits() {
        state.previous.clone_from(&state.reading);
    }
    adopt(state, setting)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Msg, update};

    fn set(state: &mut State, parts: &[(&str, &str)]) -> Vec<Effect> {
        let parts = parts.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect();
        update(state, Msg::SettingSent(parts))
    }

    #[test]
    fn views_return_from_their_names_and_nothing_else_is_read() {
        for bits in 1..16 {
            assert_eq!(Views::read(&Views(bits).names()), Ok(Views(bits)));
        }
        for names in ["", "curve+", "curve+curve", "house", "curve policy"] {
            assert!(Views::read(names).is_err(), "{names}");
        }
        assert_eq!(Views::only(View::Why).toggled(View::Why), Views::only(View::Why), "the last one stays");
    }

    #[test]
    fn an_embedder_sets_by_the_links_keys_and_is_told_what_is_wrong() {
        let mut state = State::default();
        update(&mut state, Msg::LinkOpened("v=1&embed=curve".to_owned()));
        let effects = set(&mut state, &[("C", "0.5"), ("rule", "paper")]);
        assert!(
            effects.contains(&Effect::WriteLink("v=1&rule=paper&C=0.5&embed=curve".to_owned())),
            "{effects:?}"
        );
        let before = state.setting.clone();
        let refused = set(&mut state, &[("C", "2"), ("seed", "x")]);
        assert!(matches!(&refused[..], [Effect::Refuse(why)] if why.starts_with("seed=x: expected")));
        assert!(matches!(&set(&mut state, &[("embed", "policy")])[..], [Effect::Refuse(_)]));
        assert_eq!(state.setting, before, "all or nothing");
    }
}
