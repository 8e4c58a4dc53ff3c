//! Modules that are loaded when they are needed, each in a worker: where `index.html` says they are, started, awaited.

use std::cell::RefCell;
use std::rc::Rc;

use askwell::app;
use gloo::utils::document;
use js_sys::{JSON, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Url, Worker};
use yew::Callback;

use crate::workers::spawn::worker_of;

/// The message with which a worker says that it listens.
const READY: &str = "askwell module";

/// The text of an error.
pub(crate) fn text_of(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|text| text.as_string());
    message.unwrap_or_else(|| "no reason was given".to_owned())
}

/// A message for a worker.
pub(crate) fn packed(message: &impl Serialize) -> JsValue {
    Uint8Array::from(&app::message::packed(message)[..]).into()
}

/// A message of a worker; none where it is something else.
pub(crate) fn unpacked<T: DeserializeOwned>(data: &JsValue) -> Option<T> {
    app::message::unpacked(&data.dyn_ref::<Uint8Array>()?.to_vec())
}

/// An address of this page, whole.
pub(crate) fn whole_address(relative: &str) -> Option<String> {
    let base = document().base_uri().ok().flatten()?;
    Some(Url::new_with_base(relative, &base).ok()?.href())
}

/// The address of a module’s script or of a language’s words, if this build has it.
pub(crate) fn address(module: &str) -> Option<String> {
    let mark = document().query_selector(&format!("meta[name=askwell-{module}]")).ok().flatten()?;
    whole_address(&mark.get_attribute("content")?)
}

/// Hears a worker: its answers, and why it did not come or stopped, as messages.
pub(crate) fn heard<Reply, M: 'static>(
    send: Callback<M>,
    replied: fn(Box<Reply>) -> M,
    failed: fn(String) -> M,
) -> impl Fn(Result<Reply, String>) + Clone {
    move |answer| send.emit(answer.map_or_else(failed, |reply| replied(Box::new(reply))))
}

/// A worker that runs a module, ended when this is dropped.
pub(crate) struct Module {
    outbox: Outbox,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

/// The outbox of a worker: messages wait in it until the worker listens.
#[derive(Clone)]
pub(crate) struct Outbox {
    worker: Worker,
    /// The messages that wait; none once the worker listens.
    waiting: Rc<RefCell<Option<Vec<JsValue>>>>,
}

impl Outbox {
    /// Sends a message, now or as soon as the worker listens.
    pub(crate) fn send(&self, message: JsValue) {
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message),
            None => drop(self.worker.post_message(&message)),
        }
    }

    fn open(&self) {
        for message in self.waiting.borrow_mut().take().unwrap_or_default() {
            let _ = self.worker.post_message(&message);
        }
    }
}

impl Module {
    /// Starts the worker; its `serve` is handed the address of another module, where one is named and built. `heard`
    /// gets what it answers, and once or more a text where it did not come or stopped.
    pub(crate) fn start<T: DeserializeOwned>(
        module: &str,
        other: Option<&str>,
        heard: impl Fn(Result<T, String>) + Clone + 'static,
    ) -> Option<Self> {
        match spawn(module, other.and_then(address)) {
            Ok(worker) => Some(Self::listening(worker, heard)),
            Err(error) => {
                heard(Err(text_of(&error)));
                None
            }
        }
    }

    fn listening<T: DeserializeOwned>(
        worker: Worker,
        heard: impl Fn(Result<T, String>) + Clone + 'static,
    ) -> Self {
        let outbox = Outbox { worker, waiting: Rc::new(RefCell::new(Some(Vec::new()))) };
        let (opened, answered) = (outbox.clone(), heard.clone());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match event.data().as_string() {
                Some(text) if text == READY => opened.open(),
                Some(error) => answered(Err(error)),
                None => {
                    if let Some(reply) = unpacked(&event.data()) {
                        answered(Ok(reply));
                    }
                }
            }
        });
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            heard(Err(text_of(&event)));
        });
        outbox.worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        outbox.worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Self { outbox, _on_message: on_message, _on_error: on_error }
    }

    /// The outbox of the worker.
    pub(crate) fn outbox(&self) -> &Outbox {
        &self.outbox
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        self.outbox.worker.set_onmessage(None);
        self.outbox.worker.set_onerror(None);
        self.outbox.worker.terminate();
    }
}

/// A worker that imports the module and hands its `serve` an address, or nothing. What goes wrong on the way is sent
/// as a text; so is [`READY`].
fn spawn(module: &str, argument: Option<String>) -> Result<Worker, JsValue> {
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
