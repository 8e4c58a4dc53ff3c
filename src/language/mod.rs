//! The words of the page and its figures, one catalogue a language: English in `en.rs`, the others in `de.txt` and its
//! like. Reads no file and keeps no language of its own: who needs words is handed a [`Words`].
//!
//! English is compiled in. Another language is a file of the page's own, fetched when somebody asks for it: `packed`
//! makes it when the page is built, [`Words::read`] takes it. The core names every text by a function of [`Words`], so a
//! text that is missing does not compile; tests hold the other catalogues against the English one.

mod en;
#[cfg(not(target_arch = "wasm32"))]
mod packed;
#[cfg(test)]
mod tests;

use core::fmt::{self, Display, Write as _};

use en::{FIRST, LATER, N_FIRST, N_LATER};
#[cfg(not(target_arch = "wasm32"))]
pub use packed::{Flaw, packed, text};

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English: every text is written in it first.
    #[default]
    English,
    /// A file that is fetched.
    German,
}

impl Language {
    /// Every language, in the order of the page's list.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The name of the language in links, in `lang` attributes and in file names.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The name of the language in the language itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The language of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// The character between the texts of a packed catalogue: no text holds it.
const BETWEEN: char = '\u{1e}';

/// Tells the catalogues of one build from those of another, whose order may differ.
const BUILD: u64 = digest(&[&en::FIRST_KEYS, &FIRST, &en::LATER_KEYS, &LATER]);

/// The words of a language. One address, for it is handed on everywhere.
#[derive(Clone, Copy)]
pub struct Words(&'static Catalogue);

/// Two tables, for what only drawers and panels say would else be in the page's first download.
struct Catalogue {
    language: Language,
    first: [&'static str; N_FIRST],
    /// The texts of drawers and panels; nothing for English: then only the part that needs it names its table.
    later: Option<&'static [&'static str; N_LATER]>,
}

static ENGLISH: Catalogue = Catalogue { language: Language::English, first: FIRST, later: None };

impl Words {
    /// English.
    pub const ENGLISH: Self = Self(&ENGLISH);

    /// The language they are in.
    #[must_use]
    pub fn language(self) -> Language {
        self.0.language
    }

    /// Reads a packed catalogue. It stays for the life of the program, so that its texts can be handed on as they are.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the catalogue.
    pub fn read(language: Language, packed: &str) -> Result<Self, &'static str> {
        let (build, texts) = packed.split_once(BETWEEN).ok_or("no catalogue of words")?;
        if build != format!("{BUILD:016x}") {
            return Err("words of another version of this page");
        }
        if texts.split(BETWEEN).count() != N_FIRST + N_LATER {
            return Err("not all of its words arrived");
        }
        let mut texts = String::leak(texts.to_owned()).split(BETWEEN);
        let mut next = |_| texts.next().unwrap_or_default();
        let first = core::array::from_fn(&mut next);
        let later = Box::leak(Box::new(core::array::from_fn(&mut next)));
        Ok(Self(Box::leak(Box::new(Catalogue { language, first, later: Some(later) }))))
    }

    /// The text with the decimal sign of the language; numbers are first written with a point.
    #[must_use]
    pub fn decimals(self, text: String) -> String {
        match self.language() {
            Language::English => text,
            Language::German => with_comma(&text),
        }
    }

    /// The catalogue packed again, as [`Self::read`] takes it; empty for English, which every program has.
    #[must_use]
    pub fn repacked(self) -> String {
        let Some(later) = self.0.later else { return String::new() };
        let mut packed = format!("{BUILD:016x}");
        for text in self.0.first.iter().chain(later) {
            packed.push(BETWEEN);
            packed.push_str(text);
        }
        packed
    }

    /// All of its texts, in one order for every language.
    #[cfg(test)]
    pub(crate) fn texts(self) -> impl Iterator<Item = &'static str> {
        self.first().iter().chain(self.later()).copied()
    }

    #[inline(always)]
    fn first(self) -> &'static [&'static str; N_FIRST] {
        &self.0.first
    }

    #[inline(always)]
    fn later(self) -> &'static [&'static str; N_LATER] {
        match self.0.later {
            Some(later) => later,
            None => &LATER,
        }
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.0.language == other.0.language
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.0.language.code())
    }
}

/// A text that is still to be said in some language.
pub type Text = fn(Words) -> &'static str;

/// The text with its `{0}`, `{1}` … replaced; `{0,}` writes a decimal comma in the numbers of its value.
#[must_use]
pub fn fill(text: &str, values: &[&dyn Display]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (number, after) = after.split_once('}').unwrap_or((after, ""));
        let plain = number.strip_suffix(',');
        let value = plain.unwrap_or(number).parse().ok().and_then(|number: usize| values.get(number));
        match value {
            Some(value) if plain.is_some() => filled.push_str(&with_comma(&value.to_string())),
            Some(value) => _ = write!(filled, "{value}"),
            None => {}
        }
        rest = after;
    }
    filled + rest
}

/// The text with a comma for the point of every decimal number: `0.5` is `0,5`, and `1.2.3` stays.
fn with_comma(text: &str) -> String {
    let is_of_number = |c: char| c.is_ascii_digit() || c == '.';
    let mut turned = String::with_capacity(text.len());
    for run in text.split_inclusive(|c| !is_of_number(c)) {
        let end = run.find(|c| !is_of_number(c)).unwrap_or(run.len());
        let number = run[..end].trim_end_matches('.');
        match number.split_once('.') {
            Some((whole, part)) if !whole.is_empty() && !part.contains('.') => {
                turned.extend([whole, ",", part]);
            }
            _ => turned.push_str(number),
        }
        turned.push_str(&run[number.len()..]);
    }
    turned
}

/// `1 step|{0} steps`: what stands before the bar for one, what stands after it for any other number.
#[must_use]
pub fn counted(text: &str, n: u32) -> String {
    counted_with(text, n, &[])
}

/// The form of a text for a number, as [`counted`] gives it, with more values from `{1}` on.
#[must_use]
pub fn counted_with(text: &str, n: u32, values: &[&dyn Display]) -> String {
    let (one, other) = text.split_once('|').unwrap_or((text, text));
    let n_first: Vec<&dyn Display> =
        core::iter::once(&n as &dyn Display).chain(values.iter().copied()).collect();
    fill(if n == 1 { one } else { other }, &n_first)
}

/// FNV-1a over all texts, each closed by a byte that none of them holds.
const fn digest(tables: &[&[&str]]) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325;
    let mut table = 0;
    while table < tables.len() {
        let mut text = 0;
        while text < tables[table].len() {
            let bytes = tables[table][text].as_bytes();
            let mut byte = 0;
            while byte <= bytes.len() {
                let value = if byte < bytes.len() { bytes[byte] } else { 0xff };
                digest = (digest ^ value as u64).wrapping_mul(0x0100_0000_01b3);
                byte += 1;
            }
            text += 1;
        }
        table += 1;
    }
    digest
}
