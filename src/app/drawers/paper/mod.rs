//! The paper drawer: its tables, its findings and its figures, made again here.

pub(in crate::app) mod cells;
pub(in crate::app) mod heads;
pub(in crate::app) mod message;
pub(in crate::app) mod state;
pub(in crate::app) mod update;

pub use cells::cell_words;
pub use heads::column_head;
pub use message::{Asked, Made, PaperMsg, SIZES, finding_command};
pub use state::{Figured, MadeOf, PaperState, Running, row_label, sorted_rows, table_file};
pub(in crate::app) use update::{failed, follow, update};
