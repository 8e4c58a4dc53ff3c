//! The voices: the ways in which people put a request. Each person has one, whatever the task.

use super::task::Task;

/// The sentences of a voice. The last of each list is the shortest, for requests that would else be too long.
pub(super) struct Voice {
    /// The hint: {thing} and {doing}.
    pub hints: [&'static str; 4],
    /// The words between a likely activity and a possible one.
    pub perhaps: &'static str,
    /// The wish after a hint: {place}, as "on the bath cabinet" or "where I cook, on the counter".
    pub wishes: [&'static str; 3],
    /// The wish without a hint: {thing} and {place}.
    pub full_wishes: [&'static str; 3],
    /// The wish of who wants the thing handed over: {room}, as "in the bath" or "where I cook".
    pub calls: [&'static str; 3],
}

/// Plain, chatty, terse, formal, polite.
const VOICES: [Voice; 5] = [
    Voice {
        hints: [
            "I last saw my {thing} while {doing}.",
            "I left my {thing} behind while {doing}.",
            "I put my {thing} down while {doing}.",
            "I saw my {thing} while {doing}.",
        ],
        perhaps: ", perhaps ",
        wishes: ["It belongs {place}.", "I want it {place}.", "Put it {place}."],
        full_wishes: ["My {thing} belongs {place}.", "I want my {thing} {place}.", "Put my {thing} {place}."],
        calls: ["Hand it to me {room}.", "I am waiting for it {room}.", "Bring it to me {room}."],
    },
    Voice {
        hints: [
            "Oh dear, where is my {thing}? I had it while {doing}.",
            "Silly me, I lost my {thing} while {doing}.",
            "Guess what, I mislaid my {thing} while {doing}.",
            "I mislaid my {thing} while {doing}.",
        ],
        perhaps: ", maybe ",
        wishes: ["Could you pop it {place}?", "Be a dear and put it {place}.", "Pop it {place}."],
        full_wishes: [
            "Could you pop my {thing} {place}, please?",
            "Be a dear and put my {thing} {place}.",
            "Just pop my {thing} {place}.",
        ],
        calls: [
            "Could you bring it over? I will be {room}.",
            "Be a dear and bring it to me {room}.",
            "Bring it to me {room}.",
        ],
    },
    Voice {
        hints: [
            "Find my {thing}. I had it while {doing}.",
            "Fetch my {thing}, mislaid while {doing}.",
            "Get my {thing}, left behind while {doing}.",
            "I lost my {thing} while {doing}.",
        ],
        perhaps: ", perhaps ",
        wishes: ["Put it {place}.", "Leave it {place}.", "It goes {place}."],
        full_wishes: [
            "My {thing} goes {place}.",
            "Find my {thing} and put it {place}.",
            "Leave my {thing} {place}.",
        ],
        calls: ["I want it {room}.", "Bring it. I will be {room}.", "I need it {room}."],
    },
    Voice {
        hints: [
            "I believe that I last saw my {thing} while {doing}.",
            "I must have left my {thing} behind while {doing}.",
            "I seem to have mislaid my {thing} while {doing}.",
            "I mislaid my {thing} while {doing}.",
        ],
        perhaps: ", possibly ",
        wishes: ["Kindly place it {place}.", "It should be {place}.", "Place it {place}."],
        full_wishes: [
            "Kindly place my {thing} {place}.",
            "I should like my {thing} {place}.",
            "My {thing} should be {place}.",
        ],
        calls: [
            "Kindly bring it to me {room}.",
            "I shall be waiting for it {room}.",
            "I shall await it {room}.",
        ],
    },
    Voice {
        hints: [
            "Have you seen my {thing}? I had it while {doing}.",
            "I think that I left my {thing} behind while {doing}.",
            "Please find my {thing}. I lost it while {doing}.",
            "I lost my {thing} while {doing}.",
        ],
        perhaps: ", perhaps ",
        wishes: ["Please put it {place}.", "Would you put it {place}?", "Put it {place}."],
        full_wishes: [
            "Please put my {thing} {place}.",
            "Would you put my {thing} {place}?",
            "Would you find my {thing} and put it {place}?",
        ],
        calls: [
            "Please bring it to me {room}.",
            "Would you bring it to me {room}?",
            "Bring it to me {room}.",
        ],
    },
];

/// The voice of the person who speaks. It follows from the person alone.
pub(super) fn voice(task: &Task) -> &'static Voice {
    &VOICES[usize::from(task.wording.speaker) % VOICES.len()]
}
