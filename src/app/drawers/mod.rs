//! One folder a drawer of the page, each with the same parts: `state` (what it remembers), `message` (what happens in it),
//! `update` (what follows), `worker` (what runs off the page's thread) and `draw` (its figures).

pub(in crate::app) mod language_model;
pub(in crate::app) mod latest;
pub(in crate::app) mod lazy;
pub(in crate::app) mod models;
pub(in crate::app) mod paper;
pub(in crate::app) mod problems;
pub(in crate::app) mod settings;
pub(in crate::app) mod share;
pub(in crate::app) mod your_agent;
