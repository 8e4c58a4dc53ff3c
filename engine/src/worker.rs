//! The worker's side: requests in, answers out, faults reported at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell::app::drawers::models::{EngineReply, EngineRequest, ModelSource, bytes_of, numbers_of};
use askwell::app::message::{packed, unpacked};
use askwell::net::engine::{Choice, GpuFault};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::gpu::{Gpu, Watch, text_of};
use crate::scope::{now_ms, scope};
use crate::session::Session;

/// Answers the page until the worker is ended. `gpu_url` is the WebGPU module's address, where the build has one.
#[wasm_bindgen]
pub fn serve(gpu_url: Option<String>) {
    let Some(scope) = scope() else { return };
    let worker = Rc::new(Worker::new(gpu_url));
    watch_for_uncaught(&scope, &worker);
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let request: Uint8Array = event.data().unchecked_into();
        if let Some(request) = unpacked(&request.to_vec()) {
            wasm_bindgen_futures::spawn_local(worker.clone().answer(request));
        }
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
}

fn reply(reply: &EngineReply) {
    if let Some(scope) = scope() {
        let _ = scope.post_message(&Uint8Array::from(&packed(reply)[..]));
    }
}

/// Nobody awaits wonnx's inner tasks: what they throw arrives here.
fn watch_for_uncaught(scope: &DedicatedWorkerGlobalScope, worker: &Rc<Worker>) {
    for (name, part) in [("error", "error"), ("unhandledrejection", "reason")] {
        let watch = worker.watch.clone();
        let heard = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            let thrown = Reflect::get(&event, &part.into()).unwrap_or_default();
            watch.report(GpuFault::Stopped(text_of(&thrown)));
        });
        let _ = scope.add_event_listener_with_callback(name, heard.into_js_value().unchecked_ref());
    }
}

struct Worker {
    gpu_url: Option<String>,
    gpu: RefCell<Option<Result<Gpu, GpuFault>>>,
    watch: Watch,
    session: Rc<RefCell<Option<Rc<Session>>>>,
    choice: Cell<Choice>,
}

impl Worker {
    fn new(gpu_url: Option<String>) -> Self {
        let session = Rc::<RefCell<Option<Rc<Session>>>>::default();
        let current = session.clone();
        let watch = Watch::new(move |fault| {
            if let Some(session) = &*current.borrow() {
                session.give_up_gpu(fault.clone());
            }
            reply(&EngineReply::Fell(fault));
        });
        Self { gpu_url, gpu: RefCell::default(), watch, session, choice: Cell::default() }
    }

    async fn answer(self: Rc<Self>, request: EngineRequest) {
        match request {
            EngineRequest::Load { request, model } => self.load(request, model).await,
            EngineRequest::Choose(choice) => self.choice.set(choice),
            EngineRequest::Score { request, rows } => self.score(request, &rows).await,
        }
    }

    async fn load(&self, request: u32, model: ModelSource) {
        let session = match Session::load(model) {
            Ok(session) => Rc::new(session),
            Err(error) => return reply(&EngineReply::Refused { request, error }),
        };
        *self.session.borrow_mut() = Some(session.clone());
        let (network, trial) = (session.network_bytes(), session.trial());
        reply(&EngineReply::Loaded { request, network, trial });
        match self.gpu().await {
            Ok(gpu) => session.try_gpu(&gpu).await,
            Err(fault) => session.give_up_gpu(fault),
        }
        reply(&EngineReply::Tried { request, trial: session.trial() });
    }

    /// The GPU's module, opened once; a device that broke stays broken.
    async fn gpu(&self) -> Result<Gpu, GpuFault> {
        if let Some(fault) = self.watch.fault() {
            return Err(fault);
        }
        let known = self.gpu.borrow().clone();
        if let Some(known) = known {
            return known;
        }
        let opened = Gpu::open(self.gpu_url.clone(), self.watch.clone()).await;
        *self.gpu.borrow_mut() = Some(opened.clone());
        opened
    }

    async fn score(&self, request: u32, rows: &[u8]) {
        let session = self.session.borrow().clone();
        let Some(session) = session else { return };
        let start = now_ms();
        match session.score(self.choice.get(), &numbers_of(rows)).await {
            Ok((scores, engine)) => {
                let (scores, ms) = (bytes_of(&scores), now_ms() - start);
                reply(&EngineReply::Scored { request, scores, engine, ms });
            }
            Err(error) => reply(&EngineReply::Refused { request, error }),
        }
    }
}
