//! The files that the page makes from its state: the figure, and the words that quote it.
//!
//! Every format carries the same stamp: version, link, seed, and one digest of the numbers shown. Nothing
//! here needs more than the state, so the page and the command line write the same bytes.

pub(in crate::app) mod files;
pub(in crate::app) mod html;
pub(in crate::app) mod numbers;
pub(in crate::app) mod plain;
pub(in crate::app) mod shown;
pub(in crate::app) mod snapshot;
pub(in crate::app) mod snippets;

#[cfg(test)]
mod tests;

pub use files::{
    Stamp, caption, csv_file, export_drawing, figure_stamp, json_file, pdf_file, stamp, svg_file,
};
pub use html::self_contained;
pub use numbers::{Number, numbers};
pub use shown::{comparison_kind, control_values, nearest, scroll_to_see};
pub use snapshot::{Snapshot, Timings, snapshot};
pub use snippets::{BIBTEX_PAPER, bibtex_tool, component, frame, frame_height, jupyter, latex, quarto};
