//! Effects: what the shell must do after a message.

use crate::app::drawers::language_model::message::LanguageModelEffect;
use crate::app::drawers::models::message::EngineRequest;
use crate::app::drawers::share::message::SavedFile;
use crate::app::message::worker::{Job, LogEffect, ProblemEffect};
use crate::app::model::setting::Theme;
use crate::language::Language;

/// An effect that the shell carries out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Do a job in a worker of its own.
    Run {
        /// The number of the request, returned with every answer.
        request: u32,
        /// The job to do.
        job: Job,
    },
    /// End the worker of this request.
    Cancel {
        /// The request whose answers are no longer awaited.
        request: u32,
    },
    /// Start the inference worker.
    StartEngine,
    /// Ask the inference worker.
    Engine(EngineRequest),
    /// End the inference worker.
    StopEngine,
    /// Do something for the language model.
    LanguageModel(LanguageModelEffect),
    /// Put this fragment into the address bar, replacing the entry.
    WriteLink(String),
    /// Start to tick at this interval until stopped; it replaces an earlier interval.
    StartTicking {
        /// The time between two ticks, in milliseconds.
        every_ms: u32,
    },
    /// Stop the ticks.
    StopTicking,
    /// Send [`Msg::SweepMoved`](crate::app::Msg::SweepMoved) once a frame, until stopped.
    StartSweep,
    /// Stop the sweep.
    StopSweep,
    /// Scroll to the top of the page.
    ShowTop,
    /// Put the focus on the element of this id, once the page shows what changed.
    Focus(&'static str),
    /// Put this text on the clipboard, answer with `Copied`.
    Copy(String),
    /// Give the reader this file.
    Save(SavedFile),
    /// Give the reader these bytes as a file.
    SaveBytes {
        /// The name of the file.
        name: String,
        /// The content of the file.
        content: Vec<u8>,
    },
    /// Tell the page around the figure why its setting was refused.
    Refuse(String),
    /// Fetch the words of a language.
    FetchWords(Language),
    /// Tell the browser that the page is in this language.
    ShowLanguage(Language),
    /// Show the page in this theme.
    ShowTheme(Theme),
    /// Do something with the reader's log.
    Log(LogEffect),
    /// Do something with a problem.
    Problem(ProblemEffect),
}
