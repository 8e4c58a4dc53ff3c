//! The worker: a second instance of this page's own wasm, where the heavy work runs.
//!
//! A worker made from a line of source imports the very script that the page imported and is handed the compiled
//! module: no second download, no version that could differ, whatever name the build gave the files.

use askwell::app::message::{Job, Progress, WorkerReply, WorkerRequest};
use askwell::experiment::{Done, Experiment, Order, Pipeline, PipelineError};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::lazy::split;
use crate::workers::module::{packed, unpacked};
use crate::workers::reply::{Clock, reply, scope};
use crate::workers::spawn::worker_of;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static SCRIPT_URL: String;
}

/// True if this instance runs in a worker.
pub(crate) fn is_here() -> bool {
    js_sys::global().is_instance_of::<DedicatedWorkerGlobalScope>()
}

/// The worker's side: answers requests until it is ended.
pub(crate) fn serve() {
    let Some(scope) = scope() else { return };
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(request) = unpacked(&event.data()) {
            answer(request);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let _ = scope.post_message(&JsValue::from_str(HELLO));
}

/// The message with which the worker says that it listens.
const HELLO: &str = "askwell worker";

fn answer(WorkerRequest { request, job }: WorkerRequest) {
    match job {
        Job::Experiment { order, earlier } => run_experiment(request, order, &earlier),
        // What the first result does without is loaded by the worker that needs it.
        job => spawn_local(async move {
            match split::jobs().await {
                Ok(jobs) => jobs(request, job),
                Err(error) => reply(&WorkerReply::Failed { request, error: error.to_string() }),
            }
        }),
    }
}

fn pipeline(order: Order, earlier: &[u8]) -> Result<Pipeline, PipelineError> {
    match Experiment::from_bytes(earlier) {
        Ok(earlier) => Pipeline::resume(order, earlier),
        Err(_) => Pipeline::new(order),
    }
}

fn run_experiment(request: u32, order: Order, earlier: &[u8]) {
    let mut pipeline = match pipeline(order, earlier) {
        Ok(pipeline) => pipeline,
        Err(error) => return reply(&WorkerReply::Failed { request, error: error.to_string() }),
    };
    let mut clock = Clock::default();
    loop {
        let Done { stage, done, of } = pipeline.progress();
        let mut progress = Progress { stage, done, of, left_ms: None };
        progress.left_ms = clock.left_ms(progress.overall());
        reply(&WorkerReply::Progressed { request, progress });
        match pipeline.advance() {
            Ok(None) => {}
            Ok(Some(experiment)) => {
                let bytes = experiment.to_bytes();
                return reply(&WorkerReply::Finished { request, bytes });
            }
            Err(error) => return reply(&WorkerReply::Failed { request, error: error.to_string() }),
        }
    }
}

/// The page's side: one worker, ended when this is dropped.
pub(crate) struct Worker {
    worker: web_sys::Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Worker {
    /// Starts a worker and sends it `request` as soon as it listens.
    pub(crate) fn start(
        request: WorkerRequest,
        on_reply: impl Fn(WorkerReply) + Clone + 'static,
    ) -> Result<Self, JsValue> {
        let worker = spawn()?;
        let answered = on_reply.clone();
        let target = worker.clone();
        let id = request.request;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            if data.as_string().as_deref() == Some(HELLO) {
                let _ = target.post_message(&packed(&request));
            } else if let Some(reply) = unpacked(&data) {
                answered(reply);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let message = Reflect::get(&event, &"message".into()).ok().and_then(|text| text.as_string());
            on_reply(WorkerReply::Failed {
                request: id,
                error: message.unwrap_or_else(|| "the worker could not start".to_owned()),
            });
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn spawn() -> Result<web_sys::Worker, JsValue> {
    let script = SCRIPT_URL.with(String::clone);
    let url = js_sys::JSON::stringify(&script.into())?;
    // What fails in a promise reaches nobody; what a timer throws reaches the page.
    let source = format!(
        "onmessage = ({{ data }}) => {{ onmessage = null; \
         import({url}).then(page => page.default({{ module_or_path: data }})) \
         .catch(error => setTimeout(() => {{ throw error; }})); }};",
        url = String::from(url),
    );
    let worker = worker_of(&source)?;
    worker.post_message(&wasm_bindgen::module())?;
    Ok(worker)
}
