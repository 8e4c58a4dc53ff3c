//! What the page and the worker say to each other about a problem, and what the reader does with it.

use serde::{Deserialize, Serialize};

use crate::figure::Drawing;

/// What of a problem is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProblemLook {
    /// The price of each intervention; those of the problem's story, or the middle of what matters, where there is none.
    pub prices: Vec<f64>,
    /// The width of a figure in pixels.
    pub width: f64,
}

/// What the page asks of the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ProblemRequest {
    /// Open a built-in problem.
    Scenario {
        /// Which request.
        request: u32,
        /// Its name.
        name: String,
        /// What to show first.
        look: ProblemLook,
    },
    /// Read the file that comes along.
    File {
        /// Which request.
        request: u32,
        /// What to show first.
        look: ProblemLook,
    },
    /// Show it otherwise.
    Show {
        /// Which request.
        request: u32,
        /// How.
        look: ProblemLook,
    },
}

/// What is said of a problem once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProblemOpened {
    /// How large it is, in words.
    pub facts: String,
    /// The price above which nothing changes any more.
    pub price_max: f64,
    /// Cells a side of the map of two prices.
    pub map_cells: u32,
}

/// A rule and what it comes to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleRow {
    /// Its name.
    pub name: String,
    /// V = S - Σ r M.
    pub value: String,
    /// S.
    pub success: String,
    /// M of each intervention.
    pub calls: String,
}

/// A state and what both rules do there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StateRow {
    /// Its name.
    pub name: String,
    /// What the optimum does.
    pub exact: String,
    /// What the paper's rule does.
    pub paper: String,
    /// At which prices the optimum asks.
    pub asks: String,
    /// Whether the rules part here.
    pub differs: bool,
}

/// What is shown of a problem.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProblemShown {
    /// The price of each intervention.
    pub prices: Vec<f64>,
    /// What the two rules come to, in a sentence.
    pub verdict: String,
    /// Whether they come to the same.
    pub is_same: bool,
    /// The rules.
    pub rules: Vec<RuleRow>,
    /// Success against calls where there is one intervention; a map of the prices where there are two.
    pub figure: Option<Drawing>,
    /// The states, as many as are listed.
    pub states: Vec<StateRow>,
    /// How many more there are.
    pub more_states: u32,
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ProblemReply {
    /// It is open.
    Opened {
        /// Which request.
        request: u32,
        /// What is said of it once.
        opened: ProblemOpened,
        /// What is shown first.
        shown: Box<ProblemShown>,
    },
    /// What was asked to be shown.
    Shown {
        /// Which request.
        request: u32,
        /// It.
        shown: Box<ProblemShown>,
    },
    /// It is none; the one before stays.
    Refused {
        /// Which request.
        request: u32,
        /// What is wrong, and what was expected.
        error: String,
    },
}

/// Something the reader did with a problem, or that came of it.
#[derive(Debug)]
pub enum ProblemMsg {
    /// A built-in problem was chosen, by its name.
    ScenarioChosen(&'static str),
    /// A file was dropped or picked; the shell holds it.
    FileGiven {
        /// Its name.
        name: String,
    },
    /// The price of an intervention moved.
    PriceMoved(usize, f64),
    /// A cell of the map of two prices was clicked, by its key.
    CellChosen(u32),
    /// The worker answered.
    Replied(Box<ProblemReply>),
    /// The worker did not come, or stopped.
    WorkerFailed(String),
}

/// What the shell is to do with problems.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemEffect {
    /// Start a worker if there is none, and ask it; with the file that was given where it reads one.
    Ask(ProblemRequest),
    /// End the worker.
    Stop,
}
