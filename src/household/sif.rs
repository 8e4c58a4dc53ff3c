//! The state in the form of Situated Instruction Following: an assistive robot, a premap, the words of the human, the steps so
//! far, the available actions, and an answer of reasoning and one action. The facts and the order are the benchmark's; the
//! words are ours. Rooms have numbers.

use core::fmt::Write;

use super::action::{Action, Place, RoomId, ThingId};
use super::environment::Household;
use super::names::{receptacle, said_name, thing_name};
use super::noticed::observation_text;
use super::parse::{parse_action, plain};
use super::speech::{about, said};
use super::task::Task;
use super::text::{map, merged_map};

/// The whole state as a prompt.
#[must_use]
pub fn sif_text(household: &Household) -> String {
    numbered(household, |household| {
        let task = household.task();
        let mut text = format!(
            "You are an assistive robot in a home. A human asked you for one thing. You have {} actions at most; an action \
             that is not available ends the task, and so does {} something.\n\nPremap, from your walk before the task:\n{}\n\n",
            task.step_limit,
            if task.is_delivery() { "giving" } else { "putting down" },
            map(task)
        );
        // Writing to a string cannot fail.
        let _ = write!(text, "What the human said:\n“{}”", said(task));
        if let Some(about) = about(task) {
            let _ = write!(text, "\n{about}");
        }
        let _ =
            write!(text, "\n\nSteps so far:\n{}\nMap now:\n{}\n\n", steps(household), merged_map(household));
        let goal =
            if task.is_delivery() { "give it to the human" } else { "put it where the human wants it" };
        let _ = write!(text, "Your task:\nFind the {} and {goal}.\n\nAvailable actions:\n", said_name(task));
        for action in household.legal_actions().iter() {
            let _ = writeln!(text, "- {}", label(task, household.room(), household.held(), *action));
        }
        text + "\nAnswer with these two lines:\nReasoning: why you choose the action\nAction: one of the available actions\n"
    })
}

/// The legal action of that name in the form above or in our own words, with rooms by number; case and punctuation aside.
#[must_use]
pub fn parse_sif_action(household: &Household, name: &str) -> Option<Action> {
    numbered(household, |household| {
        let task = household.task();
        let wanted = plain(name);
        let legal = household.legal_actions();
        let is_named =
            |action: &&Action| plain(&label(task, household.room(), household.held(), **action)) == wanted;
        legal.iter().find(is_named).copied().or_else(|| parse_action(household, name))
    })
}

/// Does something with the same household, whose rooms have numbers.
fn numbered<T>(household: &Household, read: impl FnOnce(&Household) -> T) -> T {
    let mut task = household.task().clone();
    task.wording.numbered = true;
    let actions: Vec<Action> = household.log().map(|entry| entry.action).collect();
    read(&Household::replay(&task, &actions))
}

fn steps(household: &Household) -> String {
    let task = household.task();
    let mut text = format!("0. Start in Room {}, which was explored.\n", task.start.0 + 1);
    let mut room = task.start;
    for (t, entry) in household.log().enumerate() {
        let line = format!(
            "{}. {}. {}",
            t + 1,
            label(task, room, entry.held, entry.action),
            observation_text(task, entry)
        );
        let _ = writeln!(text, "{}", line.trim_end());
        room = entry.observation.room;
    }
    text
}

/// An action by its name in the benchmark: "Go to Room 2", "Explore Room", "Pick up blue cup", "Put blue cup on table",
/// "Give blue cup to human", "Ask human".
fn label(task: &Task, room: RoomId, held: Option<ThingId>, action: Action) -> String {
    let thing = || held.map_or_else(String::new, |thing| thing_name(task, thing));
    match action {
        Action::Go(to) => format!("Go to Room {}", to.0 + 1),
        Action::Explore => "Explore Room".to_owned(),
        Action::Pick(thing) => format!("Pick up {}", thing_name(task, thing)),
        Action::Put(on) => format!("Put {} on {}", thing(), receptacle(task, Place { room, receptacle: on })),
        Action::Give => format!("Give {} to human", thing()),
        Action::Ask => "Ask human".to_owned(),
    }
}
