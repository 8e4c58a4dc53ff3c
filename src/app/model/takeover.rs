//! The takeover: the reader acts in the agent's place, from one step of its episode on.
//!
//! The choices are part of the setting, so they stand in the link, and undo takes one choice back. Another
//! task or another policy gives the episode back to the agent.

use crate::household::{Action, MAX_STEPS, RoomId, ThingId};

/// The reader's choices, from one step of the episode on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takeover {
    /// The number of steps that the agent takes first.
    pub from: u32,
    /// The reader's choices after them.
    pub choices: Vec<Action>,
}

/// The text of a takeover in a link, the step and then the choices: `3.go1.look.pick0.put2`.
pub(in crate::app) fn write(takeover: &Takeover) -> String {
    let choice = |action: &Action| match action {
        Action::Go(room) => format!(".go{}", room.0),
        Action::Explore => ".look".to_owned(),
        Action::Pick(thing) => format!(".pick{}", thing.0),
        Action::Put(on) => format!(".put{on}"),
        Action::Give => ".give".to_owned(),
        Action::Ask => ".ask".to_owned(),
    };
    takeover.from.to_string() + &takeover.choices.iter().map(choice).collect::<String>()
}

/// The takeover that [`write`] wrote.
///
/// # Errors
/// The form that was expected.
pub(in crate::app) fn read(text: &str) -> Result<Takeover, String> {
    let expected = || format!("a step and up to {MAX_STEPS} choices, as in 3.go1.look.pick0.put2");
    let mut parts = text.split('.');
    let from = parts.next().and_then(|from| from.parse().ok()).ok_or_else(expected)?;
    let choices: Option<Vec<Action>> = parts.map(read_choice).collect();
    match choices {
        Some(choices) if choices.len() <= MAX_STEPS => Ok(Takeover { from, choices }),
        _ => Err(expected()),
    }
}

fn read_choice(text: &str) -> Option<Action> {
    let number = |text: &str| text.parse::<u8>().ok();
    match text {
        "look" => Some(Action::Explore),
        "give" => Some(Action::Give),
        "ask" => Some(Action::Ask),
        _ => match ["go", "pick", "put"].map(|verb| text.strip_prefix(verb)) {
            [Some(room), ..] => number(room).map(|room| Action::Go(RoomId(room))),
            [_, Some(thing), _] => number(thing).map(|thing| Action::Pick(ThingId(thing))),
            [.., Some(on)] => number(on).map(Action::Put),
            _ => None,
        },
    }
}

/// The id of the question to the reader, which takes the focus after each choice.
pub const YOURS_QUESTION_ID: &str = "yours-question";

/// The id of the button that takes over; it takes the focus when the episode is given back.
pub const TAKE_OVER_ID: &str = "take-over";
