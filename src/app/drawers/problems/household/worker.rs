//! The worker's side of the household with two helps: made in pieces, solved at once where the reader looks, and its
//! map and surface filled while nothing else is asked.

use std::rc::Rc;

use crate::app::drawers::problems::household::data::{
    Corner, HouseholdOpened, HouseholdShown, HouseholdState, Planes, Worth,
};
use crate::app::drawers::problems::message::ProblemLook;
use crate::experiment::{Order, TwoHelpsProblem};
use crate::figure::price_map::prices_of;
use crate::household::{Task, TaskId, TaskSet, World, key_text};
use crate::mdp::budgets::{Planner, Surface, oracle};
use crate::mdp::chain::evaluate;
use crate::mdp::paper::{PaperOptions, iterate};
use crate::mdp::{Frontier, Mdp, Policy, StateId, Totals, Unseen, exact};

/// Cells a side of the map, and those in which the paper's rule is tried: it takes twenty times as long as the optimum.
const MAP_CELLS: u32 = 24;
const PAPER_CELLS: u32 = 8;
/// Steps a side of the surface.
const SURFACE_STEPS: u32 = 12;
/// The precision of success at a corner of the surface; no figure shows a smaller difference.
const CORNER_GAP: f64 = 1e-4;
/// The same for the budgets that are looked at.
const GAP: f64 = 1e-7;
/// A price at which nobody asks who need not.
const DEAR: f64 = 1e6;
/// The map ends where each help alone makes fewer than this share of its calls for free.
const FEW: f64 = 0.2;
/// States that are listed.
const STATES_LISTED: usize = 60;

type Oracle = Box<dyn Fn(f64, &[f64]) -> Totals>;

/// The household that the session holds.
pub(in super::super) struct Household {
    pub(in super::super) order: Order,
    problem: Rc<TwoHelpsProblem>,
    planner: Planner<Oracle>,
    /// The frontier of each help alone: its success against its expected calls.
    alone: [Frontier; 2],
    price_max: f64,
    map: Vec<Worth>,
    losses: Vec<f64>,
    surface: Surface,
    policy: Policy,
    paper_policy: Option<Policy>,
    shown: HouseholdShown,
}

impl Household {
    pub(in super::super) fn new(order: Order, problem: TwoHelpsProblem) -> Self {
        let problem = Rc::new(problem);
        let asked = problem.clone();
        let mut planner = Planner::new(
            2,
            Box::new(move |weight: f64, prices: &[f64]| oracle(&asked.mdp, Unseen::Mask)(weight, prices))
                as Oracle,
        );
        let surface = Surface::begin(&mut planner, SURFACE_STEPS);
        // The other help counts so much that it is asked only once this one is free.
        let alone =
            [[1.0, DEAR], [DEAR, 1.0]].map(|weights| Frontier::along(&problem.mdp, &weights, Unseen::Mask));
        let price_max = price_max(&problem.mdp, [&surface.first, &surface.second].map(|axis| last(axis)));
        let mut household = Self {
            order,
            problem,
            planner,
            alone,
            price_max,
            map: Vec::new(),
            losses: Vec::new(),
            surface,
            policy: Policy::new(),
            paper_policy: None,
            shown: HouseholdShown::default(),
        };
        // A quarter of the way: both are asked, and neither everywhere.
        household.look_at_prices(prices_of(
            MAP_CELLS * (MAP_CELLS / 8) + MAP_CELLS / 4,
            MAP_CELLS,
            price_max,
        ));
        household
    }

    pub(in super::super) fn opened(&self) -> HouseholdOpened {
        HouseholdOpened {
            order: self.order,
            n_states: self.problem.keys.len() as u32,
            n_episodes: self.problem.n_episodes,
            price_max: self.price_max,
            map_cells: MAP_CELLS,
            paper_cells: PAPER_CELLS,
            budgets: [self.surface.first.clone(), self.surface.second.clone()],
        }
    }

    /// The numbers and states at the prices or budgets of `look`; if it has neither, at those of the last
    /// look.
    pub(in super::super) fn show(&mut self, look: &ProblemLook) -> HouseholdShown {
        match (look.budgets.as_slice(), look.prices.as_slice()) {
            (&[first, second], _) => self.look_at_budgets([first, second]),
            (_, &[first, second]) => self.look_at_prices([first, second]),
            _ => {}
        }
        self.shown()
    }

    /// The numbers and states at the current prices or budgets, as far as they are known.
    pub(in super::super) fn shown(&self) -> HouseholdShown {
        self.shown.clone()
    }

    pub(in super::super) fn planes(&self) -> Planes {
        let corners = self.surface.success.iter().flatten().zip(self.surface.prices.iter().flatten());
        let corner = |(success, prices): (&Option<f64>, &Option<(f64, f64)>)| {
            let ((first, second), success) = (prices.as_ref()?, success.as_ref()?);
            Some(Corner { success: *success, prices: [*first, *second] })
        };
        Planes { map: self.map.clone(), losses: self.losses.clone(), corners: corners.map(corner).collect() }
    }

    /// True if there is still work to do, such as a cell or a corner to solve.
    pub(in super::super) fn is_at_work(&self) -> bool {
        self.shown.paper.is_none() || self.map_is_growing() || self.losses.len() < n_cells(PAPER_CELLS)
    }

    fn map_is_growing(&self) -> bool {
        self.map.len() < n_cells(MAP_CELLS) || !self.surface.is_whole()
    }

    /// Solves the next piece: the paper's rule where the reader looks, then cells and corners in step, then the paper's
    /// rule over the map.
    pub(in super::super) fn advance(&mut self) {
        if self.shown.paper.is_none() {
            let (policy, worth) = self.paper(self.shown.prices);
            (self.paper_policy, self.shown.paper) = (Some(policy), Some(worth));
            self.list_states();
        } else if self.map_is_growing() {
            let share = self.map.len() as f64 / n_cells(MAP_CELLS) as f64;
            let n_corners = self.surface.first.len() * self.surface.second.len();
            if share <= self.surface.n_solved() as f64 / n_corners as f64 && share < 1.0 {
                self.map.push(self.optimum(prices_of(self.map.len() as u32, MAP_CELLS, self.price_max)));
            } else {
                self.surface.advance(&mut self.planner, CORNER_GAP);
            }
        } else {
            let place = self.losses.len() as u32;
            let prices = prices_of(place, PAPER_CELLS, self.price_max);
            let best = self.map[map_cell_of(place) as usize];
            let (_, paper) = self.paper(prices);
            self.losses.push(best.value(prices) - paper.value(prices));
        }
    }

    fn look_at_prices(&mut self, prices: [f64; 2]) {
        let best = exact::solve(&self.problem.mdp, &prices, Unseen::Mask);
        let optimum = Worth::from(&Totals { success: best.success, usage: best.usage });
        self.policy = best.policy;
        self.look(prices, optimum.calls, optimum);
    }

    /// The multipliers of the budgets are the prices. The budgets are met by drawing once per episode among a few
    /// policies, each optimal at these prices; the states show one of them.
    fn look_at_budgets(&mut self, budgets: [f64; 2]) {
        let Ok(plan) = self.planner.solve(&budgets, GAP) else { return };
        let prices = [plan.prices[0], plan.prices[1]];
        self.policy = exact::solve(&self.problem.mdp, &prices, Unseen::Mask).policy;
        self.look(prices, budgets, Worth::from(&Totals { success: plan.success, usage: plan.usage }));
        self.shown.is_of_budgets = true;
    }

    fn look(&mut self, prices: [f64; 2], budgets: [f64; 2], optimum: Worth) {
        self.paper_policy = None;
        let alone = [0, 1].map(|help| self.alone(help, optimum.spending(prices), prices[help]));
        self.shown = HouseholdShown { prices, budgets, optimum, alone, ..HouseholdShown::default() };
        self.list_states();
    }

    /// The success and the calls of one help alone, for the same spending at its price.
    fn alone(&self, help: usize, spending: f64, price: f64) -> Worth {
        let most = last([&self.surface.first, &self.surface.second][help]);
        let budget = if price > 0.0 { (spending / price).min(most) } else { most };
        let point = self.alone[help].at_budget(budget);
        let mut worth = Worth { success: point.map_or(0.0, |point| point.success), calls: [0.0; 2] };
        worth.calls[help] = budget;
        worth
    }

    fn optimum(&self, prices: [f64; 2]) -> Worth {
        let mdp = &self.problem.mdp;
        Worth::from(&exact::totals(mdp, 1.0, &prices, Unseen::Mask, 0..mdp.n_components()))
    }

    /// The paper's rule as written, with the scores of the process reward models for p.
    fn paper(&self, prices: [f64; 2]) -> (Policy, Worth) {
        let mdp = &self.problem.mdp;
        let policy = iterate(mdp, &PaperOptions::at(&prices)).policy;
        let worth = Worth::from(&evaluate(mdp, &policy).totals(mdp));
        (policy, worth)
    }

    fn list_states(&mut self) {
        let problem = &self.problem;
        let n_states = problem.keys.len();
        let world = World::new(self.order.split);
        let (set, seed, split) = (TaskSet::Train, self.order.seed, self.order.split);
        let mut task = Task::generate(&world, TaskId { split, set, seed, index: 0 });
        let mut row = |state: u32| HouseholdState {
            name: problem.state_name(StateId(state)),
            words: {
                let index = problem.task_of(StateId(state));
                if task.id.index != index {
                    task = Task::generate(&world, TaskId { split, set, seed, index });
                }
                format!("{index}: {}", key_text(&task, problem.keys[state as usize]))
            },
            exact: self.policy[state as usize].map(|action| action.0),
            paper: self.paper_policy.as_ref().map(|policy| policy[state as usize].map(|action| action.0)),
        };
        self.shown.states = (0..n_states.min(STATES_LISTED) as u32).map(&mut row).collect();
        self.shown.more_states = n_states.saturating_sub(STATES_LISTED) as u32;
    }
}

fn n_cells(side: u32) -> usize {
    (side * side) as usize
}

/// The cell of the map at whose prices a cell of the paper's rule stands.
fn map_cell_of(place: u32) -> u32 {
    let apart = MAP_CELLS / PAPER_CELLS;
    let [across, up] = [place % PAPER_CELLS, place / PAPER_CELLS].map(|at| at * apart + apart / 2);
    up * MAP_CELLS + across
}

fn last(axis: &[f64]) -> f64 {
    axis.last().copied().unwrap_or(0.0)
}

/// The lowest tenth at which each help alone makes few of the calls it would make for free.
fn price_max(mdp: &Mdp, free: [f64; 2]) -> f64 {
    let calls =
        |prices: [f64; 2]| exact::totals(mdp, 1.0, &prices, Unseen::Mask, 0..mdp.n_components()).usage;
    let is_dear =
        |price: f64| calls([price, DEAR])[0] < FEW * free[0] && calls([DEAR, price])[1] < FEW * free[1];
    (1..10).map(|tenth| f64::from(tenth) / 10.0).find(|&price| is_dear(price)).unwrap_or(1.0)
}

#[cfg(test)]
mod tests;
