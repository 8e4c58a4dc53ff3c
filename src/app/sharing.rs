//! The share panel: which views, how they are looked at, and the files they are saved as.

use crate::figure::qr::Qr;
use crate::figure::svg;
use crate::language::Words;

use super::controls::{Control, Controls};
use super::embed::{View, Views};
use super::message::Effect;
use super::setting::{Setting, Theme};
use super::share;
use super::state::State;

/// Widths of a post's column at which the figure can be looked at, in pixels.
pub const PREVIEW_WIDTHS: [u32; 3] = [320, 640, 800];

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

/// The setting that the panel's links and frames carry: that of what is shown.
#[must_use]
pub fn shared_setting(state: &State) -> Setting {
    let shown = state.shown_setting();
    let Sharing { theme, hidden, .. } = state.sharing;
    let theme = if theme == Theme::Auto { shown.theme } else { theme };
    Setting { theme, hidden: hidden.unwrap_or(shown.hidden), embed: None, ..shown }
}

pub(super) fn update(state: &mut State, msg: ShareMsg) -> Vec<Effect> {
    let hidden = state.setting.hidden;
    let sharing = &mut state.sharing;
    match msg {
        ShareMsg::ViewToggled(view) => sharing.views = sharing.views.toggled(view),
        ShareMsg::ControlToggled(control) => {
            sharing.hidden = Some(sharing.hidden.unwrap_or(hidden).toggled(control));
        }
        ShareMsg::WidthChosen(width) => {
            sharing.width = if sharing.width == Some(width) { None } else { Some(width) };
        }
        ShareMsg::ThemeChosen(theme) => sharing.theme = theme,
        ShareMsg::SavePressed(form) => {
            let files = files(state, form, None);
            return save(state, files);
        }
        ShareMsg::HtmlPressed { page } => {
            let files = files(state, Form::Html, Some(&page));
            return save(state, files);
        }
        ShareMsg::QrPressed { address } => {
            let code = Qr::of(&address).map(|qr| qr.svg(&address).into_bytes());
            return code
                .map(|content| {
                    let name = "askwell-qr.svg".to_owned();
                    Effect::Save(SavedFile { name, form: Form::Svg, content, stamp: String::new() })
                })
                .into_iter()
                .collect();
        }
    }
    Vec::new()
}

fn save(state: &mut State, files: Vec<SavedFile>) -> Vec<Effect> {
    if files.is_empty() {
        state.notify(state.words.no_file_was_made().to_owned());
    }
    files.into_iter().map(Effect::Save).collect()
}

/// The files of a form: one for each drawing, or one in all. `page` is the whole page's address, where it is known.
fn files(state: &State, form: Form, page: Option<&str>) -> Vec<SavedFile> {
    let Sharing { views, theme, .. } = state.sharing;
    let theme = if theme == Theme::Dark { svg::Theme::Dark } else { svg::Theme::Light };
    let drawn = View::ALL.into_iter().filter(|&view| views.contains(view));
    let stamp = match form {
        Form::Png => share::stamp(state).map(|stamp| stamp.json().to_string()).unwrap_or_default(),
        _ => String::new(),
    };
    let file = |name: &str, content: Vec<u8>| SavedFile {
        name: format!("askwell{name}.{}", form.extension()),
        form,
        content,
        stamp: stamp.clone(),
    };
    let whole = |text: Option<String>| text.map(|text| file("", text.into_bytes())).into_iter().collect();
    let drawing = |view| match form {
        Form::Pdf => share::pdf_file(state, view, theme),
        _ => share::svg_file(state, view, theme).map(String::into_bytes),
    };
    match form {
        Form::Html => whole(share::self_contained(state, views, page)),
        Form::Csv => whole(share::csv_file(state)),
        Form::Json => whole(share::json_file(state)),
        Form::Latex => whole(share::latex(state, "askwell-curve")),
        Form::Svg | Form::Pdf | Form::Png => {
            drawn.filter_map(|view| Some(file(&format!("-{}", view.name()), drawing(view)?))).collect()
        }
    }
}
