//! The vocabulary: what rooms, things and people are called, and what is done where.

/// A room's function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RoomWords {
    /// After "the"; the second name is for a second room of the kind.
    pub names: [&'static str; 2],
    /// For the axis of a chart.
    pub shorts: [&'static str; 2],
    /// The person's possible activities there, after "I had it".
    pub doing: &'static [&'static str],
    /// The person's usual activities there, after "where I".
    pub habits: &'static [&'static str],
    /// The places for putting things: three of the thirteen large kinds of Situated Instruction Following.
    pub receptacles: [&'static str; 3],
    /// The other things in sight; never of a kind that can be picked up.
    pub sights: &'static [&'static str],
}

/// The kinds of rooms; [`super::task::House`] has their number.
pub(super) const ROOMS: [RoomWords; 7] = [
    RoomWords {
        names: ["kitchen"; 2],
        shorts: ["kitchen"; 2],
        doing: &["cooking", "baking"],
        habits: &["cook", "bake", "make tea"],
        receptacles: ["counter", "table", "cabinet"],
        sights: &["kettle", "pan", "teapot"],
    },
    RoomWords {
        names: ["living room"; 2],
        shorts: ["living"; 2],
        doing: &["entertaining", "knitting"],
        habits: &["watch films", "entertain", "knit"],
        receptacles: ["couch", "table", "chair"],
        sights: &["cushion", "radio", "vase"],
    },
    RoomWords {
        names: ["study", "small study"],
        shorts: ["study", "study 2"],
        doing: &["writing", "working"],
        habits: &["write letters", "work"],
        receptacles: ["table", "chair", "cabinet"],
        sights: &["globe", "typewriter", "desk lamp"],
    },
    RoomWords {
        names: ["bath", "guest bath"],
        shorts: ["bath", "bath 2"],
        doing: &["bathing", "washing"],
        habits: &["shower", "wash"],
        receptacles: ["counter", "cabinet", "chair"],
        sights: &["towel", "sponge", "mirror"],
    },
    RoomWords {
        names: ["laundry"; 2],
        shorts: ["laundry"; 2],
        doing: &["ironing", "mending"],
        habits: &["iron", "mend clothes"],
        receptacles: ["bench", "table", "counter"],
        sights: &["iron", "basin", "bag of pegs"],
    },
    RoomWords {
        names: ["bedroom", "guest bedroom"],
        shorts: ["bedroom", "bedroom 2"],
        doing: &["napping", "dressing"],
        habits: &["sleep", "dress"],
        receptacles: ["bed", "table", "cabinet"],
        sights: &["pillow", "alarm clock", "blanket"],
    },
    RoomWords {
        names: ["hall"; 2],
        shorts: ["hall"; 2],
        doing: &["leaving", "telephoning"],
        habits: &["keep my keys", "hang up coats"],
        receptacles: ["table", "cabinet", "bench"],
        sights: &["umbrella", "coat", "doormat"],
    },
];

/// The names of numbered rooms.
pub(super) const NUMBERED: [&str; 9] =
    ["Room 1", "Room 2", "Room 3", "Room 4", "Room 5", "Room 6", "Room 7", "Room 8", "Room 9"];

/// The kinds of things that can be picked up, in full and for the axis of a chart.
pub(super) const KINDS: [(&str, &str); 8] = [
    ("basket", "basket"),
    ("book", "book"),
    ("bowl", "bowl"),
    ("cup", "cup"),
    ("hat", "hat"),
    ("plate", "plate"),
    ("shoe", "shoe"),
    ("toy", "toy"),
];

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

/// The hint: {thing} and {doing}.
pub(super) const HINTS: [&str; 2] = ["I had my {thing} while {doing}.", "I saw my {thing} while {doing}."];

/// The wish after a hint: {goal}, after "the".
pub(super) const WISHES: [&str; 2] = ["Put it on the {goal}.", "It belongs on the {goal}."];

/// The same by what is done there: {receptacle} and {habit}.
pub(super) const HABITUAL_WISHES: [&str; 2] =
    ["Put it on the {receptacle} where I {habit}.", "It belongs on the {receptacle} where I {habit}."];

/// The wish without a hint: {thing} and {goal}.
pub(super) const FULL_WISHES: [&str; 2] =
    ["Put my {thing} on the {goal}.", "My {thing} belongs on the {goal}."];

/// The same by what is done there: {thing}, {receptacle} and {habit}.
pub(super) const HABITUAL_FULL_WISHES: [&str; 2] = [
    "Put my {thing} on the {receptacle} where I {habit}.",
    "My {thing} belongs on the {receptacle} where I {habit}.",
];

/// The wish of who wants it handed over: {goal}, after "the".
pub(super) const CALLS: [&str; 2] = ["Bring it to me in the {goal}.", "Hand it to me in the {goal}."];

/// The same by what is done there: {habit}.
pub(super) const HABITUAL_CALLS: [&str; 2] =
    ["Bring it to me where I {habit}.", "Hand it to me where I {habit}."];

/// The roles that the prompt gives to the agent.
pub(super) const ROLES: [&str; 3] = [
    "You are a robot that helps at home.",
    "You are a household robot.",
    "You are a helper robot in a family's house.",
];
