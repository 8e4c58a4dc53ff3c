//! One folder a drawer of the page, each with the same parts: `state` (what it remembers), `message` (what happens in
//! it), `update` (what follows), `worker` (what runs off the page's thread) and `draw` (its figures).

pub mod language_model;
pub mod lazy;
pub mod models;
pub mod paper;
pub mod problems;
pub mod session;
pub mod settings;
pub mod share;
pub mod your_agent;
