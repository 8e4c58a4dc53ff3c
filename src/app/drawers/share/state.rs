//! The state of the share panel.

use crate::app::model::controls::Controls;
use crate::app::model::setting::Theme;
use crate::app::model::views::{View, Views};

/// Widths of a post's column at which the figure can be looked at, in pixels.
pub const PREVIEW_WIDTHS: [u32; 3] = [320, 640, 800];

/// The choices that the panel remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct Sharing {
    /// The views that are shared.
    pub views: Views,
    /// The width of the preview, in pixels; none is shown at first.
    pub width: Option<u32>,
    /// Its light.
    pub theme: Theme,
    /// The controls that the link leaves out; until the reader picks some, those that the page leaves out.
    pub hidden: Option<Controls>,
}

impl Default for Sharing {
    fn default() -> Self {
        let views = Views::only(View::Curve).toggled(View::Policy);
        Self { views, width: None, theme: Theme::Auto, hidden: None }
    }
}
