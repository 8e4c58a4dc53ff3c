//! The build of the page: the page itself, its engines, its parts, its words, and the files for offline use.

pub(crate) mod bake;
pub(crate) mod engines;
pub(crate) mod files;
pub(crate) mod languages;
pub(crate) mod offline;
pub(crate) mod page;
pub(crate) mod parts;
pub(crate) mod said;
pub(crate) mod sizes;
pub(crate) mod tools;
pub(crate) mod twins;
