//! The page's side of the inference worker: started from where `index.html` says the engines are, asked, ended.
//!
//! Neither engine is part of this wasm: the worker imports them, so whatever they do the page goes on.

use askwell::app::drawers::models::{EngineMsg, EngineRequest};
use yew::Callback;

use crate::workers::module::{Module, packed};

/// The inference worker, ended when this is dropped.
pub(crate) struct Engine(Module);

impl Engine {
    /// Starts the worker; where it cannot be, says so.
    pub(crate) fn start(tell: Callback<EngineMsg>) -> Option<Self> {
        let heard = move |answer| {
            tell.emit(match answer {
                Ok(reply) => EngineMsg::Replied(Box::new(reply)),
                Err(error) => EngineMsg::WorkerFailed(error),
            });
        };
        Module::start("engine", Some("webgpu"), heard).map(Self)
    }

    /// Asks the worker, now or as soon as it listens.
    pub(crate) fn ask(&self, request: &EngineRequest) {
        self.0.outbox().send(packed(request));
    }
}
