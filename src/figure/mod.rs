//! Figure data to scales, axes and marks. No DOM, no clock, no file: the page and the command line draw from it.
//!
//! Each figure is a plain struct of numbers and words with a `draw(&self, width)`: the same input and the same
//! width give the same [`Drawing`], to the character. A width in pixels decides between the wide and the narrow
//! layout, so text is never scaled. Marks carry classes of `www/figure.css`, never colours: light, dark and forced
//! colours are the stylesheet's business. [`svg`] writes a drawing as text; [`Mark::tag`], [`Mark::attributes`],
//! [`Mark::children`] and [`Mark::spans`] let a page build its own nodes from the same tree.
//!
//! Units are the same everywhere: success and probabilities are fractions of 1, calls are calls per task, prices
//! are success per call, steps and states are indices from 0 unless a field says otherwise.
//!
//! A reliability diagram as a file of its own:
//! ```
//! use askwell::figure::reliability::{Bin, Reliability};
//! use askwell::figure::svg::{self, Theme};
//!
//! let bins = vec![Bin { span: (0.0, 0.5), n: 20, said: 0.3, came_true: 0.25 }];
//! let drawing = Reliability { bins, brier: 0.2, ..Reliability::default() }.draw(360.0);
//! assert!(svg::standalone(&drawing, Theme::Light).starts_with("<svg"));
//! ```

#[cfg(test)]
#[path = "clear_test.rs"]
pub(crate) mod clear;
pub mod compare;
mod contour;
pub mod curve;
pub mod glyph;
mod key;
mod mark;
mod numbered;
mod path;
pub mod pdf;
pub mod pipeline;
mod place;
pub mod plan;
mod plane;
pub mod png;
mod point;
pub mod policy;
pub mod price_map;
pub mod qr;
pub mod reliability;
pub mod roc;
mod scale;
pub mod slider;
pub mod svg;
pub mod text;
pub mod trace;
pub mod two_helps;
mod unit_square;
pub mod why;

pub use mark::{Anchor, Drawing, Mark, Point, Shape, Span, at};

/// The action of a policy in a state, or the change of it over a stretch of budgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The agent asks for help: a filled star.
    Ask,
    /// The agent goes on by itself: a chevron in a ring.
    GoOn,
    /// No rollout ever tried the other way, so there is nothing to weigh: a hatched square.
    NeverSeen,
}

/// The outcome of an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A tick in a ring.
    Success,
    /// A cross in a ring.
    Failure,
}
