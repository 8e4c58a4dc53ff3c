//! The words of the page's other languages: put beside the page under names that hold their digest, where `index.html`
//! says where they are.

use std::{
    fs,
    hash::{DefaultHasher, Hasher},
    path::Path,
};

use anyhow::{Context, Result, anyhow};

use crate::{language::Language, language::packed};

/// Adds every language but English, which is compiled in.
pub(crate) fn add(page: &Path) -> Result<()> {
    let mut marks = String::new();
    for language in Language::ALL.into_iter().filter(|&language| language != Language::English) {
        let code = language.code();
        let words = packed(language).map_err(|flaw| anyhow!("src/language/{code}.txt: {flaw:?}"))?;
        let mut hasher = DefaultHasher::new();
        hasher.write(words.as_bytes());
        let name = format!("{code}-{:016x}.txt", hasher.finish());
        fs::write(page.join(&name), words).with_context(|| format!("cannot write {name}"))?;
        marks.push_str(&format!("<meta name=\"askwell-{code}\" content=\"{name}\">\n    "));
    }
    crate::build::files::mark(&page.join("index.html"), &marks)
}
