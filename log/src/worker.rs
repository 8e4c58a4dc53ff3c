//! The worker's side: requests in, answers out, long work in pieces so that requests are heard in between.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell::app::drawers::problems::ProblemSession;
use askwell::app::drawers::session::Session;
use askwell::app::drawers::your_agent::LogSession;
use askwell::app::message::{SessionRequest, unpacked};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use crate::files::GivenFiles;
use crate::helpers::{Heard, Helpers};
use crate::scope::{now_ms, reply, scope};

/// The time of work before the next message is heard, in milliseconds.
const TURN_MS: f64 = 30.0;
/// The time between two reports of progress, in milliseconds.
const SHOW_MS: f64 = 400.0;
/// After the reader looked at something else nothing is done for so long, in milliseconds: the next look may follow at
/// once.
const QUIET_MS: i32 = 150;

/// Answers the page until the worker is ended. A message is a pair: the request, and the files that belong to it.
#[wasm_bindgen]
pub fn serve() {
    let Some(scope) = scope() else { return };
    let worker = Rc::new(Worker::default());
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let pair: Array = event.data().unchecked_into();
        let request: Uint8Array = pair.get(0).unchecked_into();
        if let Some(request) = unpacked(&request.to_vec()) {
            worker.clone().answer(request, &GivenFiles::of(&pair.get(1)));
        }
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
}

#[derive(Default)]
struct Worker {
    log: RefCell<LogSession>,
    problem: RefCell<ProblemSession>,
    helpers: Helpers,
    /// True if a later turn is scheduled in which the work goes on.
    is_scheduled: Cell<bool>,
    /// When the work began whose time is estimated, and what of it was done then.
    work_since: Cell<Option<(f64, f64)>>,
    shown_at: Cell<f64>,
}

impl Worker {
    fn answer(self: Rc<Self>, request: SessionRequest, files: &GivenFiles) {
        let is_look = request.is_look();
        if !is_look {
            self.work_since.set(None);
        }
        match request {
            SessionRequest::Speak(spoken) => {
                self.log.borrow_mut().speak(&spoken);
                self.problem.borrow_mut().speak(&spoken);
            }
            SessionRequest::Log(request) => {
                self.log.borrow_mut().respond(request, files, &mut |answer| reply(&answer));
            }
            SessionRequest::Problem(request) => {
                self.problem.borrow_mut().respond(request, files, &mut |answer| reply(&answer));
            }
        }
        let is_shared = self.problem.borrow().shared().is_some();
        if is_shared {
            self.start_helpers();
            self.helpers.feed(&mut self.problem.borrow_mut());
        }
        self.go_on_later(if is_look && !is_shared { QUIET_MS } else { 0 });
    }

    fn start_helpers(self: &Rc<Self>) {
        let worker = self.clone();
        let hear: Rc<dyn Fn(usize, Heard)> = Rc::new(move |place, heard| worker.clone().hear(place, heard));
        self.helpers.start(&hear);
    }

    /// Hears a helper, and gives it more to do.
    fn hear(self: Rc<Self>, place: usize, heard: Heard) {
        let mut session = self.problem.borrow_mut();
        self.helpers.note(place, &heard, &mut session);
        if let Heard::Found(finding) = heard
            && let Some(news) = session.put_finding(*finding)
        {
            reply(&news);
        }
        self.helpers.feed(&mut session);
        drop(session);
        self.report(&self.problem);
        self.go_on_later(0);
    }

    /// Goes on with the work after the messages that wait, and no sooner than this.
    fn go_on_later(self: Rc<Self>, quiet_ms: i32) {
        let is_at_work = self.log.borrow().is_at_work() || self.problem.borrow().is_at_work();
        if !is_at_work || self.is_scheduled.replace(true) {
            return;
        }
        let turn = Closure::once_into_js(move || {
            self.is_scheduled.set(false);
            self.work_on(&self.log);
            self.work_on(&self.problem);
            self.helpers.feed(&mut self.problem.borrow_mut());
            self.go_on_later(0);
        });
        if let Some(scope) = scope() {
            let _ =
                scope.set_timeout_with_callback_and_timeout_and_arguments_0(turn.unchecked_ref(), quiet_ms);
        }
    }

    /// A turn of a session's work.
    fn work_on(&self, session: &RefCell<impl Session>) {
        let start = now_ms();
        while session.borrow().is_at_work() && now_ms() - start < TURN_MS {
            if let Some(news) = session.borrow_mut().go_on() {
                reply(&news);
            }
        }
        self.report(session);
    }

    /// Reports the progress to the page now and then.
    fn report(&self, session: &RefCell<impl Session>) {
        let (now, session) = (now_ms(), session.borrow());
        if !session.is_at_work() || now - self.shown_at.get() <= SHOW_MS {
            return;
        }
        let left_ms = session.share_done().and_then(|done| self.left_ms(now, done));
        if let Some(news) = session.news(left_ms) {
            self.shown_at.set(now);
            reply(&news);
        }
    }

    /// About how long the work still takes, from the way behind; nothing before a twentieth of it is done.
    fn left_ms(&self, now: f64, done: f64) -> Option<f64> {
        let (since, from) = self.work_since.get().unwrap_or((now, done));
        self.work_since.set(Some((since, from)));
        (done - from >= 0.05).then(|| (now - since) * (1.0 - done) / (done - from))
    }
}
