//! Language models as data: what is asked, what is answered, what may be spent, what is recorded.
//!
//! Opens no connection and reads no clock: the shells send what is built here and hand back the bytes that came.

mod answer;
mod cassette;
mod fault;
mod form;
mod money;
mod question;
mod sse;
mod usage;

pub use answer::{Answer, Reader};
pub use cassette::{Cassette, CassetteError, Kept, Line, question_id};
pub use fault::{Fault, FetchFailure};
pub use form::Form;
pub use money::{Micro, Prices};
pub use question::{Asked, MAX_TOKENS, action_from_answer, no_action};
pub use sse::{EventTooLong, Events};
pub use usage::Usage;
