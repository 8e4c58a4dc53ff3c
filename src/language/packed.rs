//! A catalogue as it is written by hand, `key = text` a line, and as the page fetches it.

use super::en::{FIRST, FIRST_KEYS, LATER, LATER_KEYS};
use super::{BETWEEN, BUILD, Language};

const GERMAN: &str = include_str!("de.txt");

/// A fault of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A line that is neither empty, nor a comment, nor `key = text`.
    Line(String),
    /// A key that English does not have.
    Unknown(String),
    /// A key that stands there twice.
    Twice(String),
    /// A key of English that has no text.
    Missing(&'static str),
    /// A text whose placeholders or whose bar are not those of the English one.
    Places(&'static str),
}

/// A language as the page fetches it.
///
/// # Errors
/// The first flaw of its catalogue.
pub fn packed(language: Language) -> Result<String, Flaw> {
    let texts = all(language)?;
    Ok(format!("{BUILD:016x}{BETWEEN}{}", texts.join(&BETWEEN.to_string())))
}

/// The text of a key in a language; `None` where no catalogue has the key.
///
/// # Errors
/// The first flaw of the language's catalogue.
pub fn text(language: Language, key: &str) -> Result<Option<String>, Flaw> {
    let place = FIRST_KEYS.into_iter().chain(LATER_KEYS).position(|known| known == key);
    Ok(all(language)?.into_iter().nth(place.unwrap_or(usize::MAX)))
}

/// Every text of a language, in the order of the English catalogue.
fn all(language: Language) -> Result<Vec<String>, Flaw> {
    match language {
        Language::English => Ok(FIRST.iter().chain(&LATER).map(|text| (*text).to_owned()).collect()),
        Language::German => texts(GERMAN),
    }
}

/// The texts of a catalogue in the order of the English one.
pub(super) fn texts(written: &str) -> Result<Vec<String>, Flaw> {
    let keys: Vec<&'static str> = FIRST_KEYS.into_iter().chain(LATER_KEYS).collect();
    let mut texts = vec![None; keys.len()];
    for line in written.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (key, text) = line.split_once(" = ").ok_or_else(|| Flaw::Line(line.to_owned()))?;
        let place = keys.iter().position(|known| *known == key);
        let place = place.ok_or_else(|| Flaw::Unknown(key.to_owned()))?;
        if texts[place].replace(text.replace("\\n", "\n").replace('␣', " ")).is_some() {
            return Err(Flaw::Twice(key.to_owned()));
        }
    }
    let english = FIRST.iter().chain(&LATER);
    let whole = keys.into_iter().zip(english).zip(texts).map(|((key, english), text)| {
        let text = text.ok_or(Flaw::Missing(key))?;
        if places(&text) == places(english) { Ok(text) } else { Err(Flaw::Places(key)) }
    });
    whole.collect()
}

/// The distinct placeholders of a text, and true if the text has two forms by number.
fn places(text: &str) -> (Vec<&str>, bool) {
    let mut places: Vec<&str> =
        text.split('{').skip(1).map(|rest| rest.split(['}', ',']).next().unwrap_or_default()).collect();
    places.sort_unstable();
    places.dedup();
    (places, text.contains('|'))
}
