//! The speed of an episode.

/// A speed of playing; it belongs to the reader's sitting, not to the figure, so no link holds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// Half as fast.
    Half,
    /// A step in nine tenths of a second.
    #[default]
    Normal,
    /// Twice as fast.
    Double,
    /// Four times as fast.
    Fourfold,
}

impl Speed {
    const ALL: [Self; 4] = [Self::Half, Self::Normal, Self::Double, Self::Fourfold];

    /// The next faster one (+1) or slower one (-1); the last one stays.
    #[must_use]
    pub fn stepped(self, by: i32) -> Self {
        let last = Self::ALL.len() - 1;
        Self::ALL[(self as usize).saturating_add_signed(by as isize).min(last)]
    }

    /// The one after it; after the fastest, the slowest.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }

    /// The time for which a step is shown, in milliseconds.
    #[must_use]
    pub fn step_ms(self) -> u32 {
        match self {
            Self::Half => 1_800,
            Self::Normal => 900,
            Self::Double => 450,
            Self::Fourfold => 225,
        }
    }

    /// `1×`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Half => "½×",
            Self::Normal => "1×",
            Self::Double => "2×",
            Self::Fourfold => "4×",
        }
    }
}
