//! Training and scoring time of the networks, natively and in a browser: `cargo xtask bench networks` runs both.
//! The program prints one JSON document of milliseconds; in a browser the document becomes the title.

#[path = "../solver/clock.rs"]
mod clock;

use askwell::experiment::{Order, PhaseOne};
use askwell::helper::{Lessons, Pricing, Student, TOLD_PRICES};
use askwell::household::Split;
use askwell::mdp::{ActionId, Policy, StateId};
use askwell::net::{Network, TrainOptions};
use askwell::reward_model::{N_FEATURES, Visits, train_prm};
use serde_json::json;

/// The page's own first experiment.
fn measure() -> serde_json::Value {
    let order = Order::new(1, Split::SObj);
    let mut phase = None;
    let phase_one_ms = milliseconds(|| phase = PhaseOne::collected(order).ok());
    let Some(phase) = phase else { return json!({ "error": "Phase 1 does not run" }) };
    let mut prms = Vec::new();
    let prm_pair_ms = milliseconds(|| prms = (0..2).filter_map(|which| prm(&phase, which)).collect());
    let Some(prm) = prms.first() else { return json!({ "error": "the PRMs do not train" }) };
    let mut scores = Vec::new();
    let rows = &phase.recorder.first_visits;
    let score_ms = (0..5)
        .map(|_| milliseconds(|| scores = prm.predict(rows).unwrap_or_default()))
        .fold(f64::INFINITY, f64::min);
    json!({
        "phase_one_ms": phase_one_ms,
        "prm_rows": phase.recorder.alone.iter().map(Visits::len).sum::<usize>(),
        "prm_pair_ms": prm_pair_ms,
        "lessons": lessons(&phase, &scores, Pricing::Fixed).len(),
        "helper_ms": taught(lessons(&phase, &scores, Pricing::Fixed)),
        "told_lessons": lessons(&phase, &scores, Pricing::Conditioned).len(),
        "told_helper_ms": taught(lessons(&phase, &scores, Pricing::Conditioned)),
        "states": scores.len(),
        "score_ms": score_ms,
    })
}

/// The base actor's PRM, trained as the page trains it; none if training fails.
fn prm(phase: &PhaseOne, which: usize) -> Option<Network> {
    let Visits { features, success } = &phase.recorder.alone[which];
    let seed = 1 + which as u64;
    let prm = train_prm(features, N_FEATURES as u32, success, seed, &TrainOptions::prm(), &mut |_| true);
    Some(prm.ok()?.network)
}

/// Lessons for a helper: one from every state in which both actions were tried, as many as the tables' helpers have.
/// The lessons ask for help where the base's chance is below one half; for the time it does not matter what they
/// teach.
fn lessons(phase: &PhaseOne, scores: &[f32], pricing: Pricing) -> Lessons {
    let policy: Policy = scores
        .iter()
        .map(|&score| Some(if score < 0.5 { ActionId::HELP } else { ActionId::NOHELP }))
        .collect();
    let mut tries = vec![[false; 2]; scores.len()];
    for row in &phase.counts.rows {
        tries[row.state as usize][usize::from(row.intervention > 0)] = true;
    }
    let tried = |state: StateId| tries[state.index()] == [true; 2];
    let prices: &[f64] = if pricing == Pricing::Fixed { &[0.2] } else { &TOLD_PRICES };
    let mut lessons = Lessons::new(pricing);
    for &price in prices {
        lessons.add_all_states(&phase.recorder.any_visits, &policy, &[price], tried);
    }
    lessons
}

fn milliseconds(work: impl FnOnce()) -> f64 {
    let start = clock::now();
    work();
    clock::now() - start
}

fn taught(lessons: Lessons) -> f64 {
    let options = Student::options(lessons.pricing());
    let student = Student::new(lessons, 1, &options, 1);
    milliseconds(|| drop(student.map(Student::finish)))
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("{}", measure());
}

#[cfg(target_arch = "wasm32")]
fn main() {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(&measure().to_string());
    }
}
