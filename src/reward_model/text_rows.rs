//! The text of a state as a sparse row: hashed words and pairs, for networks that read.
//!
//! Each line of [`state_text`] belongs to the section whose title stands above it. A line gives its words and its pairs of
//! neighbouring words. Each is hashed together with its section (FNV-1a, 64 bits) to one of [`TEXT_FEATURES`] features,
//! which count.

use std::collections::BTreeMap;

use super::features::SelfKnowledge;
use crate::household::{Action, Household, Task, state_text};
use crate::net::{Network, SparseRows, predict_sparse};
use crate::numeric::{HASH_START, hash_after, words};

/// Features of a text.
pub const TEXT_FEATURES: u16 = 4096;

/// The features of a text that are not 0, in rising order, with how often each occurs: at most 255 times.
#[must_use]
pub fn text_counts(text: &str) -> BTreeMap<u16, u8> {
    let mut counts = BTreeMap::new();
    let mut add = |hash: u64| {
        let count = counts.entry((hash % u64::from(TEXT_FEATURES)) as u16).or_insert(0u8);
        *count = count.saturating_add(1);
    };
    let mut section = HASH_START;
    for line in text.lines() {
        if line.ends_with(':') {
            section = hash_after(HASH_START, line.as_bytes());
            continue;
        }
        let mut last = None;
        for word in words(line) {
            let hash = hash_after(section, word);
            add(hash);
            if let Some(last) = last {
                add(hash_after(hash_after(last, b" "), word));
            }
            last = Some(hash);
        }
    }
    counts
}

/// The form in which a network takes a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reads {
    /// The numbers of [`super::features`].
    #[default]
    Features,
    /// The same without self-knowledge: its numbers are 0 in training, and so are their weights.
    Facts,
    /// The text of the state, as [`text_counts`].
    Text,
}

impl Reads {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Features, Self::Facts, Self::Text];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Features => "features",
            Self::Facts => "facts",
            Self::Text => "text",
        }
    }

    /// The self-knowledge in the features that a network of this kind is trained on.
    #[must_use]
    pub fn self_knowledge(self) -> SelfKnowledge {
        if self == Self::Facts { SelfKnowledge::Omitted } else { SelfKnowledge::Included }
    }
}

/// The answer of a network that reads to the text of a household; one half of a network of another width.
#[must_use]
pub fn read(network: &Network, household: &Household) -> f64 {
    let mut row = SparseRows::new(TEXT_FEATURES);
    row.push(text_counts(&state_text(household)));
    predict_sparse(network, &row).first().copied().map_or(0.5, f64::from)
}

/// A state by the way there: the actions from the start of its task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// The task's number in its set.
    pub task: u32,
    /// The actions so far.
    pub actions: Vec<Action>,
}

impl Moment {
    /// The state that a household is in.
    #[must_use]
    pub fn of(household: &Household) -> Self {
        Self { task: household.task().id.index, actions: household.log().map(|entry| entry.action).collect() }
    }
}

/// The rows of some states, in their order; `task` makes the task of a number.
#[must_use]
pub fn text_rows(moments: &[Moment], task: impl Fn(u32) -> Task) -> SparseRows {
    let mut rows = SparseRows::new(TEXT_FEATURES);
    let mut at_hand: Option<Task> = None;
    for moment in moments {
        let known = at_hand.take().filter(|known| known.id.index == moment.task);
        let known = at_hand.insert(known.unwrap_or_else(|| task(moment.task)));
        rows.push(text_counts(&state_text(&Household::replay(known, &moment.actions))));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_pairs_count_within_their_section() {
        let counts = |text: &str| text_counts(text).values().map(|&n| u32::from(n)).sum::<u32>();
        // a, b, a, "a b", "b a".
        assert_eq!(counts("a B, a."), 5);
        // A pair does not reach over the end of a line.
        assert_eq!(counts("a\nb"), 2);
        assert_eq!(text_counts("A!"), text_counts("- a"));
        assert_ne!(text_counts("Here:\na b"), text_counts("There:\na b"));
        assert_eq!(text_counts("a a a a").values().copied().max(), Some(4));
    }
}
