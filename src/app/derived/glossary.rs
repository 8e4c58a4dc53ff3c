//! The glossary: the terms and symbols of the page, read from `docs/glossary.md` and its translations.

use crate::language::Language;

/// A line of the glossary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The term; a short form may follow in brackets.
    pub name: &'static str,
    /// The symbol; empty for a term without one.
    pub symbol: &'static str,
    /// One sentence that says what the term is.
    pub meaning: &'static str,
    /// The section of the paper; empty where the paper does not have the term.
    pub section: &'static str,
}

/// The terms in the order of the language's file, which is that of the English one.
pub fn glossary(language: Language) -> impl Iterator<Item = Term> {
    let written = match language {
        Language::English => include_str!("../../../docs/glossary.md"),
        Language::German => include_str!("../../../docs/glossary.de.md"),
    };
    // The table's head and its rule come first.
    written.lines().filter_map(|line| line.strip_prefix('|')).filter_map(term).skip(2)
}

fn term(row: &'static str) -> Option<Term> {
    let mut cells = row.split('|').map(str::trim);
    Some(Term { name: cells.next()?, symbol: cells.next()?, meaning: cells.next()?, section: cells.next()? })
}

impl Term {
    /// The spellings of the term on the page: its name, and its short form.
    fn spellings(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.name.trim_end_matches(')').split(" (")
    }

    fn line(&self, name: &str) -> String {
        format!("{name}: {}", self.meaning)
    }
}

/// The explanation of a text of the page, one line a term or symbol: of each symbol if the text is made of symbols,
/// such as `r ΔM`, else of the terms in the text. `None` if there are none.
#[must_use]
pub fn explanation(language: Language, text: &str) -> Option<String> {
    symbols(language, text).or_else(|| terms(language, text))
}

fn symbols(language: Language, text: &str) -> Option<String> {
    let of = |symbol: &str| glossary(language).find(|term| term.symbol == symbol);
    let lines = |symbol: &str| match of(symbol) {
        Some(term) => Some(term.line(&format!("{symbol}, {}", term.name))),
        None => {
            let (difference, of_what) = (of("Δ")?, of(symbol.strip_prefix('Δ')?)?);
            Some(format!("{}\n{}", difference.line(symbol), of_what.line(of_what.symbol)))
        }
    };
    let lines: Option<Vec<String>> = text.split_whitespace().map(lines).collect();
    lines.filter(|lines| !lines.is_empty()).map(|lines| lines.join("\n"))
}

/// The explanation of a text's terms, the longest first: a part of a longer term is not explained again.
fn terms(language: Language, text: &str) -> Option<String> {
    let mut left = text.to_lowercase();
    let mut spelled: Vec<(&str, Term)> =
        glossary(language).flat_map(|term| term.spellings().map(move |name| (name, term))).collect();
    spelled.sort_by_key(|(name, _)| core::cmp::Reverse(name.len()));
    let mut found: Vec<(usize, Term)> = Vec::new();
    for (name, term) in spelled {
        let Some(at) = place_of(&left, &name.to_lowercase()) else { continue };
        left.replace_range(at.clone(), &"\n".repeat(at.len()));
        if found.iter().all(|(_, known)| known.name != term.name) {
            found.push((at.start, term));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    let lines: Vec<String> = found.iter().map(|(_, term)| term.line(term.name)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The most letters that a word may have beyond a term and still be a form of the term, such as its plural.
const ENDING: usize = 2;

/// The place of a term in a text, as whole words.
fn place_of(text: &str, name: &str) -> Option<core::ops::Range<usize>> {
    text.match_indices(name).find_map(|(at, _)| {
        let (before, after) = (text.get(..at)?, text.get(at + name.len()..)?);
        let starts = !before.ends_with(char::is_alphanumeric);
        let ending = after.chars().take_while(|c| c.is_alphanumeric()).count();
        (starts && ending <= ENDING).then_some(at..at + name.len())
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn english(text: &str) -> Option<String> {
        explanation(Language::English, text)
    }

    #[test]
    fn every_language_has_the_same_terms_with_the_same_symbols_and_sections() {
        let all: Vec<Term> = glossary(Language::English).collect();
        assert!(all.len() >= 25, "{}", all.len());
        for term in &all {
            assert!(term.meaning.ends_with('.') && !term.meaning.contains(". "), "one sentence: {term:?}");
        }
        assert!(all.is_sorted_by_key(|term| term.name.to_lowercase()), "the English terms are sorted");
        for language in Language::ALL {
            let theirs: Vec<Term> = glossary(language).collect();
            assert_eq!(theirs.len(), all.len());
            for (ours, theirs) in all.iter().zip(&theirs) {
                assert_eq!(ours.section, theirs.section, "{ours:?} {theirs:?}");
                assert_eq!(ours.symbol.chars().next(), theirs.symbol.chars().next(), "{ours:?} {theirs:?}");
                assert!(theirs.meaning.ends_with('.'), "{theirs:?}");
            }
        }
    }

    #[test]
    fn symbols_are_explained_one_by_one() {
        expect![[r#"
            r, price: The cost of one call in units of success; the slope of the frontier at the budget.
            ΔM: The value of a quantity when asking now, minus its value when going on now, with the same policy afterwards.
            M: Expected number of calls from a state, discounted; in tables E[U], from the start."#]]
        .assert_eq(&english("r ΔM").unwrap());
        for one in ["p(s)", "Δ(pM)", "ΔS", "C"] {
            assert_eq!(english(one).unwrap().lines().count(), 1, "{one}");
        }
    }

    #[test]
    fn terms_are_found_as_whole_words_and_the_longest_first() {
        expect![[r#"
            optimal policy: The policy with the largest value at a price, found exactly for a given table.
            call: One request for help: the helper chooses the next action in place of the base actor."#]]
        .assert_eq(&english("Optimal policy, 1.2 calls").unwrap());
        assert!(english("PRM threshold").unwrap().starts_with("process reward model (PRM): "));
        for other in ["", " ", "n", "recall", "callable", "Δq", "Language"] {
            assert_eq!(english(other), None, "{other}");
        }
        let german = explanation(Language::German, "Erwartete Anfragen").unwrap();
        assert!(german.starts_with("Anfrage: Eine Bitte um Hilfe"), "{german}");
    }
}
