//! The state of the share panel.

use crate::app::model::controls::Controls;
use crate::app::model::setting::Theme;
use crate::app::model::views::{View, Views};

/// The widths of the preview, those of a post's column, in pixels.
pub const PREVIEW_WIDTHS: [u32; 3] = [320, 640, 800];

/// The state of the share panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Sharing {
    /// The views that are shared.
    pub views: Views,
    /// The width of the preview, in pixels; none is shown at first.
    pub width: Option<u32>,
    /// The theme of the preview.
    pub theme: Theme,
    /// The controls that the link leaves out; none until the reader picks some, while those of the page
    /// apply.
    pub hidden: Option<Controls>,
}

impl Default for Sharing {
    fn default() -> Self {
        let views = Views::only(View::Curve).toggled(View::Policy);
        Self { views, width: None, theme: Theme::Auto, hidden: None }
    }
}
