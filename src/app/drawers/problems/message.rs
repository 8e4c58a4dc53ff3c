//! The messages between the page and the problem worker, and the acts of the reader on a problem.

use crate::app::message::spoken::by_code;
use crate::language::{Language, Words, counted, fill};
use serde::{Deserialize, Serialize};

use crate::app::drawers::problems::household::data::{HouseholdOpened, HouseholdShown, Planes};
use crate::experiment::{Order, TwoHelpsDone};
use crate::figure::Drawing;

/// The prices or budgets at which a problem is looked at, and the width of its figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProblemLook {
    /// The price of each intervention; those of the problem's story, or the middle of what matters, where there is
    /// none.
    pub prices: Vec<f64>,
    /// The budget of each help of the household, where budgets were chosen and not prices.
    pub budgets: Vec<f64>,
    /// The width of a figure in pixels.
    pub width: f64,
}

/// A request of the page to the problem worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ProblemRequest {
    /// Open a built-in problem.
    Scenario {
        /// The number of the request.
        request: u32,
        /// The name of the problem.
        name: String,
        /// The prices or budgets to show first, and the width of a figure.
        look: ProblemLook,
    },
    /// Read the file that comes along.
    File {
        /// The number of the request.
        request: u32,
        /// The prices or budgets to show first, and the width of a figure.
        look: ProblemLook,
    },
    /// Make the household with two helps, or take the one that was made before.
    Household {
        /// The number of the request.
        request: u32,
        /// The order that the household is made by: its seed, its tasks, γ and its episodes.
        order: Order,
        /// The prices or budgets to show first, and the width of a figure.
        look: ProblemLook,
    },
    /// Make no household any more.
    Cancel,
    /// Show it otherwise.
    Show {
        /// The number of the request.
        request: u32,
        /// The prices or budgets to show, and the width of a figure.
        look: ProblemLook,
    },
}

/// The facts of a problem that hold at every price, sent once when it opens.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProblemOpened {
    /// The numbers of states, interventions and tasks.
    pub size: [u32; 3],
    /// The discount γ.
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

    /// The size of the problem in words: its states, interventions and tasks, and γ.
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
    /// The name of the rule.
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
    /// The name of the state.
    pub name: String,
    /// The action of the optimal policy, in words.
    pub exact: String,
    /// The action of the paper's rule, in words.
    pub paper: String,
    /// The prices at which the optimal policy calls for help, in words; empty unless there is one intervention.
    pub asks: String,
    /// True if the optimal policy and the paper's rule choose different actions in this state.
    pub differs: bool,
}

/// The verdict, the numbers, the figure and the states shown of a problem at given prices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProblemShown {
    /// The language it is worded and drawn in.
    #[serde(with = "by_code")]
    pub language: Language,
    /// The price of each intervention.
    pub prices: Vec<f64>,
    /// The verdict in words: the value of the paper's rule beside that of the optimal policy.
    pub verdict: String,
    /// True if the optimal policy and the paper's rule have the same value.
    pub is_same: bool,
    /// The rules.
    pub rules: Vec<RuleRow>,
    /// The width that the figure is drawn for.
    pub width: f64,
    /// Success against calls where there is one intervention; a map of the prices where there are two.
    pub figure: Option<Drawing>,
    /// The states, as many as are listed.
    pub states: Vec<StateRow>,
    /// The number of states that are not listed.
    pub more_states: u32,
}

/// An answer of the problem worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ProblemReply {
    /// The problem is open.
    Opened {
        /// The number of the request.
        request: u32,
        /// The facts of the problem that hold at every price.
        opened: ProblemOpened,
        /// The figures and numbers at the prices shown first.
        shown: Box<ProblemShown>,
    },
    /// The figures and numbers that were asked for.
    Shown {
        /// The number of the request.
        request: u32,
        /// The request that opened the problem it is of.
        of: u32,
        /// The figures and numbers.
        shown: Box<ProblemShown>,
    },
    /// A large problem is being solved.
    Solving {
        /// The number of the request.
        request: u32,
        /// The share of the work that is done, in [0, 1].
        share: f64,
    },
    /// The household is being made.
    Making {
        /// The number of the request.
        request: u32,
        /// The stage of the work and the progress within it.
        done: TwoHelpsDone,
        /// About how long the rest takes, in milliseconds, once that can be said.
        left_ms: Option<f64>,
    },
    /// The household is ready.
    Made {
        /// The number of the request.
        request: u32,
        /// The facts of the household that hold at every price.
        opened: Box<HouseholdOpened>,
        /// The numbers and states at the prices or budgets shown first.
        shown: Box<HouseholdShown>,
        /// The cells of the map of prices and the corners of the surface of budgets that are solved.
        planes: Box<Planes>,
    },
    /// The numbers and states of the household that were asked for.
    Looked {
        /// The number of the request.
        request: u32,
        /// The request that made the household it is of.
        of: u32,
        /// The numbers and states.
        shown: Box<HouseholdShown>,
    },
    /// More cells and corners of the household are solved.
    Grown {
        /// The order it is of.
        order: Order,
        /// The numbers and states of the household as they are known now.
        shown: Box<HouseholdShown>,
        /// The cells of the map of prices and the corners of the surface of budgets solved by now.
        planes: Box<Planes>,
    },
    /// The problem is refused; the problem that was open before stays.
    Refused {
        /// The number of the request.
        request: u32,
        /// The error in words, with what was expected.
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
        /// The name of the file.
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
