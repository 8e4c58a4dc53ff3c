//! The household with two helps as one more problem: [`Household`] lies on the worker's session, the rest is the page's.

pub(in crate::app) mod data;
pub(in crate::app) mod draw;
pub(in crate::app) mod view;
pub(in crate::app) mod worker;

pub use data::{Corner, HouseholdOpened, HouseholdShown, HouseholdState, Planes, Worth};
pub use view::{HouseholdRow, HouseholdView};
