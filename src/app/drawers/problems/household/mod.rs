//! The household with two helps, as one more problem. The worker's session holds [`Household`]; the rest
//! belongs to the page.

pub(in crate::app) mod data;
pub(in crate::app) mod draw;
pub(in crate::app) mod view;
pub(in crate::app) mod worker;

pub use data::{Corner, HouseholdOpened, HouseholdShown, HouseholdState, Planes, Worth};
pub use view::{HouseholdRow, HouseholdView};
