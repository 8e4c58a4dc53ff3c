//! The parts that the drawers and panels need: their messages, their views, and the workers and connections behind
//! them.

use crate::shell::save;
use crate::view::shared::{LazyViews, Send};
use crate::view::{drawer, explain, panels, table};
use crate::workers::log::LogWorker;
use crate::workers::problem::ProblemWorker;
use crate::workers::remote::Remote;
use askwell::app::drawers::problems::ProblemEffect;
use askwell::app::drawers::your_agent::{LogEffect, LogRequest};
use askwell::app::{self, Effect, Msg};

/// The functions of the part, by address: the page's first wasm names none of them.
pub(crate) struct Lazy {
    /// The updates of the drawers and panels.
    pub(crate) app: app::drawers::lazy::LazyUpdates,
    /// The views of the drawers and panels.
    pub(crate) views: LazyViews,
    /// The function that begins to explain terms under the pointer.
    pub(crate) explain: fn(),
    /// The function that carries out their effects.
    pub(crate) perform: fn(&mut Connections, Effect, &Send),
}

/// The part, as [`split`](super::split) hands it out.
pub(crate) static LAZY: Lazy = Lazy {
    app: app::drawers::lazy::LAZY_UPDATES,
    views: LazyViews { inside: drawer::inside, panel: panels::panel, table: table::of },
    explain: explain::attach,
    perform,
};

/// The workers and connections of the drawers.
#[derive(Default)]
pub(crate) struct Connections {
    remote: Option<Remote>,
    log: Option<LogWorker>,
    problem: Option<ProblemWorker>,
}

fn perform(connections: &mut Connections, effect: Effect, send: &Send) {
    match effect {
        Effect::Remote(effect) => {
            // What was under way is given up before the next begins.
            connections.remote = None;
            connections.remote = Some(Remote::perform(effect, send.reform(Msg::Remote)));
        }
        Effect::Log(LogEffect::Stop) => connections.log = None,
        Effect::Log(LogEffect::Read(source, request)) => {
            if connections.log.is_none() {
                connections.log = LogWorker::start(send.reform(Msg::Log));
            }
            if let Some(log) = &connections.log {
                log.read(source, request, send.reform(Msg::Log));
            }
        }
        Effect::Log(LogEffect::Speak(spoken)) => {
            if connections.log.is_none() {
                connections.log = LogWorker::start(send.reform(Msg::Log));
            }
            if let Some(log) = &connections.log {
                log.ask(LogRequest::Speak(spoken));
            }
        }
        Effect::Log(LogEffect::Ask(request)) => {
            if let Some(log) = &connections.log {
                log.ask(request);
            }
        }
        Effect::Problem(ProblemEffect::Stop) => connections.problem = None,
        Effect::Problem(ProblemEffect::Ask(request)) => {
            if connections.problem.is_none() {
                connections.problem = ProblemWorker::start(send.reform(Msg::Problem));
            }
            if let Some(problem) = &connections.problem {
                problem.ask(request);
            }
        }
        Effect::Save(file) => save::save(file),
        Effect::SaveBytes { name, content } => save::save_bytes(&content, &name),
        _ => {}
    }
}
