//! Modules that are loaded when they are needed, each in a worker: where `index.html` says they are, started, awaited.

use gloo::utils::document;
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{Url, Worker};

use crate::spawn::worker_of;

/// What a worker says once it listens.
pub(crate) const READY: &str = "askwell module";

/// What went wrong, in words.
pub(crate) fn text_of(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|text| text.as_string());
    message.unwrap_or_else(|| "no reason was given".to_owned())
}

/// An address of this page, whole.
pub(crate) fn whole_address(relative: &str) -> Option<String> {
    let base = document().base_uri().ok().flatten()?;
    Some(Url::new_with_base(relative, &base).ok()?.href())
}

/// The address of a module's script, if this build has it.
pub(crate) fn address(module: &str) -> Option<String> {
    let mark = document().query_selector(&format!("meta[name=askwell-{module}]")).ok().flatten()?;
    whole_address(&mark.get_attribute("content")?)
}

/// Starts a worker that imports the module and hands its `serve` an address, or nothing. What goes wrong on the way is
/// sent as a text; so is [`READY`].
pub(crate) fn start(module: &str, argument: Option<String>) -> Result<Worker, JsValue> {
    let Some(script) = address(module) else {
        return Err(js_sys::Error::new("this build has none").into());
    };
    let quoted =
        |text: Option<String>| JSON::stringify(&text.map_or(JsValue::NULL, JsValue::from)).map(String::from);
    let source = format!(
        "import({script}).then(async module => {{ await module.default(); module.serve({argument} ?? undefined); \
         postMessage('{READY}'); }}).catch(error => postMessage(String(error?.message ?? error)));",
        script = quoted(Some(script))?,
        argument = quoted(argument)?,
    );
    worker_of(&source)
}
