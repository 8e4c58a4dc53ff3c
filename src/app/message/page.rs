//! The events that happened, in the reader's words, and what the shell must do about it.

use crate::app::drawers::language_model::message::RemoteMsg;
use crate::app::drawers::models::message::EngineMsg;
use crate::app::drawers::paper::message::EvidenceMsg;
use crate::app::drawers::problems::message::ProblemMsg;
use crate::app::drawers::settings::message::SetUpMsg;
use crate::app::drawers::share::message::ShareMsg;
use crate::app::drawers::your_agent::message::LogMsg;
use crate::app::message::worker::Progress;
use crate::app::model::drawer::Drawer;
use crate::app::model::lesson::LessonAction;
use crate::app::model::setting::{LessonNumber, Measure, Rule};
use crate::experiment::Experiment;
use crate::household::Action;
use crate::language::Language;

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
    /// A comparison was chosen by its name, or its budget typed.
    ComparisonChosen(String),
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
    LazyArrived,
    /// It did not come.
    LazyFailed,
}

impl Msg {
    /// True if the message is the reader's own act, and not the machine's.
    pub(in crate::app) fn is_act(&self) -> bool {
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
    pub(in crate::app) fn is_answer(&self) -> bool {
        match self {
            Self::WorkerProgressed { .. }
            | Self::ExperimentArrived { .. }
            | Self::WorkerFailed { .. }
            | Self::WordsArrived { .. }
            | Self::LazyArrived
            | Self::LazyFailed
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

/// The acts that the reader did in a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LessonMsg {
    /// A lesson was opened, or the open one closed.
    Opened(Option<LessonNumber>),
    /// A button of the lesson's prose was pressed.
    Done(LessonAction),
    /// Back to the state the lesson opens with.
    ResetPressed,
    /// The guess is to be compared with the answer.
    ComparePressed,
    /// B is to show the guess, or the answer again.
    GuessShown(bool),
    /// The guess starts again from nothing.
    ClearPressed,
}

/// The acts that happened in the agent's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeoverMsg {
    /// The reader takes over at the step that is looked at.
    Begun,
    /// An action was chosen.
    Chosen(Action),
    /// The agent is to go on as it did.
    GivenBack,
}
