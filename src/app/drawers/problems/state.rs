//! The state that the page keeps of the problem drawer: the problem that is open, and the one that is awaited.

use crate::app::derived::command;
use crate::app::drawers::problems::household::view::HouseholdView;
use crate::app::drawers::problems::message::{ProblemLook, ProblemOpened, ProblemShown};
use crate::app::drawers::session::state::{Latest, SessionState};
use crate::app::model::drawer::HOUSEHOLD;
use crate::app::model::setting::{MadeBy, Setting};
use crate::experiment::{Order, TwoHelpsDone};
use crate::figure::text;

/// The progress of the household with two helps while it is being made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProblemMaking {
    /// The stage, and how much of it is done.
    pub done: TwoHelpsDone,
    /// About how long the rest takes, in milliseconds.
    pub left_ms: Option<f64>,
}

/// The source of a problem: a built-in scenario, the household with two helps, or a file of the reader's own.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemSource {
    /// A built-in one, by its name.
    Scenario(&'static str),
    /// The household with two helps, by what it is made by.
    Household(Order),
    /// A file of the reader's own.
    File {
        /// The name of the file.
        name: String,
        /// The number under which the shell holds it.
        kept: u32,
    },
}

impl ProblemSource {
    /// The name that the reader sees.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Scenario(name) => name,
            Self::Household(_) => HOUSEHOLD,
            Self::File { name, .. } => name,
        }
    }

    /// The name of the problem in a link; none for a file, which no link holds.
    pub(super) fn in_link(&self) -> Option<&'static str> {
        match self {
            Self::Scenario(name) => Some(name),
            Self::Household(_) => Some(HOUSEHOLD),
            Self::File { .. } => None,
        }
    }

    /// The parts of the household's order that a link names, because they differ from the page's `own` order.
    pub(in crate::app) fn made(&self, own: &Order) -> MadeBy {
        match self {
            Self::Household(order) => MadeBy::of(order, own),
            Self::Scenario(_) | Self::File { .. } => MadeBy::default(),
        }
    }

    /// The commands that make its file, where that is to be made, and the name of the file.
    fn file(&self) -> (Option<String>, String) {
        match self {
            Self::Scenario(name) => (None, format!("scenario:{name}")),
            Self::File { name, .. } => (None, command::word(name)),
            Self::Household(order) => {
                let Order { seed, split, n_tasks, gamma, repetitions, .. } = order;
                let made = format!(
                    "{} --intervention better,mcts --split {} --seed {seed} --tasks {n_tasks} --reps \
                     {repetitions} --gamma {gamma} --out household.jsonl --mdp household.json",
                    command::askwell("collect"),
                    split.name()
                );
                (Some(made), "household.json".to_owned())
            }
        }
    }
}

/// The problem that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProblemState {
    /// The one asked for last.
    pub asked: Option<ProblemSource>,
    /// The one that is shown.
    pub source: Option<ProblemSource>,
    /// The request that opened it.
    pub(super) opened_by: u32,
    /// The reader's own file that was opened last: what is shown where the setting names no problem.
    pub(super) own: Option<ProblemSource>,
    /// The setting that was followed last.
    pub(super) followed: Option<Followed>,
    /// The facts of the problem that hold at every price; none for the household.
    pub opened: Option<ProblemOpened>,
    /// The figures and numbers shown of the problem at the chosen prices; none for the household.
    pub shown: Option<ProblemShown>,
    /// The household with two helps, where that is shown.
    pub household: Option<Box<HouseholdView>>,
    /// The progress of the household while it is being made.
    pub making: Option<ProblemMaking>,
    /// The share of a large problem that is solved while it is opened, in [0, 1].
    pub solving: Option<f64>,
    /// Why the last one was refused.
    pub refused: Option<String>,
    /// The prices or budgets that are looked at, and the width of a figure.
    pub look: ProblemLook,
    /// The worker that opens it, and whether a problem is awaited.
    pub session: SessionState<()>,
    /// The picture that is awaited.
    pub(super) showing: Latest,
}

fn written(price: Option<&f64>) -> String {
    price.map_or_else(String::new, f64::to_string)
}

/// The part of the setting that names the problem to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Followed {
    /// The name of the problem in a link.
    pub(super) problem: Option<&'static str>,
    /// The order that the household is made by; none for another problem.
    pub(super) order: Option<Order>,
}

impl Followed {
    pub(in crate::app) fn of_setting(setting: &Setting) -> Self {
        Self::of(setting.problem, setting.household_order())
    }

    pub(super) fn of(problem: Option<&'static str>, order: Order) -> Self {
        // The household's states are told apart in one way only.
        let order = Order { keying: Order::new(order.seed, order.split).keying, ..order };
        Self { problem, order: problem.filter(|&name| name == HOUSEHOLD).map(|_| order) }
    }
}

impl ProblemState {
    /// The name of the problem that is shown.
    #[must_use]
    pub fn name(&self) -> &str {
        self.source.as_ref().map_or("", ProblemSource::name)
    }

    /// The name of the problem asked for last.
    #[must_use]
    pub fn asked_name(&self) -> &str {
        self.asked.as_ref().map_or("", ProblemSource::name)
    }

    /// The order of the household that is shown, where the page's setting would now make another one.
    #[must_use]
    pub fn made_with_another(&self, now: Order) -> Option<Order> {
        let made = match &self.source {
            Some(ProblemSource::Household(order)) => *order,
            _ => return None,
        };
        (Followed::of(Some(HOUSEHOLD), made) != Followed::of(Some(HOUSEHOLD), now)).then_some(made)
    }

    /// The commands that give the numbers that are shown, with every digit of the prices, in the order to run them.
    #[must_use]
    pub fn commands(&self) -> Vec<String> {
        let Some(source) = &self.source else { return Vec::new() };
        let (made, file) = source.file();
        let each = |option: &str, numbers: &[f64]| {
            numbers.iter().map(|number| format!(" --{option} {number}")).collect::<String>()
        };
        let prices = match (&self.shown, &self.household) {
            (Some(shown), _) => each("price", &shown.prices),
            (_, Some(household)) => each("price", &household.shown.prices),
            (None, None) => return Vec::new(),
        };
        let source = if self.opened.as_ref().is_some_and(|opened| opened.p_of_table) {
            [" --p-source", "table"].join(" ")
        } else {
            String::new()
        };
        let solve = format!("{} {file}{prices}", command::askwell("solve"));
        let optimum = match &self.household {
            Some(household) if household.shown.is_of_budgets => {
                format!("{} {file}{}", command::askwell("budget"), each("budget", &household.shown.budgets))
            }
            _ => solve.clone(),
        };
        let rule = [&solve, "--rule", "paper"].join(" ") + &source;
        made.into_iter().chain([optimum, rule]).collect()
    }

    /// The price of an intervention as the page writes it, with all digits of its command. A price that
    /// follows from budgets has too many digits, so it is rounded.
    #[must_use]
    pub fn price_in_full(&self, place: usize) -> String {
        match (&self.shown, &self.household) {
            (_, Some(household)) if household.shown.is_of_budgets => {
                household.shown.prices.get(place).map_or_else(String::new, |&price| text::small(price, 4))
            }
            (_, Some(household)) => written(household.shown.prices.get(place)),
            (Some(shown), None) => written(shown.prices.get(place)),
            (None, None) => String::new(),
        }
    }

    /// True if a problem is being opened.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.session.awaited().is_some()
    }
}
