//! A point of a drawing, in pixels from its upper left corner.

use serde::{Deserialize, Serialize};

/// A place in a drawing, in pixels from its top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Pixels to the right.
    pub x: f64,
    /// Pixels down.
    pub y: f64,
}

/// The point (x, y).
#[must_use]
pub fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}
