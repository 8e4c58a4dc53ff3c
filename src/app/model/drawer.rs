//! The drawers below the four views: what is slow or rare, closed until somebody asks.
//!
//! One row of names, at most one of them open. Only drawers that work stand here.

use crate::language::Words;

/// A drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// Tables 1 to 5 and the findings, made again beside the paper's.
    Evidence,
    /// World, γ, key, sample sizes; pinned settings side by side.
    SetUp,
    /// The model that scores, the engine that runs it, and the reader's own model file.
    Models,
    /// A language model that acts or helps.
    Remote,
    /// The log of the reader's own agent.
    Log,
    /// Problems in miniature, and the reader's own.
    Problems,
}

impl Drawer {
    /// Every drawer, in the order of the row.
    pub const ALL: &[Self] =
        &[Self::Evidence, Self::SetUp, Self::Models, Self::Remote, Self::Log, Self::Problems];

    /// The name in a link (`open=set-up`) and in `data-testid`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::SetUp => "set-up",
            Self::Models => "models",
            Self::Remote => "remote",
            Self::Log => "log",
            Self::Problems => "problems",
        }
    }

    /// The name the reader sees.
    #[must_use]
    pub fn title(self, w: Words) -> &'static str {
        match self {
            Self::Evidence => w.drawer_evidence(),
            Self::SetUp => w.drawer_set_up(),
            Self::Models => w.drawer_models(),
            Self::Remote => w.drawer_remote(),
            Self::Log => w.drawer_log(),
            Self::Problems => w.drawer_problems(),
        }
    }

    /// A few words on what is inside.
    #[must_use]
    pub fn note(self, w: Words) -> &'static str {
        match self {
            Self::Evidence => w.drawer_evidence_note(),
            Self::SetUp => w.drawer_set_up_note(),
            Self::Models => w.drawer_models_note(),
            Self::Remote => w.drawer_remote_note(),
            Self::Log => w.drawer_log_note(),
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
