//! A model on WebGPU: the module that runs it, its sessions, and every way in which it can fail.

use std::cell::RefCell;
use std::rc::Rc;

use askwell::net::Network;
use askwell::net::engine::GpuFault;
use askwell::net::onnx::{GPU_BATCHES, for_gpu, gpu_answers, gpu_chunks, gpu_rows};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The most milliseconds for the GPU to load a model and answer for the first time. Until then the CPU
/// scores.
pub(crate) const START_MS: f64 = 30_000.0;

/// The milliseconds to wait, after a failed run, for the device to give the reason.
const REASON_MS: f64 = 50.0;

#[wasm_bindgen(module = "/src/load.js")]
extern "C" {
    fn load(url: &str) -> Promise;
    fn after(ms: f64) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    /// The functions that `webgpu/` exports.
    #[derive(Clone)]
    type Module;
    #[wasm_bindgen(method, js_name = default)]
    fn start(this: &Module) -> Promise;
    #[wasm_bindgen(method)]
    fn watch(this: &Module, tell: &Function);
    #[wasm_bindgen(method, getter, js_name = GpuModel)]
    fn gpu_model(this: &Module) -> ModelClass;

    type ModelClass;
    #[wasm_bindgen(method)]
    fn load(this: &ModelClass, model: Vec<u8>) -> Promise;

    type Session;
    #[wasm_bindgen(method)]
    fn run(this: &Session, rows: Vec<f32>) -> Promise;
}

/// The first fault of the GPU, once there is one, shared by all who wait for the GPU.
#[derive(Clone)]
pub(crate) struct Watch {
    fault: Rc<RefCell<Option<GpuFault>>>,
    /// Settles once there is a fault.
    broken: Promise,
    settle: Option<Function>,
    on_fault: Rc<dyn Fn(GpuFault)>,
}

impl Watch {
    pub(crate) fn new(on_fault: impl Fn(GpuFault) + 'static) -> Self {
        // No `Function::default()`: it evaluates a string, which the page's policy forbids.
        let mut settle = None;
        let broken = Promise::new(&mut |resolve, _| settle = Some(resolve));
        Self { fault: Rc::default(), broken, settle, on_fault: Rc::new(on_fault) }
    }

    /// Takes note of the first fault; later ones follow from it.
    pub(crate) fn report(&self, fault: GpuFault) {
        if self.fault.borrow().is_some() {
            return;
        }
        *self.fault.borrow_mut() = Some(fault.clone());
        if let Some(settle) = &self.settle {
            let _ = settle.call0(&JsValue::UNDEFINED);
        }
        (self.on_fault)(fault);
    }

    pub(crate) fn fault(&self) -> Option<GpuFault> {
        self.fault.borrow().clone()
    }

    /// The value of a promise. It fails if the GPU breaks first or `ms` milliseconds pass, since a promise of
    /// a broken engine never settles.
    async fn wait(&self, promise: Promise, ms: f64) -> Result<JsValue, GpuFault> {
        let late = Late::new();
        let raced = Promise::race(&Array::of3(&promise, &self.broken, &late.after(ms)));
        let outcome = JsFuture::from(raced).await;
        if outcome.is_err() {
            // A device that is lost fails its runs first and says why a moment later.
            let _ = JsFuture::from(Promise::race(&Array::of2(&self.broken, &after(REASON_MS)))).await;
        }
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        match outcome {
            Ok(_) if late.has_passed() => Err(GpuFault::Late(ms / 1000.0)),
            Ok(value) => Ok(value),
            Err(error) => Err(GpuFault::Stopped(text_of(&error))),
        }
    }
}

/// A moment that may pass; its promise gives a value nothing else gives.
struct Late {
    passed: Rc<RefCell<bool>>,
}

impl Late {
    fn new() -> Self {
        Self { passed: Rc::default() }
    }

    fn after(&self, ms: f64) -> Promise {
        let passed = self.passed.clone();
        wasm_bindgen_futures::future_to_promise(async move {
            let _ = JsFuture::from(after(ms)).await;
            *passed.borrow_mut() = true;
            Ok(JsValue::UNDEFINED)
        })
    }

    fn has_passed(&self) -> bool {
        *self.passed.borrow()
    }
}

/// The WebGPU module, once there is an adapter for it.
#[derive(Clone)]
pub(crate) struct Gpu {
    module: Module,
    watch: Watch,
}

impl Gpu {
    /// Asks for an adapter first: without one wonnx panics and never answers.
    pub(crate) async fn open(url: Option<String>, watch: Watch) -> Result<Self, GpuFault> {
        if !has_adapter().await {
            return Err(GpuFault::NoAdapter);
        }
        let url = url.ok_or_else(|| GpuFault::Module("this build has none".to_owned()))?;
        let not_loaded = |error: JsValue| GpuFault::Module(text_of(&error));
        let module: Module = JsFuture::from(load(&url)).await.map_err(not_loaded)?.unchecked_into();
        JsFuture::from(module.start()).await.map_err(not_loaded)?;
        let told = watch.clone();
        let tell = Closure::<dyn Fn(String, String)>::new(move |kind: String, message: String| {
            told.report(match kind.as_str() {
                "lost" => GpuFault::Lost(message),
                "error" => GpuFault::Device(message),
                _ => GpuFault::Stopped(message),
            });
        });
        module.watch(tell.into_js_value().unchecked_ref());
        Ok(Self { module, watch })
    }

    /// Makes one session a batch.
    pub(crate) async fn load(&self, network: &Network) -> Result<GpuModel, GpuFault> {
        let mut sessions = Vec::with_capacity(GPU_BATCHES.len());
        for batch in GPU_BATCHES {
            let session = self.module.gpu_model().load(for_gpu(network, batch));
            let session = self.watch.wait(session, START_MS).await.map_err(|fault| match fault {
                GpuFault::Stopped(message) => GpuFault::Refused(message),
                fault => fault,
            })?;
            sessions.push(session.unchecked_into());
        }
        let widths = (network.n_inputs(), network.n_outputs());
        Ok(GpuModel { sessions, widths, watch: self.watch.clone() })
    }
}

/// A model on the GPU, in a session for each batch.
pub(crate) struct GpuModel {
    sessions: Vec<Session>,
    widths: (u32, u32),
    watch: Watch,
}

impl GpuModel {
    /// The answers to whole rows; each batch of them may take `batch_ms`.
    pub(crate) async fn run(&self, rows: &[f32], batch_ms: f64) -> Result<Vec<f32>, GpuFault> {
        let (n_inputs, n_outputs) = self.widths;
        let mut answers = Vec::with_capacity(rows.len() / n_inputs as usize);
        for chunk in gpu_chunks(rows.len() / n_inputs as usize) {
            let run = self.sessions[chunk.batch].run(gpu_rows(rows, n_inputs, &chunk));
            let outputs = self.watch.wait(run, batch_ms).await.inspect_err(|fault| {
                // A late or broken run is the end of this engine, whoever asked for it.
                self.watch.report(fault.clone());
            })?;
            answers.extend(gpu_answers(&js_sys::Float32Array::new(&outputs).to_vec(), n_outputs, &chunk));
        }
        Ok(answers)
    }
}

async fn has_adapter() -> bool {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).unwrap_or_default();
    let gpu = get(&get(&js_sys::global(), "navigator"), "gpu");
    let Ok(request) = get(&gpu, "requestAdapter").dyn_into::<Function>() else { return false };
    let Ok(adapter) = request.call0(&gpu) else { return false };
    JsFuture::from(Promise::resolve(&adapter)).await.is_ok_and(|adapter| !adapter.is_falsy())
}

pub(crate) fn text_of(error: &JsValue) -> String {
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    message.or_else(|| error.as_string()).unwrap_or_else(|| "no reason was given".to_owned())
}
