//! The numbers that make a split: how big the house is, how much a hint says, how often things are moved.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::numeric::Seed;

/// A family of tasks, named as in the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Split {
    /// The object was carried away since the map was made, and may be moved again.
    #[default]
    #[serde(rename = "s-obj")]
    SObj,
    /// Pick and place: the map is right, and nothing moves.
    #[serde(rename = "pnp")]
    PnP,
    /// The object is for the person who asked, and that person walks about. Beyond the paper.
    #[serde(rename = "s-hum")]
    SHum,
}

impl Split {
    /// Every split, in the order the page lists them.
    pub const ALL: [Self; 3] = [Self::SObj, Self::PnP, Self::SHum];

    /// The splits of the paper's tables.
    pub const PUBLISHED: [Self; 2] = [Self::SObj, Self::PnP];

    /// The name on the command line and in links.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SObj => "s-obj",
            Self::PnP => "pnp",
            Self::SHum => "s-hum",
        }
    }

    /// The name in the paper.
    #[must_use]
    pub fn paper_name(self) -> &'static str {
        match self {
            Self::SObj => "S_obj",
            Self::PnP => "PnP",
            Self::SHum => "S_hum",
        }
    }

    /// True if the object is to be given to the person who asked.
    #[must_use]
    pub fn is_delivery(self) -> bool {
        self == Self::SHum
    }

    /// The split of that name, in the command line's spelling or the paper's.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|split| {
            split.name().eq_ignore_ascii_case(name) || split.paper_name().eq_ignore_ascii_case(name)
        })
    }
}

/// The purpose of a set of tasks. Sets of one seed share no random number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaskSet {
    /// Phase 1 collects on these.
    #[default]
    Train,
    /// Thresholds are set on these.
    Validation,
    /// Nothing is ever fitted on these.
    Test,
    /// The world's and actors' parameters were fitted on these.
    Calibration,
}

impl TaskSet {
    /// The name in traces.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
            Self::Calibration => "calibration",
        }
    }
}

/// Names one task: everything about it follows from this and the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TaskId {
    /// The split the task belongs to.
    pub split: Split,
    /// The set of the task.
    pub set: TaskSet,
    /// The seed of the experiment.
    pub seed: Seed,
    /// The place of the task in the set.
    pub index: u32,
}

impl TaskId {
    /// The path of one of the task's random streams.
    pub(crate) fn stream(&self, purpose: Purpose) -> [u64; 4] {
        [purpose as u64, self.split as u64, self.set as u64, u64::from(self.index)]
    }
}

/// The purpose of a random stream of a task.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(crate) enum Purpose {
    Facts = 1,
    Words = 2,
    Misreadings = 3,
    Rollouts = 4,
    Choices = 5,
}

/// The parameters of a world. All probabilities are in [0, 1].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    /// The split these parameters are for.
    pub split: Split,
    /// The fewest and the most rooms of a house, each number as likely as the others.
    pub rooms: [u8; 2],
    /// The probability of two rooms of one kind in a house that could do without.
    pub twins: f64,
    /// The probabilities of one, two and three receptacles in a room.
    pub receptacles: [f64; 3],
    /// A task not finished after so many actions has failed.
    pub step_limit: u8,
    /// β: how much the hint says. The object's room is drawn from softmax(β · plausibility).
    pub hint_strength: f64,
    /// The probability that the hint fits two kinds of rooms equally well.
    pub second_hint: f64,
    /// The probability that the map lists a thing where it lay when the map was made.
    pub mapped: f64,
    /// The probability that the object was carried to another room since; 0 where the map is right, and no hint needed.
    pub carried: f64,
    /// q: the probability of one look-alike.
    pub look_alike: f64,
    /// The probability of a second look-alike, as a part of `look_alike`.
    pub second_look_alike: f64,
    /// The probability that a look-alike stands in the object's own room.
    pub look_alike_together: f64,
    /// The probabilities that a look-alike fits the words not, nearly, or as well as the object does.
    pub look_alike_fits: [f64; 3],
    /// g: the probability that the goal can be read in two ways.
    pub second_goal: f64,
    /// The probability that the less plausible reading is the right one.
    pub second_goal_right: f64,
    /// The probability that a person moves the object while the agent looks for it.
    pub moves: f64,
    /// The first and last step after which a move can happen.
    pub move_steps: [u8; 2],
    /// The probability that a move leaves a trace in the old place.
    pub trace: f64,
    /// "People are about" is said so many times as often as a move or a walk really happens.
    pub people_about: f64,
    /// The probability that the person who is to be given the object walks to another room.
    pub walks: f64,
    /// The first and last step after which a walk can happen.
    pub walk_steps: [u8; 2],
    /// The probability that an answer of the person who is asked is wrong.
    pub answer_wrong: f64,
    /// The probability that an answer comes late.
    pub answer_late: f64,
    /// A late answer comes so many steps after the one in which it was asked for.
    pub answer_delay: u8,
}

impl World {
    /// True if the map can be out of date, so that the person says where the object was last.
    #[must_use]
    pub fn is_map_stale(&self) -> bool {
        self.carried > 0.0
    }
}

/// The parameters of the worlds, as `askwell-research calibrate` wrote them. The one of S_obj also serves S_hum.
///
/// The parameters are packed: a parser of JSON would be a twentieth of what a reader downloads before the page works.
const S_OBJ: &[u8] = include_bytes!("../../models/calibration/s-obj.llama.packed");
const PNP: &[u8] = include_bytes!("../../models/calibration/pnp.llama.packed");

impl World {
    /// The world of a split, with the calibrated parameters.
    #[must_use]
    pub fn new(split: Split) -> Self {
        static WORLDS: LazyLock<[World; 2]> = LazyLock::new(|| [S_OBJ, PNP].map(World::read));
        let [s_obj, pnp] = &*WORLDS;
        match split {
            Split::SObj => s_obj.clone(),
            Split::PnP => pnp.clone(),
            // The paper has no numbers of S_hum: the same house, where the person walks and nobody else does.
            Split::SHum => Self { split, moves: 0.0, trace: 0.0, walks: 0.5, ..s_obj.clone() },
        }
    }

    fn read(parameters: &[u8]) -> Self {
        Self::unpacked(parameters).0
    }

    /// The world at the head of a packed file, and what follows it: the actors.
    pub(crate) fn unpacked(parameters: &[u8]) -> (Self, &[u8]) {
        postcard::take_from_bytes(parameters).expect("the file is part of the program, and a test reads it")
    }
}
