//! The words of another language: a file of the page's own, which `index.html` names, fetched when it is asked for.

use askwell::app::Msg;
use askwell::language::Language;
use gloo::utils::{document_element, window};
use js_sys::Error;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use crate::view::shared::Send;
use crate::workers::module::{address, text_of};

/// Fetches the words of a language; what came of it is sent.
pub(crate) fn fetch(language: Language, send: Send) {
    spawn_local(async move {
        let outcome = words(language).await.map_err(|error| text_of(&error));
        send.emit(Msg::WordsArrived { language, outcome });
    });
}

async fn words(language: Language) -> Result<String, JsValue> {
    let Some(address) = address(language.code()) else {
        return Err(Error::new("this build has none").into());
    };
    let answer: Response = JsFuture::from(window().fetch_with_str(&address)).await?.dyn_into()?;
    if !answer.ok() {
        return Err(Error::new(&answer.status().to_string()).into());
    }
    let text = JsFuture::from(answer.text()?).await?;
    text.as_string().ok_or_else(|| Error::new("no text").into())
}

/// Says in which language the page is.
pub(crate) fn show(language: Language) {
    let _ = document_element().set_attribute("lang", language.code());
}
