//! Messages of the share panel, and the forms of file.

use crate::app::model::controls::Control;
use crate::app::model::setting::Theme;
use crate::app::model::views::View;
use crate::language::Words;

/// A form of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One page that needs nothing else.
    Html,
    /// A drawing for each view.
    Svg,
    /// The same on a page of its own.
    Pdf,
    /// The same as pixels, two for each of the drawing's.
    Png,
    /// The numbers.
    Csv,
    /// The numbers.
    Json,
    /// A figure and a table.
    Latex,
}

impl Form {
    /// Every form, in the order of the panel.
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

    /// The end of the file's name.
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
    /// Its name.
    pub name: String,
    /// The form of the file; of a PNG, `content` is the SVG it is painted from.
    pub form: Form,
    /// The bytes that are in it.
    pub content: Vec<u8>,
    /// The source of a PNG: where a PNG says it comes from; else empty, for the content says so.
    pub stamp: String,
}

/// The acts that happen in the panel.
#[derive(Clone, Debug, PartialEq)]
pub enum ShareMsg {
    /// A view is shared, or no longer.
    ViewToggled(View),
    /// A control is left out of the link, or put back.
    ControlToggled(Control),
    /// The figure is to be looked at this wide, or, chosen again, no longer.
    WidthChosen(u32),
    /// In this light.
    ThemeChosen(Theme),
    /// A file is wanted.
    SavePressed(Form),
    /// The one file that needs nothing else is wanted, with a way back to the whole page.
    HtmlPressed {
        /// The page's own address, which is the shell's to know.
        page: String,
    },
    /// The QR code of the link is wanted as a file.
    QrPressed {
        /// The link, whole: the page's own address is the shell's to know.
        address: String,
    },
}
