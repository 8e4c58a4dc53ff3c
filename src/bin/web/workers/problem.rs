//! The page's side of the worker that solves a problem in miniature. It is the module of the log, in a worker of its
//! own.

use std::cell::RefCell;

use askwell::app::drawers::problems::{ProblemMsg, ProblemRequest};
use askwell::app::message::SessionRequest;
use js_sys::Array;
use web_sys::FileList;
use yew::Callback;

use crate::workers::files::GivenFiles;
use crate::workers::log::send;
use crate::workers::module::Module;

thread_local! {
    /// The files that the reader gave in this drawer.
    static GIVEN: RefCell<GivenFiles> = RefCell::default();
}

/// Keeps the file that was picked; answers its number, and its name.
pub(crate) fn keep(files: &FileList) -> (u32, Vec<String>) {
    GIVEN.with(|given| given.borrow_mut().keep(files))
}

/// The worker, ended when this is dropped.
pub(crate) struct ProblemWorker(Module);

impl ProblemWorker {
    /// Starts the worker; where it cannot be, says so.
    pub(crate) fn start(tell: Callback<ProblemMsg>) -> Option<Self> {
        let heard = move |answer| {
            tell.emit(match answer {
                Ok(reply) => ProblemMsg::Replied(Box::new(reply)),
                Err(error) => ProblemMsg::WorkerFailed(error),
            });
        };
        Module::start("log", None, heard).map(Self)
    }

    /// Asks it for something, with the file that was given where it is to read one.
    pub(crate) fn ask(&self, request: ProblemRequest) {
        let files = match request {
            ProblemRequest::File { kept, .. } => GIVEN.with(|given| given.borrow().get(kept)),
            _ => Array::new(),
        };
        send(self.0.outbox(), &SessionRequest::Problem(request), &files);
    }
}
