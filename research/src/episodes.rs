//! Transcripts of base episodes, for a reader who wants to judge the household.

use std::fmt::Write;

use askwell::actor::{Actor, BaseActor, Profiles};
use askwell::household::{
    Household, Outcome, Split, Task, TaskId, TaskSet, World, action_label, observation_text, state_text,
};
use askwell::rollout::episode_random;

/// A seed that nothing was tuned on.
const SEED: u64 = 9701;
/// The number of test tasks of each split, from the first.
const N_TASKS: u32 = 10;
/// The stream of the base's random numbers, that of `askwell play`.
const STREAM: u64 = 2_000;

/// The page of transcripts as Markdown: the first test tasks of each split, each acted by the base actor alone.
///
/// # Panics
/// Never: writing to a string cannot fail.
#[must_use]
pub fn document() -> String {
    let mut page = format!(
        "# Twenty episodes\n\nWritten by `UPDATE_EXPECT=1 cargo test --package askwell-research episodes`. Each is a test task \
         of seed {SEED}, on which nothing was tuned, acted by the base actor alone; none was left out.\n\
         `askwell play --split s-obj --set test --seed {SEED} --task 0` plays the first one.\n"
    );
    for split in Split::PUBLISHED {
        let (world, profiles) = (World::new(split), Profiles::new(split, BaseActor::Llama));
        for index in 0..N_TASKS {
            let task = Task::generate(&world, TaskId { split, set: TaskSet::Test, seed: SEED, index });
            page += &format!("\n## {}, task {index}\n\n{}", split.paper_name(), episode(&task, &profiles));
        }
    }
    page
}

/// The house and the request, then each step, then the end.
fn episode(task: &Task, profiles: &Profiles) -> String {
    let mut household = Household::new(task);
    let opening = state_text(&household);
    let from = opening.find("The house").unwrap_or(0);
    let to = opening.find("What you did:").unwrap_or(opening.len());
    let mut text = format!("{}\n\n", opening[from..to].trim_end());
    let (base, _) = profiles.bind(task);
    let mut random = episode_random(task.id, STREAM, 0);
    while let Some(action) = base.act(&household, &mut random) {
        let label = action_label(task, household.room(), household.held(), action);
        household.step(action);
        let noticed = household.last().map_or_else(String::new, |entry| observation_text(task, entry));
        let line = format!("{}. {label}. {noticed}", household.steps_taken());
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let end = match (household.outcome(), household.failure()) {
        (Outcome::Success, _) => "Success",
        (_, Some(failure)) => failure.name(),
        (_, None) => "left unfinished",
    };
    text + &format!("\n**{end}**\n")
}
