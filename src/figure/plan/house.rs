//! The rooms on both sides of a corridor, with walls and doors.

use std::fmt::Write as _;

use super::super::mark::{Point, at};
use super::super::place::Area;
use super::super::text::px;
use super::Room;

/// The house in its own units, which are pixels at a width of 292.
const UNIT_WIDTH: f64 = 284.0;
/// The depth of a room: receptacles along the outer wall, the name, then the stops.
const ROW: f64 = 72.0;
const CORRIDOR: f64 = 26.0;
const MARGIN: f64 = 4.0;
/// Half the width of a door.
const DOOR: f64 = 9.0;

/// The side of the corridor that a room is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Upper,
    Lower,
}

/// A room's place in the house.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) area: Area,
    pub(super) side: Side,
    /// The middle of the room's door, along the corridor.
    pub(super) door: f64,
    /// Pixels a unit.
    pub(super) scale: f64,
    pub(super) n_receptacles: usize,
}

impl Place {
    /// The height that lies this many pixels inside the room, from the outer wall.
    pub(super) fn depth_y(&self, depth: f64) -> f64 {
        match self.side {
            Side::Upper => self.area.top + depth,
            Side::Lower => self.area.bottom - depth,
        }
    }

    /// The height at which stops stand.
    pub(super) fn stop_y(&self) -> f64 {
        self.depth_y(self.area.height() - 15.0)
    }

    /// The middle of the name, between receptacles and stops.
    pub(super) fn name_point(&self) -> Point {
        at((self.area.left + self.area.right) / 2.0, self.depth_y(30.0 * self.scale))
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
        let (upper, lower) = (MARGIN + ROW * scale, MARGIN + (ROW + CORRIDOR) * scale);
        let bottom = lower + ROW * scale;
        let outer = Area { left: MARGIN, top: MARGIN, right, bottom };
        let corridor = Area { left: MARGIN, top: upper, right, bottom: lower };
        let in_upper = rooms.len().div_ceil(2);
        let place = |(nth, room): (usize, &Room)| {
            let (side, area) = if nth < in_upper {
                (Side::Upper, Area { bottom: upper, ..part(outer, nth, in_upper, 0.04) })
            } else {
                let of = rooms.len() - in_upper;
                (Side::Lower, Area { top: lower, ..part(outer, nth - in_upper, of, -0.04) })
            };
            let door = (area.left + area.right) / 2.0;
            Place { area, side, door, scale, n_receptacles: room.receptacles.len() }
        };
        let places = rooms.iter().enumerate().map(place).collect();
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

/// The i-th of n parts of a row; inner walls are shifted by a share of the width, so that rows do not line up.
fn part(outer: Area, i: usize, n: usize, shift: f64) -> Area {
    let edge = |i: usize| {
        let inner = if i == 0 || i == n { 0.0 } else { shift };
        outer.left + (outer.right - outer.left) * (i as f64 / n.max(1) as f64 + inner * 0.4)
    };
    Area { left: edge(i), right: edge(i + 1), ..outer }
}
