//! The drawer of tables, findings and figures.

use std::fs;

use askwell::app::drawers::paper::{Asked, Made, PaperMsg, SIZES, finding_command};
use askwell::app::export::figure_stamp;
use askwell::app::message::{Job, packed};
use askwell::app::{Effect, Msg, State, update};
use askwell::experiment::run as run_experiment;
use askwell::figure::svg::{Theme, standalone};
use askwell::study::{self, Sizes, Study, StudyOrder, StudyResult};
use rayon::prelude::*;
use serde_json::Value;

use super::{json, run};

fn studied(orders: Vec<StudyOrder>) -> Vec<StudyResult> {
    orders.into_par_iter().map(|order| Study::new(order).unwrap().run(|_| ()).unwrap()).collect()
}

/// The findings are made of less than the page plays: what takes a minute there is not played twice here.
const QUICK: Sizes = Sizes { n_train: 60, n_test: 20, repetitions: 1 };

/// A command of the page with these sizes in the place of the page's.
fn quick(command: &str) -> String {
    let written = |sizes: Sizes| {
        let Sizes { n_train, n_test, repetitions } = sizes;
        format!("--tasks {n_test} --train {n_train} --reps {repetitions}")
    };
    assert!(command.contains(&written(SIZES)), "{command}");
    command.replace(&written(SIZES), &written(QUICK))
}

/// A page whose work is done here, as its workers do it.
fn tell(state: &mut State, msg: Msg) {
    for effect in update(state, msg) {
        let Effect::Run { request, job } = effect else { continue };
        match job {
            Job::Experiment { order, .. } => {
                let experiment = Box::new(run_experiment(order).unwrap());
                tell(state, Msg::ExperimentArrived { request, experiment });
            }
            Job::Paper { asked, seed, sizes } => {
                let made = match asked {
                    Asked::Table(number) => {
                        let table = study::table(number, &studied(study::plan(number, seed, sizes)));
                        Made::Table(Box::new(study::combine(&[table.unwrap()]).unwrap()))
                    }
                    Asked::Findings => {
                        Made::Findings(study::findings(&[studied(study::plan_findings(seed, QUICK))]))
                    }
                };
                tell(state, Msg::Paper(PaperMsg::Arrived { request, made: packed(&made) }));
            }
            _ => {}
        }
    }
}

fn page(link: &str) -> State {
    let mut state = State::default();
    tell(&mut state, Msg::LinkOpened(link.to_owned()));
    state
}

#[test]
fn the_command_of_a_table_gives_its_csv() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = page("v=1&seed=3&tasks=20&open=evidence");
    tell(&mut state, Msg::Paper(PaperMsg::RunPressed(Asked::Table(1))));
    // The page has another seed by the time the command is copied.
    tell(&mut state, Msg::SeedTyped("4".to_owned()));
    let made = state.paper.of(Asked::Table(1)).unwrap();
    let Made::Table(table) = &*made.made else { panic!("no table") };
    let command = made.asked.command(made.seed);
    assert_eq!(run(&command, &["--csv"], &folder).trim_end(), table.csv(true).trim_end(), "{command}");
}

#[test]
fn the_command_of_a_finding_gives_its_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = page("v=1&seed=3&tasks=20&open=evidence");
    tell(&mut state, Msg::Paper(PaperMsg::RunPressed(Asked::Findings)));
    let made = state.paper.of(Asked::Findings).unwrap();
    let Made::Findings(findings) = &*made.made else { panic!("no findings") };
    let whole = json(&quick(&made.asked.command(made.seed)), &folder);
    assert_eq!(whole["findings"].as_array().unwrap().len(), findings.len());
    let mut alone = json(&quick(&finding_command("F7", made.seed)), &folder);
    let seventh = findings.iter().filter(|finding| finding.id == "F7");
    let told = alone["findings"].as_array_mut().unwrap().drain(..).collect::<Vec<_>>();
    for (mine, theirs) in findings.iter().zip(whole["findings"].as_array().unwrap()).chain(seventh.zip(&told))
    {
        assert_eq!(
            (&theirs["id"], &theirs["verdict"]),
            (&mine.id.as_str().into(), &mine.verdict.words().into())
        );
        for (check, found) in mine.checks.iter().zip(theirs["checks"].as_array().unwrap()) {
            let bits = |value: &Value| value.as_f64().map(f64::to_bits);
            let expected = |x: f64| x.is_finite().then(|| x.to_bits());
            assert_eq!(bits(&found["value"]), expected(check.figure.value), "{}", check.what);
            assert_eq!(bits(&found["se"]), expected(check.figure.se), "{}", check.what);
        }
    }
    assert!(!told.is_empty());
}

#[test]
fn the_command_of_a_figure_draws_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = page("v=1&seed=2&split=pnp&gamma=0.9&tasks=60&open=evidence");
    for number in 3..=6 {
        let of_this_task = number == 3 || number == 5;
        tell(&mut state, Msg::Paper(PaperMsg::FigurePressed { number, of_this_task }));
    }
    // The figures stay what they were, and so do their commands.
    tell(&mut state, Msg::SeedTyped("1".to_owned()));
    assert_eq!(state.paper.figures.len(), 4);
    for figured in &state.paper.figures {
        let command = figured.command();
        run(&command, &[], &folder);
        let drawn = fs::read_to_string(folder.path().join(format!("figure-{}.svg", figured.number))).unwrap();
        let (before, rest) = drawn.split_once("<metadata>").unwrap();
        let (source, after) = rest.split_once("</metadata>").unwrap();
        let picture = before.to_owned() + after;
        assert!(
            picture == standalone(&figured.figure.drawing, Theme::Light),
            "{command} draws another picture"
        );
        let digest = figure_stamp(&figured.order, &figured.figure.csv).digest;
        assert!(source.contains(&digest) && source.contains("seed=2&amp;split=pnp"), "{command}: {source}");
        run(&command.replace(".svg", ".json"), &[], &folder);
        let told = fs::read_to_string(folder.path().join(format!("figure-{}.json", figured.number))).unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["caption"], figured.figure.caption.as_str(), "{command}");
    }
}
