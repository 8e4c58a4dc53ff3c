//! What the page and the worker say to each other about a problem, and what the reader does with it.

use crate::app::message::spoken::{Spoken, by_code};
use crate::language::{Language, Words, counted, fill};
use serde::{Deserialize, Serialize};

use crate::app::drawers::problems::household::data::{HouseholdOpened, HouseholdShown, Planes};
use crate::experiment::{Order, TwoHelpsDone};
use crate::figure::Drawing;

/// What of a problem is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProblemLook {
    /// The price of each intervention; those of the problem's story, or the middle of what matters, where there is none.
    pub prices: Vec<f64>,
    /// Of the household: the budget of each help, where budgets were chosen and not prices.
    pub budgets: Vec<f64>,
    /// The width of a figure in pixels.
    pub width: f64,
}

/// What the page asks of the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ProblemRequest {
    /// Word and draw everything from now on in this language.
    Speak(Spoken),
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
        /// The number under which the shell holds it.
        kept: u32,
        /// What to show first.
        look: ProblemLook,
    },
    /// Make the household with two helps, or take the one that was made before.
    Household {
        /// Which request.
        request: u32,
        /// What it is made by.
        order: Order,
        /// What to show first.
        look: ProblemLook,
    },
    /// Make no household any more.
    Cancel,
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
    /// States, interventions and tasks.
    pub size: [u32; 3],
    /// γ.
    pub gamma: f64,
    /// The price above which nothing changes any more.
    pub price_max: f64,
    /// Cells a side of the map of two prices.
    pub map_cells: u32,
    /// True if the paper's rule takes p from the table, since the problem has none of its own.
    pub p_of_table: bool,
}

impl ProblemOpened {
    /// True if success and calls are discounted.
    #[must_use]
    pub fn is_discounted(&self) -> bool {
        self.gamma < 1.0
    }

    /// How large it is.
    #[must_use]
    pub fn facts(&self, w: Words) -> String {
        let [states, helps, tasks] = self.size;
        let counted = [
            counted(w.n_states(), states),
            counted(w.n_interventions(), helps),
            counted(w.n_tasks_of_problem(), tasks),
        ];
        fill(w.problem_facts(), &[&counted[0], &counted[1], &counted[2], &self.gamma])
    }
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
    /// The language it is worded and drawn in.
    #[serde(with = "by_code")]
    pub language: Language,
    /// The price of each intervention.
    pub prices: Vec<f64>,
    /// What the two rules come to, in a sentence.
    pub verdict: String,
    /// Whether they come to the same.
    pub is_same: bool,
    /// The rules.
    pub rules: Vec<RuleRow>,
    /// The width that the figure is drawn for.
    pub width: f64,
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
        /// The request that opened the problem it is of.
        of: u32,
        /// It.
        shown: Box<ProblemShown>,
    },
    /// A large problem is being solved.
    Solving {
        /// Which request.
        request: u32,
        /// How much of it is done, in [0, 1].
        share: f64,
    },
    /// The household is being made.
    Making {
        /// Which request.
        request: u32,
        /// How far it is.
        done: TwoHelpsDone,
        /// About how long the rest takes, in milliseconds, once that can be said.
        left_ms: Option<f64>,
    },
    /// It is there.
    Made {
        /// Which request.
        request: u32,
        /// What is said of it once.
        opened: Box<HouseholdOpened>,
        /// What is shown first.
        shown: Box<HouseholdShown>,
        /// What of its map and its surface is solved.
        planes: Box<Planes>,
    },
    /// What was asked to be shown of it.
    Looked {
        /// Which request.
        request: u32,
        /// The request that made the household it is of.
        of: u32,
        /// It.
        shown: Box<HouseholdShown>,
    },
    /// More of it is solved.
    Grown {
        /// The order it is of.
        order: Order,
        /// What is shown now.
        shown: Box<HouseholdShown>,
        /// What is solved by now.
        planes: Box<Planes>,
    },
    /// It is none; the one before stays.
    Refused {
        /// Which request.
        request: u32,
        /// What is wrong, and what was expected.
        error: String,
    },
}

/// One of the two figures of the household with two helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plane {
    /// The map over both prices.
    Prices,
    /// The surface over both budgets.
    Budgets,
}

/// Something the reader did with a problem, or that came of it.
#[derive(Debug)]
pub enum ProblemMsg {
    /// A built-in problem was chosen, by its name; or the household.
    ScenarioChosen(&'static str),
    /// A file was dropped or picked; the shell holds it.
    FileGiven {
        /// Its name.
        name: String,
        /// The number under which the shell holds it.
        kept: u32,
    },
    /// The price of an intervention moved.
    PriceMoved(usize, f64),
    /// The price of an intervention was typed.
    PriceTyped(usize, String),
    /// A cell of the map of two prices was clicked, by its key.
    CellChosen(u32),
    /// A corner of the surface of two budgets was clicked, by its key.
    CornerChosen(u32),
    /// An arrow key on the map or on the surface: so many places to the right, and up.
    Stepped(Plane, [i32; 2]),
    /// The household is not to be waited for.
    CancelPressed,
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
