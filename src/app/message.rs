//! The events that happened, in the reader's words, and what the shell must do about it.

use serde::{Deserialize, Serialize};

use crate::experiment::evidence::Sizes;
use crate::experiment::{Experiment, Order, Regulation, Stage};
use crate::language::{Language, Words, fill};
use crate::numeric::Seed;

use super::drawer::Drawer;
use super::engine::{EngineMsg, EngineRequest};
use super::evidence::{Asked, EvidenceMsg};
use super::lesson::LessonMsg;
use super::log::{LogEffect, LogMsg, LogRequest};
use super::problem::{ProblemEffect, ProblemMsg, ProblemRequest};
use super::remote::{RemoteEffect, RemoteMsg};
use super::set_up::SetUpMsg;
use super::setting::{Measure, Rule, Theme};
use super::sharing::{SavedFile, ShareMsg};
use super::takeover::TakeoverMsg;

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// The page opened with this fragment, or the fragment changed by hand.
    LinkOpened(String),
    /// The slider moved; many of these make one gesture.
    BudgetChanged(f64),
    /// The slider was let go: the next move starts a new gesture.
    BudgetReleased,
    /// A budget was typed.
    BudgetTyped(String),
    /// A rule was chosen.
    RuleChosen(Rule),
    /// A way of counting was chosen.
    MeasureChosen(Measure),
    /// A seed was typed.
    SeedTyped(String),
    /// A kind of tasks was chosen by its name.
    SplitChosen(String),
    /// A task was typed by its number.
    TaskTyped(String),
    /// The next (+1) or the previous (-1) task.
    TaskStepped(i32),
    /// A twin was chosen by its name, or its budget typed.
    TwinChosen(String),
    /// To the next (+1) or the previous (-1) budget at which this task's policy changes.
    BreakpointStepped(i32),
    /// Something happened in a lesson.
    Lesson(LessonMsg),
    /// Something happened in the agent's place.
    Takeover(TakeoverMsg),
    /// A step of the episode was selected.
    StepSelected(u32),
    /// The episode's scrubber moved; many of these make one gesture.
    StepScrubbed(u32),
    /// The scrubber was let go.
    StepReleased,
    /// One step on.
    EpisodeStepped,
    /// Play, or pause.
    PlayPressed,
    /// Play faster (+1) or slower (-1); 0 goes round the speeds.
    SpeedStepped(i32),
    /// The play timer fired.
    Ticked,
    /// Back to the first step, paused; the same start every time.
    ResetPressed,
    /// The last settled change is taken back.
    UndoPressed,
    /// The change that was taken back is done again.
    RedoPressed,
    /// The page stands; `may_move` where nothing speaks against motion.
    GreetingAllowed {
        /// True if the budget may be swept.
        may_move: bool,
    },
    /// The sweep has come so far, 0 to 1.
    SweepMoved(f64),
    /// The number of the budget is to be typed, or no longer.
    BudgetTyping(bool),
    /// The pointer is over a step of the episode, or left it.
    StepHovered(Option<u32>),
    /// The pointer is over a state of the policy graph, or left it.
    StateHovered(Option<u32>),
    /// The next (+1) or the previous (-1) state of the policy graph, by the keyboard.
    StateWalked(i32),
    /// A state of the policy graph was clicked.
    StatePinned(u32),
    /// Esc.
    EscapePressed,
    /// A panel was opened or closed.
    PanelToggled(Panel),
    /// A drawer was opened or closed.
    DrawerToggled(Drawer),
    /// Something happened in the tables and findings drawer.
    Evidence(EvidenceMsg),
    /// Something happened in the set-up drawer.
    SetUp(SetUpMsg),
    /// A language was chosen.
    LanguageChosen(Language),
    /// The words of a language came, packed, or the reason why they did not.
    WordsArrived {
        /// Their language.
        language: Language,
        /// The text that came.
        outcome: Result<String, String>,
    },
    /// Light or dark was chosen.
    ThemeToggled {
        /// The light that the machine prefers, so that the first press always changes something.
        machine_is_dark: bool,
    },
    /// A text was copied, or could not be.
    Copied(Result<String, String>),
    /// A notice was put away.
    NoticeClosed(usize),
    /// Cancel was pressed while computing.
    CancelPressed,
    /// The experiment was asked for again after a failure or a cancel.
    RetryPressed,
    /// The worker is at work.
    WorkerProgressed {
        /// The request.
        request: u32,
        /// The stage and how far it is.
        progress: Progress,
    },
    /// The worker finished.
    ExperimentArrived {
        /// The request.
        request: u32,
        /// The solved experiment.
        experiment: Box<Experiment>,
    },
    /// The worker could not do it.
    WorkerFailed {
        /// The request.
        request: u32,
        /// The fault that went wrong, for the reader.
        error: String,
    },
    /// The charts' tables are to be shown, or no longer.
    TablesToggled,
    /// Something happened in the share panel.
    Share(ShareMsg),
    /// Something happened to the engines.
    Engine(EngineMsg),
    /// Something about the log of the reader's own agent.
    Log(LogMsg),
    /// Something about a problem in miniature.
    Problem(ProblemMsg),
    /// Something happened to the language model.
    Remote(RemoteMsg),
    /// A text is to be copied.
    CopyPressed(String),
    /// The window has this width in pixels.
    Resized(f64),
    /// The page around the figure set these keys of the link.
    SettingSent(Vec<(String, String)>),
    /// The figure was scrolled out of sight.
    OutOfSight,
    /// The part that answers for the drawers and panels is there.
    LaterArrived,
    /// It did not come.
    LaterFailed,
}

impl Msg {
    /// True if the message is the reader's own act, and not the machine's.
    pub(super) fn is_act(&self) -> bool {
        !self.is_answer()
            && !matches!(
                self,
                Self::SweepMoved(_)
                    | Self::GreetingAllowed { .. }
                    | Self::Resized(_)
                    | Self::StateHovered(_)
                    | Self::StepHovered(_)
                    | Self::Ticked
                    | Self::OutOfSight
                    | Self::BudgetReleased
                    | Self::StepReleased
            )
    }

    /// True if the message answers an effect: what it changes is no act of the reader's.
    pub(super) fn is_answer(&self) -> bool {
        match self {
            Self::WorkerProgressed { .. }
            | Self::ExperimentArrived { .. }
            | Self::WorkerFailed { .. }
            | Self::WordsArrived { .. }
            | Self::LaterArrived
            | Self::LaterFailed
            | Self::Copied(_)
            | Self::Evidence(EvidenceMsg::Progressed { .. } | EvidenceMsg::Arrived { .. })
            | Self::Log(LogMsg::Replied(_) | LogMsg::WorkerFailed(_))
            | Self::Problem(ProblemMsg::Replied(_) | ProblemMsg::WorkerFailed(_)) => true,
            Self::Engine(msg) => matches!(
                msg,
                EngineMsg::Replied(_)
                    | EngineMsg::RowsArrived { .. }
                    | EngineMsg::Judged { .. }
                    | EngineMsg::WorkerFailed(_)
            ),
            Self::Remote(msg) => matches!(
                msg,
                RemoteMsg::Ticked { .. }
                    | RemoteMsg::Waited(_)
                    | RemoteMsg::Head { .. }
                    | RemoteMsg::Came { .. }
                    | RemoteMsg::Ended { .. }
                    | RemoteMsg::Broke { .. }
            ),
            _ => false,
        }
    }
}

/// A panel that opens over the page's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The link.
    Share,
    /// BibTeX.
    Cite,
    /// The keys.
    Keys,
    /// The symbols and the equations.
    Symbols,
}

/// The distance that far the worker is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The stage at work.
    pub stage: Stage,
    /// The number of pieces of this stage are done.
    pub done: u32,
    /// The number of them.
    pub of: u32,
    /// About how long the rest takes, in milliseconds; `None` before that can be said.
    pub left_ms: Option<f64>,
}

impl Progress {
    /// The share that is done, about: 0 to 1.
    #[must_use]
    pub fn overall(&self) -> f64 {
        let (from, to) = self.stage.span();
        from + (to - from) * f64::from(self.done) / f64::from(self.of.max(1))
    }

    /// One sentence for a reader who knows nothing of the method yet: what is computed, and how much of it is done.
    #[must_use]
    pub fn sentence(&self, w: Words) -> String {
        let text = match self.stage {
            Stage::Collect => w.stage_collect(),
            Stage::TrainBase => w.stage_train_base(),
            Stage::TrainHelp => w.stage_train_help(),
            Stage::Solve => w.stage_solve(),
            Stage::Evaluate => w.stage_evaluate(),
        };
        fill(text, &[&self.done, &self.of])
    }
}

/// Something the shell must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Do this in a worker of its own.
    Run {
        /// Returned with every answer.
        request: u32,
        /// The job to do.
        job: Job,
    },
    /// End the worker of this request.
    Cancel {
        /// The one request whose answers are no longer awaited.
        request: u32,
    },
    /// Start the inference worker.
    StartEngine,
    /// Ask the inference worker.
    Engine(EngineRequest),
    /// End the inference worker.
    StopEngine,
    /// Do something for the language model.
    Remote(RemoteEffect),
    /// Put this fragment into the address bar, replacing the entry.
    WriteLink(String),
    /// Tick so often until told otherwise; a ticking at another speed ends.
    StartTicking {
        /// The time between two ticks, in milliseconds.
        every_ms: u32,
    },
    /// Stop the ticks.
    StopTicking,
    /// Call [`Msg::SweepMoved`] once a frame, until told otherwise.
    StartSweep,
    /// Stop that.
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
        /// Its name.
        name: String,
        /// Its content.
        content: Vec<u8>,
    },
    /// Tell the page around the figure why what it set was not taken.
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

/// The questions that the page asks of the module `log/`: a worker answers for a log or for a problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DeskRequest {
    /// To the reader's log.
    Log(LogRequest),
    /// To a problem in miniature.
    Problem(ProblemRequest),
}

/// Heavy work, done off the page's thread. Each job has one worker, ended with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Run an experiment.
    Experiment {
        /// The order to run.
        order: Order,
        /// An earlier result, as [`Experiment::to_bytes`] writes it: what of it still stands is not run again. Empty
        /// for none.
        #[serde(with = "serde_bytes")]
        earlier: Vec<u8>,
    },
    /// Make a table of the paper, or the findings.
    Evidence {
        /// The table that is run.
        asked: Asked,
        /// The seed of everything.
        seed: Seed,
        /// The size of what is played.
        sizes: Sizes,
    },
    /// The features of all states of an order's table: Phase 1 done again.
    Rows {
        /// The order whose table is used.
        order: Order,
    },
    /// Self-regulation with a model, on tasks nobody trained on.
    Judge {
        /// The seed and the kind of tasks.
        order: Order,
        /// The network, as postcard writes it.
        #[serde(with = "serde_bytes")]
        network: Vec<u8>,
    },
}

/// The message that the page sends a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkerRequest {
    /// Returned with every answer.
    pub request: u32,
    /// The job to do.
    pub job: Job,
}

/// The messages that the worker answers. The experiment travels as bytes: one copy, no walk over a million objects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum WorkerReply {
    /// Still at work.
    Progressed {
        /// The request.
        request: u32,
        /// The share that is done.
        progress: Progress,
    },
    /// Done; `bytes` is the experiment as [`Experiment::to_bytes`] writes it.
    Finished {
        /// The request.
        request: u32,
        /// The experiment.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// A table or the findings are so far.
    Studied {
        /// The request.
        request: u32,
        /// The share that is done.
        share: f64,
        /// About how long the rest takes, in milliseconds.
        left_ms: Option<f64>,
    },
    /// A table or the findings are there.
    Made {
        /// The request.
        request: u32,
        /// The table that was made: a packed [`Made`](super::Made).
        #[serde(with = "serde_bytes")]
        made: Vec<u8>,
    },
    /// The features of all states.
    Rows {
        /// The request.
        request: u32,
        /// A row a state, f32, little-endian.
        #[serde(with = "serde_bytes")]
        rows: Vec<u8>,
    },
    /// A model was judged.
    Judged {
        /// The request.
        request: u32,
        /// The findings that were found.
        regulation: Box<Regulation>,
    },
    /// It could not be done.
    Failed {
        /// The request.
        request: u32,
        /// The fault that went wrong, for the reader.
        error: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_told_in_a_whole_sentence_without_the_methods_own_terms() {
        for stage in Stage::ALL {
            let now = Progress { stage, done: 40, of: 1000, left_ms: None };
            let said = now.sentence(Words::ENGLISH);
            assert!(
                said.starts_with("Computing this household in your browser: ") && said.ends_with('.'),
                "{said}"
            );
            for term in ["collect", "base", "batch", "reward model", "roll"] {
                assert!(!said.contains(term), "{said}: {term}");
            }
        }
        let now = Progress { stage: Stage::Collect, done: 40, of: 1000, left_ms: None };
        let said = "Computing this household in your browser: 40 of 1000 tasks tried.";
        assert_eq!(now.sentence(Words::ENGLISH), said);
    }
}
