//! The choices of words of one task: drawn once, so that a task always reads the same and two read differently.
//!
//! Depends on no hidden fact, and on one that everybody sees: the kind of thing is one that is wanted where it goes.

use crate::numeric::Random;

use super::action::MAX_ROOMS;
use super::action::MAX_THINGS;
use super::words::{COLOURS, PEOPLE, chosen, kinds_wanted};

/// The choices of words of one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pub(super) speaker: u8,
    pub(super) other: u8,
    pub(super) kind: u8,
    pub(super) colour: u8,
    /// The colour of each thing, as a choice among the three colours of its fit.
    pub(super) shades: [u8; MAX_THINGS],
    /// A thing to see in each room besides.
    pub(super) sights: [u8; MAX_ROOMS],
    pub(super) doing: u8,
    pub(super) habit: u8,
    pub(super) role: u8,
    pub(super) hint: u8,
    pub(super) wish: u8,
    /// True if a clear wish names the room by what is done there.
    pub(super) by_habit: bool,
    /// True if rooms have numbers, as in Situated Instruction Following: "Room 3, a bedroom". An option of the prompt.
    pub numbered: bool,
}

impl Wording {
    /// The choices for a thing that is wanted in one of these places; see [`kinds_wanted`].
    pub(super) fn draw(wanted: &[(u8, Option<&str>)], random: &mut Random) -> Self {
        let kinds = kinds_wanted(wanted);
        let mut people: Vec<u8> = (0..PEOPLE.len() as u8).collect();
        random.shuffle(&mut people);
        let mut shades = [0, 1, 2];
        random.shuffle(&mut shades);
        let mut any = || random.below(60) as u8;
        Self {
            speaker: people[0],
            other: people[1],
            kind: chosen(&kinds, any()),
            colour: any() % COLOURS.len() as u8,
            shades,
            sights: core::array::from_fn(|_| any()),
            doing: any(),
            habit: any(),
            role: any(),
            hint: any(),
            wish: any(),
            by_habit: any() < 30,
            numbered: false,
        }
    }
}
