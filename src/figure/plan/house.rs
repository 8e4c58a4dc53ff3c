//! Rooms, corridor, walls and doors.

use std::fmt::Write as _;

use super::super::mark::{Point, at};
use super::super::place::Area;
use super::super::text::{self, px};
use super::{Function, Room};

/// The house in its own units, which are pixels at a width of 292.
const UNIT_WIDTH: f64 = 284.0;
const ROW: (f64, f64) = (61.0, 63.0);
const CORRIDOR: f64 = 26.0;
const MARGIN: f64 = 4.0;
/// Half the width of a door.
const DOOR: f64 = 9.0;

/// The side of the corridor that a room is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Upper,
    Lower,
    Corridor,
}

/// A room's place in the house.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) area: Area,
    pub(super) side: Side,
    /// The middle of the room's door, along the corridor; for the corridor itself, the place to stand.
    pub(super) door: f64,
    /// Pixels a unit.
    pub(super) scale: f64,
    name_width: f64,
}

impl Place {
    /// The height that lies this many pixels inside the room, from the outer wall.
    pub(super) fn depth_y(&self, depth: f64) -> f64 {
        match self.side {
            Side::Upper | Side::Corridor => self.area.top + depth,
            Side::Lower => self.area.bottom - depth,
        }
    }

    /// The height at which stops stand.
    pub(super) fn stop_y(&self) -> f64 {
        match self.side {
            Side::Upper => self.area.bottom - 21.0 * self.scale,
            Side::Lower => self.area.top + 24.0 * self.scale,
            Side::Corridor => (self.area.top + self.area.bottom) / 2.0,
        }
    }

    /// The middle of the name's left edge where nothing is in its way: beside the door; in the corridor at its right end.
    pub(super) fn name_point(&self) -> Point {
        match self.side {
            Side::Upper => at(self.area.left + 7.0, self.area.bottom - 11.0),
            Side::Lower => at(self.area.left + 7.0, self.area.top + 11.0),
            Side::Corridor => at(self.area.right - 7.0 - self.name_width, self.stop_y()),
        }
    }
}

/// The house in pixels.
#[derive(Clone, Debug)]
pub(super) struct House {
    pub(super) outer: Area,
    pub(super) corridor: Area,
    /// The places of the rooms, in the rooms' order.
    pub(super) places: Vec<Place>,
    pub(super) height: f64,
}

impl House {
    pub(super) fn new(rooms: &[Room], width: f64) -> Self {
        let scale = ((width - 2.0 * MARGIN) / UNIT_WIDTH).max(0.1);
        let right = MARGIN + UNIT_WIDTH * scale;
        let (upper, lower) = (MARGIN + ROW.0 * scale, MARGIN + (ROW.0 + CORRIDOR) * scale);
        let bottom = lower + ROW.1 * scale;
        let outer = Area { left: MARGIN, top: MARGIN, right, bottom };
        let corridor = Area { left: MARGIN, top: upper, right, bottom: lower };
        let is_hall: Vec<bool> = hallway(rooms);
        let count = is_hall.iter().filter(|hall| !**hall).count();
        let in_upper = count.div_ceil(2);
        let mut nth = 0;
        let mut places = Vec::with_capacity(rooms.len());
        for (room, is_hall) in rooms.iter().zip(&is_hall) {
            let side = match *is_hall {
                true => Side::Corridor,
                false if nth < in_upper => Side::Upper,
                false => Side::Lower,
            };
            let (i, of) =
                if side == Side::Lower { (nth - in_upper, count - in_upper) } else { (nth, in_upper) };
            let area = match side {
                Side::Corridor => corridor,
                Side::Upper => Area { bottom: upper, ..part(outer, i, of, 0.04) },
                Side::Lower => Area { top: lower, ..part(outer, i, of, -0.04) },
            };
            nth += usize::from(side != Side::Corridor);
            places.push(place(room, area, side, scale));
        }
        Self { outer, corridor, places, height: bottom + MARGIN }
    }

    /// Outer walls, corridor walls with doors, and walls between neighbours.
    pub(super) fn walls(&self) -> String {
        let Area { left, top, right, bottom } = self.outer;
        let mut d = format!("M{} {}H{}V{}H{}z", px(left), px(top), px(right), px(bottom), px(left));
        for (side, y) in [(Side::Upper, self.corridor.top), (Side::Lower, self.corridor.bottom)] {
            let mut x = left;
            for place in self.places.iter().filter(|p| p.side == side) {
                let _ = write!(d, "M{} {}H{}", px(x), px(y), px(place.door - DOOR));
                x = place.door + DOOR;
                if place.area.right < right - 1.0 {
                    let _ = write!(
                        d,
                        "M{} {}V{}",
                        px(place.area.right),
                        px(place.area.top),
                        px(place.area.bottom)
                    );
                }
            }
            let _ = write!(d, "M{} {}H{}", px(x), px(y), px(right));
        }
        d
    }
}

/// The first hallway is the corridor; another one would be a room.
fn hallway(rooms: &[Room]) -> Vec<bool> {
    let first = rooms.iter().position(|r| r.function == Function::Hallway);
    (0..rooms.len()).map(|i| Some(i) == first).collect()
}

/// The i-th of n parts of a row; inner walls are shifted by a share of the width, so that rows do not line up.
fn part(outer: Area, i: usize, n: usize, shift: f64) -> Area {
    let edge = |i: usize| {
        let inner = if i == 0 || i == n { 0.0 } else { shift };
        outer.left + (outer.right - outer.left) * (i as f64 / n.max(1) as f64 + inner * 0.4)
    };
    Area { left: edge(i), right: edge(i + 1), ..outer }
}

fn place(room: &Room, area: Area, side: Side, scale: f64) -> Place {
    let name_width = text::width_of(&room.name, "tick");
    let least = area.left + 7.0 + name_width + 6.0 + 9.0;
    let door = match side {
        Side::Corridor => area.right - 7.0 - name_width - 14.0,
        _ => (area.left + (area.right - area.left) * 0.7).max(least).min(area.right - 16.0),
    };
    Place { area, side, door, scale, name_width }
}

impl Place {
    /// The room left of a stop at the door, as far as the name.
    pub(super) fn stops_left(&self) -> f64 {
        self.area.left + 7.0 + self.name_width
    }
}
