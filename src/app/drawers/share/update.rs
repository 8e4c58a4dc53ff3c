//! The transitions of the share panel.

use crate::app::drawers::share::message::{Form, SavedFile, ShareMsg};
use crate::app::drawers::share::state::Sharing;
use crate::app::export;
use crate::app::message::effect::Effect;
use crate::app::model::setting::{Setting, Theme};
use crate::app::model::views::View;
use crate::app::state::State;
use crate::figure::qr::Qr;
use crate::figure::svg;

/// The setting in the panel's links and frames: that of the shown figure.
#[must_use]
pub fn shared_setting(state: &State) -> Setting {
    let shown = state.shown_setting();
    let Sharing { theme, hidden, .. } = state.sharing;
    let theme = if theme == Theme::Auto { shown.theme } else { theme };
    Setting { theme, hidden: hidden.unwrap_or(shown.hidden), embed: None, ..shown }
}

pub(in crate::app) fn update(state: &mut State, msg: ShareMsg) -> Vec<Effect> {
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

/// The files of a format: one for each drawing, or one in all. `page` is the address of the whole page, if it
/// is known.
fn files(state: &State, form: Form, page: Option<&str>) -> Vec<SavedFile> {
    let Sharing { views, theme, .. } = state.sharing;
    let theme = if theme == Theme::Dark { svg::Theme::Dark } else { svg::Theme::Light };
    let drawn = View::ALL.into_iter().filter(|&view| views.contains(view));
    let stamp = match form {
        Form::Png => export::stamp(state).map(|stamp| stamp.json().to_string()).unwrap_or_default(),
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
        Form::Pdf => export::pdf_file(state, view, theme),
        _ => export::svg_file(state, view, theme).map(String::into_bytes),
    };
    match form {
        Form::Html => whole(export::self_contained(state, views, page)),
        Form::Csv => whole(export::csv_file(state)),
        Form::Json => whole(export::json_file(state)),
        Form::Latex => whole(export::latex(state, "askwell-curve")),
        Form::Svg | Form::Pdf | Form::Png => {
            drawn.filter_map(|view| Some(file(&format!("-{}", view.name()), drawing(view)?))).collect()
        }
    }
}
