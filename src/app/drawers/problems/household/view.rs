//! The household with two helps as the page shows it: its sentences, its table, its two figures.

use std::rc::Rc;

use crate::app::drawers::problems::household::data::{HouseholdOpened, HouseholdShown, Planes, Worth};
use crate::app::drawers::problems::household::draw::draw;
use crate::figure::{Drawing, text};
use crate::language::{Language, Words, fill};

/// The household that the worker made.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdView {
    /// The facts of the household that hold at every price.
    pub opened: HouseholdOpened,
    /// The numbers and states at the prices or budgets that are looked at.
    pub shown: HouseholdShown,
    /// The cells of the map of prices and the corners of the surface of budgets that are solved.
    pub planes: Planes,
    /// The map of prices and the surface of budgets.
    pub figures: Rc<[Drawing; 2]>,
    /// The width and the language they were drawn for.
    drawn_for: (f64, Language),
}

/// A way of asking and what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdRow {
    /// The name of the policy, in the language of the page.
    pub name: &'static str,
    /// V = S - Σ r M, S, and M of each help.
    pub numbers: [String; 4],
}

impl HouseholdView {
    pub(in super::super) fn new(
        opened: HouseholdOpened,
        shown: HouseholdShown,
        planes: Planes,
        w: Words,
        width: f64,
    ) -> Self {
        let figures = Rc::new(draw(&opened, &shown, &planes, w, width));
        Self { opened, shown, planes, figures, drawn_for: (width, w.language()) }
    }

    /// Draws what changed.
    pub(in super::super) fn redraw(&mut self, w: Words, width: f64) {
        self.figures = Rc::new(draw(&self.opened, &self.shown, &self.planes, w, width));
        self.drawn_for = (width, w.language());
    }

    /// True if the figures are drawn for this width and this language.
    pub(in super::super) fn is_drawn_for(&self, w: Words, width: f64) -> bool {
        self.drawn_for == (width, w.language())
    }

    /// Cells of the map and corners of the surface: how many are solved, how many there are.
    fn solved(&self) -> [usize; 4] {
        let HouseholdOpened { map_cells, budgets: [first, second], .. } = &self.opened;
        let (cells, corners) = ((map_cells * map_cells) as usize, first.len() * second.len());
        [self.planes.map.len(), cells, self.planes.corners.len(), corners]
    }

    /// True if all cells and corners are solved, and the paper's rule is tried in all of its cells.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let [cells, all_cells, corners, all_corners] = self.solved();
        let tried = self.opened.paper_cells * self.opened.paper_cells;
        cells == all_cells && corners == all_corners && self.planes.losses.len() == tried as usize
    }

    /// The facts of the household in words: its tasks, states, episodes and γ, and the progress of its figures.
    #[must_use]
    pub fn facts(&self, w: Words) -> String {
        let HouseholdOpened { order, n_states, n_episodes, .. } = &self.opened;
        let [cells, all_cells, corners, all_corners] = self.solved();
        let (split, seed, tasks, gamma) =
            (order.split.paper_name(), order.seed, order.n_tasks, text::number(order.gamma, 2));
        if (cells, corners) == (all_cells, all_corners) {
            let values: [&dyn core::fmt::Display; 8] =
                [&split, &seed, n_states, &tasks, n_episodes, &gamma, &cells, &corners];
            return fill(w.household_facts_whole(), &values);
        }
        let values: [&dyn core::fmt::Display; 10] =
            [&split, &seed, n_states, &tasks, n_episodes, &gamma, &cells, &all_cells, &corners, &all_corners];
        fill(w.household_facts(), &values)
    }

    /// The verdict in three sentences. The first gives the success with both helps and with each alone. The second
    /// gives the gain of both over the best single help, the third the worth of one more call.
    #[must_use]
    pub fn verdict(&self, w: Words) -> [String; 3] {
        let HouseholdShown { prices, optimum, alone, .. } = &self.shown;
        let [better, mcts] = optimum.calls.map(text::calls);
        let [success, alone_better, alone_mcts] =
            [optimum, &alone[0], &alone[1]].map(|worth| text::success(worth.success));
        let brings = optimum.success - alone[0].success.max(alone[1].success);
        let [worth, worth_mcts] = prices.map(text::price);
        [
            fill(w.household_verdict(), &[&success, &better, &mcts, &alone_better, &alone_mcts]),
            fill(w.household_brings(), &[&text::percent_number(brings)]),
            fill(w.one_more_call(), &[&worth, &worth_mcts]),
        ]
    }

    /// The budgets that go with the prices.
    #[must_use]
    pub fn budgets(&self, w: Words) -> String {
        let [better, mcts] = self.shown.budgets.map(text::calls);
        fill(w.budgets_here(), &[&better, &mcts])
    }

    /// The value of the paper's rule at these prices beside that of the optimal policy, in words.
    #[must_use]
    pub fn paper(&self, w: Words) -> String {
        let HouseholdShown { prices, optimum, paper, .. } = &self.shown;
        match paper {
            None => w.paper_is_awaited().to_owned(),
            Some(paper) => {
                let values = [paper, optimum].map(|worth| text::price(worth.value(*prices)));
                fill(w.paper_at_these_prices(), &[&values[0], &values[1]])
            }
        }
    }

    /// The optimum, the paper's rule, and each help alone.
    #[must_use]
    pub fn rows(&self, w: Words) -> Vec<HouseholdRow> {
        let HouseholdShown { prices, optimum, paper, alone, .. } = &self.shown;
        let row = |name: &'static str, worth: Option<&Worth>| {
            let number = |of: &dyn Fn(&Worth) -> f64| worth.map_or(f64::NAN, of);
            let places = |x: f64| text::number(x, 3);
            let [better, mcts] = [0, 1].map(|help| places(number(&|worth| worth.calls[help])));
            let [value, success] =
                [places(number(&|worth| worth.value(*prices))), places(number(&|worth| worth.success))];
            HouseholdRow { name, numbers: [value, success, better, mcts] }
        };
        vec![
            row(w.exact_optimum_row(), Some(optimum)),
            row(w.papers_rule(), paper.as_ref()),
            row(w.better_alone_row(), Some(&alone[0])),
            row(w.mcts_alone_row(), Some(&alone[1])),
        ]
    }

    /// The name of an action, in the language of the page; a dash for none.
    #[must_use]
    pub fn action(w: Words, action: Option<u8>) -> &'static str {
        match action {
            None => "–",
            Some(0) => w.household_goes_on(),
            Some(1) => w.household_asks_better(),
            Some(_) => w.household_asks_mcts(),
        }
    }
}
