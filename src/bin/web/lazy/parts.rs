//! The parts that the drawers and panels need: their messages, their views, and the workers and connections behind
//! them.

use crate::shell::save;
use crate::view::shared::{LazyViews, Send};
use crate::view::{drawer, explain, open_lesson, panels, table, takeover};
use crate::workers::language_model::LanguageModel;
use crate::workers::module::heard;
use crate::workers::session::SessionWorker;
use askwell::app::drawers::problems::ProblemMsg;
use askwell::app::drawers::your_agent::YourAgentMsg;
use askwell::app::message::SessionRequest;
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
    views: LazyViews {
        inside: drawer::inside,
        panel: panels::panel,
        table: table::of,
        lesson: open_lesson::of,
        takeover: takeover::of,
    },
    explain: explain::attach,
    perform,
};

/// The workers and connections of the drawers.
#[derive(Default)]
pub(crate) struct Connections {
    language_model: Option<LanguageModel>,
    log: Option<SessionWorker>,
    problem: Option<SessionWorker>,
}

fn perform(connections: &mut Connections, effect: Effect, send: &Send) {
    match effect {
        Effect::LanguageModel(effect) => {
            // What was under way is given up before the next begins.
            connections.language_model = None;
            connections.language_model =
                Some(LanguageModel::perform(effect, send.reform(Msg::LanguageModel)));
        }
        Effect::Log(effect) => {
            let heard = heard(send.reform(Msg::YourAgent), YourAgentMsg::Replied, YourAgentMsg::WorkerFailed);
            SessionWorker::perform(&mut connections.log, effect, SessionRequest::Log, heard);
        }
        Effect::Problem(effect) => {
            let heard = heard(send.reform(Msg::Problem), ProblemMsg::Replied, ProblemMsg::WorkerFailed);
            SessionWorker::perform(&mut connections.problem, effect, SessionRequest::Problem, heard);
        }
        Effect::Save(file) => save::save(file),
        Effect::SaveBytes { name, content } => save::save_bytes(&content, &name),
        _ => {}
    }
}
