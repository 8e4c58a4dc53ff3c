//! The choices of words of one task: drawn once, so that a task always reads the same and two read differently.
//!
//! Depends on no fact of the task, hidden or not.

use crate::numeric::Random;

use super::action::{MAX_ROOMS, MAX_THINGS};
use super::words::{COLOURS, KINDS, PEOPLE, ROOMS, SIX_ROOMS};

/// The choices of words of one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Each room's place in the list of rooms' words.
    pub(super) rooms: [u8; MAX_ROOMS],
    pub(super) speaker: u8,
    pub(super) other: u8,
    pub(super) kind: u8,
    pub(super) colour: u8,
    /// The colour of each thing, as a choice among the three colours of its fit.
    pub(super) shades: [u8; MAX_THINGS],
    pub(super) receptacles: [u8; MAX_ROOMS],
    /// Two things to see in each room.
    pub(super) sights: [[u8; 2]; MAX_ROOMS],
    pub(super) doing: [u8; MAX_ROOMS],
    pub(super) habits: [u8; MAX_ROOMS],
    pub(super) role: u8,
    pub(super) hint: u8,
    pub(super) afterthought: u8,
    pub(super) wish: u8,
    pub(super) about: u8,
    /// True if a clear hint (first) or a clear wish (second) names the room.
    pub(super) names_room: [bool; 2],
}

impl Wording {
    pub(super) fn draw(n_rooms: usize, random: &mut Random) -> Self {
        let mut people: Vec<u8> = (0..PEOPLE.len() as u8).collect();
        random.shuffle(&mut people);
        let mut shades = [0, 1, 2];
        random.shuffle(&mut shades);
        let rooms = core::array::from_fn(|room| {
            let six = SIX_ROOMS.get(room).copied().unwrap_or(0);
            if n_rooms == SIX_ROOMS.len() { six } else { (room % ROOMS.len()) as u8 }
        });
        let mut any = || random.below(60) as u8;
        Self {
            rooms,
            speaker: people[0],
            other: people[1],
            kind: any() % KINDS.len() as u8,
            colour: any() % COLOURS.len() as u8,
            shades,
            receptacles: core::array::from_fn(|_| any()),
            sights: core::array::from_fn(|_| {
                let first = any() % 5;
                [first, (first + 1 + any() % 4) % 5]
            }),
            doing: core::array::from_fn(|_| any()),
            habits: core::array::from_fn(|_| any()),
            role: any(),
            hint: any(),
            afterthought: any(),
            wish: any(),
            about: any(),
            names_room: [any() < 20, any() < 20],
        }
    }
}
