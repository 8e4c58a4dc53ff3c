//! Explanations of the page's terms: a short text under the pointer gets the glossary's lines as its title.

use askwell::app::derived::explanation;
use askwell::language::Language;
use gloo::events::EventListener;
use gloo::utils::{document, document_element};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// The elements that hold a term.
const HOLDERS: &str = "i,b,label,legend,h2,h3,th,dt,summary,button,option";

/// Marks an element whose title is an explanation.
const MARK: &str = "data-explained";

/// The most characters of a text that is a term; a longer one is a sentence.
const LONGEST: usize = 60;

/// Explains terms from now on, for the life of the page.
pub(crate) fn attach() {
    for event in ["mouseover", "focusin"] {
        EventListener::new(&document(), event, explain).forget();
    }
}

fn explain(event: &Event) {
    let under = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(holder) = under.and_then(|under| under.closest(HOLDERS).ok().flatten()) else { return };
    // A title of the page itself says more.
    if holder.has_attribute("title") && !holder.has_attribute(MARK) {
        return;
    }
    let language = document_element().get_attribute("lang").as_deref().and_then(Language::from_code);
    let text = holder.text_content().filter(|text| text.chars().count() <= LONGEST).unwrap_or_default();
    // Setting an attribute fails for a malformed name only. A reused element may hold another text than before.
    let _ = match explanation(language.unwrap_or_default(), &text) {
        Some(lines) => holder.set_attribute("title", &lines).and_then(|()| holder.set_attribute(MARK, "")),
        None => holder.remove_attribute("title").and_then(|()| holder.remove_attribute(MARK)),
    };
}
