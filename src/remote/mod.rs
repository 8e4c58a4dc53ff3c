//! Language models as data: what is asked, what is answered, what may be spent, what is recorded.
//!
//! Opens no connection and reads no clock: the shells send what is built here and hand back the bytes that came.

mod answer;
mod bill;
mod cassette;
mod excerpt;
mod fault;
mod form;
mod money;
mod prompt;
mod question;
mod secret;
mod sse;
mod usage;

pub use answer::{Answer, Reader};
pub use bill::{Bill, TooDear};
pub use cassette::{Cassette, CassetteError, CassetteLine, Kept, most_tokens, question_id};
pub use excerpt::Excerpt;
pub use fault::{Fault, FetchFailure, is_local};
pub use form::Form;
pub use money::{Micro, Prices};
pub use prompt::{NotAction, Prompt};
pub use question::{Asked, no_action};
pub use secret::Secret;
pub use sse::{EventTooLong, Events};
pub use usage::Usage;
