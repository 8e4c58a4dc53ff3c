//! The language of the page: the words follow the setting, as soon as they are there.

use crate::app::message::effect::Effect;
use crate::app::state::State;
use crate::app::update::recompute::changed_policy;
use crate::language::{Language, Words, fill};

/// The words of a language came, or the reason why they did not: then the page stays as it is, and says so to the
/// browser, which knew only the language of the link before the page began.
pub(in crate::app) fn arrived(
    state: &mut State,
    language: Language,
    outcome: Result<String, String>,
) -> Vec<Effect> {
    if state.languages.awaited == Some(language) {
        state.languages.awaited = None;
    }
    if state.languages.words(language).is_some() {
        return Vec::new();
    }
    match outcome.and_then(|packed| Words::read(language, &packed).map_err(str::to_owned)) {
        Ok(words) => state.languages.read.push(words),
        Err(error) => {
            let name = language.own_name();
            state.notify(fill(state.words.language_did_not_load(), &[&name, &error]));
            if state.setting.language == language {
                state.setting.language = state.words.language();
                return vec![Effect::ShowLanguage(state.words.language())];
            }
        }
    }
    Vec::new()
}

/// After every change: the words of the setting's language, or the wish for them.
pub(in crate::app) fn follow(state: &mut State) -> Vec<Effect> {
    let language = state.setting.language;
    if language == state.words.language() {
        return Vec::new();
    }
    let Some(words) = state.languages.words(language) else {
        if state.languages.awaited.replace(language) == Some(language) {
            return Vec::new();
        }
        return vec![Effect::FetchWords(language)];
    };
    state.words = words;
    // What a task is told in is kept with it.
    state.scene = None;
    changed_policy(state);
    vec![Effect::ShowLanguage(language)]
}

#[cfg(test)]
#[path = "language_test.rs"]
pub(in crate::app) mod test;
