//! Language models as data: what is asked, what is answered, what may be spent, what is recorded.
//!
//! Opens no connection and reads no clock: the shells send what is built here and hand back the bytes that came.

mod money;
mod sse;
mod usage;

pub use money::{Micro, Prices};
pub use sse::{EventTooLong, Events};
pub use usage::Usage;
