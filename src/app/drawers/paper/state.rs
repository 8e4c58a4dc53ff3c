//! The state of the paper drawer: the work under way, the results, and their sorting.

use crate::language::Language;
use std::rc::Rc;

use crate::actor::BaseActor;
use crate::app::derived::command;
use crate::app::derived::paper_figure::PaperFigure;
use crate::app::drawers::paper::message::{Asked, Made};
use crate::app::model::link;
use crate::app::model::setting::Setting;
use crate::experiment::Order;
use crate::language::{Words, fill};
use crate::numeric::Seed;
use crate::study::{Cell, Row, Table};

/// A result, and the seed that it was made with.
#[derive(Clone, Debug)]
pub struct MadeOf {
    /// The table or the findings that were asked for.
    pub asked: Asked,
    /// The seed of the result; the page's seed may have changed since.
    pub seed: Seed,
    /// The result.
    pub made: Rc<Made>,
}

/// A figure of the paper, and what it was drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct Figured {
    /// The number of the figure, 3 to 6.
    pub number: u8,
    /// The order of the experiment behind it; the page's order may have changed since.
    pub order: Order,
    /// The task that the reader picked; none if the task was found, and for Figure 4.
    pub picked: Option<u32>,
    /// The figure.
    pub figure: Rc<PaperFigure>,
    /// The language of its words.
    pub(in crate::app) language: Language,
}

impl Figured {
    /// The command line that draws the same.
    #[must_use]
    pub fn command(&self) -> String {
        let Self { number, order, picked, .. } = self;
        let mut setting = Setting::default();
        setting.take_order(order);
        let link = link::write(&setting);
        let link = if link.is_empty() { link } else { format!(" --link {}", command::word(&link)) };
        let task = picked.map_or_else(String::new, |task| format!(" --task {task}"));
        format!("{} {number}{link}{task} --out figure-{number}.svg", command::askwell("figure"))
    }
}

/// The work under way, with its progress.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Running {
    /// The request whose answer is awaited.
    pub request: u32,
    /// The table or the findings that are being made.
    pub asked: Asked,
    /// The seed of the work.
    pub seed: Seed,
    /// The share of the work that is done, in [0, 1].
    pub share: f64,
    /// The estimated time left, in milliseconds.
    pub left_ms: Option<f64>,
}

/// The state of the paper drawer.
#[derive(Clone, Debug, Default)]
pub struct PaperState {
    /// The work under way, with its progress.
    pub running: Option<Running>,
    /// The newest result of each kind.
    pub made: Vec<MadeOf>,
    /// The table that is sorted, the column, and true if the values fall.
    pub sorted: Option<(Asked, usize, bool)>,
    /// The paper's figures that were asked for.
    pub figures: Vec<Figured>,
    /// The failed requests, each with its reason; a new request of the same table removes its own.
    pub failed: Vec<(Asked, String)>,
}

impl PaperState {
    /// The result for a table or the findings; none before it is made.
    #[must_use]
    pub fn of(&self, asked: Asked) -> Option<&MadeOf> {
        self.made.iter().find(|made| made.asked == asked)
    }

    /// The line on a failed request. It names the table, since lines on several may stand on the page.
    #[must_use]
    pub fn failure(&self, w: Words, asked: Asked) -> Option<String> {
        let (_, error) = self.failed.iter().find(|(failed, _)| *failed == asked)?;
        Some(fill(w.not_made(), &[&asked.title(w), error]))
    }

    pub(in crate::app) fn fail(&mut self, asked: Asked, error: &str) {
        self.failed.retain(|(failed, _)| *failed != asked);
        self.failed.push((asked, error.to_owned()));
    }
}

/// The label of a table's row on the page. No language model ran here, so an actor stands in for its model.
#[must_use]
pub fn row_label(w: Words, label: &str) -> String {
    let actor = BaseActor::from_name(label);
    actor.map_or_else(|| label.to_owned(), |actor| fill(w.stand_in_for(), &[&actor.paper_name()]))
}

/// The rows in the order that the reader chose; rows without a value in that column come last.
#[must_use]
pub fn sorted_rows<'a>(
    evidence: &PaperState,
    asked: Asked,
    table: &'a Table<Option<Cell>>,
) -> Vec<&'a Row<Option<Cell>>> {
    let mut rows: Vec<&Row<Option<Cell>>> = table.rows.iter().collect();
    if let Some((_, column, falls)) = evidence.sorted.filter(|sorted| sorted.0 == asked) {
        let key = |row: &Row<Option<Cell>>| {
            let cell = row.cells.get(column).copied().flatten()?;
            Some(if falls { -cell.value } else { cell.value })
        };
        let last = f64::INFINITY;
        rows.sort_by(|a, b| key(a).unwrap_or(last).total_cmp(&key(b).unwrap_or(last)));
    }
    rows
}

/// A table as a file: its rows, comma-separated, below the options that it was made with.
#[must_use]
pub fn table_file(made: &MadeOf, table: &Table<Option<Cell>>) -> String {
    let (version, command) = (env!("CARGO_PKG_VERSION"), made.asked.command(made.seed));
    format!("# askwell {version}\n# seed {}\n# command {command}\n{}", made.seed, table.csv(true))
}
