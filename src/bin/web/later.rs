//! The parts that the drawers and panels need: their messages, their views, and the workers and connections behind
//! them.

use askwell::app::{self, Drawer, Effect, LogEffect, LogRequest, Msg, Panel, ProblemEffect};
use yew::prelude::*;

use crate::log::LogWorker;
use crate::problem::ProblemWorker;
use crate::remote::Remote;
use crate::save;
use crate::view::{Send, Shown, drawer, panels};

/// All of it, by address: the page's first wasm names none of these functions.
pub(crate) struct Later {
    /// Answers their messages.
    pub(crate) app: app::Later,
    /// The contents: what is inside a drawer.
    pub(crate) inside: fn(Drawer, Shown<'_>, &Send) -> Html,
    /// A panel.
    pub(crate) panel: fn(Panel, Shown<'_>, &Send) -> Html,
    /// Performs what they ask for.
    pub(crate) perform: fn(&mut Desks, Effect, &Send),
}

/// The parts that `parts` hands out.
pub(crate) static LATER: Later =
    Later { app: app::LATER, inside: drawer::inside, panel: panels::panel, perform };

/// The workers and connections of the drawers.
#[derive(Default)]
pub(crate) struct Desks {
    remote: Option<Remote>,
    log: Option<LogWorker>,
    problem: Option<ProblemWorker>,
}

fn perform(desks: &mut Desks, effect: Effect, send: &Send) {
    match effect {
        Effect::Remote(effect) => {
            // What was under way is given up before the next begins.
            desks.remote = None;
            desks.remote = Some(Remote::perform(effect, send.reform(Msg::Remote)));
        }
        Effect::Log(LogEffect::Stop) => desks.log = None,
        Effect::Log(LogEffect::Read(source, request)) => {
            if desks.log.is_none() {
                desks.log = LogWorker::start(send.reform(Msg::Log));
            }
            if let Some(log) = &desks.log {
                log.read(source, request, send.reform(Msg::Log));
            }
        }
        Effect::Log(LogEffect::Speak(spoken)) => {
            if desks.log.is_none() {
                desks.log = LogWorker::start(send.reform(Msg::Log));
            }
            if let Some(log) = &desks.log {
                log.ask(LogRequest::Speak(spoken));
            }
        }
        Effect::Log(LogEffect::Ask(request)) => {
            if let Some(log) = &desks.log {
                log.ask(request);
            }
        }
        Effect::Problem(ProblemEffect::Stop) => desks.problem = None,
        Effect::Problem(ProblemEffect::Ask(request)) => {
            if desks.problem.is_none() {
                desks.problem = ProblemWorker::start(send.reform(Msg::Problem));
            }
            if let Some(problem) = &desks.problem {
                problem.ask(request);
            }
        }
        Effect::Save(file) => save::save(file),
        Effect::SaveBytes { name, content } => save::save_bytes(&content, &name),
        _ => {}
    }
}
