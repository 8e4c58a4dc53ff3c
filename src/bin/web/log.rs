//! The page's side of the log worker: the reader's files, handed on as they are, and what comes back.

use std::cell::RefCell;
use std::rc::Rc;

use askwell::app::{LogMsg, LogReply, LogRequest, LogSource};
use gloo::utils::window;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, FileList, MessageEvent, Response};
use yew::Callback;

use crate::module::{self, READY, text_of};

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
pub(crate) struct LogWorker {
    worker: web_sys::Worker,
    /// What was asked before it listened; nothing once it does.
    waiting: Rc<RefCell<Option<Vec<Array>>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl LogWorker {
    /// Starts the worker; where it cannot be, says so.
    pub(crate) fn start(tell: Callback<LogMsg>) -> Option<Self> {
        match Self::try_start(tell.clone()) {
            Ok(worker) => Some(worker),
            Err(error) => {
                tell.emit(LogMsg::WorkerFailed(text_of(&error)));
                None
            }
        }
    }

    fn try_start(tell: Callback<LogMsg>) -> Result<Self, JsValue> {
        let worker = module::start("log", None)?;
        let waiting = Rc::new(RefCell::new(Some(Vec::<Array>::new())));
        let (target, queue, told) = (worker.clone(), waiting.clone(), tell.clone());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            if data.as_string().as_deref() == Some(READY) {
                for message in queue.borrow_mut().take().unwrap_or_default() {
                    let _ = target.post_message(&message);
                }
            } else if let Some(error) = data.as_string() {
                told.emit(LogMsg::WorkerFailed(error));
            } else if let Ok(reply) = serde_wasm_bindgen::from_value::<LogReply>(data) {
                told.emit(LogMsg::Replied(Box::new(reply)));
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            tell.emit(LogMsg::WorkerFailed(text_of(&event)));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, waiting, _on_message: on_message, _on_error: on_error })
    }

    /// Lets it read a log.
    pub(crate) fn read(&self, source: LogSource, request: LogRequest, tell: Callback<LogMsg>) {
        let (worker, waiting) = (self.worker.clone(), self.waiting.clone());
        spawn_local(async move {
            match files_of(source).await {
                Ok(files) => post(&worker, &waiting, &request, &files),
                Err(error) => tell.emit(LogMsg::WorkerFailed(text_of(&error))),
            }
        });
    }

    /// Asks it for something else.
    pub(crate) fn ask(&self, request: &LogRequest) {
        post(&self.worker, &self.waiting, request, &Array::new());
    }
}

impl Drop for LogWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn post(
    worker: &web_sys::Worker,
    waiting: &RefCell<Option<Vec<Array>>>,
    request: &LogRequest,
    files: &Array,
) {
    let Ok(request) = serde_wasm_bindgen::to_value(request) else { return };
    let message = Array::of2(&request, files);
    match &mut *waiting.borrow_mut() {
        Some(waiting) => waiting.push(message),
        None => drop(worker.post_message(&message)),
    }
}

/// What is to be read, as files.
async fn files_of(source: LogSource) -> Result<Array, JsValue> {
    match source {
        LogSource::Files => Ok(GIVEN.with(|given| given.borrow().clone())),
        LogSource::Text(text) => {
            Ok(Array::of1(&Blob::new_with_str_sequence(&Array::of1(&text.into()))?.into()))
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
