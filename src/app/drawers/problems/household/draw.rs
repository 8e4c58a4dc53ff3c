//! The two figures, from the numbers that the worker sent.

use crate::app::drawers::problems::household::data::{HouseholdOpened, HouseholdShown, Planes};
use crate::figure::Drawing;
use crate::figure::two_helps::{BudgetSurface, CallsMap, Cell, Corner};
use crate::language::Words;

/// The map of prices and the surface of budgets.
pub(super) fn draw(
    opened: &HouseholdOpened,
    shown: &HouseholdShown,
    planes: &Planes,
    w: Words,
    width: f64,
) -> [Drawing; 2] {
    let cells = planes.map.iter().map(|worth| Cell { success: worth.success, calls: worth.calls });
    let map = CallsMap {
        words: w,
        max: opened.price_max,
        n: opened.map_cells,
        cells: cells.collect(),
        n_tried: opened.paper_cells,
        losses: planes.losses.clone(),
        current: shown.prices,
    };
    let corner = |corner: &crate::app::drawers::problems::household::data::Corner| Corner {
        success: corner.success,
        prices: corner.prices,
    };
    let surface = BudgetSurface {
        words: w,
        budgets: opened.budgets.clone(),
        corners: planes.corners.iter().map(|found| found.as_ref().map(corner)).collect(),
        current: shown.budgets,
    };
    [map.draw(width), surface.draw(width)]
}
