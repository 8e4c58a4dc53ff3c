//! The helper: a network that repeats the solved table's decisions on tasks no table has seen (Phase 3, 5.3).
//!
//! [`Lessons`] are what it learns from (all states, or those on the optimal trajectories, 6.2), [`Student`] trains it
//! in pieces, a [`Helper`] decides. There is one for each set of prices, as in the paper, and one that is told the
//! prices and so serves a whole slider. It solves nothing: the labels come from a policy it is handed.

mod deploy;
mod lessons;
mod student;
mod trajectory;

pub use deploy::{Helper, HelperError};
pub use lessons::{CONDITIONED_WIDTH, Lessons, MAX_PRICES, Pricing, TOLD_PRICES, condition};
pub use student::{SHARE_MIN, Student, lesson_weights};
pub use trajectory::{Trajectory, follow};
