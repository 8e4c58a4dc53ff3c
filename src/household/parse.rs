//! From free text to a legal action, for actors that speak.

use super::action::{Action, Place};
use super::environment::Household;
use super::names::{action_label, receptacle, the_room, thing_name};

/// The legal action that a free text names: case, quotes, articles, numbering and punctuation aside. Strict
/// otherwise: a text that names none, or two, is no action, and so ends the task for whoever said it.
#[must_use]
pub fn parse_action(household: &Household, text: &str) -> Option<Action> {
    let wanted = plain(text);
    let task = household.task();
    let labels = |action: Action| {
        let label = plain(&action_label(task, household.room(), household.held(), action));
        let also = match action {
            Action::Explore => Some(plain(&format!("explore {}", the_room(task, household.room())))),
            Action::Put(on) => {
                let place = Place { room: household.room(), receptacle: on };
                Some(plain(&format!("put it on {}", receptacle(task, place))))
            }
            Action::Give => Some(plain(&format!(
                "give {} to human",
                household.held().map(|thing| thing_name(task, thing)).unwrap_or_default()
            ))),
            _ => None,
        };
        (label, also)
    };
    household.legal_actions().iter().copied().find(|&action| {
        let (label, also) = labels(action);
        wanted == label
            || Some(&wanted) == also.as_ref()
            || (action == Action::Explore && wanted == "explore")
    })
}

/// Lower case, words only, without articles, a leading number or "action".
pub(super) fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !["the", "a", "an", "action"].contains(word))
        .collect();
    let is_number = |word: &&str| word.chars().all(|letter| letter.is_ascii_digit());
    let start = words.iter().take_while(|word| is_number(word)).count();
    words[start..].join(" ")
}
