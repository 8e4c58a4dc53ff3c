//! The log worker: files and wishes from the page, answers of `askwell::app::LogDesk` back.
//!
//! It reads the files piece by piece and says how far it is; the page ends it to cancel. Nothing it reads leaves it but
//! to the page.

mod read;
mod worker;

pub use worker::serve;
