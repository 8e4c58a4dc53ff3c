//! The language of the page; its words follow the setting as soon as they are loaded.

use crate::language::{Language, Words};

/// The languages that were asked for; English is always there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Languages {
    /// The catalogues that have come.
    pub(in crate::app) read: Vec<Words>,
    /// The language whose catalogue is on its way.
    pub(in crate::app) awaited: Option<Language>,
}

impl Languages {
    pub(in crate::app) fn words(&self, language: Language) -> Option<Words> {
        match language {
            Language::English => Some(Words::ENGLISH),
            _ => self.read.iter().copied().find(|words| words.language() == language),
        }
    }
}
