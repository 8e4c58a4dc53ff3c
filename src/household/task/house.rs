//! A house: the kind of each room, and its receptacles. All of it is on the map, so none of it is hidden.

use crate::numeric::Random;

use super::super::action::{MAX_RECEPTACLES, MAX_ROOMS, Place, RoomId};
use super::super::world::World;

/// The kinds of rooms there are words for.
const N_KINDS: u8 = 7;
/// The kinds that a house can have twice: study, bath, bedroom.
const TWINS: [u8; 3] = [2, 3, 5];

/// The rooms of a house by kind, each with its receptacles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct House {
    kinds: [u8; MAX_ROOMS],
    /// True for the second room of a kind.
    is_second: [bool; MAX_ROOMS],
    n_receptacles: [u8; MAX_ROOMS],
    /// The receptacles of each room, as places in the list of its kind.
    receptacles: [[u8; MAX_RECEPTACLES]; MAX_ROOMS],
}

impl House {
    /// A house of a world, and the number of its rooms.
    pub(super) fn draw(world: &World, random: &mut Random) -> (u8, Self) {
        let [fewest, most] = world.rooms;
        let n_rooms = fewest + random.below(u32::from(most.saturating_sub(fewest)) + 1) as u8;
        let n_rooms = n_rooms.clamp(2, N_KINDS + 2);
        let has_twins = random.chance(world.twins);
        let n_twins = n_rooms.saturating_sub(N_KINDS).max(u8::from(has_twins && n_rooms > 3));
        let kinds = kinds(n_rooms, n_twins, random);
        let mut house = Self::default();
        for (room, &kind) in kinds.iter().enumerate() {
            house.is_second[room] = kinds[..room].contains(&kind);
            house.kinds[room] = kind;
            house.n_receptacles[room] = 1 + random.weighted(&world.receptacles) as u8;
            let mut order = [0, 1, 2];
            random.shuffle(&mut order);
            house.receptacles[room] = order;
        }
        (n_rooms, house)
    }

    /// The kind of a room, below the number of kinds.
    #[must_use]
    pub fn kind(&self, room: RoomId) -> u8 {
        self.kinds[room.index()]
    }

    /// True if the house has an earlier room of the same kind.
    #[must_use]
    pub fn is_second(&self, room: RoomId) -> bool {
        self.is_second[room.index()]
    }

    /// True if two rooms are of one kind, so that what is done in one is done in the other too.
    #[must_use]
    pub fn has_twin(&self, room: RoomId) -> bool {
        let kind = self.kind(room);
        (0..MAX_ROOMS).any(|other| self.is_second[other] && self.kinds[other] == kind)
    }

    /// The number of receptacles in a room, from 1 to [`MAX_RECEPTACLES`].
    #[must_use]
    pub fn n_receptacles(&self, room: RoomId) -> u8 {
        self.n_receptacles[room.index()]
    }

    /// A receptacle's place in the list of its room's kind.
    #[must_use]
    pub fn receptacle(&self, place: Place) -> u8 {
        self.receptacles[place.room.index()][place.index().min(MAX_RECEPTACLES - 1)]
    }

    /// A receptacle of a room, each as likely as the others.
    pub(super) fn place_in(&self, room: RoomId, random: &mut Random) -> Place {
        Place { room, receptacle: random.below(u32::from(self.n_receptacles(room))) as u8 }
    }

    /// The plausibility of each room under a hint. One kind of room has 2 and another 1, or two kinds have 2; rooms of one
    /// kind are alike, for a hint names what is done there. All 0 where the map is right and nobody gives a hint.
    pub(super) fn plausible_rooms(&self, world: &World, n_rooms: u8, random: &mut Random) -> [u8; MAX_ROOMS] {
        let mut kinds: Vec<u8> =
            (0..N_KINDS).filter(|kind| self.kinds[..usize::from(n_rooms)].contains(kind)).collect();
        random.shuffle(&mut kinds);
        let second = if random.chance(world.second_hint) { 2 } else { 1 };
        let mut levels = [0; MAX_ROOMS];
        if world.is_map_stale() {
            for (room, level) in levels[..usize::from(n_rooms)].iter_mut().enumerate() {
                *level = match kinds.iter().position(|&kind| kind == self.kinds[room]) {
                    Some(0) => 2,
                    Some(1) => second,
                    _ => 0,
                };
            }
        }
        levels
    }
}

/// The kinds of the rooms in a random order, so many of them twice.
fn kinds(n_rooms: u8, n_twins: u8, random: &mut Random) -> Vec<u8> {
    let mut twins = TWINS;
    random.shuffle(&mut twins);
    let twins = &twins[..usize::from(n_twins).min(TWINS.len())];
    let mut single: Vec<u8> = (0..N_KINDS).filter(|kind| !twins.contains(kind)).collect();
    random.shuffle(&mut single);
    single.truncate(usize::from(n_rooms).saturating_sub(2 * twins.len()));
    let mut kinds = [twins, twins, &single].concat();
    random.shuffle(&mut kinds);
    kinds
}
