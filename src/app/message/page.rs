//! The messages of the page: the events that happened, in the reader's words.

use crate::app::drawers::language_model::message::LanguageModelMsg;
use crate::app::drawers::models::message::ModelsMsg;
use crate::app::drawers::paper::message::PaperMsg;
use crate::app::drawers::problems::message::ProblemMsg;
use crate::app::drawers::settings::message::SettingsMsg;
use crate::app::drawers::share::message::ShareMsg;
use crate::app::drawers::your_agent::message::YourAgentMsg;
use crate::app::message::worker::Progress;
use crate::app::model::drawer::Drawer;
use crate::app::model::lesson::LessonAction;
use crate::app::model::setting::{LessonNumber, Measure, Rule};
use crate::experiment::Experiment;
use crate::household::Action;
use crate::language::Language;

/// An event that happened.
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
    /// A measure of the budget was chosen.
    MeasureChosen(Measure),
    /// A seed was typed.
    SeedTyped(String),
    /// A kind of tasks was chosen by its name.
    SplitChosen(String),
    /// A task was typed by its number.
    TaskTyped(String),
    /// The next (+1) or the previous (-1) task was chosen.
    TaskStepped(i32),
    /// A comparison was chosen by its name, or its budget typed.
    ComparisonChosen(String),
    /// The budget was stepped to the next (+1) or the previous (-1) breakpoint of the task's policy.
    BreakpointStepped(i32),
    /// Something happened in a lesson.
    Lesson(LessonMsg),
    /// Something happened in a takeover.
    Takeover(TakeoverMsg),
    /// A step of the episode was selected.
    StepSelected(u32),
    /// The episode's scrubber moved; many of these make one gesture.
    StepScrubbed(u32),
    /// The scrubber was let go.
    StepReleased,
    /// The next step of the episode was selected.
    EpisodeStepped,
    /// Play or pause was pressed.
    PlayPressed,
    /// Faster (+1) or slower (-1) was pressed; 0 takes the next speed in turn.
    SpeedStepped(i32),
    /// The play timer fired.
    Ticked,
    /// Reset was pressed: back to the first step, paused, with the same start every time.
    ResetPressed,
    /// Undo was pressed: the last settled change is taken back.
    UndoPressed,
    /// Redo was pressed: the change that was taken back is made again.
    RedoPressed,
    /// The page is drawn, and the greeting may begin.
    GreetingAllowed {
        /// True if the budget may be swept, since nothing speaks against motion.
        may_move: bool,
    },
    /// The sweep has come so far, as a share in [0, 1].
    SweepMoved(f64),
    /// The typing of a budget began, or ended.
    BudgetTyping(bool),
    /// The pointer is over a step of the episode, or left it.
    StepHovered(Option<u32>),
    /// The pointer is over a state of the policy graph, or left it.
    StateHovered(Option<u32>),
    /// The next (+1) or the previous (-1) state of the policy graph was reached by the keyboard.
    StateWalked(i32),
    /// A state of the policy graph was clicked.
    StatePinned(u32),
    /// Escape was pressed.
    EscapePressed,
    /// A panel was opened or closed.
    PanelToggled(Panel),
    /// A drawer was opened or closed.
    DrawerToggled(Drawer),
    /// Something happened in the paper drawer.
    Paper(PaperMsg),
    /// Something happened in the settings drawer.
    Settings(SettingsMsg),
    /// A language was chosen.
    LanguageChosen(Language),
    /// The words of a language came, packed, or the reason why they did not.
    WordsArrived {
        /// The language of the words.
        language: Language,
        /// The packed words, or the reason why they did not come.
        outcome: Result<String, String>,
    },
    /// The theme was switched between light and dark.
    ThemeToggled {
        /// True if the machine prefers a dark theme, so that the first press always changes something.
        machine_is_dark: bool,
    },
    /// A text was copied, or could not be.
    Copied(Result<String, String>),
    /// A notice was closed.
    NoticeClosed(usize),
    /// Cancel was pressed while computing.
    CancelPressed,
    /// The experiment was asked for again after a failure or a cancel.
    RetryPressed,
    /// The worker reported its progress.
    WorkerProgressed {
        /// The number of the request.
        request: u32,
        /// The stage, and its progress.
        progress: Progress,
    },
    /// The worker finished.
    ExperimentArrived {
        /// The number of the request.
        request: u32,
        /// The solved experiment.
        experiment: Box<Experiment>,
    },
    /// The worker failed.
    WorkerFailed {
        /// The number of the request.
        request: u32,
        /// The error, in words for the reader.
        error: String,
    },
    /// The tables of the charts were shown, or hidden.
    TablesToggled,
    /// Something happened in the share panel.
    Share(ShareMsg),
    /// Something happened to the engines.
    Models(ModelsMsg),
    /// Something happened to the log of the reader's own agent.
    YourAgent(YourAgentMsg),
    /// Something happened to a problem in miniature.
    Problem(ProblemMsg),
    /// Something happened to the language model.
    LanguageModel(LanguageModelMsg),
    /// A text was chosen to be copied.
    CopyPressed(String),
    /// The window has this width in pixels.
    Resized(f64),
    /// The page around the figure set these keys of the link.
    SettingSent(Vec<(String, String)>),
    /// The figure was scrolled out of sight.
    OutOfSight,
    /// The part of the page behind drawers and panels has come.
    LazyArrived,
    /// The part of the page behind drawers and panels did not come.
    LazyFailed,
}

impl Msg {
    /// True if the message is an act of the reader, not of the machine.
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

    /// True if the message answers an effect; a change that it makes is no act of the reader.
    pub(in crate::app) fn is_answer(&self) -> bool {
        match self {
            Self::WorkerProgressed { .. }
            | Self::ExperimentArrived { .. }
            | Self::WorkerFailed { .. }
            | Self::WordsArrived { .. }
            | Self::LazyArrived
            | Self::LazyFailed
            | Self::Copied(_)
            | Self::Paper(PaperMsg::Progressed { .. } | PaperMsg::Arrived { .. })
            | Self::YourAgent(YourAgentMsg::Replied(_) | YourAgentMsg::WorkerFailed(_))
            | Self::Problem(ProblemMsg::Replied(_) | ProblemMsg::WorkerFailed(_)) => true,
            Self::Models(msg) => matches!(
                msg,
                ModelsMsg::Replied(_)
                    | ModelsMsg::RowsArrived { .. }
                    | ModelsMsg::Judged { .. }
                    | ModelsMsg::WorkerFailed(_)
            ),
            Self::LanguageModel(msg) => matches!(
                msg,
                LanguageModelMsg::Ticked { .. }
                    | LanguageModelMsg::Waited(_)
                    | LanguageModelMsg::Head { .. }
                    | LanguageModelMsg::Came { .. }
                    | LanguageModelMsg::Ended { .. }
                    | LanguageModelMsg::Broke { .. }
            ),
            _ => false,
        }
    }
}

/// A panel that opens over the page's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The share panel.
    Share,
    /// The citation, as BibTeX.
    Cite,
    /// The keys of the keyboard.
    Keys,
    /// The terms, their symbols and the equations.
    Glossary,
}

/// An act of the reader in a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LessonMsg {
    /// A lesson was opened, or the open one closed.
    Opened(Option<LessonNumber>),
    /// A button of the lesson's prose was pressed.
    Done(LessonAction),
    /// The lesson was set back to the state that it opens with.
    ResetPressed,
    /// The guess was compared with the answer.
    ComparePressed,
    /// B was switched to the guess, or back to the answer.
    GuessShown(bool),
    /// The guess was cleared.
    ClearPressed,
}

/// An act of the reader in a takeover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeoverMsg {
    /// The reader took over at the selected step.
    Begun,
    /// An action was chosen.
    Chosen(Action),
    /// The episode was given back to the agent.
    GivenBack,
}
