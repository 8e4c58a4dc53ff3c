//! The setting: the reader's choices, which define a figure and so are all that a link carries.

use crate::app::model::marks::Marks;
use serde::{Deserialize, Serialize};

use crate::experiment::Order;
use crate::household::{Keying, Split};
use crate::language::Language;

use crate::app::model::controls::Controls;
use crate::app::model::drawer::Drawer;
use crate::app::model::takeover::Takeover;
use crate::app::model::views::Views;

/// The largest seed a link or the seed box takes: it survives a round trip through JavaScript's numbers.
pub const SEED_MAX: u64 = (1 << 53) - 1;

/// The rule that turns a budget into a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rule {
    /// The exact optimum.
    #[default]
    Exact,
    /// The paper's iteration as written.
    Paper,
}

/// The measure by which calls and success are counted, in the budget and on the curve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// Calls made and tasks solved within the step limit.
    #[default]
    Calls,
    /// The paper's M and S, discounted by γ a step.
    Discounted,
    /// Calls made, never more than C in one episode.
    Cap,
}

impl Measure {
    /// The budget as it is counted: under a cap per episode, a whole number of calls.
    #[must_use]
    pub fn budget(self, budget: f64) -> f64 {
        if self == Self::Cap { budget.floor() } else { budget }
    }
}

/// The policy of the comparison run: the same task and the same draws, another way of asking.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Comparison {
    /// Never asks.
    #[default]
    Base,
    /// Asks at one step in ten, whatever the state.
    Random,
    /// Asks below the threshold of the most difficult tenth, by p(s).
    Threshold,
    /// The shown rule at this budget.
    Budget(f64),
}

/// Light or dark, or whatever the reader's machine says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// The machine's own preference.
    #[default]
    Auto,
    /// Ink on paper.
    Light,
    /// Paper on ink.
    Dark,
}

/// A lesson's number, from 1.
pub type LessonNumber = u8;

/// The parts in which the order of the drawer's household differs from that of the page's experiment. It
/// differs if the reader gave up the household that was to follow the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MadeBy {
    /// The seed.
    pub seed: Option<u64>,
    /// The kind of tasks.
    pub split: Option<Split>,
    /// The discount γ.
    pub gamma: Option<f64>,
    /// The number of training tasks.
    pub n_tasks: Option<u32>,
    /// The number of Phase 1 episodes for each task and probability.
    pub repetitions: Option<u32>,
}

impl MadeBy {
    /// The parts of `made` that differ from `own`. That household knows only one state abstraction.
    #[must_use]
    pub fn of(made: &Order, own: &Order) -> Self {
        Self {
            seed: Some(made.seed).filter(|&seed| seed != own.seed),
            split: Some(made.split).filter(|&split| split != own.split),
            gamma: Some(made.gamma).filter(|gamma| gamma.to_bits() != own.gamma.to_bits()),
            n_tasks: Some(made.n_tasks).filter(|&n_tasks| n_tasks != own.n_tasks),
            repetitions: Some(made.repetitions).filter(|&repetitions| repetitions != own.repetitions),
        }
    }

    /// The order `own` with these parts in it.
    #[must_use]
    pub fn in_order(&self, own: Order) -> Order {
        Order {
            seed: self.seed.unwrap_or(own.seed),
            split: self.split.unwrap_or(own.split),
            gamma: self.gamma.unwrap_or(own.gamma),
            n_tasks: self.n_tasks.unwrap_or(own.n_tasks),
            repetitions: self.repetitions.unwrap_or(own.repetitions),
            ..own
        }
    }
}

/// Everything that defines what the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The seed of the whole experiment and of the episode shown.
    pub seed: u64,
    /// The kind of tasks.
    pub split: Split,
    /// The rule behind the policy.
    pub rule: Rule,
    /// The measure of the budget.
    pub measure: Measure,
    /// The budget C, in calls per task; at least 0.
    pub budget: f64,
    /// The task shown; `None` is the page's own pick.
    pub task: Option<u32>,
    /// The decision of the episode that is looked at, from 0; `None` is the first call for help.
    pub step: Option<u32>,
    /// The reader in the agent's place.
    pub takeover: Option<Takeover>,
    /// The policy of the comparison run.
    pub comparison: Comparison,
    /// Light or dark.
    pub theme: Theme,
    /// The language of the page and its figures.
    pub language: Language,
    /// The discount γ.
    pub gamma: f64,
    /// The state abstraction: the facts that distinguish two states.
    pub keying: Keying,
    /// Training tasks.
    pub n_tasks: u32,
    /// Episodes of Phase 1 a task and probability.
    pub repetitions: u32,
    /// The open lesson, from 1.
    pub lesson: Option<LessonNumber>,
    /// The controls that are not shown: a teacher's link leaves out what would distract.
    pub hidden: Controls,
    /// The open drawer.
    pub drawer: Option<Drawer>,
    /// The built-in problem that is open in its drawer.
    pub problem: Option<&'static str>,
    /// The order of the household in that drawer, where it differs from the page's own.
    pub made: MadeBy,
    /// The only views there are, inside another page.
    pub embed: Option<Views>,
    /// The marks that a link brings or carries; elsewhere they stand in `State`.
    pub marks: Marks,
}

impl Default for Setting {
    fn default() -> Self {
        let Order { seed, split, n_tasks, gamma, keying, repetitions } = Order::new(1, Split::SObj);
        Self {
            seed,
            split,
            n_tasks,
            gamma,
            keying,
            repetitions,
            lesson: None,
            hidden: Controls::default(),
            drawer: None,
            problem: None,
            made: MadeBy::default(),
            embed: None,
            marks: Marks::default(),
            rule: Rule::default(),
            measure: Measure::default(),
            budget: 1.0,
            task: None,
            step: None,
            takeover: None,
            comparison: Comparison::default(),
            theme: Theme::default(),
            language: Language::default(),
        }
    }
}

impl Setting {
    /// The experiment behind this setting.
    #[must_use]
    pub fn order(&self) -> Order {
        Order {
            seed: self.seed,
            split: self.split,
            n_tasks: self.n_tasks,
            gamma: self.gamma,
            keying: self.keying,
            repetitions: self.repetitions,
        }
    }

    /// The order of the household in the problem drawer.
    #[must_use]
    pub fn household_order(&self) -> Order {
        self.made.in_order(self.order())
    }

    /// Sets all that an experiment was ordered by.
    pub(in crate::app) fn take_order(&mut self, order: &Order) {
        let Order { seed, split, n_tasks, gamma, keying, repetitions } = *order;
        *self = Self { seed, split, n_tasks, gamma, keying, repetitions, ..self.clone() };
    }
}
