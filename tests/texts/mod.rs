//! The texts of the household: they are English, possible and true, as found by reading them back beside their task.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod grammar;
mod request;
mod state;

use askwell::actor::{Actor, BaseActor, Profiles};
use askwell::household::{Action, Household, Split, Task, TaskId, TaskSet, World, state_text};
use askwell::rollout::episode_random;

const N_TASKS: u32 = 2000;
/// Tasks of which every state of an episode is read, besides the first state of each task.
const N_EPISODES: u32 = 100;

/// The tasks of a split; every fourth has its rooms numbered.
fn tasks(split: Split) -> impl Iterator<Item = Task> {
    let world = World::new(split);
    (0..N_TASKS).map(move |index| {
        let mut task = Task::generate(&world, TaskId { split, set: TaskSet::Train, seed: 24, index });
        task.wording.numbered = index % 4 == 3;
        task
    })
}

/// Visits the states of a base episode; where `asks`, each third step is a question to the person, if that may be.
fn visit_episode(task: &Task, asks: bool, visit: &mut dyn FnMut(&Household)) {
    let profiles = Profiles::new(task.id.split, BaseActor::default());
    let (base, _) = profiles.bind(task);
    let mut random = episode_random(task.id, 24, 0);
    let mut household = Household::new(task);
    visit(&household);
    while let Some(action) = base.act(&household, &mut random) {
        let is_question = asks && household.steps_taken() % 3 == 1 && household.can_ask();
        household.step(if is_question { Action::Ask } else { action });
        visit(&household);
    }
}

/// Visits every state that these tests read: the first of each task, and all of some episodes.
fn visit_states(split: Split, visit: &mut dyn FnMut(&Household)) {
    for task in tasks(split) {
        if task.id.index < N_EPISODES {
            visit_episode(&task, false, visit);
            visit_episode(&task, true, visit);
        } else {
            visit(&Household::new(&task));
        }
    }
}

#[test]
fn every_text_is_correct_english() {
    for split in Split::ALL {
        visit_states(split, &mut |household| grammar::check(&state_text(household)));
    }
}

#[test]
fn every_request_is_short_and_says_the_facts_of_its_task() {
    for split in Split::ALL {
        tasks(split).for_each(|task| request::check(&task));
    }
}

#[test]
fn every_statement_of_a_state_is_true() {
    for split in Split::ALL {
        visit_states(split, &mut |household| state::check(household));
    }
}

#[test]
fn a_person_speaks_in_one_voice_and_people_differ() {
    request::check_voices(&Split::ALL.map(|split| tasks(split).collect::<Vec<_>>()).concat());
}
