//! The messages of the paper drawer, and the results that can be asked for.

use serde::{Deserialize, Serialize};

use crate::language::Words;
use crate::numeric::Seed;
use crate::study::{Cell, Finding, Sizes, Table};

/// A result that can be asked for: a table or the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// A table of the paper, 1 to 5.
    Table(u8),
    /// The seven findings.
    Findings,
}

impl Asked {
    /// All results, in the order of the drawer.
    pub const ALL: [Self; 6] =
        [Self::Table(1), Self::Table(2), Self::Table(3), Self::Table(4), Self::Table(5), Self::Findings];

    /// The name in `data-testid`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Table(number) => format!("table-{number}"),
            Self::Findings => "findings".to_owned(),
        }
    }

    /// The title of the result, in a few words.
    #[must_use]
    pub fn title(self, w: Words) -> &'static str {
        match self {
            Self::Table(1) => w.table_1(),
            Self::Table(2) => w.table_2(),
            Self::Table(3) => w.table_3(),
            Self::Table(4) => w.table_4(),
            Self::Table(_) => w.table_5(),
            Self::Findings => w.seven_findings(),
        }
    }

    /// The command that gives the same rows.
    #[must_use]
    pub fn command(self, seed: Seed) -> String {
        match self {
            Self::Table(number) => command_of(&format!("table {number} --compare"), seed),
            Self::Findings => command_of("findings", seed),
        }
    }
}

/// The command line that shows one finding.
#[must_use]
pub fn finding_command(id: &str, seed: Seed) -> String {
    command_of(&format!("findings --only {id}"), seed)
}

fn command_of(what: &str, seed: Seed) -> String {
    let Sizes { n_train, n_test, repetitions } = SIZES;
    format!("askwell {what} --seed {seed} --tasks {n_test} --train {n_train} --reps {repetitions}")
}

/// The result that a worker made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Made {
    /// A table.
    Table(Box<Table<Option<Cell>>>),
    /// The findings.
    Findings(Vec<Finding>),
}

/// Something that happened in the drawer.
#[derive(Debug)]
pub enum PaperMsg {
    /// A table or the findings were asked for.
    RunPressed(Asked),
    /// The work under way was cancelled.
    CancelPressed,
    /// A worker reported its progress.
    Progressed {
        /// The number of the request.
        request: u32,
        /// The share of the work that is done, in [0, 1].
        share: f64,
        /// The estimated time left, in milliseconds.
        left_ms: Option<f64>,
    },
    /// A worker has finished.
    Arrived {
        /// The number of the request.
        request: u32,
        /// The result: a packed [`Made`].
        made: Vec<u8>,
    },
    /// A figure of the paper was asked for: of the task the page shows, or of one that is found.
    FigurePressed {
        /// The number of the figure, 3 to 6.
        number: u8,
        /// True if the figure is to show the page's task.
        of_this_task: bool,
    },
    /// A heading was pressed: sort by this column, or the other way round, or as in the paper.
    SortPressed(Asked, usize),
}

/// The sizes of the page's runs, small enough for a reader who waits. The command line runs larger ones.
pub const SIZES: Sizes = Sizes { n_train: 1_000, n_test: 300, repetitions: 3 };
