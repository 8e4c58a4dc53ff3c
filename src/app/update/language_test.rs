//! The language of the page: asked for, arrived, not arrived, taken back.

use crate::app::dispatch::test::opened;
use crate::app::dispatch::{update, update_with};
use crate::app::draw;
use crate::app::message::effect::Effect;
use crate::app::message::page::{LessonMsg, Msg, TakeoverMsg};
use crate::app::model::lesson::{lesson_body, lessons};
use crate::app::model::link::write as write_link;
use crate::app::update::language::*;
use crate::figure::{Drawing, Mark, Span};
use crate::language::packed;

fn arrive(state: &mut State, language: Language) -> Vec<Effect> {
    update(state, Msg::WordsArrived { language, outcome: Ok(packed(language).unwrap()) })
}

/// A page in German.
fn german(link: &str) -> State {
    let mut state = opened(&format!("lang=de&{link}"));
    arrive(&mut state, Language::German);
    assert_eq!(state.words.language(), Language::German);
    state
}

#[test]
fn words_are_fetched_once_and_shown_when_they_are_there() {
    let mut state = opened("");
    let effects = update(&mut state, Msg::LanguageChosen(Language::German));
    assert!(effects.contains(&Effect::FetchWords(Language::German)), "{effects:?}");
    assert!(effects.contains(&Effect::WriteLink("v=1&lang=de".to_owned())), "{effects:?}");
    assert_eq!(state.words, Words::ENGLISH);
    assert_eq!(update(&mut state, Msg::TablesToggled), [], "they are on their way");
    assert_eq!(arrive(&mut state, Language::German), [Effect::ShowLanguage(Language::German)]);
    let german = "Die optimale Policy mit einem Budget von 1,00 Anfragen je Aufgabe";
    assert!(state.announcement.starts_with(german), "{}", state.announcement);
    let back = update(&mut state, Msg::LanguageChosen(Language::English));
    assert_eq!(back[0], Effect::ShowLanguage(Language::English));
    let again = update(&mut state, Msg::LanguageChosen(Language::German));
    assert_eq!(again[0], Effect::ShowLanguage(Language::German), "nothing is fetched twice");
}

#[test]
fn a_language_is_undone_like_any_setting() {
    let mut state = german("");
    update(&mut state, Msg::LanguageChosen(Language::English));
    assert_eq!(update(&mut state, Msg::UndoPressed)[0], Effect::ShowLanguage(Language::German));
    assert_eq!(write_link(&state.setting), "v=1&lang=de");
    update(&mut state, Msg::RedoPressed);
    assert_eq!((state.words, write_link(&state.setting)), (Words::ENGLISH, String::new()));
}

#[test]
fn without_its_words_the_page_stays_english_and_says_so() {
    let mut state = opened("lang=de");
    let outcome = Err("404".to_owned());
    let effects = update(&mut state, Msg::WordsArrived { language: Language::German, outcome });
    assert_eq!(effects, [Effect::ShowLanguage(Language::English), Effect::WriteLink(String::new())]);
    assert!(state.notices[0].text.starts_with("Deutsch did not load (404)"), "{:?}", state.notices);
    let again = update(&mut state, Msg::LanguageChosen(Language::German));
    assert_eq!(again[0], Effect::FetchWords(Language::German));
}

#[test]
fn an_unknown_language_is_dropped_and_listed() {
    let state = opened("lang=xx&C=0.5");
    assert_eq!(write_link(&state.setting), "v=1&C=0.5");
    assert!(state.notices[0].text.contains("“lang=xx”; expected en or de"), "{:?}", state.notices);
}

/// Whatever the core says on the page in its main states.
fn said(state: &State) -> Vec<String> {
    let (experiment, reading) = (state.experiment.as_deref().unwrap(), state.reading.as_ref().unwrap());
    let (scene, w) = (state.scene.as_deref().unwrap(), state.words);
    let mut said = vec![state.announcement.clone()];
    let curve = draw::curve(state, experiment, reading);
    let policy = draw::policy(state, scene);
    let episode = draw::episode(state, scene);
    said.extend(spans(&curve.sentence));
    said.extend([curve.afresh, policy.changed, policy.since, draw::selected_place(state, scene)]);
    if let Some(why) = draw::why(state, experiment, reading, scene) {
        said.extend(spans(&why.exact).chain(spans(&why.paper)));
        said.extend([why.verdict.to_owned(), why.asks_from, why.asks_from_paper]);
        said.extend([why.bars, why.strips].iter().flat_map(texts));
    }
    let drawn = [curve.drawings, policy.drawings, episode.helped_trace, episode.comparison_trace];
    said.extend(drawn.iter().flatten().flat_map(texts));
    said.extend(texts(&episode.helped_plan));
    said.extend(texts(&draw::slider_drawing(state, experiment)));
    let tables = [
        draw::curve_table(state, experiment, reading),
        draw::policy_table(state, scene),
        draw::episode_table(state, scene),
    ];
    for table in tables {
        said.push(table.caption);
        said.extend(table.columns.into_iter().map(str::to_owned));
        said.extend(table.rows.into_iter().flatten());
    }
    for (number, lesson) in lessons() {
        said.extend([lesson.title, lesson.question].map(|text| text(w).to_owned()));
        said.extend(lesson_body(number).unwrap().prose.iter().map(|text| text(w).to_owned()));
    }
    if let Some(yours) = &scene.yours {
        said.extend([yours.question(w, &scene.helped), yours.verdict(w, &scene.helped)]);
    }
    said.extend(state.notices.iter().map(|notice| notice.text.clone()));
    said
}

fn spans(spans: &[Span]) -> impl Iterator<Item = String> {
    spans.iter().map(|span| span.text.to_string())
}

fn texts(drawing: &Drawing) -> Vec<String> {
    fn titles(marks: &[Mark], into: &mut Vec<String>) {
        for mark in marks {
            into.extend(mark.title.clone());
            titles(mark.children(), into);
        }
    }
    let mut texts = drawing.texts();
    texts.push(drawing.label.clone());
    titles(&drawing.marks, &mut texts);
    texts
}

/// The texts of English that German does not share. Texts of one word may be the household's own, which the agent reads
/// too and which stays as it is.
pub(in crate::app) fn english_alone() -> Vec<&'static str> {
    let german = Words::read(Language::German, &packed(Language::German).unwrap()).unwrap();
    let english: Vec<&str> = Words::ENGLISH
        .texts()
        .zip(german.texts())
        .filter(|(english, german)| {
            english != german && !english.contains('{') && english.trim().contains(' ')
        })
        .map(|(english, _)| english)
        .collect();
    assert!(english.len() > 100, "{}", english.len());
    english
}

/// Checks that the texts and figures of a worker have no English text, and no decimal point.
#[track_caller]
pub(in crate::app) fn assert_german(told: &str, drawings: &[&Drawing]) {
    let drawn: Vec<String> = drawings.iter().flat_map(|drawing| texts(drawing)).collect();
    let told = [&[told.to_owned()], &drawn[..]].concat().join("\n");
    for english in english_alone() {
        assert!(!told.contains(english), "{english}: {told}");
    }
    let printed: Vec<String> = drawings.iter().flat_map(|drawing| drawing.texts()).collect();
    let has_point = |text: &&String| {
        let bytes = text.as_bytes();
        bytes.windows(3).any(|at| at[1] == b'.' && at[0].is_ascii_digit() && at[2].is_ascii_digit())
    };
    assert_eq!(printed.iter().find(has_point), None);
    assert!(printed.is_empty() || printed.iter().any(|text| text.contains(',')), "{printed:?}");
}

#[test]
fn nothing_of_the_page_is_left_in_english() {
    let mut states = vec![german("seed=1"), german("lesson=3"), german("rule=paper&count=discounted&C=0.4")];
    update(&mut states[0], Msg::BudgetChanged(0.7));
    update(&mut states[0], Msg::TaskTyped("x".to_owned()));
    update(&mut states[1], Msg::Lesson(LessonMsg::ComparePressed));
    update(&mut states[2], Msg::Takeover(TakeoverMsg::Begun));
    let english = english_alone();
    for state in &mut states {
        update_with(state, Msg::Resized(1440.0), None);
        for text in said(state) {
            let found = english.iter().find(|english| text.contains(**english));
            assert_eq!(found, None, "{text}");
        }
    }
}
