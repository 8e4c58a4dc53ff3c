//! The files of a build, and the marks in the page's head.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use walkdir::WalkDir;

/// The files below a folder, in the same order on every machine.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true) {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        if !entry.file_type().is_dir() {
            found.push(entry.into_path());
        }
    }
    found.sort();
    Ok(found)
}

/// Writes marks at the end of a page's head.
pub(crate) fn mark(index: &Path, marks: &str) -> Result<()> {
    let text = fs::read_to_string(index).with_context(|| format!("cannot read {}", index.display()))?;
    let marked = with_marks(&text, marks).context("the page has no head to write into")?;
    fs::write(index, marked).with_context(|| format!("cannot write {}", index.display()))
}

fn with_marks(text: &str, marks: &str) -> Option<String> {
    let (head, body) = text.split_once("</head>")?;
    Some(format!("{head}{marks}</head>{body}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn engines_are_named_at_the_end_of_the_head() {
        let marked = super::with_marks("<head><title>a</title></head><body></head>", "<meta>");
        assert_eq!(marked.as_deref(), Some("<head><title>a</title><meta></head><body></head>"));
        assert_eq!(super::with_marks("<p>", "<meta>"), None);
    }
}
