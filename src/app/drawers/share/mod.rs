//! The share panel: the shared views, their preview, and the files they are saved as.

pub(in crate::app) mod message;
pub(in crate::app) mod state;
pub(in crate::app) mod update;

pub use message::{Form, SavedFile, ShareMsg};
pub use state::{PREVIEW_WIDTHS, Sharing};
pub use update::shared_setting;
pub(in crate::app) use update::update;
