//! The page's side of the inference worker: started from where `index.html` says the engines are, asked, ended.
//!
//! Neither engine is part of this wasm: the worker imports them, so whatever they do the page goes on.

use std::cell::RefCell;
use std::rc::Rc;

use askwell::app::{EngineMsg, EngineReply, EngineRequest};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;
use yew::Callback;

use crate::module::{self, READY, text_of};

/// The inference worker, ended when this is dropped.
pub(crate) struct Engine {
    worker: web_sys::Worker,
    /// What was asked before it listened; nothing once it does.
    waiting: Rc<RefCell<Option<Vec<EngineRequest>>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Engine {
    /// Starts the worker; where it cannot be, says so.
    pub(crate) fn start(tell: Callback<EngineMsg>) -> Option<Self> {
        match Self::try_start(tell.clone()) {
            Ok(engine) => Some(engine),
            Err(error) => {
                tell.emit(EngineMsg::WorkerFailed(text_of(&error)));
                None
            }
        }
    }

    fn try_start(tell: Callback<EngineMsg>) -> Result<Self, JsValue> {
        let worker = module::start("engine", module::address("webgpu"))?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let (target, queue, told) = (worker.clone(), waiting.clone(), tell.clone());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            if data.as_string().as_deref() == Some(READY) {
                for request in queue.borrow_mut().take().unwrap_or_default() {
                    post(&target, &request);
                }
            } else if let Some(error) = data.as_string() {
                told.emit(EngineMsg::WorkerFailed(error));
            } else if let Ok(reply) = serde_wasm_bindgen::from_value::<EngineReply>(data) {
                told.emit(EngineMsg::Replied(Box::new(reply)));
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            tell.emit(EngineMsg::WorkerFailed(text_of(&event)));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, waiting, _on_message: on_message, _on_error: on_error })
    }

    /// Asks the worker, now or as soon as it listens.
    pub(crate) fn ask(&self, request: &EngineRequest) {
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(request.clone()),
            None => post(&self.worker, request),
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn post(worker: &web_sys::Worker, request: &EngineRequest) {
    if let Ok(value) = serde_wasm_bindgen::to_value(request) {
        let _ = worker.post_message(&value);
    }
}
