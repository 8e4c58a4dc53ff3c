//! The views of the figure, and the choice of some of them for a page that embeds it: `#embed=curve+policy`.

/// One of the four views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A: success against calls.
    Curve,
    /// B: the states in which the policy asks.
    Policy,
    /// D: the reason to ask, or not, in one state.
    Why,
    /// C: the episode, and its comparison.
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
pub struct Views(pub(in crate::app) u8);

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

    /// The views with one put in or taken out; the last one stays.
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
