//! The drawers below the four views: what is slow or rare, closed until somebody asks.
//!
//! One row of names, at most one of them open. Only drawers that work stand here.

use crate::language::Words;

/// A drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// Tables 1 to 5 and the findings, made again beside the paper's.
    Paper,
    /// World, γ, key, sample sizes; pinned settings side by side.
    Settings,
    /// The model that scores, the engine that runs it, and the reader's own model file.
    Models,
    /// A language model that acts or helps.
    LanguageModel,
    /// The log of the reader's own agent.
    YourAgent,
    /// Problems in miniature, and the reader's own.
    Problems,
}

impl Drawer {
    /// Every drawer, in the order of the row.
    pub const ALL: &[Self] =
        &[Self::Paper, Self::Settings, Self::Models, Self::LanguageModel, Self::YourAgent, Self::Problems];

    /// The name in a link (`open=set-up`) and in `data-testid`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Paper => "evidence",
            Self::Settings => "set-up",
            Self::Models => "models",
            Self::LanguageModel => "remote",
            Self::YourAgent => "log",
            Self::Problems => "problems",
        }
    }

    /// The name the reader sees.
    #[must_use]
    pub fn title(self, w: Words) -> &'static str {
        match self {
            Self::Paper => w.drawer_evidence(),
            Self::Settings => w.drawer_set_up(),
            Self::Models => w.drawer_models(),
            Self::LanguageModel => w.drawer_remote(),
            Self::YourAgent => w.drawer_log(),
            Self::Problems => w.drawer_problems(),
        }
    }

    /// A few words on what is inside.
    #[must_use]
    pub fn note(self, w: Words) -> &'static str {
        match self {
            Self::Paper => w.drawer_evidence_note(),
            Self::Settings => w.drawer_set_up_note(),
            Self::Models => w.drawer_models_note(),
            Self::LanguageModel => w.drawer_remote_note(),
            Self::YourAgent => w.drawer_log_note(),
            Self::Problems => w.drawer_problems_note(),
        }
    }

    /// The drawer of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|drawer| drawer.name() == name)
    }
}

/// The name of the household with two helps among the example problems, and in a link.
pub const HOUSEHOLD: &str = "household";
