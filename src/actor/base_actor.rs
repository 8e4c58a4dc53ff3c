//! The two base actors of the paper, by name.

use serde::{Deserialize, Serialize};

/// A weak actor that acts where nobody helps. Each has a better model of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BaseActor {
    /// The paper's fine-tuned Llama 3B; its better model is the same, trained on the oracle's trajectories.
    #[default]
    Llama,
    /// The paper's GPT-4o-mini; its better model is GPT-4o.
    #[serde(rename = "gpt-4o-mini")]
    Gpt4oMini,
}

impl BaseActor {
    /// Both, in the order the page lists them.
    pub const ALL: [Self; 2] = [Self::Llama, Self::Gpt4oMini];

    /// The name on the command line, in links, in traces and in the paper's tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Llama => "llama",
            Self::Gpt4oMini => "gpt-4o-mini",
        }
    }

    /// The name as the paper writes it.
    #[must_use]
    pub fn paper_name(self) -> &'static str {
        match self {
            Self::Llama => "Llama",
            Self::Gpt4oMini => "GPT-4o-mini",
        }
    }

    /// The actor of that name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|actor| actor.name().eq_ignore_ascii_case(name))
    }
}
