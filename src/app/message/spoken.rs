//! The language of a worker that words and draws. The page sends it the catalogue, since the worker fetches
//! nothing.

use serde::{Deserialize, Serialize};

use crate::language::{Language, Words};

/// A language with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spoken {
    #[serde(with = "by_code")]
    language: Language,
    /// The packed catalogue; empty for English, which every program has.
    catalogue: String,
}

impl Spoken {
    pub(in crate::app) fn of(w: Words) -> Self {
        Self { language: w.language(), catalogue: w.repacked() }
    }
}

/// The words of a worker, and the language that it was last sent. A page that asks for its own language back
/// asks once, even if the words are another build's and cannot be read.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::app) struct Speaker {
    pub(in crate::app) language: Language,
    pub(in crate::app) words: Words,
}

impl Speaker {
    pub(in crate::app) fn hear(&mut self, Spoken { language, catalogue }: &Spoken) {
        if self.language != *language {
            self.language = *language;
            self.words = Words::read(*language, catalogue).unwrap_or_default();
        }
    }
}

/// The serialised form of a language: its code, since the catalogues themselves know no format.
pub(in crate::app) mod by_code {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::language::Language;

    pub(in crate::app) fn serialize<S: Serializer>(language: &Language, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(language.code())
    }

    pub(in crate::app) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Language, D::Error> {
        let code = String::deserialize(from)?;
        Language::from_code(&code).ok_or_else(|| D::Error::custom("no code of a language"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::wire::{packed, unpacked};
    use crate::language::packed as catalogue_of;

    #[test]
    fn a_worker_speaks_the_language_that_it_is_told_and_english_where_it_cannot() {
        let catalogue = catalogue_of(Language::German).unwrap();
        let german = Words::read(Language::German, &catalogue).unwrap();
        let mut speaker = Speaker::default();
        speaker.hear(&unpacked(&packed(&Spoken::of(german))).unwrap());
        assert_eq!((speaker.language, speaker.words.share()), (Language::German, "Teilen"));
        speaker.hear(&unpacked(&packed(&Spoken::of(Words::ENGLISH))).unwrap());
        assert_eq!((speaker.language, speaker.words), (Language::English, Words::ENGLISH));
        // The words of another build: the page is told its own language back, and does not ask for ever.
        speaker.hear(&Spoken { language: Language::German, catalogue: "x".to_owned() });
        assert_eq!((speaker.language, speaker.words), (Language::German, Words::ENGLISH));
    }
}
