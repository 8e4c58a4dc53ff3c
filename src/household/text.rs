//! The state as text, in the order of Situated Instruction Following: role, stale map, what the person said, log
//! of steps and observations, merged map, goal, legal actions. What a language model would be prompted with.
//!
//! Rendered on demand; nothing here is needed to run an episode. Nothing hidden is read.

use core::fmt::Write;

use super::action::{RoomId, ThingId};
use super::environment::Household;
use super::key::{KeyParts, StateKey};
use super::names::{
    action_label, kind_name, observation_text, receptacle, room_name, room_short, said_name, sights,
    thing_name, with_article,
};
use super::people::chosen;
use super::people::speaker;
use super::speech::{said, wish};
use super::task::Task;
use super::words::ROLES;

/// The whole state.
#[must_use]
pub fn state_text(household: &Household) -> String {
    let task = household.task();
    let mut text = String::new();
    let sections: [(&str, String); 7] = [
        ("", role(task)),
        ("The house, as you saw it this morning", stale_map(task)),
        ("What was said since", format!("{}: “{}”", speaker(task), said(task))),
        ("What you did", log(household)),
        ("What you know now", merged_map(household)),
        ("Your goal", goal(task)),
        ("You may", offered(household)),
    ];
    for (title, body) in sections {
        if !title.is_empty() {
            text.push_str(title);
            text.push_str(":\n");
        }
        text.push_str(body.trim_end());
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn role(task: &Task) -> String {
    let (end, also) = if task.is_delivery() {
        ("bring it to the person who asks for it", "giving something away")
    } else {
        ("put it where it is wanted", "putting something down")
    };
    format!(
        "{} You find one thing and {end}, in at most {} steps. Each step you choose one action from the list; \
         anything else ends the task, and so does {also}.",
        chosen(&ROLES, task.wording.role),
        task.step_limit
    )
}

fn stale_map(task: &Task) -> String {
    let mut text = String::new();
    for room in task.rooms() {
        let [first, second] = sights(task, room).map(with_article);
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "- {}: {}, {first}, {second}",
            room_name(task, room),
            with_article(receptacle(task, room))
        );
    }
    text.push_str("Things may have been moved since.");
    text
}

fn log(household: &Household) -> String {
    let task = household.task();
    let mut text = format!("0. You start in the {}.\n", room_name(task, task.start));
    let mut room = task.start;
    for (t, entry) in household.log().enumerate() {
        let _ = write!(text, "{}. {}.", t + 1, action_label(task, room, entry.held, entry.action));
        let noticed = observation_text(task, entry);
        if !noticed.is_empty() {
            let _ = write!(text, " {noticed}");
        }
        text.push('\n');
        room = entry.observation.room;
    }
    text
}

fn merged_map(household: &Household) -> String {
    let task = household.task();
    let mut text = String::new();
    for room in task.rooms() {
        let _ = write!(text, "- {}: ", room_name(task, room));
        let things: Vec<String> =
            household.things_in(room).map(|thing| with_article(&thing_name(task, thing))).collect();
        let looked = household.is_explored(room);
        let mut facts = vec![match (looked, things.is_empty()) {
            (true, true) => format!("looked at, no {}", kind_name(task)),
            (true, false) => format!("looked at, {}", things.join(", ")),
            (false, true) => "not looked at yet".to_owned(),
            (false, false) => format!("not looked at yet, {}", things.join(", ")),
        }];
        if household.trace() == Some(room) {
            facts.push(format!("the {} is said to be here", kind_name(task)));
        }
        if household.person() == Some(room) {
            facts.push(format!(
                "{} is {}",
                speaker(task),
                if household.room() == room { "here" } else { "there" }
            ));
        } else if household.is_without_person(room) {
            facts.push(format!("{} was not here", speaker(task)));
        }
        if household.room() == room {
            facts.push("you are here".to_owned());
        }
        let _ = writeln!(text, "{}", facts.join("; "));
    }
    match household.held() {
        Some(thing) => {
            let _ = write!(text, "You hold the {}.", thing_name(task, thing));
        }
        None => text.push_str("Your hands are empty."),
    }
    let left = household.step_limit() - household.steps_taken();
    let _ = write!(text, " {left} step{} left.", if left == 1 { "" } else { "s" });
    text
}

fn goal(task: &Task) -> String {
    let (who, what) = (speaker(task), said_name(task));
    let end = if task.is_delivery() { format!(" and give it to {who}") } else { String::new() };
    format!("Find {who}'s {what}{end}. {who}: “{}”", wish(task))
}

fn offered(household: &Household) -> String {
    let task = household.task();
    let labels: Vec<String> = household
        .legal_actions()
        .iter()
        .map(|&action| format!("- {}", action_label(task, household.room(), household.held(), action)))
        .collect();
    if labels.is_empty() { "- nothing, the task is over".to_owned() } else { labels.join("\n") }
}

/// One line about a state of the table: "Looked in: bath. Seen: a blue book in the study. Hands empty. May: go
/// to a room, look again."
#[must_use]
pub fn key_text(task: &Task, key: StateKey) -> String {
    let parts = key.parts();
    let looked: Vec<&str> = task
        .rooms()
        .filter(|room| parts.explored >> room.0 & 1 == 1)
        .map(|room| room_short(task, room))
        .collect();
    let mut sentences = vec![match looked.len() {
        0 => "Nothing looked at yet.".to_owned(),
        _ => format!("Looked in: {}.", looked.join(", ")),
    }];
    let place = |room: RoomId| {
        if room == parts.room { "here".to_owned() } else { format!("in the {}", room_short(task, room)) }
    };
    let seen: Vec<String> = (0..task.n_things)
        .map(ThingId)
        .filter_map(|thing| {
            let room = parts.seen[thing.index()]?;
            Some(format!("{} {}", with_article(&thing_name(task, thing)), place(room)))
        })
        .collect();
    if !seen.is_empty() {
        sentences.push(format!("Seen: {}.", seen.join(", ")));
    }
    if let Some(room) = parts.trace {
        sentences.push(format!("A note points to the {}.", room_short(task, room)));
    }
    if parts.trace_followed {
        sentences.push("A note was followed.".to_owned());
    }
    sentences.push(match parts.held {
        Some(thing) => format!("Holds the {}.", thing_name(task, thing)),
        None => "Hands empty.".to_owned(),
    });
    if let Some(room) = parts.person {
        sentences.push(format!("{} is {}.", speaker(task), place(room)));
    } else if parts.without_person != 0 && parts.held.is_some() {
        let empty = task.rooms().filter(|room| parts.without_person >> room.0 & 1 == 1);
        let names: Vec<&str> = empty.map(|room| room_short(task, room)).collect();
        sentences.push(format!("{} was not in: {}.", speaker(task), names.join(", ")));
    }
    if parts.stuck {
        sentences.push("The last step brought nothing new.".to_owned());
    }
    if parts.step > 0 {
        sentences.push(format!("After step {}.", parts.step));
    }
    sentences.push(format!("May: {}.", possibilities(task, &parts)));
    sentences.join(" ")
}

fn possibilities(task: &Task, parts: &KeyParts) -> String {
    let again = parts.explored >> parts.room.0 & 1 == 1;
    let mut may = vec!["go to a room", if again { "look again" } else { "look around" }];
    if parts.held.is_some() && task.is_delivery() {
        may.extend((parts.person == Some(parts.room)).then_some("give it"));
    } else if parts.held.is_some() {
        may.push("put it down");
    } else if parts.seen.contains(&Some(parts.room)) {
        may.push("pick up");
    }
    may.join(", ")
}
