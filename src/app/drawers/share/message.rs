//! The messages of the share panel, and the formats of files.

use crate::app::model::controls::Control;
use crate::app::model::setting::Theme;
use crate::app::model::views::View;
use crate::language::Words;

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// HTML: one page that needs nothing else.
    Html,
    /// SVG: a drawing for each view.
    Svg,
    /// PDF: each drawing on a page of its own.
    Pdf,
    /// PNG: each drawing in pixels, at twice its width and height.
    Png,
    /// CSV: the numbers.
    Csv,
    /// JSON: the numbers.
    Json,
    /// LaTeX: a figure and a table.
    Latex,
}

impl Form {
    /// All formats, in the order of the panel.
    pub const ALL: [Self; 7] =
        [Self::Html, Self::Svg, Self::Pdf, Self::Png, Self::Csv, Self::Json, Self::Latex];

    /// The name of the button.
    #[must_use]
    pub fn title(self, w: Words) -> &'static str {
        match self {
            Self::Html => w.form_html(),
            Self::Svg => "SVG",
            Self::Pdf => "PDF",
            Self::Png => "PNG",
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Latex => "LaTeX",
        }
    }

    /// The ending of the file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Latex => "tex",
        }
    }
}

/// A file for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFile {
    /// The name of the file.
    pub name: String,
    /// The format of the file; of a PNG, `content` is the SVG it is painted from.
    pub form: Form,
    /// The content of the file.
    pub content: Vec<u8>,
    /// The source note of a PNG; empty for other formats, whose content holds it.
    pub stamp: String,
}

/// An act of the reader in the share panel.
#[derive(Clone, Debug, PartialEq)]
pub enum ShareMsg {
    /// A view was added to the shared ones, or removed.
    ViewToggled(View),
    /// A control was left out of the link, or put back.
    ControlToggled(Control),
    /// A width was chosen for the preview, in pixels; chosen again, it ends the preview.
    WidthChosen(u32),
    /// A theme was chosen for the preview.
    ThemeChosen(Theme),
    /// A file was asked for.
    SavePressed(Form),
    /// The HTML file that needs nothing else was asked for, with a way back to the whole page.
    HtmlPressed {
        /// The page's own address, which only the shell knows.
        page: String,
    },
    /// The QR code of the link was asked for as a file.
    QrPressed {
        /// The whole link; only the shell knows the page's own address.
        address: String,
    },
}
