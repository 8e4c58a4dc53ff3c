//! The drawers below the four views: what is slow or rare, closed until somebody asks.
//!
//! One row of names, at most one of them open. Only drawers that work stand here.

/// A drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// Tables 1 to 5 and the findings, made anew beside the paper's.
    Evidence,
    /// World, γ, key, sample sizes; pinned settings side by side.
    SetUp,
    /// Which model scores, which engine runs it, the reader's own file.
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
    pub fn title(self) -> &'static str {
        match self {
            Self::Evidence => "Evidence",
            Self::SetUp => "Set-up",
            Self::Models => "Models",
            Self::Remote => "Remote",
            Self::Log => "Your log",
            Self::Problems => "Small problems",
        }
    }

    /// A few words on what is inside.
    #[must_use]
    pub fn note(self) -> &'static str {
        match self {
            Self::Evidence => "Tables 1 to 5 and the findings, beside the paper's",
            Self::SetUp => "world, γ, key, sample sizes; compare",
            Self::Models => "engine, your own ONNX file",
            Self::Remote => "a language model that acts or helps",
            Self::Log => "your own agent: what would one more call buy?",
            Self::Problems => "where the paper's rule errs; your own MDP file",
        }
    }

    /// The drawer of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|drawer| drawer.name() == name)
    }
}
