//! The language of a worker that words and draws: the page sends it the catalogue, for the worker fetches nothing.

use serde::{Deserialize, Serialize};

use crate::language::{Language, Words};

/// A language with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spoken {
    language: Language,
    /// Empty for English, which every program has.
    catalogue: String,
}

impl Spoken {
    pub(super) fn of(w: Words) -> Self {
        Self { language: w.language(), catalogue: w.repacked() }
    }
}

/// A worker's words, and the language that it was told: a page that asks for its own language back asks once, even where
/// the words are another build's and cannot be read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Speaker {
    pub(super) language: Language,
    pub(super) words: Words,
}

impl Speaker {
    pub(super) fn hear(&mut self, Spoken { language, catalogue }: &Spoken) {
        if self.language != *language {
            self.language = *language;
            self.words = Words::read(*language, catalogue).unwrap_or_default();
        }
    }
}
