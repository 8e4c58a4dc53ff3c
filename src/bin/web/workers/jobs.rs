//! The jobs that the first result does without: tables and findings, the rows of all states, trials of networks.

use askwell::actor::BaseActor;
use askwell::app;
use askwell::app::drawers::paper::{Asked, Made};
use askwell::app::message::{Job, WorkerReply};
use askwell::experiment::{Order, PhaseOne, PipelineError, self_regulation};
use askwell::study::{self, Sizes, Study, StudyOrder, StudyResult};

use crate::workers::reply::{Clock, reply};

/// Does a job and tells the page.
pub(crate) type Jobs = fn(u32, Job);

pub(crate) fn answer(request: u32, job: Job) {
    match job {
        Job::Experiment { .. } => {}
        Job::Paper { asked, seed, sizes } => make_evidence(request, asked, seed, sizes),
        Job::Rows { order } => match PhaseOne::collected(order) {
            Ok(phase) => {
                let rows = app::drawers::models::bytes_of(&phase.recorder.first_visits);
                reply(&WorkerReply::Rows { request, rows });
            }
            Err(error) => reply(&WorkerReply::Failed { request, error: error.to_string() }),
        },
        Job::Judge { order, network } => judge(request, order, &network),
    }
}

fn judge(request: u32, order: Order, network: &[u8]) {
    reply(&match app::message::unpacked(network) {
        Some(network) => {
            let found = self_regulation(order.split, BaseActor::default(), order.seed, &network);
            WorkerReply::Judged { request, regulation: Box::new(found) }
        }
        None => WorkerReply::Failed { request, error: "the network did not arrive whole".to_owned() },
    });
}

/// A table or the findings, study after study.
fn make_evidence(request: u32, asked: Asked, seed: u64, sizes: Sizes) {
    let orders = match asked {
        Asked::Table(number) => study::plan(number, seed, sizes),
        Asked::Findings => study::plan_findings(seed, sizes),
    };
    match run_studies(request, orders) {
        Ok(results) => {
            let made = match asked {
                Asked::Findings => Some(Made::Findings(study::findings(&[results]))),
                Asked::Table(number) => {
                    let table = study::table(number, &results);
                    table.and_then(|table| study::combine(&[table])).map(|table| Made::Table(Box::new(table)))
                }
            };
            if let Some(made) = made {
                reply(&WorkerReply::Made { request, made: app::message::packed(&made) });
            }
        }
        Err(error) => reply(&WorkerReply::Failed { request, error: error.to_string() }),
    }
}

fn run_studies(request: u32, orders: Vec<StudyOrder>) -> Result<Vec<StudyResult>, PipelineError> {
    let n = orders.len() as f64;
    let mut clock = Clock::default();
    let mut said = 0.0;
    let mut results = Vec::new();
    for (index, order) in orders.into_iter().enumerate() {
        let result = Study::new(order)?.run(|share| {
            let share = (index as f64 + share) / n;
            let now = js_sys::Date::now();
            if now - said >= SAY_EVERY_MS {
                said = now;
                let left_ms = clock.left_ms(share);
                reply(&WorkerReply::Studied { request, share, left_ms });
            }
        })?;
        results.push(result);
    }
    Ok(results)
}

/// The time between two reports of progress, in milliseconds.
const SAY_EVERY_MS: f64 = 200.0;
