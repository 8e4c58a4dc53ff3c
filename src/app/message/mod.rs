//! Messages: what happened on the page, what the shell must do about it, and what pages and workers send each other.

pub(in crate::app) mod keys;
pub(in crate::app) mod page;
pub(in crate::app) mod wire;
