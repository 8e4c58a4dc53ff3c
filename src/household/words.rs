//! The vocabulary: what rooms, things and people are called, and what is done where.

/// A room's function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RoomWords {
    /// After "the".
    pub name: &'static str,
    /// For the axis of a chart.
    pub short: &'static str,
    /// The person's possible activities there, after "while" or "was".
    pub doing: &'static [&'static str],
    /// The person's usual activities there, after "where I".
    pub habits: &'static [&'static str],
    /// The places for putting things: the thirteen large kinds of Situated Instruction Following.
    /// The receptacles include a wall to hang or lean things on, and a car (its laundry is in the garage).
    pub receptacles: &'static [&'static str],
    /// The other things in sight; never of a kind that can be picked up.
    pub sights: &'static [&'static str],
}

/// The rooms of the larger house; the smaller one has no laundry.
pub(super) const ROOMS: [RoomWords; 7] = [
    RoomWords {
        name: "kitchen",
        short: "kitchen",
        doing: &["making tea", "peeling apples", "kneading dough", "stirring the soup", "doing the dishes"],
        habits: &["cook", "boil the kettle", "bake", "do the dishes"],
        receptacles: &["counter", "table", "fridge", "cabinet"],
        sights: &["kettle", "pan", "loaf of bread", "teapot", "jar of jam"],
    },
    RoomWords {
        name: "living room",
        short: "living",
        doing: &["watching a film", "chatting with guests", "playing records", "watering the ferns"],
        habits: &["watch films", "sit with guests", "play records", "light the fire"],
        receptacles: &["couch", "table", "shelves"],
        sights: &["cushion", "radio", "vase", "fern", "stack of records"],
    },
    RoomWords {
        name: "study",
        short: "study",
        doing: &["writing letters", "paying the bills", "preparing my talk", "doing the accounts"],
        habits: &["write letters", "do the accounts", "prepare my talks", "work on weekdays"],
        receptacles: &["table", "chair", "shelves"],
        sights: &["globe", "typewriter", "desk lamp", "pile of letters", "inkwell"],
    },
    RoomWords {
        name: "bath",
        short: "bath",
        doing: &["brushing my teeth", "taking a shower", "drying my hair", "running a bath"],
        habits: &["brush my teeth", "would shower", "dry my hair", "soak on Sundays"],
        receptacles: &["bathtub", "toilet", "cabinet"],
        sights: &["towel", "sponge", "mirror", "bar of soap", "toothbrush"],
    },
    RoomWords {
        name: "laundry",
        short: "laundry",
        doing: &["ironing shirts", "sorting socks", "hanging up the wash", "looking for the iron"],
        habits: &["do the ironing", "hang up the wash", "sort the socks", "keep the iron"],
        receptacles: &["bench", "table", "car"],
        sights: &["iron", "box of washing powder", "sock", "clothes horse", "bag of pegs"],
    },
    RoomWords {
        name: "bedroom",
        short: "bedroom",
        doing: &["making the bed", "taking a nap", "setting the alarm clock", "looking for my pyjamas"],
        habits: &["fall asleep", "take my naps", "keep my pyjamas", "wake up"],
        receptacles: &["bed", "chair", "cabinet"],
        sights: &["pillow", "alarm clock", "blanket", "pair of slippers", "night lamp"],
    },
    RoomWords {
        name: "hall",
        short: "hall",
        doing: &["looking for my keys", "pulling off my boots", "opening to the postman", "on my way out"],
        habits: &["hang up my coat", "pull off my boots", "greet the postman", "keep my keys"],
        receptacles: &["bench", "wall", "shelves"],
        sights: &["umbrella", "coat", "bunch of keys", "doormat", "walking stick"],
    },
];

/// The rooms of a house with six rooms, as places in [`ROOMS`].
pub(super) const SIX_ROOMS: [u8; 6] = [0, 1, 2, 3, 5, 6];

/// Activities that fit two rooms equally well, after "while" or "was"; rooms by their places in [`ROOMS`].
pub(super) const DOING_IN_EITHER: [(u8, u8, &[&str]); 21] = [
    (0, 1, &["having supper", "looking after the guests"]),
    (0, 2, &["having my morning coffee", "going through the recipes"]),
    (0, 3, &["washing my hands", "filling a bucket"]),
    (0, 4, &["waiting for the machine to finish", "soaking a stained apron"]),
    (0, 5, &["having breakfast", "warming some milk for the night"]),
    (0, 6, &["bringing in the shopping", "letting the cat in"]),
    (1, 2, &["reading the paper", "looking for a novel"]),
    (1, 3, &["seeing to the plants", "listening to the news"]),
    (1, 4, &["folding sheets with the television on", "mending the curtains"]),
    (1, 5, &["lying down for a while", "reading until my eyes fell shut"]),
    (1, 6, &["saying goodbye to the guests", "waiting for the taxi"]),
    (2, 3, &["practising my speech before a mirror", "looking for my glasses"]),
    (2, 4, &["sewing on a button", "looking for a pair of scissors"]),
    (2, 5, &["writing in my diary", "reading late at night"]),
    (2, 6, &["on the telephone", "sorting the post"]),
    (3, 4, &["minding the wash", "rinsing out a shirt"]),
    (3, 5, &["getting ready for bed", "doing my hair"]),
    (3, 6, &["drying off after the rain", "checking how I look"]),
    (4, 5, &["putting away clean clothes", "changing the sheets"]),
    (4, 6, &["brushing off my coat", "cleaning muddy boots"]),
    (5, 6, &["getting dressed to go out", "packing for the trip"]),
];

/// The kinds of things that can be picked up, in full and for the axis of a chart.
pub(super) const KINDS: [(&str, &str); 8] = [
    ("basket", "basket"),
    ("book", "book"),
    ("bowl", "bowl"),
    ("cup", "cup"),
    ("hat", "hat"),
    ("plate", "plate"),
    ("shoe", "shoe"),
    ("stuffed toy", "toy"),
];

/// Colours by how well they fit the first of the last list: not, nearly, quite. Three each, since three things
/// may fit equally well and are told apart by their names.
pub(super) const COLOURS: [[[&str; 3]; 3]; 7] = [
    [["red", "yellow", "brown"], ["teal", "violet", "slate"], ["blue", "deep blue", "bright blue"]],
    [["blue", "green", "white"], ["pink", "orange", "rust-brown"], ["red", "dark red", "bright red"]],
    [["red", "purple", "white"], ["olive", "teal", "turquoise"], ["green", "dark green", "pale green"]],
    [["blue", "green", "black"], ["cream", "orange", "gold"], ["yellow", "bright yellow", "pale yellow"]],
    [["blue", "green", "white"], ["beige", "rust-red", "grey-brown"], ["brown", "dark brown", "light brown"]],
    [["black", "red", "blue"], ["cream", "pale grey", "ivory"], ["white", "plain white", "chalk-white"]],
    [["red", "yellow", "green"], ["silver", "slate-blue", "off-white"], ["grey", "dark grey", "light grey"]],
];

/// People who may speak or be about.
pub(super) const PEOPLE: [&str; 14] = [
    "Mira", "Jonas", "Amara", "Tomas", "Yuki", "Leila", "Oskar", "Ines", "Ravi", "Nora", "Emil", "Sana",
    "Pavel", "Lucia",
];

/// The first sentence: {thing} and {doing}.
pub(super) const HINTS: [&str; 10] = [
    "I had my {thing} while I was {doing}.",
    "I was {doing} when I last had my {thing}.",
    "The last time I saw my {thing}, I was {doing}.",
    "I must have put down my {thing} while I was {doing}.",
    "My {thing} was with me when I was {doing}.",
    "I cannot find my {thing}; I think I was {doing} when I had it.",
    "Somewhere I left my {thing}; I remember {doing} with it at hand.",
    "My {thing} is missing. I know that I had it while {doing}.",
    "Would you look for my {thing}? It was beside me while I was {doing}.",
    "I am without my {thing}; it must lie where I was {doing}.",
];

/// The first sentence where it may name the room: {thing} and {room}.
pub(super) const CLEAR_HINTS: [&str; 7] = [
    "I left my {thing} in the {room}, I think.",
    "My {thing} should be in the {room}.",
    "I last saw my {thing} in the {room}.",
    "I am fairly sure that my {thing} is in the {room}.",
    "Look for my {thing} in the {room}; it was there an hour ago.",
    "My {thing} is in the {room}, unless I am mistaken.",
    "Would you fetch my {thing}? It was in the {room} last.",
];

/// The second sentence, about less plausible rooms: {doing}.
pub(super) const AFTERTHOUGHTS: [&str; 8] = [
    "Or perhaps I still had it when I was {doing}.",
    "Later I was {doing}, so it might be there too.",
    "It is less likely, but I was also {doing}.",
    "If not, I may have taken it along when I was {doing}.",
    "I cannot rule out the time when I was {doing}.",
    "Failing that, think of when I was {doing}.",
    "There is also a chance that it stayed behind when I was {doing}.",
    "I would look last where I was {doing}.",
];

/// The wish: {habit}.
pub(super) const WISHES: [&str; 8] = [
    "Bring it where I {habit}.",
    "Please take it where I {habit}.",
    "Could you put it where I {habit}?",
    "I would like to have it where I {habit}.",
    "It belongs where I {habit}.",
    "Lay it down where I {habit}, please.",
    "I need it later, where I {habit}.",
    "Leave it for me where I {habit}.",
];

/// The wish where it may name the room: {room}.
pub(super) const CLEAR_WISHES: [&str; 5] = [
    "Please bring it to the {room}.",
    "Put it in the {room}, would you?",
    "I need it in the {room}.",
    "Its place is in the {room}.",
    "Leave it in the {room} for me.",
];

/// The wish with a second reading: {habit} and {other}.
pub(super) const DOUBLE_WISHES: [&str; 5] = [
    "Bring it where I {habit}, or is its place where I {other}? The first, I would say.",
    "I would put it where I {habit}; some days I keep it where I {other}.",
    "Take it where I {habit}, I suppose, if you do not think I meant where I {other}.",
    "It goes where I {habit}, though I have been known to want it where I {other}.",
    "Put it where I {habit}, most likely; where I {other} would be my second guess.",
];

/// The wish of who wants it handed over: {habit}.
pub(super) const CALLS: [&str; 6] = [
    "Bring it to me: I shall be where I {habit}.",
    "Please hand it to me; look where I {habit}.",
    "Give it to me, will you? I am off to where I {habit}.",
    "I need it in my hands; you find me where I {habit}.",
    "Could you bring it over? I shall be where I {habit}.",
    "I shall wait for it where I {habit}.",
];

/// The same where it may name the room: {room}.
pub(super) const CLEAR_CALLS: [&str; 4] = [
    "Bring it to me in the {room}.",
    "Hand it to me, please; I am in the {room}.",
    "I shall be in the {room}; give it to me there.",
    "I wait for it in the {room}.",
];

/// The same with a second reading: {habit} and {other}.
pub(super) const DOUBLE_CALLS: [&str; 4] = [
    "Bring it to me where I {habit}, or else where I {other}.",
    "I shall be where I {habit}, unless you find me where I {other}.",
    "Hand it to me where I {habit}; now and then I am where I {other}.",
    "Look for me where I {habit} first, then where I {other}.",
];

/// Said where the person may walk about.
pub(super) const WALKING: [&str; 4] = [
    "I shall not sit still, so look around for me.",
    "I may be up and about by then.",
    "If I am gone, I have only changed rooms.",
    "I have things to do all over the house.",
];

/// Said where people are about: {other}.
pub(super) const ABOUT: [&str; 6] = [
    "{other} is about today and may be tidying up.",
    "By the way, {other} is at home too and likes to put things away.",
    "{other} is around, so things may not stay where they are.",
    "Mind that {other} is up and about.",
    "{other} cannot leave a thing where it lies.",
    "You may run into {other}, who is putting the house in order.",
];

/// The roles that the prompt gives to the agent.
pub(super) const ROLES: [&str; 3] = [
    "You are a robot that helps at home.",
    "You are a household robot.",
    "You are a helper robot in a family's house.",
];
