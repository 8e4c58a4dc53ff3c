//! A few strokes a room, along the outer wall, so that a kitchen looks like a kitchen.

use super::super::mark::{Mark, at};
use super::super::place::Area;
use super::Function;
use super::house::Place;

/// A piece in units from the room's left corner at the outer wall: across, and into the room.
enum Piece {
    Box(f64, f64, f64, f64, f64),
    Ring(f64, f64, f64),
    Stroke(f64, f64, f64, f64),
}

use Piece::{Box, Ring, Stroke};

fn pieces(function: Function) -> Vec<Piece> {
    match function {
        Function::Kitchen => {
            vec![Box(6.0, 6.0, 46.0, 11.0, 0.0), Stroke(30.0, 6.0, 30.0, 17.0), Ring(41.0, 11.5, 3.2)]
        }
        Function::LivingRoom => vec![
            Box(6.0, 6.0, 42.0, 12.0, 2.0),
            Stroke(6.0, 10.0, 48.0, 10.0),
            Box(14.0, 24.0, 26.0, 8.0, 0.0),
        ],
        Function::Study => vec![Box(6.0, 6.0, 36.0, 13.0, 0.0), Ring(24.0, 25.0, 4.0)],
        Function::Bathroom => vec![Box(6.0, 6.0, 42.0, 17.0, 8.0), Ring(15.0, 14.5, 2.0)],
        Function::Laundry => vec![
            Box(6.0, 6.0, 20.0, 20.0, 0.0),
            Box(30.0, 6.0, 20.0, 20.0, 0.0),
            Ring(16.0, 16.0, 6.0),
            Ring(40.0, 16.0, 6.0),
        ],
        Function::Bedroom => vec![
            Box(6.0, 6.0, 40.0, 30.0, 0.0),
            Stroke(6.0, 17.0, 46.0, 17.0),
            Box(10.0, 9.0, 14.0, 5.5, 0.0),
            Box(28.0, 9.0, 14.0, 5.5, 0.0),
            Box(50.0, 6.0, 10.0, 10.0, 0.0),
        ],
        Function::DiningRoom => {
            vec![
                Box(14.0, 11.0, 34.0, 14.0, 0.0),
                Ring(23.0, 7.0, 2.5),
                Ring(39.0, 7.0, 2.5),
                Ring(23.0, 29.0, 2.5),
            ]
        }
        Function::Storage => {
            vec![Box(6.0, 6.0, 46.0, 8.0, 0.0), Stroke(21.0, 6.0, 21.0, 14.0), Stroke(37.0, 6.0, 37.0, 14.0)]
        }
        Function::Hallway | Function::Other => Vec::new(),
    }
}

/// A piece of furniture and the area it stands on.
pub(super) struct Furniture {
    pub(super) mark: Mark,
    pub(super) area: Area,
}

/// The furniture of a room.
pub(super) fn pieces_in(function: Function, place: &Place) -> Vec<Furniture> {
    let k = place.scale;
    let x = |units: f64| place.area.left + units * k;
    let y = |units: f64| place.depth_y(units * k);
    let area = |x0: f64, y0: f64, x1: f64, y1: f64| Area {
        left: x(x0),
        top: y(y0).min(y(y1)),
        right: x(x1),
        bottom: y(y0).max(y(y1)),
    };
    let piece = |piece| match piece {
        Box(left, depth, width, deep, radius) => {
            let area = area(left, depth, left + width, depth + deep);
            let mark = Mark::rect("n s-axis w1", at(area.left, area.top), width * k, deep * k, radius * k);
            Furniture { mark, area }
        }
        Ring(across, depth, radius) => Furniture {
            mark: Mark::circle("n s-axis w1", at(x(across), y(depth)), radius * k),
            area: area(across - radius, depth - radius, across + radius, depth + radius),
        },
        Stroke(x0, y0, x1, y1) => Furniture {
            mark: Mark::line("n s-axis w1", at(x(x0), y(y0)), at(x(x1), y(y1))),
            area: area(x0, y0, x1, y1),
        },
    };
    pieces(function).into_iter().map(piece).collect()
}
