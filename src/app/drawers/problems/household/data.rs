//! What the worker tells of the household with two helps, in numbers: the page words and draws them.

use serde::{Deserialize, Serialize};

use crate::experiment::Order;
use crate::mdp::Totals;

/// S, and the calls of each help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    /// S.
    pub success: f64,
    /// M of the better model and of MCTS.
    pub calls: [f64; 2],
}

impl Worth {
    /// V = S - Σ r M.
    #[must_use]
    pub fn value(&self, prices: [f64; 2]) -> f64 {
        self.success - self.spending(prices)
    }

    /// Σ r M.
    #[must_use]
    pub fn spending(&self, prices: [f64; 2]) -> f64 {
        prices[0] * self.calls[0] + prices[1] * self.calls[1]
    }
}

impl From<&Totals> for Worth {
    fn from(totals: &Totals) -> Self {
        let calls = |place: usize| totals.usage.get(place).copied().unwrap_or(0.0);
        Self { success: totals.success, calls: [calls(0), calls(1)] }
    }
}

/// What is said of it once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HouseholdOpened {
    /// What it was made by.
    pub order: Order,
    /// States of the table.
    pub n_states: u32,
    /// Episodes of Phase 1.
    pub n_episodes: u32,
    /// Both prices run from 0 to here.
    pub price_max: f64,
    /// Cells a side of the map of prices.
    pub map_cells: u32,
    /// Cells a side at which the paper's rule is tried; they stand in the middle of the map's, an odd number apart.
    pub paper_cells: u32,
    /// The budgets of the surface, each from 0 to what its help alone would use if it were free.
    pub budgets: [Vec<f64>; 2],
}

/// A state and what both rules do there: an action by its number, or nothing where nothing was ever tried.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HouseholdState {
    /// Its name, as `askwell collect --mdp` writes it.
    pub name: String,
    /// What the optimum does.
    pub exact: Option<u8>,
    /// What the paper's rule does, once that is known.
    pub paper: Option<Option<u8>>,
}

/// What is looked at: a pair of prices and the pair of budgets that goes with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HouseholdShown {
    /// The price of each help; where budgets were chosen, what one more call of each is worth.
    pub prices: [f64; 2],
    /// The budget of each help; where prices were chosen, the calls of the optimum.
    pub budgets: [f64; 2],
    /// True if budgets were chosen, and not prices.
    pub is_of_budgets: bool,
    /// The optimum.
    pub optimum: Worth,
    /// What each help alone buys for what the optimum spends at these prices.
    pub alone: [Worth; 2],
    /// The paper's rule at these prices, once that is known.
    pub paper: Option<Worth>,
    /// The states, as many as are listed.
    pub states: Vec<HouseholdState>,
    /// How many more there are.
    pub more_states: u32,
}

/// A corner of the surface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Corner {
    /// Success with these budgets.
    pub success: f64,
    /// What one more call of each help is worth.
    pub prices: [f64; 2],
}

/// The map and the surface, as far as they are solved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Planes {
    /// The optimum in each cell of the map, those of the lowest second price first.
    pub map: Vec<Worth>,
    /// By how much the paper's rule is worth less, where it was tried, in the same order.
    pub losses: Vec<f64>,
    /// The corners of the surface, those of the lowest second budget first; none where no policy stays within both.
    pub corners: Vec<Option<Corner>>,
}
