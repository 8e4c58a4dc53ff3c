//! The noticed facts of a step, in sentences.

use super::action::{Place, ThingId};
use super::environment::{LogEntry, Observation};
use super::names::{kind_name, receptacle, sight, the_room, thing_name, with_article};
use super::people::{other_person, speaker};
use super::speech::answer_text;
use super::task::Task;

/// The noticed facts of a step in short sentences: "On the cabinet: a blue book."
/// The text is empty if nothing was noticed.
#[must_use]
pub fn observation_text(task: &Task, entry: &LogEntry) -> String {
    let noticed = &entry.observation;
    let mut sentences = Vec::new();
    if noticed.illegal {
        sentences.push("That cannot be done.".to_owned());
    }
    for place in task.places_in(noticed.room).filter(|place| noticed.shown >> place.receptacle & 1 == 1) {
        sentences.push(format!("On the {}: {}.", receptacle(task, place), contents(task, noticed, place)));
    }
    if let Some(to) = noticed.trace {
        sentences.push(format!("A note: “Took the {} to {}.”", kind_name(task), the_room(task, to)));
    }
    if noticed.missing {
        sentences.push("It is gone.".to_owned());
    }
    if let Some((thing, to)) = noticed.taken {
        sentences.push(format!(
            "{} takes the {} to {}.",
            other_person(task),
            thing_name(task, thing),
            the_room(task, to)
        ));
    }
    if let Some((thing, place)) = noticed.brought {
        let (person, thing) = (other_person(task), with_article(&thing_name(task, thing)));
        sentences.push(format!("{person} comes in and puts {thing} on the {}.", receptacle(task, place)));
    }
    if let Some(to) = noticed.walked_to {
        sentences.push(format!("{} walks to {}.", speaker(task), the_room(task, to)));
    } else if noticed.person_here {
        sentences.push(format!("{} is here.", speaker(task)));
    }
    if let Some(answer) = noticed.answer {
        sentences.push(format!("{}: {}", speaker(task), answer_text(task, answer)));
    }
    sentences.join(" ")
}

/// The things that a look showed on a receptacle: the candidates, or something else that lies there.
fn contents(task: &Task, noticed: &Observation, place: Place) -> String {
    let things = (0..task.n_things).map(ThingId).filter(|thing| noticed.things[thing.index()] == Some(place));
    let names: Vec<String> = things.map(|thing| with_article(&thing_name(task, thing))).collect();
    match names.is_empty() {
        false => names.join(", "),
        true if place.receptacle == 0 => with_article(sight(task, place.room)),
        true => "nothing".to_owned(),
    }
}
