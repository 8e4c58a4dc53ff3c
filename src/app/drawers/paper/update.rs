//! The transitions of the paper drawer.

use std::rc::Rc;

use crate::app::draw::paper::paper_figure;
use crate::app::drawers::paper::message::{Asked, PaperMsg, SIZES};
use crate::app::drawers::paper::state::{Figured, MadeOf, Running};
use crate::app::message::effect::Effect;
use crate::app::message::wire::unpacked;
use crate::app::message::worker::Job;
use crate::app::state::State;
use crate::language::fill;

/// Takes one message of the drawer.
pub(in crate::app) fn update(state: &mut State, msg: PaperMsg) -> Vec<Effect> {
    let w = state.words;
    match msg {
        PaperMsg::RunPressed(asked) => return run(state, asked),
        PaperMsg::CancelPressed => {
            let Some(running) = state.paper.running.take() else { return Vec::new() };
            state.announcement = w.cancelled().to_owned();
            return vec![Effect::Cancel { request: running.request }];
        }
        PaperMsg::Progressed { request, share, left_ms } => {
            if let Some(running) = awaited(state, request) {
                (running.share, running.left_ms) = (share, left_ms);
            }
        }
        PaperMsg::Arrived { request, made } => {
            if let Some(&mut Running { asked, seed, .. }) = awaited(state, request) {
                state.paper.running = None;
                let Some(made) = unpacked(&made) else {
                    state.paper.fail(asked, w.answer_not_whole());
                    return Vec::new();
                };
                state.paper.made.retain(|made| made.asked != asked);
                state.paper.made.push(MadeOf { asked, seed, made: Rc::new(made) });
                state.announcement = fill(w.title_is_there(), &[&asked.title(state.words)]);
            }
        }
        PaperMsg::FigurePressed { number, of_this_task } => show_figure(state, number, of_this_task),
        PaperMsg::SortPressed(asked, column) => {
            state.paper.sorted = match state.paper.sorted {
                Some((which, by, true)) if (which, by) == (asked, column) => Some((asked, column, false)),
                Some((which, by, false)) if (which, by) == (asked, column) => None,
                _ => Some((asked, column, true)),
            };
        }
    }
    Vec::new()
}

/// Takes note of a failed request; true if it was one of the drawer's.
pub(in crate::app) fn failed(state: &mut State, request: u32, error: &str) -> bool {
    let Some(&mut Running { asked, .. }) = awaited(state, request) else { return false };
    state.paper.running = None;
    state.paper.fail(asked, error);
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
            state.paper.figures.retain(|shown| shown.number != number);
            state.paper.figures.push(Figured {
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

/// Words the shown figures in the page's language, for the tasks they show. A figure of an earlier experiment
/// stays as it is, since that experiment is gone.
pub(in crate::app) fn follow(state: &mut State) -> Vec<Effect> {
    let w = state.words;
    let Some(experiment) = &state.experiment else { return Vec::new() };
    let is_behind =
        |figured: &&mut Figured| figured.language != w.language() && figured.order == experiment.order;
    for figured in state.paper.figures.iter_mut().filter(is_behind) {
        if let Some(figure) = paper_figure(w, experiment, figured.number, figured.figure.task) {
            (figured.figure, figured.language) = (Rc::new(figure), w.language());
        }
    }
    Vec::new()
}

fn awaited(state: &mut State, request: u32) -> Option<&mut Running> {
    state.paper.running.as_mut().filter(|running| running.request == request)
}

fn run(state: &mut State, asked: Asked) -> Vec<Effect> {
    let ended = state.paper.running.take();
    let mut effects: Vec<Effect> =
        ended.into_iter().map(|running| Effect::Cancel { request: running.request }).collect();
    state.next_request += 1;
    let request = state.next_request;
    let seed = state.setting.seed;
    state.paper.running = Some(Running { request, asked, seed, share: 0.0, left_ms: None });
    state.paper.failed.retain(|(failed, _)| *failed != asked);
    let job = Job::Paper { asked, seed, sizes: SIZES };
    effects.push(Effect::Run { request, job });
    effects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::drawers::paper::message::Made;
    use crate::app::drawers::paper::state::{row_label, sorted_rows, table_file};
    use crate::app::message::wire::packed;
    use crate::language::Words;
    use crate::study::{Cell, Kind, Row, Table};

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
            update(&mut state, PaperMsg::RunPressed(asked));
            assert!(failed(&mut state, request, "out of memory"));
        }
        for asked in [Asked::Table(2), Asked::Table(4)] {
            let line = state.paper.failure(w, asked).unwrap();
            assert!(line.contains(asked.title(w)) && line.contains("out of memory"), "{line}");
        }
        assert_eq!(state.paper.failure(w, Asked::Table(3)), None);
        update(&mut state, PaperMsg::RunPressed(Asked::Table(2)));
        assert_eq!(state.paper.failure(w, Asked::Table(2)), None, "it is tried again");
        assert!(state.paper.failure(w, Asked::Table(4)).is_some());
    }

    #[test]
    fn a_table_is_run_cancelled_and_sorted() {
        let mut state = State::default();
        let asked = Asked::Table(2);
        let effects = update(&mut state, PaperMsg::RunPressed(asked));
        assert!(matches!(effects[..], [Effect::Run { request: 1, .. }]), "{effects:?}");
        // A second order ends the first, whose answer is then dropped.
        let effects = update(&mut state, PaperMsg::RunPressed(asked));
        assert!(matches!(effects[..], [Effect::Cancel { request: 1 }, Effect::Run { request: 2, .. }]));
        let arrived = |request| PaperMsg::Arrived { request, made: packed(&Made::Table(Box::new(table()))) };
        update(&mut state, arrived(1));
        assert!(state.paper.of(asked).is_none());
        update(&mut state, arrived(2));
        assert!(state.paper.of(asked).is_some() && state.paper.running.is_none());
        let order = |state: &State| -> String {
            let table = table();
            sorted_rows(&state.paper, asked, &table).iter().map(|row| row.labels[0].as_str()).collect()
        };
        let mut orders = vec![order(&state)];
        for _ in 0..3 {
            update(&mut state, PaperMsg::SortPressed(asked, 0));
            orders.push(order(&state));
        }
        assert_eq!(orders, ["abc", "cab", "acb", "abc"]);
        assert!(!failed(&mut state, 9, "no"));
        let file = table_file(state.paper.of(asked).unwrap(), &table());
        let seed = state.setting.seed;
        assert!(
            file.contains(&format!("\n# seed {seed}\n# command askwell table 2 --compare --seed {seed} ")),
            "{file}"
        );
        assert!(file.ends_with(&table().csv(true)), "{file}");
    }
}
