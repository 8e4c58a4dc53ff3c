//! The reader's choices as plain values, each with its spelling in a link. Nothing here knows the page's state.

pub(in crate::app) mod controls;
pub(in crate::app) mod drawer;
pub(in crate::app) mod embed;
pub(in crate::app) mod greeting;
pub(in crate::app) mod history;
pub(in crate::app) mod languages;
pub(in crate::app) mod lesson;
pub(in crate::app) mod link;
pub(in crate::app) mod notice;
pub(in crate::app) mod setting;
pub(in crate::app) mod speed;
pub(in crate::app) mod takeover;
pub(in crate::app) mod typed;
