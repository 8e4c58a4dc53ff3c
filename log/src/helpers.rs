//! Further workers of this module, for a problem too large for one: each gets the problem once, then shares of it.

use std::cell::RefCell;
use std::rc::Rc;

use askwell::app::drawers::problems::{Finding, HelperRequest, ProblemHelper, ProblemSession, Share};
use askwell::app::message::{packed, unpacked};
use js_sys::{JSON, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

use crate::scope::{reply, scope};
use crate::spawn::worker_of;

/// The most helpers that are started: each holds the whole problem.
const MOST: f64 = 3.0;
/// A helper has so many shares at once: it finds the next one there while this worker is at its own.
const AHEAD: usize = 3;
/// The message with which a helper says that it listens.
const READY: &str = "askwell helper";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static SCRIPT_URL: String;
}

/// A helper's side: does shares until it is ended.
#[wasm_bindgen]
pub fn help() {
    let Some(scope) = scope() else { return };
    let helper = RefCell::new(ProblemHelper::default());
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let request = event.data().dyn_into().ok().and_then(|bytes: Uint8Array| unpacked(&bytes.to_vec()));
        if let Some(finding) = request.and_then(|request| helper.borrow_mut().answer(request)) {
            reply(&finding);
        }
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    let _ = scope.post_message(&READY.into());
}

/// An event of a helper.
pub(crate) enum Heard {
    /// The helper listens.
    Ready,
    /// The result of one share of the work.
    Found(Box<Finding>),
    /// The helper does not come, or has stopped.
    Gone,
}

/// The helpers of this worker, started for the first large problem.
#[derive(Default)]
pub(crate) struct Helpers {
    all: RefCell<Vec<Helper>>,
}

struct Helper {
    worker: Worker,
    /// True if the helper listens.
    is_ready: bool,
    /// The problem it holds.
    problem: u32,
    /// The shares of the work that the helper has; it does the first one first.
    shares: Vec<Share>,
}

impl Helpers {
    /// Starts one for each processor but this worker's own.
    pub(crate) fn start(&self, hear: &Rc<dyn Fn(usize, Heard)>) {
        if !self.all.borrow().is_empty() {
            return;
        }
        let processors = scope().map_or(1.0, |scope| scope.navigator().hardware_concurrency());
        for place in 0..(processors - 1.0).clamp(0.0, MOST) as usize {
            let Ok(worker) = spawn() else { return };
            listen(&worker, place, hear.clone());
            self.all.borrow_mut().push(Helper { worker, is_ready: false, problem: 0, shares: Vec::new() });
        }
    }

    /// Takes note of what a helper has said; hands back the shares of one that is gone.
    pub(crate) fn note(&self, place: usize, heard: &Heard, session: &mut ProblemSession) {
        let mut all = self.all.borrow_mut();
        let Some(helper) = all.get_mut(place) else { return };
        match heard {
            Heard::Ready => helper.is_ready = true,
            Heard::Found(_) if helper.shares.is_empty() => {}
            Heard::Found(_) => drop(helper.shares.remove(0)),
            Heard::Gone => helper.end(session),
        }
    }

    /// Hands out shares to all that have too few.
    pub(crate) fn feed(&self, session: &mut ProblemSession) {
        let mut all = self.all.borrow_mut();
        for turn in 1..=AHEAD {
            for helper in all.iter_mut().filter(|helper| helper.is_ready && helper.shares.len() < turn) {
                let Some(share) = session.hand_out() else { return };
                helper.shares.push(share.clone());
                // Where there is no memory for a copy, the others do it.
                if helper.give(share, session).is_err() {
                    helper.end(session);
                }
            }
        }
    }
}

impl Helper {
    /// Sends a share, and before it the problem where the helper has another.
    fn give(&mut self, share: Share, session: &ProblemSession) -> Result<(), JsValue> {
        if let Some(mdp) = session.shared().filter(|_| self.problem != share.problem) {
            self.problem = share.problem;
            self.send(&HelperRequest::Problem(Box::new(mdp.clone())))?;
        }
        self.send(&HelperRequest::Share(share))
    }

    fn send(&self, request: &HelperRequest) -> Result<(), JsValue> {
        self.worker.post_message(&Uint8Array::from(&packed(request)[..]))
    }

    /// Ends it; its shares go back.
    fn end(&mut self, session: &mut ProblemSession) {
        self.worker.terminate();
        self.is_ready = false;
        self.shares.drain(..).for_each(|share| session.take_back(&share));
    }
}

fn listen(worker: &Worker, place: usize, hear: Rc<dyn Fn(usize, Heard)>) {
    let gone = hear.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        let found = data.dyn_ref::<Uint8Array>().and_then(|bytes| unpacked(&bytes.to_vec()));
        match found {
            Some(finding) => hear(place, Heard::Found(Box::new(finding))),
            None if data.as_string().as_deref() == Some(READY) => hear(place, Heard::Ready),
            None => hear(place, Heard::Gone),
        }
    });
    let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        event.prevent_default();
        gone(place, Heard::Gone);
    });
    worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
}

/// A worker that imports this very script and the compiled module with it.
fn spawn() -> Result<Worker, JsValue> {
    let url = JSON::stringify(&SCRIPT_URL.with(String::clone).into())?;
    let source = format!(
        "onmessage = ({{ data }}) => {{ onmessage = null; import({url}).then(async module => {{ \
         await module.default({{ module_or_path: data }}); module.help(); }}).catch(error => postMessage(String(error))); }};",
        url = String::from(url),
    );
    let worker = worker_of(&source)?;
    worker.post_message(&wasm_bindgen::module())?;
    Ok(worker)
}
