//! The page's side of the worker that solves a problem in miniature. It is the module of the log, in a worker of its own.

use askwell::app::{DeskRequest, ProblemMsg, ProblemRequest};
use js_sys::Array;
use yew::Callback;

use crate::log::{given, send};
use crate::module::Module;

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
        let files = if matches!(request, ProblemRequest::File { .. }) { given() } else { Array::new() };
        send(self.0.outbox(), &DeskRequest::Problem(request), &files);
    }
}
