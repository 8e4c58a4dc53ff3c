//! The problem that is open in the worker, with the results that hold at every price.

use crate::figure::curve::RulePoint;
use crate::figure::price_map::Cell;
use crate::mdp::explain::Stretch;
use crate::mdp::{Frontier, MdpFile};

/// The problem that is open, with the results that hold at every price.
pub(in crate::app) struct Open {
    /// The number of a large problem, from 1; 0 for a small one.
    pub(in crate::app) number: u32,
    pub(in crate::app) file: MdpFile,
    pub(in crate::app) frontier: Frontier,
    /// The prices of its story.
    pub(in crate::app) prices: Vec<f64>,
    /// The cells of the map of two prices; empty unless the problem has two interventions and few states.
    pub(in crate::app) map: Vec<Cell>,
    /// The points of the paper's rule over the whole range of the price, where there is one price.
    pub(in crate::app) rule: Vec<RulePoint>,
    /// The price ranges in which the optimal policy asks, for each listed state, where there is one price.
    pub(in crate::app) asks: Vec<Vec<Stretch>>,
}
