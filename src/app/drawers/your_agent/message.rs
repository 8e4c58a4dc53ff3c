//! The messages between the page and its log worker, and the acts of the reader on a log.

use serde::{Deserialize, Serialize};

use crate::app::message::spoken::by_code;
use crate::figure::{Drawing, Span};
use crate::language::{Language, Words};
use crate::trace::read::Column;

/// The options for reading and analysing a log, as the reader typed them; an empty text is the default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LogOptions {
    /// The names that the log gives to the columns: `episode=ep_id,outcome=reward`.
    pub columns: String,
    /// ATIF: the place of the outcome in a trajectory.
    pub outcome: String,
    /// ATIF: the text at that place that means success.
    pub success: String,
    /// Rules that make texts of one state alike, a rule a line.
    pub rules: String,
    /// True if the same text is the same state in every task.
    pub share_states: bool,
    /// True if every task weighs the same; false if every episode does.
    pub by_task: bool,
    /// True if wrong lines are left out and the rest is analysed.
    pub lenient: bool,
}

/// The source of a log: files, a pasted text, an example or a link.
#[derive(Clone, Debug, PartialEq)]
pub enum LogSource {
    /// Files that the reader gave, which the shell holds under this number: no two gifts have the same.
    Files(u32),
    /// A text that was pasted.
    Text(String),
    /// A log that comes with the page.
    Example(LogExample),
    /// A log that a link carries.
    Link(LinkedLog),
}

/// A log as a link carries it.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkedLog {
    /// The data of the log as it stands in the link.
    pub data: String,
    /// The log, gzipped.
    pub content: Vec<u8>,
}

/// A log that comes with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogExample {
    /// TextWorld Commonsense (`twc` of TextWorldExpress): texts as states, the gold path as help.
    Twc,
    /// BabyAI of minigrid: grid states, the expert bot as help.
    BabyAi,
}

impl LogExample {
    /// The two examples.
    pub const ALL: [Self; 2] = [Self::Twc, Self::BabyAi];

    /// The name of the example for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Twc => "twc",
            Self::BabyAi => "babyai",
        }
    }

    /// The name the reader sees.
    #[must_use]
    pub fn title(self, w: Words) -> &'static str {
        match self {
            Self::Twc => w.log_example_twc(),
            Self::BabyAi => w.log_example_babyai(),
        }
    }

    /// The file, beside the page.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Twc => "logs/twc.log",
            Self::BabyAi => "logs/babyai.log",
        }
    }
}

/// The part of a log that is looked at: a budget, a task, an episode and a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// Calls an episode; those of the log where none is set.
    pub budget: Option<f64>,
    /// The budget that changes are compared with.
    pub since: Option<f64>,
    /// The task, by its place among the tasks that are listed.
    pub task: u32,
    /// The episode, by its place among the task's.
    pub episode: u32,
    /// The state; the first call's, or the first, where none is pinned.
    pub state: Option<u32>,
    /// Room for a figure, in pixels.
    pub width: f64,
}

/// A request of the page to the log worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LogRequest {
    /// Read what comes beside this, and analyse it.
    Read {
        /// Returned with the answers.
        request: u32,
        /// The options for reading and analysing the log.
        options: LogOptions,
        /// The part of the log to show first.
        look: Look,
    },
    /// Analyse what was read otherwise.
    Analyse {
        /// Returned with the answers.
        request: u32,
        /// The options of the new analysis.
        options: LogOptions,
        /// The part of the log to show then.
        look: Look,
    },
    /// Look at something else.
    Show {
        /// Returned with the answer.
        request: u32,
        /// The part of the log to show.
        look: Look,
    },
    /// Compare the policies at a budget, with intervals.
    Compare {
        /// Returned with the answers.
        request: u32,
        /// Calls an episode.
        budget: f64,
    },
    /// Learn the chance of success from the texts of the states.
    Learn {
        /// Returned with the answer.
        request: u32,
        /// The part of the log to show once the chance is learnt.
        look: Look,
    },
    /// Write a file.
    Export {
        /// The kind of file to write.
        what: LogExport,
        /// The budget of the best policy, in expected calls an episode.
        budget: f64,
    },
    /// Put what comes beside this into a link.
    Link {
        /// Returned with the answer.
        request: u32,
        /// The options that the log is read with.
        options: LogOptions,
    },
}

/// Why nothing came of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRefusal {
    /// The errors that are listed, each with what was expected; one error a line.
    pub errors: Vec<String>,
    /// The number of further errors, which are not listed.
    pub more: u64,
    /// True if something is left once the lines that are wrong are left out.
    pub can_leave_out: bool,
}

impl<T: ToString> From<T> for LogRefusal {
    fn from(error: T) -> Self {
        Self { errors: vec![error.to_string()], more: 0, can_leave_out: false }
    }
}

/// A file of results that can be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogExport {
    /// The problem, for `askwell solve`, `frontier` and `budget`.
    Mdp,
    /// The best policy for the budget.
    Policy,
    /// The frontier's corners.
    Frontier,
    /// A small network that asks where the best policy does, from the words of a state (ONNX).
    Network,
}

/// The facts, warnings and tasks that were found in a log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Understood {
    /// A label and what there is to say.
    pub facts: Vec<(String, String)>,
    /// The warnings to know before believing a number.
    pub warnings: Vec<String>,
    /// The errors of the lines that were left out.
    pub errors: Vec<String>,
    /// Tasks, with how many episodes each has.
    pub tasks: Vec<(String, u32)>,
    /// Tasks that are not listed.
    pub more_tasks: u32,
    /// The most calls that buy anything.
    pub budget_max: f64,
    /// The names that the log gives to its columns.
    pub names: Vec<String>,
}

/// A step of an episode, as a row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LogStep {
    /// The place of the step's state among the states of the figure.
    pub state: u32,
    /// The text of the state.
    pub text: String,
    /// The name of the helper in the log; empty where nobody helped.
    pub helper: String,
    /// True if the best policy for the budget calls for help in this state.
    pub asks: bool,
}

/// Why a state asks, or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogWhy {
    /// `Ask.` or `Go on.`
    pub verdict: String,
    /// True if the best policy for the budget calls for help in the state.
    pub asks: bool,
    /// ΔS beside r ΔM, with the numbers in.
    pub line: Vec<Span>,
    /// The same as bars.
    pub bars: Drawing,
    /// The budgets at which it asks.
    pub strips: Drawing,
}

/// The figures and numbers shown of a log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogShown {
    /// The language it is worded and drawn in.
    #[serde(with = "by_code")]
    pub language: Language,
    /// The part of the log that is looked at.
    pub look: Look,
    /// Calls an episode.
    pub budget: f64,
    /// The expected calls an episode of the best policy for the budget; none if the forced calls exceed the budget.
    pub calls: Option<f64>,
    /// The success rate of the best policy for the budget, in [0, 1]; NaN if no policy stays within it.
    pub success: f64,
    /// The price of a call at the budget, in success a call; infinite if no policy stays within it.
    pub price: f64,
    /// A: what a call buys.
    pub sentence: Vec<Span>,
    /// A, drawn.
    pub curve: Drawing,
    /// B: the states of the task, drawn.
    pub policy: Drawing,
    /// `3 of 22 changed`, and which states are not drawn.
    pub changed: String,
    /// C: the steps of the episode.
    pub steps: Vec<LogStep>,
    /// C: the chance of success along it, where the log has it.
    pub trace: Option<Drawing>,
    /// C: the outcome of the episode, in words.
    pub outcome: String,
    /// C: the number of episodes of the task.
    pub n_episodes: u32,
    /// D: the state that is looked at.
    pub state: Option<u32>,
    /// D: its text.
    pub text: String,
    /// D: the number of times that each action was tried there.
    pub tried: String,
    /// D: why; none where not both ways were tried.
    pub why: Option<LogWhy>,
}

/// Policies compared, as a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LogCompared {
    /// The language it is worded in.
    #[serde(with = "by_code")]
    pub language: Language,
    /// The budget they are compared at, calls an episode.
    pub budget: f64,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// The notes on the table, such as the gain in success from one more call.
    pub notes: Vec<String>,
    /// The share of the work that is done, in [0, 1].
    pub share: f64,
}

/// An answer of the log worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LogReply {
    /// The progress of the reading so far.
    Progressed {
        /// The number of the request.
        request: u32,
        /// The share that is read.
        share: f64,
        /// The number of lines read.
        lines: u64,
        /// The number of episodes met.
        episodes: u64,
    },
    /// The log is read and analysed.
    Understood {
        /// The number of the request.
        request: u32,
        /// The facts, warnings and tasks that were found in the log.
        understood: Understood,
        /// The figures and numbers shown first.
        shown: Box<LogShown>,
    },
    /// The figures and numbers that were asked for.
    Shown {
        /// The number of the request.
        request: u32,
        /// The figures and numbers.
        shown: Box<LogShown>,
    },
    /// Policies compared, better from time to time.
    Compared {
        /// The number of the request.
        request: u32,
        /// The table.
        compared: LogCompared,
    },
    /// The chance of success was learnt, or could not be.
    Learnt {
        /// The number of the request.
        request: u32,
        /// The quality of the learnt chance on held-out data, in words; or the reason why it was not learnt.
        learnt: Result<String, String>,
        /// The figures and numbers shown with the learnt chance.
        shown: Box<LogShown>,
    },
    /// A file to save.
    Written {
        /// The name of the file.
        name: String,
        /// The content of the file.
        #[serde(with = "serde_bytes")]
        content: Vec<u8>,
    },
    /// A file that cannot be had.
    NotWritten {
        /// Why.
        error: String,
    },
    /// The log as a link's data.
    Linked {
        /// The number of the request.
        request: u32,
        /// The data, or why there is none.
        data: Result<String, String>,
    },
    /// The log is refused; a log that was read before stays.
    Refused {
        /// The number of the request.
        request: u32,
        /// Why.
        refusal: LogRefusal,
        /// The names that the log gives to its columns.
        names: Vec<String>,
        /// A mapping of them that may be meant, where there is one.
        guess: Option<String>,
    },
}

/// Something the reader did with a log, or that came of it.
#[derive(Debug)]
pub enum YourAgentMsg {
    /// Files were dropped or picked; the shell holds them.
    FilesGiven {
        /// The names of the files.
        names: Vec<String>,
        /// The number under which the shell holds them.
        kept: u32,
    },
    /// A text was pasted.
    Pasted(String),
    /// An example was chosen.
    ExampleChosen(LogExample),
    /// A field of the options was changed.
    OptionSet(LogOption),
    /// The log that was refused is put aside: the reader goes on with the one before.
    RefusedPutAside,
    /// The reading is to end.
    Cancelled,
    /// The budget moved; many of these make one gesture.
    BudgetMoved(f64),
    /// The handle of the budget was let go.
    BudgetReleased,
    /// Another task is chosen, by its place in the list.
    TaskChosen(u32),
    /// Another episode of the task is chosen, this many places on.
    EpisodeStepped(i32),
    /// A state was clicked.
    StatePinned(u32),
    /// The chance of success is to be learnt from texts.
    LearnPressed,
    /// A file is wanted.
    ExportPressed(LogExport),
    /// A link that carries the log is wanted.
    LinkPressed,
    /// The worker answered.
    Replied(Box<LogReply>),
    /// The worker did not come, or stopped.
    WorkerFailed(String),
}

/// One option, changed.
#[derive(Clone, Debug, PartialEq)]
pub enum LogOption {
    /// The names of columns.
    Columns(String),
    /// The name of one column; empty for none.
    Column(Column, String),
    /// The place of the outcome in an ATIF trajectory.
    Outcome(String),
    /// The text that means success at the place of the outcome in an ATIF trajectory.
    Success(String),
    /// The rules for texts.
    Rules(String),
    /// True if the same text is the same state in every task.
    ShareStates(bool),
    /// True if every task weighs the same; false if every episode does.
    ByTask(bool),
    /// True if wrong lines are left out.
    Lenient(bool),
}
