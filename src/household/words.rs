//! The vocabulary: what rooms, things and people are called, and what is done where.

/// The entry of a list for a choice by number; numbers wrap around.
pub(super) fn chosen<T: Copy>(list: &[T], choice: u8) -> T {
    list[usize::from(choice) % list.len()]
}

/// A room's function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RoomWords {
    /// After "the"; the second name is for a second room of the kind.
    pub names: [&'static str; 2],
    /// For the axis of a chart.
    pub shorts: [&'static str; 2],
    /// The person's possible activities there, after "while"; the first is one word.
    pub doing: &'static [&'static str],
    /// The person's usual activities there, after "where I".
    pub habits: &'static [&'static str],
    /// The places for putting things: three of the thirteen large kinds of Situated Instruction Following.
    pub receptacles: [&'static str; 3],
    /// The other things in sight; never of a kind that can be picked up.
    pub sights: &'static [&'static str],
}

/// The kinds of rooms; [`super::task::House`] has their number.
const ROOMS: [RoomWords; 7] = [
    RoomWords {
        names: ["kitchen"; 2],
        shorts: ["kitchen"; 2],
        doing: &["cooking", "baking bread", "making tea"],
        habits: &["cook", "bake", "make tea"],
        receptacles: ["counter", "table", "cabinet"],
        sights: &["kettle", "pan", "teapot"],
    },
    RoomWords {
        names: ["living room"; 2],
        shorts: ["living"; 2],
        doing: &["knitting", "watching a film", "entertaining friends"],
        habits: &["watch films", "entertain friends", "knit"],
        receptacles: ["couch", "table", "chair"],
        sights: &["cushion", "radio", "newspaper"],
    },
    RoomWords {
        names: ["study", "small study"],
        shorts: ["study", "study 2"],
        doing: &["writing", "writing letters", "doing my accounts"],
        habits: &["write letters", "do my accounts"],
        receptacles: ["table", "chair", "cabinet"],
        sights: &["globe", "typewriter", "pencil case"],
    },
    RoomWords {
        names: ["bath", "guest bath"],
        shorts: ["bath", "bath 2"],
        doing: &["bathing", "washing my hair", "brushing my teeth"],
        habits: &["shower", "wash my hair", "brush my teeth"],
        receptacles: ["counter", "cabinet", "chair"],
        sights: &["towel", "sponge", "hairbrush"],
    },
    RoomWords {
        names: ["laundry"; 2],
        shorts: ["laundry"; 2],
        doing: &["ironing", "folding sheets", "mending socks"],
        habits: &["iron", "fold sheets", "mend socks"],
        receptacles: ["bench", "table", "counter"],
        sights: &["iron", "basin", "bag of pegs"],
    },
    RoomWords {
        names: ["bedroom", "guest bedroom"],
        shorts: ["bedroom", "bedroom 2"],
        doing: &["napping", "getting dressed", "making the bed"],
        habits: &["sleep", "get dressed"],
        receptacles: ["bed", "table", "cabinet"],
        sights: &["pillow", "alarm clock", "blanket"],
    },
    RoomWords {
        names: ["hall"; 2],
        shorts: ["hall"; 2],
        doing: &["phoning", "leaving home", "putting on my coat"],
        habits: &["keep my keys", "hang up coats", "sort the post"],
        receptacles: ["table", "cabinet", "bench"],
        sights: &["umbrella", "coat", "scarf"],
    },
];

/// The words of a kind of rooms.
pub(super) fn room_words(kind: u8) -> &'static RoomWords {
    &ROOMS[usize::from(kind) % ROOMS.len()]
}

/// The name of a receptacle by its place in the list of its room's kind.
pub(super) fn receptacle_name(kind: u8, receptacle: u8) -> &'static str {
    chosen(&room_words(kind).receptacles, receptacle)
}

/// The names of numbered rooms.
pub(super) const NUMBERED: [&str; 9] =
    ["Room 1", "Room 2", "Room 3", "Room 4", "Room 5", "Room 6", "Room 7", "Room 8", "Room 9"];

/// A kind of things that can be picked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KindWords {
    /// After an article, in sentences and on the axis of a chart.
    pub name: &'static str,
    /// The kinds of rooms in which nobody wants it.
    pub not_in: &'static [u8],
    /// The receptacles on which nobody wants it.
    pub not_on: &'static [&'static str],
}

/// The kinds of things; the first is wanted anywhere.
pub(super) const KINDS: [KindWords; 8] = [
    KindWords { name: "basket", not_in: &[], not_on: &[] },
    KindWords { name: "book", not_in: &[3, 4], not_on: &[] },
    KindWords { name: "bowl", not_in: &[2, 3, 4, 5], not_on: &["bed", "chair", "couch"] },
    KindWords { name: "cup", not_in: &[4, 6], not_on: &["bed", "chair", "couch"] },
    KindWords { name: "hat", not_in: &[0, 3], not_on: &[] },
    KindWords { name: "plate", not_in: &[2, 3, 4, 5, 6], not_on: &["bed", "chair", "couch"] },
    KindWords { name: "shoe", not_in: &[0, 1, 2, 3], not_on: &["bed", "counter", "table"] },
    KindWords { name: "toy", not_in: &[0], not_on: &[] },
];

/// The numbers of the kinds of things that are wanted in all of these places: kinds of rooms, each with a receptacle where
/// the thing is to be put down rather than handed over. Never empty.
pub(super) fn kinds_wanted(places: &[(u8, Option<&str>)]) -> Vec<u8> {
    let suits = |kind: &KindWords| {
        places.iter().all(|(room, on)| {
            !kind.not_in.contains(room) && on.is_none_or(|receptacle| !kind.not_on.contains(&receptacle))
        })
    };
    (0u8..).zip(&KINDS).filter(|(_, kind)| suits(kind)).map(|(number, _)| number).collect()
}

/// Colours by how well they fit the colour that is said, the last word of the last list: not, nearly, quite. Three each,
/// since three things may fit equally well and are told apart by their names.
pub(super) const COLOURS: [[[&str; 3]; 3]; 7] = [
    [["red", "yellow", "brown"], ["teal", "violet", "slate"], ["plain blue", "deep blue", "bright blue"]],
    [["blue", "green", "white"], ["pink", "orange", "rust-brown"], ["plain red", "dark red", "bright red"]],
    [["red", "purple", "white"], ["olive", "teal", "turquoise"], ["plain green", "dark green", "pale green"]],
    [
        ["blue", "green", "black"],
        ["cream", "orange", "gold"],
        ["plain yellow", "bright yellow", "pale yellow"],
    ],
    [
        ["blue", "green", "white"],
        ["beige", "rust-red", "grey-brown"],
        ["plain brown", "dark brown", "light brown"],
    ],
    [
        ["black", "red", "blue"],
        ["cream", "pale grey", "ivory"],
        ["bright white", "plain white", "chalk white"],
    ],
    [
        ["red", "yellow", "green"],
        ["silver", "slate-blue", "off-white"],
        ["plain grey", "dark grey", "light grey"],
    ],
];

/// People who may speak or be about.
pub(super) const PEOPLE: [&str; 14] = [
    "Mira", "Jonas", "Amara", "Tomas", "Yuki", "Leila", "Oskar", "Ines", "Ravi", "Nora", "Emil", "Sana",
    "Pavel", "Lucia",
];

/// The roles that the prompt gives to the agent.
pub(super) const ROLES: [&str; 3] = [
    "You are a robot that helps at home.",
    "You are a household robot.",
    "You are a helper robot in a family's house.",
];
