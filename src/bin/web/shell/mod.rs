//! The shell of the page: it performs the effects that `askwell::app` asks for.

pub(crate) mod effects;
pub(crate) mod embed;
pub(crate) mod languages;
pub(crate) mod page;
pub(crate) mod save;
