//! The example problem that is open in the worker, and what is known of it once for all looks.

use crate::figure::curve::RulePoint;
use crate::figure::price_map::Cell;
use crate::mdp::{Frontier, MdpFile};

/// What is kept of the problem that is open.
pub(super) struct Open {
    /// Which large problem it is; 0 where it is small.
    pub(super) number: u32,
    pub(super) file: MdpFile,
    pub(super) frontier: Frontier,
    /// The prices at which its story is told.
    pub(super) prices: Vec<f64>,
    /// What is asked for at every pair of prices, where there are two.
    pub(super) map: Vec<Cell>,
    /// The paper's rule over the whole range of the price, where there is one.
    pub(super) rule: Vec<RulePoint>,
    /// At which prices the optimum asks in each state that is listed, where there is one price.
    pub(super) asks: Vec<String>,
}
