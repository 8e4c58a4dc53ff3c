//! The tables and findings drawer: what was asked for, how far it is, what came, how it is sorted.

use crate::language::{Language, Words, fill};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::actor::BaseActor;
use crate::experiment::Order;
use crate::experiment::evidence::{Cell, Finding, Row, Sizes, Table};
use crate::numeric::Seed;

use super::command;
use super::draw::{PaperFigure, paper_figure};
use super::link;
use super::message::{Effect, Job};
use super::setting::Setting;
use super::state::State;
use super::wire::unpacked;

/// The size of the page plays: what a reader waits for. The command line plays more.
pub const SIZES: Sizes = Sizes { n_train: 1_000, n_test: 300, repetitions: 3 };

/// A label of a table's row as the page says it: no language model ran here, so an actor stands in for its model.
#[must_use]
pub fn row_label(w: Words, label: &str) -> String {
    let actor = BaseActor::from_name(label);
    actor.map_or_else(|| label.to_owned(), |actor| fill(w.stand_in_for(), &[&actor.paper_name()]))
}

/// The tables that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// A table of the paper, 1 to 5.
    Table(u8),
    /// The seven findings.
    Findings,
}

impl Asked {
    /// Everything, in the order of the drawer.
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

    /// The contents that it shows, in a few words.
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

/// A table as a file: its rows, comma-separated, below what they were made with.
#[must_use]
pub fn table_file(made: &MadeOf, table: &Table<Option<Cell>>) -> String {
    let (version, command) = (env!("CARGO_PKG_VERSION"), made.asked.command(made.seed));
    format!("# askwell {version}\n# seed {}\n# command {command}\n{}", made.seed, table.csv(true))
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

/// The tables that a worker made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Made {
    /// A table.
    Table(Box<Table<Option<Cell>>>),
    /// The findings.
    Findings(Vec<Finding>),
}

/// Something that happened in the drawer.
#[derive(Debug)]
pub enum EvidenceMsg {
    /// A table or the findings were asked for.
    RunPressed(Asked),
    /// No longer.
    CancelPressed,
    /// A worker is so far.
    Progressed {
        /// The request.
        request: u32,
        /// The share that is done.
        share: f64,
        /// About how long the rest takes, in milliseconds.
        left_ms: Option<f64>,
    },
    /// A worker is done.
    Arrived {
        /// The request.
        request: u32,
        /// The work that it made: a packed [`Made`].
        made: Vec<u8>,
    },
    /// A figure of the paper was asked for: of the task the page shows, or of one that is found.
    FigurePressed {
        /// 3 to 6.
        number: u8,
        /// True if it is to be of the task the page shows.
        of_this_task: bool,
    },
    /// A heading was pressed: sort by this column, or the other way round, or as in the paper.
    SortPressed(Asked, usize),
}

/// The result that came of an order, and the seed of that order.
#[derive(Clone, Debug)]
pub struct MadeOf {
    /// The request.
    pub asked: Asked,
    /// The seed it was made with, whatever the page's is now.
    pub seed: Seed,
    /// It.
    pub made: Rc<Made>,
}

/// A figure of the paper, and what it was drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct Figured {
    /// 3 to 6.
    pub number: u8,
    /// The order that the experiment behind it was made by, whatever the page's is made by now.
    pub order: Order,
    /// The task that the reader picked; none where one was found, and for figure 4.
    pub picked: Option<u32>,
    /// It.
    pub figure: Rc<PaperFigure>,
    /// The language it is worded in.
    pub(super) language: Language,
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

/// The work that is under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Running {
    /// The request whose answer is awaited.
    pub request: u32,
    /// The request.
    pub asked: Asked,
    /// The seed it is made with.
    pub seed: Seed,
    /// The share that is done.
    pub share: f64,
    /// About how long the rest takes, in milliseconds.
    pub left_ms: Option<f64>,
}

/// The drawer.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The work that is under way.
    pub running: Option<Running>,
    /// The results that came; the newest of each kind.
    pub made: Vec<MadeOf>,
    /// A column and whether it falls, for one table.
    pub sorted: Option<(Asked, usize, bool)>,
    /// The paper's figures that were asked for.
    pub figures: Vec<Figured>,
    /// Requests that went wrong, and why; a new request of the same table takes its own away.
    pub failed: Vec<(Asked, String)>,
}

impl Evidence {
    /// The result that came of an order.
    #[must_use]
    pub fn of(&self, asked: Asked) -> Option<&MadeOf> {
        self.made.iter().find(|made| made.asked == asked)
    }

    /// The line for a request that went wrong: it names the table, for lines of several may stand on the page.
    #[must_use]
    pub fn failure(&self, w: Words, asked: Asked) -> Option<String> {
        let (_, error) = self.failed.iter().find(|(failed, _)| *failed == asked)?;
        Some(fill(w.not_made(), &[&asked.title(w), error]))
    }

    fn fail(&mut self, asked: Asked, error: &str) {
        self.failed.retain(|(failed, _)| *failed != asked);
        self.failed.push((asked, error.to_owned()));
    }
}

/// The answer that the drawer does with a message.
pub(super) fn update(state: &mut State, msg: EvidenceMsg) -> Vec<Effect> {
    let w = state.words;
    match msg {
        EvidenceMsg::RunPressed(asked) => return run(state, asked),
        EvidenceMsg::CancelPressed => {
            let Some(running) = state.evidence.running.take() else { return Vec::new() };
            state.announcement = w.cancelled().to_owned();
            return vec![Effect::Cancel { request: running.request }];
        }
        EvidenceMsg::Progressed { request, share, left_ms } => {
            if let Some(running) = awaited(state, request) {
                (running.share, running.left_ms) = (share, left_ms);
            }
        }
        EvidenceMsg::Arrived { request, made } => {
            if let Some(&mut Running { asked, seed, .. }) = awaited(state, request) {
                state.evidence.running = None;
                let Some(made) = unpacked(&made) else {
                    state.evidence.fail(asked, w.answer_not_whole());
                    return Vec::new();
                };
                state.evidence.made.retain(|made| made.asked != asked);
                state.evidence.made.push(MadeOf { asked, seed, made: Rc::new(made) });
                state.announcement = fill(w.title_is_there(), &[&asked.title(state.words)]);
            }
        }
        EvidenceMsg::FigurePressed { number, of_this_task } => show_figure(state, number, of_this_task),
        EvidenceMsg::SortPressed(asked, column) => {
            state.evidence.sorted = match state.evidence.sorted {
                Some((which, by, true)) if (which, by) == (asked, column) => Some((asked, column, false)),
                Some((which, by, false)) if (which, by) == (asked, column) => None,
                _ => Some((asked, column, true)),
            };
        }
    }
    Vec::new()
}

/// A worker of the drawer failed: says whether it was one.
pub(super) fn failed(state: &mut State, request: u32, error: &str) -> bool {
    let Some(&mut Running { asked, .. }) = awaited(state, request) else { return false };
    state.evidence.running = None;
    state.evidence.fail(asked, error);
    true
}

/// Finds and draws a figure of the paper from the experiment on the page.
fn show_figure(state: &mut State, number: u8, of_this_task: bool) {
    let w = state.words;
    let Some(experiment) = &state.experiment else { return };
    let of_a_task = of_this_task && number != 4;
    let task = state.scene.as_ref().filter(|_| of_a_task).map(|scene| scene.stage.index);
    match paper_figure(w, experiment, number, task) {
        Some(figure) => {
            let order = experiment.order;
            state.evidence.figures.retain(|shown| shown.number != number);
            state.evidence.figures.push(Figured {
                number,
                order,
                picked: task,
                figure: Rc::new(figure),
                language: w.language(),
            });
            state.announcement = fill(w.figure_is_there(), &[&number]);
        }
        None => state.notify(fill(w.no_task_shows(), &[&number])),
    }
}

/// Where the page has another language, the figures of its experiment are worded in it, of the tasks that were found. One
/// of an earlier experiment, which is gone, stays as it is.
pub(super) fn follow(state: &mut State) -> Vec<Effect> {
    let w = state.words;
    let Some(experiment) = &state.experiment else { return Vec::new() };
    let is_behind =
        |figured: &&mut Figured| figured.language != w.language() && figured.order == experiment.order;
    for figured in state.evidence.figures.iter_mut().filter(is_behind) {
        if let Some(figure) = paper_figure(w, experiment, figured.number, figured.figure.task) {
            (figured.figure, figured.language) = (Rc::new(figure), w.language());
        }
    }
    Vec::new()
}

fn awaited(state: &mut State, request: u32) -> Option<&mut Running> {
    state.evidence.running.as_mut().filter(|running| running.request == request)
}

fn run(state: &mut State, asked: Asked) -> Vec<Effect> {
    let ended = state.evidence.running.take();
    let mut effects: Vec<Effect> =
        ended.into_iter().map(|running| Effect::Cancel { request: running.request }).collect();
    state.next_request += 1;
    let request = state.next_request;
    let seed = state.setting.seed;
    state.evidence.running = Some(Running { request, asked, seed, share: 0.0, left_ms: None });
    state.evidence.failed.retain(|(failed, _)| *failed != asked);
    let job = Job::Evidence { asked, seed, sizes: SIZES };
    effects.push(Effect::Run { request, job });
    effects
}

/// The rows in the order the reader chose; rows without a figure in that column come last.
#[must_use]
pub fn sorted_rows<'a>(
    evidence: &Evidence,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::wire::packed;
    use crate::experiment::evidence::Kind;

    fn table() -> Table<Option<Cell>> {
        let row = |name: &str, value: Option<f64>| Row {
            labels: vec![name.to_owned()],
            cells: vec![value.map(|value| Cell { value, ..Cell::default() })],
        };
        Table {
            number: 2,
            label_names: vec!["method".to_owned()],
            figures: vec![("sr".to_owned(), Kind::Percent)],
            rows: vec![row("a", Some(2.0)), row("b", None), row("c", Some(3.0))],
        }
    }

    #[test]
    fn rows_name_the_actor_as_a_stand_in_and_other_labels_as_they_are() {
        let said = ["llama", "gpt-4o-mini", "s_obj"].map(|label| row_label(Words::ENGLISH, label));
        assert_eq!(said, ["stand-in for Llama", "stand-in for GPT-4o-mini", "s_obj"]);
    }

    #[test]
    fn each_line_of_what_went_wrong_names_its_table() {
        let (mut state, w) = (State::default(), Words::ENGLISH);
        for (asked, request) in [(Asked::Table(2), 1), (Asked::Table(4), 2)] {
            update(&mut state, EvidenceMsg::RunPressed(asked));
            assert!(failed(&mut state, request, "out of memory"));
        }
        for asked in [Asked::Table(2), Asked::Table(4)] {
            let line = state.evidence.failure(w, asked).unwrap();
            assert!(line.contains(asked.title(w)) && line.contains("out of memory"), "{line}");
        }
        assert_eq!(state.evidence.failure(w, Asked::Table(3)), None);
        update(&mut state, EvidenceMsg::RunPressed(Asked::Table(2)));
        assert_eq!(state.evidence.failure(w, Asked::Table(2)), None, "it is tried again");
        assert!(state.evidence.failure(w, Asked::Table(4)).is_some());
    }

    #[test]
    fn a_table_is_run_cancelled_and_sorted() {
        let mut state = State::default();
        let asked = Asked::Table(2);
        let effects = update(&mut state, EvidenceMsg::RunPressed(asked));
        assert!(matches!(effects[..], [Effect::Run { request: 1, .. }]), "{effects:?}");
        // A second order ends the first, whose answer is then dropped.
        let effects = update(&mut state, EvidenceMsg::RunPressed(asked));
        assert!(matches!(effects[..], [Effect::Cancel { request: 1 }, Effect::Run { request: 2, .. }]));
        let arrived =
            |request| EvidenceMsg::Arrived { request, made: packed(&Made::Table(Box::new(table()))) };
        update(&mut state, arrived(1));
        assert!(state.evidence.of(asked).is_none());
        update(&mut state, arrived(2));
        assert!(state.evidence.of(asked).is_some() && state.evidence.running.is_none());
        let order = |state: &State| -> String {
            let table = table();
            sorted_rows(&state.evidence, asked, &table).iter().map(|row| row.labels[0].as_str()).collect()
        };
        let mut orders = vec![order(&state)];
        for _ in 0..3 {
            update(&mut state, EvidenceMsg::SortPressed(asked, 0));
            orders.push(order(&state));
        }
        assert_eq!(orders, ["abc", "cab", "acb", "abc"]);
        assert!(!failed(&mut state, 9, "no"));
        let file = table_file(state.evidence.of(asked).unwrap(), &table());
        let seed = state.setting.seed;
        assert!(
            file.contains(&format!("\n# seed {seed}\n# command askwell table 2 --compare --seed {seed} ")),
            "{file}"
        );
        assert!(file.ends_with(&table().csv(true)), "{file}");
    }
}
