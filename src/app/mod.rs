//! The page's state: State, Msg, Effect, update, link. No browser type.
//!
//! `update` is the one place where the state changes. A message says what happened in the reader's words; an
//! effect says what the shell must do. Whatever defines a figure is in [`Setting`], and so in the link.

#[cfg(test)]
mod acts_test;
pub mod derived;
mod dispatch;
pub mod draw;
pub mod drawers;
#[cfg(test)]
mod drive_test;
pub mod export;
pub mod message;
pub mod model;
mod state;
mod update;

pub use dispatch::{update, update_with};
pub use message::{Effect, Msg};
pub use model::Setting;
pub use state::{Pending, Phase, State};
