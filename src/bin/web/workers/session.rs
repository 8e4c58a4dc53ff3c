//! The page's side of the module `log/`: requests go to a worker with the reader's files as they are, answers come back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell::app::drawers::your_agent::LogSource;
use askwell::app::message::{SessionEffect, SessionRequest};
use gloo::utils::window;
use js_sys::Array;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, FileList, Response};

use crate::workers::files::GivenFiles;
use crate::workers::module::{Module, packed, text_of, whole_address};

thread_local! {
    /// The files that the reader gave.
    static GIVEN: RefCell<GivenFiles> = RefCell::default();
}

/// Keeps the files that were dropped or picked; answers their number, and their names.
pub(crate) fn keep(files: &FileList) -> (u32, Vec<String>) {
    GIVEN.with(|given| given.borrow_mut().keep(files))
}

/// A worker that holds something of the reader's, ended when this is dropped.
pub(crate) struct SessionWorker {
    module: Module,
    /// The reading asked for last.
    newest: Rc<Cell<Option<u32>>>,
}

impl SessionWorker {
    /// Carries out an effect. Where there is no worker, one is started; `heard` gets what it answers.
    pub(crate) fn perform<Request, Reply: DeserializeOwned>(
        worker: &mut Option<Self>,
        effect: SessionEffect<Request>,
        wrap: fn(Request) -> SessionRequest,
        heard: impl Fn(Result<Reply, String>) + Clone + 'static,
    ) {
        let (source, request) = match effect {
            SessionEffect::Stop => return *worker = None,
            SessionEffect::Ask(request) => (None, wrap(request)),
            SessionEffect::Read(source, request) => (Some(source), wrap(request)),
            SessionEffect::Speak(spoken) => (None, SessionRequest::Speak(spoken)),
        };
        if worker.is_none() {
            let module = Module::start("log", None, heard);
            *worker = module.map(|module| Self { module, newest: Rc::default() });
        }
        if let Some(worker) = worker {
            worker.send(source, &request);
        }
    }

    /// Sends a request, and the files that belong to it as soon as they are there.
    fn send(&self, source: Option<LogSource>, request: &SessionRequest) {
        let (outbox, newest) = (self.module.outbox().clone(), self.newest.clone());
        let reading = request.reading();
        if reading.is_some() {
            newest.set(reading);
        }
        let request = packed(request);
        let send = move |files: &JsValue| outbox.send(Array::of2(&request, files).into());
        match source {
            None => send(&Array::new()),
            Some(LogSource::Files(kept)) => send(&GIVEN.with(|given| given.borrow().get(kept))),
            Some(source) => spawn_local(async move {
                let files = file_of(source).await;
                // What took long to come, and was overtaken meanwhile, is not read behind the one that overtook it.
                if reading.is_none() || reading == newest.get() {
                    send(&files.map_or_else(|error| text_of(&error).into(), |file| Array::of1(&file).into()));
                }
            }),
        }
    }
}

/// The file of a source that is no file yet.
async fn file_of(source: LogSource) -> Result<JsValue, JsValue> {
    match source {
        LogSource::Files(_) => Ok(JsValue::UNDEFINED),
        LogSource::Text(text) => Ok(Blob::new_with_str_sequence(&Array::of1(&text.into()))?.into()),
        LogSource::Link(linked) => {
            let bytes = js_sys::Uint8Array::from(&linked.content[..]);
            Ok(Blob::new_with_u8_array_sequence(&Array::of1(&bytes))?.into())
        }
        LogSource::Example(example) => {
            let address = whole_address(example.file()).unwrap_or_default();
            let response: Response =
                JsFuture::from(window().fetch_with_str(&address)).await?.unchecked_into();
            if !response.ok() {
                return Err(js_sys::Error::new(&format!("{address}: {}", response.status())).into());
            }
            JsFuture::from(response.blob()?).await
        }
    }
}
