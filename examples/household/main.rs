//! The household's own measurements, one thread: `cargo xtask bench household` runs them. Prints one JSON document.
//!
//! The episodes are the base actor's, on training tasks of every split; they are recorded first, so that what is timed
//! is the household and not the actor. Each run is repeated until it lasts [`AT_LEAST`], and there are [`RUNS`] of them.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use askwell::actor::{BaseActor, Cast};
use askwell::household::{Action, Household, Keying, Split, Task, state_text};
use askwell::rollout::{Collection, episode_random, run};

const AT_LEAST: Duration = Duration::from_millis(300);
const RUNS: usize = 7;
const TASKS: u32 = 200;

/// A task and what the base did in it.
struct Recorded {
    task: Task,
    cast: Cast,
    actions: Vec<Action>,
}

fn main() {
    let recorded: Vec<Recorded> = Split::ALL.into_iter().flat_map(record).collect();
    let measured = [
        ("step", per_second(|| pass(&recorded, step))),
        ("rollout", per_second(|| pass(&recorded, needs_of_a_rollout))),
        ("actor", per_second(|| recorded.iter().map(play).sum())),
        ("text", per_second(|| pass(&recorded, text))),
        ("task", per_second(make_tasks)),
    ];
    let measured = measured.map(|(name, runs)| (name.to_owned(), serde_json::json!(runs)));
    println!("{}", serde_json::Value::Object(measured.into_iter().collect()));
}

fn record(split: Split) -> Vec<Recorded> {
    let collection = Collection::new(split, BaseActor::default(), 1);
    let recorded = (0..TASKS).map(|index| {
        let task = collection.task(index);
        let cast = collection.cast(&task);
        let random = &mut episode_random(task.id, 0, 0);
        let episode = run(&task, Keying::Standard, &cast, &mut |_, _| 0, random);
        Recorded { task, cast, actions: episode.steps.iter().map(|step| step.action).collect() }
    });
    recorded.collect()
}

/// The rate per second, one number a run; `once` returns the number of things it did.
fn per_second(mut once: impl FnMut() -> usize) -> Vec<f64> {
    once();
    let runs = (0..RUNS).map(|_| {
        let start = Instant::now();
        let mut done = 0;
        while start.elapsed() < AT_LEAST {
            done += once();
        }
        done as f64 / start.elapsed().as_secs_f64()
    });
    runs.collect()
}

/// Every recorded episode once, from its start; how many steps they have.
fn pass(recorded: &[Recorded], visit: impl Fn(&mut Household<'_>, Action)) -> usize {
    let mut steps = 0;
    for Recorded { task, actions, .. } in recorded {
        let mut household = Household::new(task);
        for &action in actions {
            visit(&mut household, action);
        }
        black_box(household.outcome());
        steps += actions.len();
    }
    steps
}

fn step(household: &mut Household<'_>, action: Action) {
    household.step(black_box(action));
}

fn needs_of_a_rollout(household: &mut Household<'_>, action: Action) {
    black_box(household.legal_actions());
    black_box(household.key(Keying::Standard));
    household.step(black_box(action));
}

fn text(household: &mut Household<'_>, action: Action) {
    black_box(state_text(household));
    household.step(action);
}

/// The same, with the base choosing.
fn play(Recorded { task, cast, .. }: &Recorded) -> usize {
    let random = &mut episode_random(task.id, 0, 0);
    black_box(run(task, Keying::Standard, cast, &mut |_, _| 0, random)).steps.len()
}

fn make_tasks() -> usize {
    for split in Split::ALL {
        let collection = Collection::new(split, BaseActor::default(), 1);
        for index in 0..TASKS {
            black_box(collection.task(index));
        }
    }
    Split::ALL.len() * TASKS as usize
}
