//! One task: a house, its map, a hint, things, a goal, perhaps a person who moves the object; all from its seed.

mod house;

use crate::numeric::Random;

use super::action::{MAX_RECEPTACLES, MAX_ROOMS, MAX_THINGS, Place, RoomId, ThingId};
use super::wording::Wording;
use super::words::receptacle_name;
use super::world::{Purpose, TaskId, World};

pub use house::House;

/// The level of a reading of each receptacle: 0, 1 or 2.
pub type Readings = [[u8; MAX_RECEPTACLES]; MAX_ROOMS];

/// A person's job with the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The move happens after so many steps of the agent, unless the agent holds the object by then.
    pub after_step: u8,
    /// The new place of the object.
    pub to: Place,
    /// True if the old place then shows the way that the object went.
    pub leaves_trace: bool,
}

/// A walk of the person who is to be given the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The walk happens after so many steps of the agent.
    pub after_step: u8,
    /// The new room of the person.
    pub to: RoomId,
}

/// The errors and the delay of the person who is asked. `None` is the truth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The place that the person names wrongly when asked for the object.
    pub place: Option<Place>,
    /// The thing that the person wrongly calls the one that is meant.
    pub thing: Option<ThingId>,
    /// The receptacle that the person names wrongly when asked where the object belongs.
    pub goal: Option<Place>,
    /// Steps between a question and its answer.
    pub delay: u8,
}

/// The hidden facts of a task. Only the environment and the oracle may read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// The thing that is meant.
    pub object: ThingId,
    /// The place of each thing at the start.
    pub places: [Place; MAX_THINGS],
    /// The receptacle the person means; where the object is for the person, the room that person is in at first.
    pub goal: Place,
    /// The person's job with the object, if there is one.
    pub moved: Option<Move>,
    /// The walk of the person who waits for the object, if there is one.
    pub walk: Option<Walk>,
    /// The errors and the delay of the person who is asked.
    pub answers: Answers,
}

/// One task of a split.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Names the task.
    pub id: TaskId,
    /// Rooms of the house.
    pub n_rooms: u8,
    /// The kinds and receptacles of the rooms.
    pub house: House,
    /// The most actions it may take.
    pub step_limit: u8,
    /// The room of the agent at the start.
    pub start: RoomId,
    /// The plausibility of each room under the hint: 0, 1 or 2; all 0 without a hint.
    pub plausibility: [u8; MAX_ROOMS],
    /// The plausibility of each receptacle under the wish for the goal: 0, 1 or 2.
    pub goal_plausibility: Readings,
    /// True if the person mentions that people are about.
    pub people_about: bool,
    /// True if the map can be out of date.
    pub is_map_stale: bool,
    /// The place of each thing as the map has it; `None` if the map lacks it.
    pub map: [Option<Place>; MAX_THINGS],
    /// Things the words could mean; those never seen are hidden too.
    pub n_things: u8,
    /// The fit of each thing to the person's words, 0 to 2; visible once the thing is.
    pub fits: [u8; MAX_THINGS],
    /// The words everything is called by.
    pub wording: Wording,
    /// The hidden facts.
    pub hidden: Hidden,
}

/// A thing while its task is being made.
struct Thing {
    place: Place,
    mapped: Option<Place>,
    fit: u8,
    is_object: bool,
}

impl Task {
    /// The task of that name; a pure function.
    #[must_use]
    pub fn generate(world: &World, id: TaskId) -> Self {
        let random = &mut Random::new(id.seed, &id.stream(Purpose::Facts));
        let (n_rooms, house) = House::draw(world, random);
        let plausibility = house.plausible_rooms(world, n_rooms, random);
        let start = RoomId(random.below(u32::from(n_rooms)) as u8);
        let site = Site { world, n_rooms, house: &house };
        let object_room =
            room_by_plausibility(world.hint_strength, &plausibility[..usize::from(n_rooms)], random);
        let object = house.place_in(object_room, random);
        let mut things = site.things(object, random);
        random.shuffle(&mut things);

        let (goal_plausibility, goal) = site.goal_readings(object_room, random);
        let moved = site.job(object_room, random);
        let stirs = world.moves.max(world.walks);
        let stray = random.chance((world.people_about - 1.0) * stirs / (1.0 - stirs).max(1e-9));
        let walk = site.walk(goal.room, random);
        let answers = site.answers(things.len(), random);

        let mut task = Self {
            id,
            n_rooms,
            house,
            step_limit: world.step_limit.min(super::MAX_STEPS as u8),
            start,
            plausibility,
            goal_plausibility,
            people_about: moved.is_some() || walk.is_some() || stray,
            is_map_stale: world.is_map_stale(),
            map: [None; MAX_THINGS],
            n_things: things.len() as u8,
            fits: [0; MAX_THINGS],
            wording: Wording::draw(
                &site.wanted(&goal_plausibility),
                &mut Random::new(id.seed, &id.stream(Purpose::Words)),
            ),
            hidden: Hidden {
                object: ThingId(0),
                places: [Place::default(); MAX_THINGS],
                goal,
                moved,
                walk,
                answers,
            },
        };
        for (index, thing) in things.iter().enumerate() {
            task.fits[index] = thing.fit;
            task.map[index] = thing.mapped;
            task.hidden.places[index] = thing.place;
            if thing.is_object {
                task.hidden.object = ThingId(index as u8);
            }
        }
        task
    }

    /// The rooms of the house.
    pub fn rooms(&self) -> impl Iterator<Item = RoomId> + use<> {
        (0..self.n_rooms).map(RoomId)
    }

    /// The receptacles of a room.
    pub fn places_in(&self, room: RoomId) -> impl Iterator<Item = Place> + use<> {
        (0..self.house.n_receptacles(room)).map(move |receptacle| Place { room, receptacle })
    }

    /// The receptacles of the house.
    pub fn places(&self) -> impl Iterator<Item = Place> + use<'_> {
        self.rooms().flat_map(|room| self.places_in(room))
    }

    /// The plausibility of a receptacle under the wish for the goal: 0, 1 or 2.
    #[must_use]
    pub fn goal_level(&self, place: Place) -> u8 {
        self.goal_plausibility[place.room.index()][place.index()]
    }

    /// The highest goal plausibility in a room.
    #[must_use]
    pub fn goal_level_in(&self, room: RoomId) -> u8 {
        self.goal_plausibility[room.index()].into_iter().max().unwrap_or(0)
    }

    /// True if the goal can be read in two ways.
    #[must_use]
    pub fn has_second_goal(&self) -> bool {
        self.goal_plausibility.as_flattened().contains(&1)
    }

    /// True if the object is to be given to the person who asked, rather than put down.
    #[must_use]
    pub fn is_delivery(&self) -> bool {
        self.id.split.is_delivery()
    }

    /// True if the person's words are ambiguous: two rooms are most plausible for the object, or the goal has a
    /// second reading.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.plausibility.iter().filter(|&&level| level == 2).count() > 1 || self.has_second_goal()
    }
}

/// A world and a house of it, for the draws that need both.
struct Site<'a> {
    world: &'a World,
    n_rooms: u8,
    house: &'a House,
}

impl Site<'_> {
    /// The object and its look-alikes. The object always fits the words: who speaks knows the thing.
    fn things(&self, object: Place, random: &mut Random) -> Vec<Thing> {
        let world = self.world;
        let carried = random.chance(world.carried);
        let morning = self.place_outside(&[object.room], random);
        let mapped = random.chance(world.mapped).then_some(if carried { morning } else { object });
        let mut things = vec![Thing { place: object, mapped, fit: 2, is_object: true }];
        let first = random.chance(world.look_alike);
        let second = random.chance(world.look_alike * world.second_look_alike);
        for present in [first, second] {
            let together = random.chance(world.look_alike_together);
            let here = self.house.place_in(object.room, random);
            let elsewhere = self.place_outside(&[object.room], random);
            let place = if together { here } else { elsewhere };
            let mapped = random.chance(world.mapped).then_some(place);
            let fit = random.weighted(&world.look_alike_fits) as u8;
            if present {
                things.push(Thing { place, mapped, fit, is_object: false });
            }
        }
        things
    }

    /// A receptacle drawn from a room that is not `taken`.
    fn place_outside(&self, taken: &[RoomId], random: &mut Random) -> Place {
        let free: Vec<RoomId> = (0..self.n_rooms).map(RoomId).filter(|room| !taken.contains(room)).collect();
        let drawn = random.below(free.len() as u32) as usize;
        self.house.place_in(free.get(drawn).copied().unwrap_or_default(), random)
    }

    /// The readings of the goal words, and the receptacle that is meant. The second reading is another receptacle of the
    /// same room, if that has one, or one of another room.
    fn goal_readings(&self, object_room: RoomId, random: &mut Random) -> (Readings, Place) {
        let first = self.place_outside(&[object_room], random);
        let elsewhere = self.place_outside(&[object_room, first.room], random);
        let same_room = random.chance(0.5) && self.house.n_receptacles(first.room) > 1 && !self.is_delivery();
        let beside =
            Place { receptacle: (first.receptacle + 1) % self.house.n_receptacles(first.room), ..first };
        let second = if same_room { beside } else { elsewhere };
        let is_ambiguous = random.chance(self.world.second_goal);
        let second_is_right = random.chance(self.world.second_goal_right);
        let mut levels = Readings::default();
        levels[first.room.index()][first.index()] = 2;
        if is_ambiguous {
            levels[second.room.index()][second.index()] = 1;
        }
        (levels, if is_ambiguous && second_is_right { second } else { first })
    }

    /// The places named as goals, each as the kind of its room and its receptacle where the object is to be put down.
    fn wanted(&self, readings: &Readings) -> Vec<(u8, Option<&'static str>)> {
        let rooms = (0..self.n_rooms).map(RoomId);
        let places = rooms
            .flat_map(|room| (0..MAX_RECEPTACLES as u8).map(move |receptacle| Place { room, receptacle }));
        let named = places.filter(|place| readings[place.room.index()][place.index()] > 0);
        named
            .map(|place| {
                let kind = self.house.kind(place.room);
                let receptacle = receptacle_name(kind, self.house.receptacle(place));
                (kind, (!self.is_delivery()).then_some(receptacle))
            })
            .collect()
    }

    fn is_delivery(&self) -> bool {
        self.world.split.is_delivery()
    }

    fn job(&self, object_room: RoomId, random: &mut Random) -> Option<Move> {
        let happens = random.chance(self.world.moves);
        let after_step = step_within(self.world.move_steps, random);
        let to = self.place_outside(&[object_room], random);
        let leaves_trace = random.chance(self.world.trace);
        happens.then_some(Move { after_step, to, leaves_trace })
    }

    /// The person's walk from where the object is awaited.
    fn walk(&self, from: RoomId, random: &mut Random) -> Option<Walk> {
        let happens = random.chance(self.world.walks);
        let after_step = step_within(self.world.walk_steps, random);
        let to = self.place_outside(&[from], random).room;
        happens.then_some(Walk { after_step, to })
    }

    /// The person's errors; drawn last, so that no other fact depends on them.
    fn answers(&self, n_things: usize, random: &mut Random) -> Answers {
        let mut is_wrong = || random.chance(self.world.answer_wrong);
        let [place, thing, goal] = [is_wrong(), is_wrong(), is_wrong()];
        let wrong_place = self.place_outside(&[], random);
        let wrong_goal = self.place_outside(&[], random);
        let wrong_thing = ThingId(random.below(n_things as u32) as u8);
        let is_late = random.chance(self.world.answer_late);
        Answers {
            place: place.then_some(wrong_place),
            thing: thing.then_some(wrong_thing),
            goal: goal.then_some(wrong_goal),
            delay: if is_late { self.world.answer_delay } else { 0 },
        }
    }
}

fn step_within([first, last]: [u8; 2], random: &mut Random) -> u8 {
    first + random.below(u32::from(last.saturating_sub(first)) + 1) as u8
}

fn room_by_plausibility(strength: f64, plausibility: &[u8], random: &mut Random) -> RoomId {
    let weights: Vec<f64> =
        plausibility.iter().map(|&level| libm::exp(strength * f64::from(level))).collect();
    RoomId(random.weighted(&weights) as u8)
}
