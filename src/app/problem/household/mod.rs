//! The household with two helps as one more problem: [`Household`] lies on the worker's desk, the rest is the page's.

mod data;
mod desk;
mod draw;
mod view;

pub use data::{Corner, HouseholdOpened, HouseholdShown, HouseholdState, Planes, Worth};
pub(super) use desk::Household;
pub use view::{HouseholdRow, HouseholdView};

/// Its name among the problems, and in a link.
pub const HOUSEHOLD: &str = "household";
