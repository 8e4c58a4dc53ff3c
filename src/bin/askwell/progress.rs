//! The progress of a long command.

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

/// A progress bar on standard error, which is drawn only on a terminal and is gone in the end. Its template is indicatif's.
pub(crate) fn bar(length: u64, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length).with_style(style).with_finish(ProgressFinish::AndClear)
}
