//! The page's side of the log worker: the reader's files, handed on as they are, and what comes back.

use std::cell::RefCell;

use askwell::app::{DeskRequest, LogMsg, LogRequest, LogSource};
use gloo::utils::window;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, FileList, Response};
use yew::Callback;

use crate::module::{self, Module, Outbox, packed, text_of};

thread_local! {
    /// The files that the reader gave last: they stay files until the worker reads them.
    static GIVEN: RefCell<Array> = RefCell::default();
}

/// Keeps the files that were dropped or picked; answers their names.
pub(crate) fn keep(files: &FileList) -> Vec<String> {
    let files: Vec<web_sys::File> = (0..files.length()).filter_map(|place| files.get(place)).collect();
    let names = files.iter().map(web_sys::File::name).collect();
    GIVEN.with(|given| *given.borrow_mut() = files.iter().collect());
    names
}

/// The log worker, ended when this is dropped.
pub(crate) struct LogWorker(Module);

impl LogWorker {
    /// Starts the worker; where it cannot be, says so.
    pub(crate) fn start(tell: Callback<LogMsg>) -> Option<Self> {
        let heard = move |answer| {
            tell.emit(match answer {
                Ok(reply) => LogMsg::Replied(Box::new(reply)),
                Err(error) => LogMsg::WorkerFailed(error),
            });
        };
        Module::start("log", None, heard).map(Self)
    }

    /// Lets it read a log.
    pub(crate) fn read(&self, source: LogSource, request: LogRequest, tell: Callback<LogMsg>) {
        let outbox = self.0.outbox().clone();
        spawn_local(async move {
            match files_of(source).await {
                Ok(files) => send(&outbox, &DeskRequest::Log(request), &files),
                Err(error) => tell.emit(LogMsg::WorkerFailed(text_of(&error))),
            }
        });
    }

    /// Asks it for something else.
    pub(crate) fn ask(&self, request: LogRequest) {
        send(self.0.outbox(), &DeskRequest::Log(request), &Array::new());
    }
}

/// The files that were given last.
pub(crate) fn given() -> Array {
    GIVEN.with(|given| given.borrow().clone())
}

/// Sends a request and the files that belong to it.
pub(crate) fn send(outbox: &Outbox, request: &DeskRequest, files: &Array) {
    outbox.send(Array::of2(&packed(request), files).into());
}

/// What is to be read, as files.
async fn files_of(source: LogSource) -> Result<Array, JsValue> {
    match source {
        LogSource::Files => Ok(given()),
        LogSource::Text(text) => {
            Ok(Array::of1(&Blob::new_with_str_sequence(&Array::of1(&text.into()))?.into()))
        }
        LogSource::Link(linked) => {
            let bytes = js_sys::Uint8Array::from(&linked.content[..]);
            Ok(Array::of1(&Blob::new_with_u8_array_sequence(&Array::of1(&bytes))?.into()))
        }
        LogSource::Example(example) => {
            let address = module::whole_address(example.file()).unwrap_or_default();
            let response: Response =
                JsFuture::from(window().fetch_with_str(&address)).await?.unchecked_into();
            if !response.ok() {
                return Err(js_sys::Error::new(&format!("{address}: {}", response.status())).into());
            }
            Ok(Array::of1(&JsFuture::from(response.blob()?).await?))
        }
    }
}
