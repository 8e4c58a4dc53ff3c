//! The words that `index.html` says itself, before the page's program runs: `{words.KEY}` becomes the text of that key in
//! every language. The style sheet shows the one of the document's language, so none of them waits for a script.

use std::{fs, path::Path};

use anyhow::{Context, Result, anyhow};

use crate::{language::Language, language::text};

/// The beginning of a placeholder for a text; the placeholder ends with a brace.
const PLACE: &str = "{words.";

/// Writes the texts into an index page.
pub(crate) fn fill(index: &Path) -> Result<()> {
    let page = fs::read_to_string(index).with_context(|| format!("cannot read {}", index.display()))?;
    fs::write(index, filled(&page)?).with_context(|| format!("cannot write {}", index.display()))
}

fn filled(page: &str) -> Result<String> {
    let mut parts = page.split(PLACE);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (key, rest) = part.split_once('}').context("a place for words has no end")?;
        filled.push_str(&in_every_language(key)?);
        filled.push_str(rest);
    }
    Ok(filled)
}

/// The text of a key, once a language; what is known only later has a place with the class `reason`.
fn in_every_language(key: &str) -> Result<String> {
    let one = |language: Language| {
        let code = language.code();
        let text = text(language, key).map_err(|flaw| anyhow!("src/language/{code}.txt: {flaw:?}"))?;
        let text = escaped(&text.with_context(|| format!("index.html says {key}, which no catalogue has"))?);
        let text = text.replace("{0}", "<span class=\"reason\"></span>");
        Ok(format!("<span class=\"said\" lang=\"{code}\">{text}</span>"))
    };
    Language::ALL.into_iter().map(one).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house;

    #[test]
    fn words_stand_in_every_language_and_an_unknown_key_is_named() {
        let said = filled("<p>{words.share}</p>{words.could_not_start}").unwrap();
        let share = "<p><span class=\"said\" lang=\"en\">Share</span><span class=\"said\" lang=\"de\">Teilen</span></p>";
        assert!(said.starts_with(share), "{said}");
        assert_eq!(said.matches("<span class=\"reason\"></span>").count(), Language::ALL.len());
        assert!(filled("{words.shares}").unwrap_err().to_string().contains("shares"));
        assert!(filled("{words.share").is_err());
    }

    #[test]
    fn index_html_names_known_texts_and_the_style_sheet_shows_each_language() {
        let read = |name: &str| fs::read_to_string(house::root().join(name)).unwrap();
        assert!(filled(&read("index.html")).is_ok_and(|page| !page.contains(PLACE)));
        let style = read("www/style.css");
        for language in Language::ALL {
            let code = language.code();
            assert!(style.contains(&format!(":root:lang({code}) .said[lang={code}]")), "{code}");
        }
    }
}
