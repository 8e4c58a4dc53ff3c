//! The work that is timed, the same natively and in a browser.

use std::{
    cell::Cell,
    hint::black_box,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use askwell::experiment::{Order, run};
use askwell::household::Split;
use askwell::mdp::chain::evaluate;
use askwell::mdp::paper::{PaperOptions, iterate};
use askwell::mdp::{Frontier, Mdp, Unseen, exact, file};
use serde_json::{Value, json};

use crate::{
    clock,
    generator::{self, Reach},
};

/// Each figure is the best of several runs: as many as fit in this many milliseconds of a turn, three at least.
const AT_LEAST_MS: f64 = 500.0;

/// The number of turns: compared pieces of work take turns, so that a slow spell of the machine meets all of them.
const TURNS: u32 = 4;

/// Shorter runs are timed several together, for a browser's clock ticks in tenths of a millisecond.
const TOGETHER_MS: f64 = 20.0;

/// Stretches of tasks that two threads share: many more than threads, so that a slow one holds nobody up.
const STRETCHES: usize = 64;

/// Numbers in each array of the memory's measure: far more than any cache holds.
#[cfg(not(target_arch = "wasm32"))]
const NUMBERS: usize = 1 << 25;

/// A problem by name: `household`, or a number of states, with `-far` where they lead anywhere in their task.
pub(crate) fn problem(name: &str, seed: u64) -> Result<Mdp, String> {
    if name == "household" {
        let order = Order::new(seed, Split::SObj);
        return run(order).map(|experiment| experiment.mdp).map_err(|error| error.to_string());
    }
    let (states, reach) =
        name.strip_suffix("-far").map_or((name, Reach::Near), |states| (states, Reach::Far));
    let expected = || format!("{name}: expected household, or a number of states, with -far or without");
    generator::problem(states.parse().map_err(|_| expected())?, reach, seed)
        .map_err(|error| error.to_string())
}

/// Times the solvers on one problem; what takes minutes on many states is left out there.
pub(crate) fn measure(name: &str, seed: u64) -> Result<Value, String> {
    let mdp = problem(name, seed)?;
    let large = mdp.n_states() > 1_000_000;
    // In the middle of the generated problems' frontier, where there is most to decide.
    let price = 0.03;
    let (value, vertices) = (Cell::new(0.0), Cell::new(0));
    let mut solve = || value.set(exact::solve(&mdp, &[price], Unseen::Mask).value);
    let mut on_two = || on_two_threads(&mdp, price, value.get());
    let mut frontier = || vertices.set(Frontier::of(&mdp).vertices().len());
    let works: &mut [&mut dyn FnMut()] = if cfg!(target_arch = "wasm32") {
        &mut [&mut solve, &mut frontier]
    } else {
        &mut [&mut solve, &mut frontier, &mut on_two]
    };
    let least = in_turn(large, works);
    let paper = (mdp.n_states() < 50_000).then(|| best(true, || paper_prices(&mdp)));
    Ok(json!({
        "problem": name, "states": mdp.n_states(), "tasks": mdp.n_components(), "entries": mdp.n_nonzeros(),
        "bytes": 12 * mdp.n_nonzeros() + 8 * mdp.n_actions() * mdp.n_states(),
        "value": value.get(), "vertices": vertices.get(),
        "solve_ms": least[0], "frontier_ms": least[1], "solve_2_ms": least.get(2), "paper_40_ms": paper,
        "lookup_us": lookup(&mdp, large),
    }))
}

/// Reads a problem from a file and solves it once: how long both take, and the most memory held.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn read(path: &str) -> Result<Value, String> {
    let source = std::fs::File::open(path).map_err(|error| format!("{path}: {error}"))?;
    let bytes = source.metadata().map_or(0, |metadata| metadata.len());
    let begun = clock::now();
    let file = file::read_from(std::io::BufReader::with_capacity(1 << 20, source));
    let file = file.map_err(|error| format!("{path}: {error}"))?;
    let read = clock::now() - begun;
    black_box(exact::solve(&file.mdp, &[0.03], Unseen::Mask));
    Ok(
        json!({ "states": file.mdp.n_states(), "file_bytes": bytes, "read_ms": read, "peak_bytes": crate::peak::peak() }),
    )
}

/// One exact solve by two threads, stretch by stretch of the tasks, as the command line shares them out: the same bits.
fn on_two_threads(mdp: &Mdp, price: f64, value: f64) {
    let (tasks, next) = (mdp.n_components(), AtomicUsize::new(0));
    let work = || {
        let mut found = Vec::new();
        loop {
            let stretch = next.fetch_add(1, Ordering::Relaxed);
            if stretch >= STRETCHES {
                return found;
            }
            let tasks = tasks * stretch / STRETCHES..tasks * (stretch + 1) / STRETCHES;
            found.push((stretch, exact::Part::of(mdp, &[price], Unseen::Mask, tasks)));
        }
    };
    let mut found = thread::scope(|scope| {
        let second = scope.spawn(work);
        let mut found = work();
        found.extend(second.join().unwrap_or_default());
        found
    });
    found.sort_by_key(|(stretch, _)| *stretch);
    let parts: Vec<exact::Part> = found.into_iter().map(|(_, part)| part).collect();
    let solution = exact::of_parts(mdp, &[price], &parts).unwrap_or_else(|| panic!("a thread has failed"));
    assert_eq!(solution.value, value, "two threads solve another problem");
}

/// The paper's rule at forty prices, each with what its policy is worth.
fn paper_prices(mdp: &Mdp) {
    for step in 1..=40 {
        let solution = iterate(mdp, &PaperOptions::at(&[f64::from(step) / 40.0]));
        black_box(evaluate(mdp, &solution.policy).totals(mdp));
    }
}

/// One move of the slider: a budget looked up on the frontier, microseconds a move.
fn lookup(mdp: &Mdp, large: bool) -> Option<f64> {
    if large {
        return None;
    }
    let frontier = Frontier::of(mdp);
    let most = frontier.vertices().last()?.usage;
    let moves = 100_000;
    let milliseconds = best(false, || {
        for step in 0..moves {
            black_box(frontier.at_budget(black_box(most * f64::from(step) / f64::from(moves))));
        }
    });
    Some(milliseconds * 1000.0 / f64::from(moves))
}

/// Bytes a millisecond that one thread reads and writes in a[i] = b[i] + x c[i]: what a sweep over millions of states
/// cannot beat.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn memory() -> Value {
    let (b, c) = (vec![1.0f64; NUMBERS], vec![2.0f64; NUMBERS]);
    let mut a = vec![0.0f64; NUMBERS];
    let factor = black_box(3.0);
    let triad = best(false, || {
        for ((a, b), c) in a.iter_mut().zip(&b).zip(&c) {
            *a = b + factor * c;
        }
        black_box(&a);
    });
    json!({ "triad_gb_s": 24.0 * NUMBERS as f64 / triad / 1e6 })
}

/// The shortest of several runs of each, in milliseconds.
fn in_turn(few: bool, works: &mut [&mut dyn FnMut()]) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; works.len()];
    for _ in 0..if few { 1 } else { TURNS } {
        for (work, least) in works.iter_mut().zip(&mut least) {
            *least = least.min(best(few, work));
        }
    }
    least
}

/// The shortest of several runs, in milliseconds; `few` for what takes seconds.
fn best(few: bool, mut work: impl FnMut()) -> f64 {
    let mut timed = |runs: u32| {
        let begun = clock::now();
        (0..runs).for_each(|_| work());
        (clock::now() - begun) / f64::from(runs)
    };
    let first = timed(1);
    let together = (TOGETHER_MS / first.max(1e-3)).ceil() as u32;
    let (mut best, mut spent, mut rounds) = (first, first, 1);
    while rounds < 3 || !few && spent < AT_LEAST_MS {
        let took = timed(together);
        best = best.min(took);
        spent += took * f64::from(together);
        rounds += 1;
    }
    best
}
