//! The page's side of the log worker: the reader's files, handed on as they are, and what comes back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell::app::drawers::your_agent::{LogMsg, LogRequest, LogSource};
use askwell::app::message::SessionRequest;
use gloo::utils::window;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, FileList, Response};
use yew::Callback;

use crate::workers::files::GivenFiles;
use crate::workers::module::{self, Module, Outbox, packed, text_of};

thread_local! {
    /// The files that the reader gave in this drawer.
    static GIVEN: RefCell<GivenFiles> = RefCell::default();
}

/// Keeps the files that were dropped or picked; answers their number, and their names.
pub(crate) fn keep(files: &FileList) -> (u32, Vec<String>) {
    GIVEN.with(|given| given.borrow_mut().keep(files))
}

/// The log worker, ended when this is dropped.
pub(crate) struct LogWorker {
    module: Module,
    /// The reading asked for last.
    newest: Rc<Cell<u32>>,
}

impl LogWorker {
    /// Starts the worker; where it cannot be, says so.
    pub(crate) fn start(tell: Callback<LogMsg>) -> Option<Self> {
        let heard = move |answer| {
            tell.emit(match answer {
                Ok(reply) => LogMsg::Replied(Box::new(reply)),
                Err(error) => LogMsg::WorkerFailed(error),
            });
        };
        let module = Module::start("log", None, heard)?;
        Some(Self { module, newest: Rc::default() })
    }

    /// Lets it read a log.
    pub(crate) fn read(&self, source: LogSource, request: LogRequest, tell: Callback<LogMsg>) {
        let (outbox, newest) = (self.module.outbox().clone(), self.newest.clone());
        let reading = if let LogRequest::Read { request, .. } = request { Some(request) } else { None };
        reading.into_iter().for_each(|request| newest.set(request));
        spawn_local(async move {
            let files = files_of(source).await;
            // What took long to come, and was overtaken meanwhile, is not read behind the one that overtook it.
            if reading.is_some_and(|request| request != newest.get()) {
                return;
            }
            match files {
                Ok(files) => send(&outbox, &SessionRequest::Log(request), &files),
                Err(error) => {
                    let refused = request.without_files(text_of(&error));
                    refused.into_iter().for_each(|reply| tell.emit(LogMsg::Replied(Box::new(reply))));
                }
            }
        });
    }

    /// Asks it for something else.
    pub(crate) fn ask(&self, request: LogRequest) {
        send(self.module.outbox(), &SessionRequest::Log(request), &Array::new());
    }
}

/// Sends a request and the files that belong to it.
pub(crate) fn send(outbox: &Outbox, request: &SessionRequest, files: &Array) {
    outbox.send(Array::of2(&packed(request), files).into());
}

/// The files of a source, as JavaScript files to read.
async fn files_of(source: LogSource) -> Result<Array, JsValue> {
    match source {
        LogSource::Files(kept) => Ok(GIVEN.with(|given| given.borrow().get(kept))),
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
