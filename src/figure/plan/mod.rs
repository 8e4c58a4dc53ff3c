//! View C, the house: rooms on both sides of a corridor, the way the agent went, and where help came.
//!
//! A short way has numbered stops; a way that keeps coming back has one badge a room that counts its actions there.

mod furniture;
mod house;
mod way;

use super::mark::{Anchor, Drawing, Mark, at};
use super::place::{Area, Field, Label};
use crate::language::{Words, fill};
use house::House;

/// Width of the drawing in its column, in pixels.
pub const WIDE: f64 = 292.0;
/// Width on a phone of 390 px, in pixels.
pub const NARROW: f64 = 358.0;

/// A piece of furniture on which things lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receptacle {
    /// A board with a back edge.
    Counter,
    /// A plain top.
    Table,
    /// Two doors.
    Cabinet,
    /// Round corners and a back.
    Couch,
    /// A back.
    Chair,
    /// Slats.
    Bench,
    /// A pillow's end.
    Bed,
}

/// A room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Printed in it, short: "bath".
    pub name: String,
    /// The receptacles of the room, along the outer wall.
    pub receptacles: Vec<Receptacle>,
}

/// A step of the episode. Rooms are indices into [`Plan::rooms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The room in which the step is taken.
    pub room: u32,
    /// The room of the agent after the step; another room makes it a move.
    pub to: u32,
    /// True if an intervention took the step.
    pub asked: bool,
    /// The receptacles of the room `to` that the step showed, one bit each.
    pub shown: u8,
}

/// A thing the words may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thing {
    /// The room it lies in.
    pub room: u32,
    /// The receptacle of the room on which it lies.
    pub receptacle: u32,
    /// The one that was meant is filled, a look-alike is hollow.
    pub is_meant: bool,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The room the person is in.
    pub room: u32,
    /// The person's name.
    pub name: String,
}

/// Everything the plan shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The rooms: the first half in the upper row, the others in the lower one.
    pub rooms: Vec<Room>,
    /// The way.
    pub steps: Vec<Step>,
    /// The step shown elsewhere on the page: its room has a wash, the way after it is faint.
    pub selected: Option<u32>,
    /// Things to find.
    pub things: Vec<Thing>,
    /// People at home.
    pub people: Vec<Person>,
    /// The words it is labelled with.
    pub words: Words,
}

impl Plan {
    /// The drawing at a width in pixels. Each room has its index as key.
    #[must_use]
    pub fn draw(&self, width: f64) -> Drawing {
        let house = House::new(&self.rooms, width);
        let mut marks =
            vec![Mark::rect("f-paper", house.outer.corner(), house.outer.width(), house.outer.height(), 0.0)];
        marks.extend(self.selected_wash(&house));
        let mut field = Field::new(Area::default());
        for ((place, room), nth) in house.places.iter().zip(&self.rooms).zip(0..) {
            let pieces = furniture::marks(&room.receptacles, place, self.looked_at(nth));
            pieces.iter().filter_map(Area::of_rect).for_each(|area| field.take(area.grown(1.0)));
            marks.extend(pieces);
        }
        marks.push(Mark::path("n s-ink2 w3 square-ends", house.walls()));
        let inhabitants = self.inhabitants(&house, &mut field);
        let way = way::marks(self, &house, &mut field);
        for (place, room) in house.places.iter().zip(&self.rooms) {
            marks.extend(name_marks(place, &room.name, &mut field));
        }
        marks.extend(inhabitants);
        marks.extend(way);
        for (place, key) in house.places.iter().zip(0..) {
            let area = place.area;
            marks.push(Mark::rect("hit", area.corner(), area.width(), area.height(), 0.0).with_key(key));
        }
        Drawing { class: "fig-plan".into(), width, height: house.height, label: self.aria_label(), marks }
    }

    fn aria_label(&self) -> String {
        let name = |room: u32| self.rooms.get(room as usize).map_or("?", |r| r.name.as_str());
        let mut way: Vec<&str> = Vec::new();
        if let Some(first) = self.steps.first() {
            way.push(name(first.room));
        }
        way.extend(self.steps.iter().filter(|s| s.to != s.room).map(|s| name(s.to)));
        if way.is_empty() {
            return self.words.floor_plan().to_owned();
        }
        fill(self.words.floor_plan_with_way(), &[&way.join(", ")])
    }

    fn selected_wash(&self, house: &House) -> Option<Mark> {
        let step = self.steps.get(self.selected? as usize)?;
        let area = house.places.get(step.room as usize)?.area;
        Some(Mark::rect("f-wash", area.corner(), area.width(), area.height(), 0.0))
    }

    /// The receptacles of a room that were looked at up to the selected step, one bit each; without one, in all steps.
    fn looked_at(&self, room: u32) -> u8 {
        let steps = self.selected.map_or(self.steps.len(), |step| step as usize);
        let in_room = self.steps.iter().take(steps).filter(|step| step.to == room);
        in_room.fold(0, |looked_at, step| looked_at | step.shown)
    }

    /// Things lie on their receptacles; people stand in the right corner of a room.
    fn inhabitants(&self, house: &House, field: &mut Field) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (place, room) in house.places.iter().zip(0_u32..) {
            for person in self.people.iter().filter(|p| p.room == room) {
                let (x, y) = (place.area.right - 10.0, place.stop_y());
                marks.push(person_mark(x, y).with_title(person.name.clone()));
                field.take(Area::around(at(x, y), 9.0));
            }
            for receptacle in 0..place.n_receptacles.max(1) {
                let is_here = |t: &&Thing| t.room == room && t.receptacle as usize == receptacle;
                let things: Vec<&Thing> = self.things.iter().filter(is_here).collect();
                let middle = furniture::spot(place, receptacle);
                for (nth, thing) in things.iter().enumerate() {
                    let aside = (nth as f64 - (things.len() - 1) as f64 / 2.0) * 10.0;
                    let x = (middle.x + aside).clamp(place.area.left + 7.0, place.area.right - 7.0);
                    marks.push(thing_mark(self.words, x, middle.y, thing.is_meant));
                    field.take(Area::around(at(x, middle.y), 7.0));
                }
            }
        }
        marks
    }
}

/// The name of a room, between its receptacles and its stops; in two lines where one has no room.
fn name_marks(place: &house::Place, name: &str, field: &mut Field) -> Vec<Mark> {
    let room = place.area.grown(-2.0);
    let one_line = Label::new(name, "tick");
    let is_narrow = one_line.width() > room.width();
    let label = if is_narrow { Label::new(&name.replacen(' ', "\n", 1), "tick") } else { one_line };
    let label = label.leaning(Anchor::Middle);
    field.keep_to(room);
    let (spot, _) = field.place_always(&label, place.name_point(), 0.0);
    label.marks(spot)
}

fn person_mark(x: f64, y: f64) -> Mark {
    let marks =
        vec![Mark::circle("f-ink", at(0.0, -6.0), 3.6), Mark::path("f-ink", "M-6.5 6.5a6.5 7.5 0 0 1 13 0z")];
    Mark::group_at("person", at(x, y), marks)
}

fn thing_mark(w: Words, x: f64, y: f64, is_meant: bool) -> Mark {
    let (cover, spine) =
        if is_meant { ("f-ink s-ink w2", "n s-paper w1") } else { ("f-paper s-ink w2", "n s-ink w1") };
    let title = if is_meant { w.thing_meant() } else { w.thing_alike() };
    let marks = vec![
        Mark::rect(cover, at(-4.5, -6.0), 9.0, 12.0, 1.0),
        Mark::line(spine, at(-2.0, -6.0), at(-2.0, 6.0)),
    ];
    Mark::group_at("thing", at(x, y), marks).with_title(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(steps: &[(u32, u32, bool)]) -> Plan {
        use Receptacle::{Bed, Bench, Cabinet, Chair, Couch, Counter, Table};
        let rooms: [(&str, &[Receptacle]); 7] = [
            ("kitchen", &[Counter, Table, Cabinet]),
            ("living", &[Couch]),
            ("study", &[Table, Chair]),
            ("bath", &[Counter, Cabinet]),
            ("bath 2", &[Cabinet]),
            ("bedroom", &[Bed, Table]),
            ("hall", &[Bench]),
        ];
        let room = |(name, receptacles): (&str, &[Receptacle])| Room {
            name: name.to_owned(),
            receptacles: receptacles.to_vec(),
        };
        let step =
            |&(room, to, asked): &(u32, u32, bool)| Step { room, to, asked, shown: u8::from(room == to) };
        Plan {
            words: Words::ENGLISH,
            rooms: rooms.map(room).into(),
            steps: steps.iter().map(step).collect(),
            selected: Some(steps.len() as u32),
            things: vec![
                Thing { room: 4, receptacle: 0, is_meant: true },
                Thing { room: 2, receptacle: 1, is_meant: false },
            ],
            people: vec![Person { room: 2, name: "Mira".to_owned() }],
        }
    }

    #[test]
    fn what_was_looked_at_up_to_the_selected_step_is_filled() {
        let way = [(6, 3, false), (3, 3, false), (3, 5, false), (5, 5, false)];
        let mut plan = plan(&way);
        assert_eq!(plan.draw(WIDE).count("f-gow"), 2);
        plan.selected = Some(2);
        assert_eq!(plan.draw(WIDE).count("f-gow"), 1);
        plan.selected = None;
        assert_eq!(plan.draw(WIDE).count("f-gow"), 2, "the whole way");
    }

    #[test]
    fn houses_of_five_to_nine_rooms_are_clear_at_every_width() {
        for n in 5..=9 {
            let mut plan = plan(&[(1, 3, false), (3, 3, true), (3, 4, true), (4, 4, true), (4, 0, false)]);
            let long = Room { name: "bedroom 2".into(), receptacles: vec![Receptacle::Bed; 3] };
            plan.rooms.resize(n, long);
            for width in [WIDE, NARROW, 460.0, 548.0] {
                let drawing = plan.draw(width);
                assert_eq!(crate::figure::clear::collisions(&drawing), Vec::<String>::new(), "{n}, {width}");
                assert_eq!(drawing.count("f-gow"), 2);
            }
        }
    }

    #[test]
    fn short_way_has_numbered_stops_and_a_star_where_help_came() {
        let drawing = plan(&[(6, 3, false), (3, 3, false), (3, 4, true), (4, 4, false)]).draw(WIDE);
        let texts = drawing.texts();
        assert!(texts.contains(&"2".to_owned()) && texts.contains(&"4".to_owned()), "{texts:?}");
        assert!(!texts.iter().any(|t| t.ends_with('×')));
        assert_eq!(drawing.count("f-ask"), 1);
        assert_eq!(drawing.label, "Floor plan with the agent’s way: hall, bath, bath 2.");
    }

    #[test]
    fn way_that_comes_back_has_badges_that_count_actions() {
        let mut steps = vec![(6, 3, false)];
        for _ in 0..3 {
            steps.extend([(3, 3, false), (3, 3, false), (3, 1, false), (1, 1, false), (1, 3, false)]);
        }
        let texts = plan(&steps).draw(WIDE).texts();
        assert!(texts.contains(&"6×".to_owned()) && texts.contains(&"3×".to_owned()), "{texts:?}");
        assert!(!texts.contains(&"2".to_owned()));
    }

    #[test]
    fn every_room_is_named_and_can_be_pointed_at() {
        for width in [WIDE, NARROW, 240.0] {
            let drawing = plan(&[]).draw(width);
            let keys: Vec<u32> = drawing.all_marks().iter().filter_map(|m| m.key).collect();
            assert_eq!(keys, [0, 1, 2, 3, 4, 5, 6]);
            assert!(drawing.texts().contains(&"hall".to_owned()));
        }
    }

    #[test]
    fn rooms_out_of_range_and_houses_without_rooms_draw() {
        assert!(plan(&[(99, 3, false), (3, 42, true)]).draw(WIDE).height > 100.0);
        assert!(Plan::default().draw(WIDE).height > 100.0);
    }
}
