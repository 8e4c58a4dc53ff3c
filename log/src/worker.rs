//! The worker's side: requests in, answers out, a comparison in pieces so that pictures come in between.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell::app::drawers::problems::{ProblemRequest, ProblemSession};
use askwell::app::drawers::your_agent::{LogOptions, LogRefusal, LogReply, LogRequest, LogSession, Look};
use askwell::app::message::{SessionRequest, unpacked};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use crate::helpers::{Heard, Helpers};
use crate::read::{bytes_of_one, read, text_of};
use crate::scope::{now_ms, reply, scope};

/// So long is compared before the next message is heard, in milliseconds.
const TURN_MS: f64 = 30.0;
/// A larger file goes into no link, in bytes.
const LINK_FILE_MAX: f64 = 4e6;
/// The time between two drawings of the comparison, in milliseconds.
const SHOW_MS: f64 = 400.0;
/// After a wish of the reader nothing else is done for so long, in milliseconds: the next one may follow at once.
const QUIET_MS: i32 = 150;

/// Answers the page until the worker is ended. A message is a pair: the request, and the files that belong to it.
#[wasm_bindgen]
pub fn serve() {
    let Some(scope) = scope() else { return };
    let worker = Rc::new(Worker::default());
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let pair: Array = event.data().unchecked_into();
        let files: Array = pair.get(1).dyn_into().unwrap_or_default();
        let request: Uint8Array = pair.get(0).unchecked_into();
        match unpacked(&request.to_vec()) {
            Some(SessionRequest::Log(request)) => worker.clone().answer(request, &files),
            Some(SessionRequest::Problem(request)) => worker.clone().solve(request, &files),
            None => {}
        }
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
}

#[derive(Default)]
struct Worker {
    session: RefCell<LogSession>,
    problem: RefCell<ProblemSession>,
    helpers: Helpers,
    /// True if a later turn is scheduled in which the problem session goes on.
    is_solving: Cell<bool>,
    /// When the household began to be made, and what of it was done then.
    making_since: Cell<Option<(f64, f64)>>,
    /// The comparison under way; 0 for none.
    comparing: Cell<u32>,
    shown_at: Cell<f64>,
}

impl Worker {
    fn answer(self: Rc<Self>, request: LogRequest, files: &Array) {
        match request {
            LogRequest::Speak(spoken) => self.session.borrow_mut().speak(&spoken),
            LogRequest::Read { request, options, look } => {
                self.understand(request, &options, look, |session| read(session, request, &options, files));
            }
            LogRequest::Analyse { request, options, look } => {
                self.understand(request, &options, look, |session| session.analyse(&options));
            }
            LogRequest::Show { request, look } => {
                let Some(shown) = self.session.borrow_mut().show(look) else { return };
                // A comparison at another budget is of no use any more; the next one comes when the budget is let go.
                if self.session.borrow().compared_budget() != Some(shown.budget) {
                    self.comparing.set(0);
                }
                reply(&LogReply::Shown { request, shown: Box::new(shown) });
            }
            LogRequest::Compare { request, budget } => {
                self.session.borrow_mut().begin_comparing(budget);
                self.comparing.set(request);
                self.show_comparison(request);
                self.compare_later(request);
            }
            LogRequest::Learn { request, look } => {
                let learnt = self.session.borrow_mut().learn();
                if let Some(shown) = self.session.borrow_mut().show(look) {
                    reply(&LogReply::Learnt { request, learnt, shown: Box::new(shown) });
                }
            }
            LogRequest::Link { request, options } => {
                let bytes = bytes_of_one(files, LINK_FILE_MAX);
                reply(&LogReply::Linked {
                    request,
                    data: bytes.and_then(|bytes| self.session.borrow().link(&options, &bytes)),
                });
            }
            LogRequest::Export { what, budget } => {
                if let Some(written) = self.session.borrow_mut().export(what, budget) {
                    reply(&written);
                }
            }
        }
    }

    fn understand(
        &self,
        request: u32,
        options: &LogOptions,
        look: Look,
        work: impl FnOnce(&mut LogSession) -> Result<(), LogRefusal>,
    ) {
        let mut session = self.session.borrow_mut();
        if let Err(refusal) = work(&mut session) {
            let (names, guess) = (session.names().to_vec(), session.guess(options));
            return reply(&LogReply::Refused { request, refusal, names, guess });
        }
        self.comparing.set(0);
        if let Some(shown) = session.show(look) {
            reply(&LogReply::Understood {
                request,
                understood: session.understood(),
                shown: Box::new(shown),
            });
        }
    }

    fn show_comparison(&self, request: u32) {
        self.shown_at.set(now_ms());
        reply(&LogReply::Compared { request, compared: self.session.borrow().compared() });
    }

    /// Goes on after the messages that wait.
    fn compare_later(self: Rc<Self>, request: u32) {
        let turn = Closure::once_into_js(move || self.compare(request));
        if let Some(scope) = scope() {
            let _ = scope.set_timeout_with_callback(turn.unchecked_ref());
        }
    }

    fn compare(self: Rc<Self>, request: u32) {
        let start = now_ms();
        while self.comparing.get() == request {
            if !self.session.borrow_mut().compare_on() {
                self.comparing.set(0);
                return self.show_comparison(request);
            }
            if now_ms() - start > TURN_MS {
                if start - self.shown_at.get() > SHOW_MS {
                    self.show_comparison(request);
                }
                return self.compare_later(request);
            }
        }
    }

    fn solve(self: Rc<Self>, request: ProblemRequest, files: &Array) {
        let is_look = matches!(request, ProblemRequest::Show { .. });
        if !is_look {
            self.making_since.set(None);
        }
        if let Some(answer) = self.problem.borrow_mut().answer(request, || text_of(files)) {
            reply(&answer);
        }
        if self.problem.borrow().shared().is_some() {
            self.start_helpers();
            self.helpers.feed(&mut self.problem.borrow_mut());
            return self.go_on_later(0);
        }
        self.go_on_later(if is_look { QUIET_MS } else { 0 });
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
        self.tell_how_far();
        self.go_on_later(0);
    }

    /// Goes on with the problem after the messages that wait, and no sooner than this.
    fn go_on_later(self: Rc<Self>, quiet_ms: i32) {
        if !self.problem.borrow().is_at_work() || self.is_solving.replace(true) {
            return;
        }
        let turn = Closure::once_into_js(move || {
            self.is_solving.set(false);
            self.go_on();
        });
        if let Some(scope) = scope() {
            let _ =
                scope.set_timeout_with_callback_and_timeout_and_arguments_0(turn.unchecked_ref(), quiet_ms);
        }
    }

    fn go_on(self: Rc<Self>) {
        let start = now_ms();
        while self.problem.borrow().is_at_work() && now_ms() - start < TURN_MS {
            if let Some(news) = self.problem.borrow_mut().go_on() {
                reply(&news);
            }
        }
        self.helpers.feed(&mut self.problem.borrow_mut());
        self.tell_how_far();
        self.go_on_later(0);
    }

    /// Tells the page now and then.
    fn tell_how_far(&self) {
        let now = now_ms();
        if now - self.shown_at.get() <= SHOW_MS {
            return;
        }
        let left_ms = self.left_ms(now);
        let session = self.problem.borrow();
        if let Some(news) = session.news(left_ms).filter(|_| session.is_at_work()) {
            self.shown_at.set(now);
            reply(&news);
        }
    }

    /// About how long the household still takes, from the way behind; nothing before a twentieth of it is done.
    fn left_ms(&self, now: f64) -> Option<f64> {
        let done = self.problem.borrow().share_made()?;
        let (since, from) = self.making_since.get().unwrap_or((now, done));
        self.making_since.set(Some((since, from)));
        (done - from >= 0.05).then(|| (now - since) * (1.0 - done) / (done - from))
    }
}
