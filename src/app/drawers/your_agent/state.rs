//! The state that the page keeps of the reader's log.

use crate::app::derived::command;
use crate::app::drawers::session::state::{Latest, SessionState};
use crate::app::drawers::your_agent::message::{
    LogCompared, LogOptions, LogRefusal, LogShown, LogSource, Look, Understood,
};
use crate::language::{Words, counted_with, fill};

/// The phase of a log: none is given, it is read, or it is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum LogPhase {
    /// No log was given.
    #[default]
    Empty,
    /// The log is being read.
    Reading {
        /// The share that is read.
        share: f64,
        /// The number of lines read.
        lines: u64,
        /// The number of episodes met.
        episodes: u64,
    },
    /// The log is ready.
    Ready,
}

/// The reader's log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct YourAgentState {
    /// The options for reading and analysing the log given last.
    pub options: LogOptions,
    /// The log given last, which the options are about.
    pub given: Option<GivenLog>,
    /// The phase of the log.
    pub phase: LogPhase,
    /// Why it was refused, as the options are.
    pub refused: Option<RefusedLog>,
    /// The worker that reads it, and the reading or analysis that is awaited.
    pub session: SessionState<Awaited>,
    /// The log that is shown: another one takes its place only once it is read.
    pub read: Option<Box<ReadLog>>,
    /// The reading or analysis whose log the worker holds.
    pub(super) held: u32,
}

/// A log that the reader gave.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenLog {
    /// The names of its files, where it is files.
    pub(super) files: Vec<String>,
    /// The source of the log, from which it can be read again.
    pub(super) source: LogSource,
    /// The names that the log gives to its columns, as far as they were met.
    pub names: Vec<String>,
}

/// Why a log is not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RefusedLog {
    /// The faults that were found in it.
    pub refusal: LogRefusal,
    /// A mapping of its columns that may be meant.
    pub guess: Option<String>,
}

/// A log that was read, and all that is shown of it: one value, so that nothing of one log stands under another's name.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadLog {
    /// The log.
    pub given: GivenLog,
    /// The options that it was read with.
    pub options: LogOptions,
    /// The facts, warnings and tasks that were found in the log.
    pub understood: Understood,
    /// The figures and numbers shown of the log.
    pub shown: LogShown,
    /// The policies compared, and at which budget.
    pub compared: Option<LogCompared>,
    /// The outcome of learning the chance of success, in words. Once it is learnt, what is shown and saved uses it.
    pub learnt: Option<Result<String, String>>,
    /// A link's data that carry the log, or why there is none.
    pub linked: Option<Result<String, String>>,
    /// The reading or analysis it came of.
    pub(super) made_by: u32,
    /// The part of the log that is looked at; its width is not used.
    pub(super) look: Look,
    /// The picture that is awaited.
    pub(super) showing: Latest,
    /// The comparison that counts.
    pub(super) comparing: Option<u32>,
    /// The learning that is awaited.
    pub(super) learning: Option<u32>,
    /// The link that is awaited.
    pub(super) linking: Option<u32>,
    pub(super) in_gesture: bool,
}

/// A reading or an analysis under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Awaited {
    /// The log.
    pub(super) given: GivenLog,
    /// The options for reading the log.
    pub(super) options: LogOptions,
    /// The part of the log to show first.
    pub(super) look: Look,
    /// True if it is the log that is shown already, which the worker no longer holds.
    pub(super) is_again: bool,
}

impl LogPhase {
    pub(in crate::app) const BEGUN: Self = Self::Reading { share: 0.0, lines: 0, episodes: 0 };

    /// The progress in words; empty where there is nothing to say.
    #[must_use]
    pub fn words(&self, w: Words) -> String {
        match *self {
            Self::Reading { share, .. } if share >= 1.0 => w.log_is_solved().to_owned(),
            Self::Reading { lines, episodes, .. } if lines > 0 => {
                counted_with(w.log_lines_read(), u32::try_from(lines).unwrap_or(u32::MAX), &[&episodes])
            }
            _ => String::new(),
        }
    }
}

impl GivenLog {
    pub(super) fn new(source: LogSource) -> Self {
        Self { files: Vec::new(), source, names: Vec::new() }
    }

    /// The name that the reader sees.
    #[must_use]
    pub fn name(&self, w: Words) -> String {
        match (&self.source, self.files.as_slice()) {
            (LogSource::Text(_), _) => w.log_pasted().to_owned(),
            (LogSource::Example(example), _) => example.title(w).to_owned(),
            (LogSource::Link(_), _) => w.log_of_the_link().to_owned(),
            (LogSource::Files(_), [first, rest @ ..]) if !rest.is_empty() => {
                fill(w.and_more(), &[first, &rest.len()])
            }
            (LogSource::Files(_), files) => files.first().cloned().unwrap_or_default(),
        }
    }

    /// The arguments of the command line that name it; standard input where it is no file.
    fn arguments(&self) -> String {
        match &self.source {
            LogSource::Example(example) => command::word(example.file()),
            LogSource::Text(_) | LogSource::Link(_) => "-".to_owned(),
            LogSource::Files(_) => {
                self.files.iter().map(|name| command::word(name)).collect::<Vec<_>>().join(" ")
            }
        }
    }
}

impl ReadLog {
    /// The command that reads the log in the same way and gives the same numbers at the budget that is shown.
    #[must_use]
    pub fn command(&self) -> String {
        let LogOptions { columns, outcome, success, rules, share_states, by_task, lenient } = &self.options;
        let mut command = format!("{} {}", command::askwell("import"), self.given.arguments());
        let rules: Vec<&str> = rules.lines().map(str::trim).filter(|rule| !rule.is_empty()).collect();
        let with_value = [
            ("--columns", columns.trim().to_owned()),
            ("--outcome", outcome.trim().to_owned()),
            ("--success", success.trim().to_owned()),
            ("--normalise", rules.join("; ")),
            ("--weigh", if *by_task { "tasks".to_owned() } else { String::new() }),
        ];
        for (option, value) in with_value.iter().filter(|(_, value)| !value.is_empty()) {
            command += &format!(" {option} {}", command::word(value));
        }
        let is_learnt = matches!(self.learnt, Some(Ok(_)));
        let ticked = [(*share_states, " --share-states"), (*lenient, " --lenient"), (is_learnt, " --scores")];
        command.extend(ticked.iter().filter(|(is_on, _)| *is_on).map(|(_, option)| *option));
        command + &format!(" --budget {}", self.shown.budget)
    }

    /// Takes note that the worker is gone. If the log is read again at once, what the worker was to learn is
    /// asked again.
    pub(in crate::app) fn no_longer_awaits(&mut self, is_read_again: bool) {
        (self.showing, self.comparing, self.linking, self.in_gesture) = Default::default();
        self.learning.take_if(|_| !is_read_again);
    }

    /// True if the chance of success is being learnt.
    #[must_use]
    pub fn is_learning(&self) -> bool {
        self.learning.is_some()
    }
}

impl YourAgentState {
    /// True if a log is being read or analysed: what is shown is then not to be moved, for it is about to go.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.session.awaited().is_some()
    }

    /// The names that the log given last gives to its columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        self.given.as_ref().map_or(&[], |given| &given.names)
    }

    /// True if the log given last is the one shown and held by the worker, read under these options. It then
    /// only needs to be analysed.
    pub(super) fn is_read_so(&self) -> bool {
        let reading = |options: &LogOptions| LogOptions {
            rules: String::new(),
            share_states: false,
            by_task: false,
            lenient: false,
            ..options.clone()
        };
        let source = self.given.as_ref().map(|given| &given.source);
        self.read.as_ref().is_some_and(|read| {
            self.held == read.made_by
                && source == Some(&read.given.source)
                && reading(&self.options) == reading(&read.options)
        })
    }
}
