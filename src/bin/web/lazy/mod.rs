//! The parts of the page that load after it stands.
//!
//! `cargo xtask dist` splits the wasm in three: what the first view needs, the drawers and panels, and the jobs of a
//! worker. A part is what its function in [`split`] reaches and nothing else does, so the rest of the page names none
//! of a part's functions: it holds their addresses in [`parts`] once [`loader`] has fetched them.

pub(crate) mod loader;
pub(crate) mod parts;
pub(crate) mod split;
