//! The numbers that the worker sends of the household with two helps; the page words and draws them.

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

/// The facts of the household that hold at every price, sent once when it is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HouseholdOpened {
    /// The order that the household was made by: its seed, its tasks, γ and its episodes.
    pub order: Order,
    /// States of the table.
    pub n_states: u32,
    /// Episodes of Phase 1.
    pub n_episodes: u32,
    /// The upper end of both price axes, which start at 0.
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
    /// The name of the state, as `askwell collect --mdp` writes it.
    pub name: String,
    /// The number of the task, and the state in words: `0: bath. Looked in: bath.`
    pub words: String,
    /// The number of the optimal policy's action; none where no action was ever tried.
    pub exact: Option<u8>,
    /// The number of the action of the paper's rule: `None` until the rule is solved, `Some(None)` where no action was
    /// tried.
    pub paper: Option<Option<u8>>,
}

/// The numbers and states shown at a pair of prices and at the pair of budgets that goes with it.
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
    /// The success and the calls of each help alone, for what the optimal policy spends at these prices.
    pub alone: [Worth; 2],
    /// The paper's rule at these prices, once that is known.
    pub paper: Option<Worth>,
    /// The states, as many as are listed.
    pub states: Vec<HouseholdState>,
    /// The number of states that are not listed.
    pub more_states: u32,
}

/// A corner of the surface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Corner {
    /// Success with these budgets.
    pub success: f64,
    /// The prices that the two budgets imply: the success that one more call of each help brings.
    pub prices: [f64; 2],
}

/// The map and the surface, as far as they are solved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Planes {
    /// The optimum in each cell of the map, those of the lowest second price first.
    pub map: Vec<Worth>,
    /// The loss of the paper's rule in value, where the rule was tried, in the order of the map.
    pub losses: Vec<f64>,
    /// The corners of the surface, those of the lowest second budget first; none where no policy stays within both.
    pub corners: Vec<Option<Corner>>,
}
