//! The drawers: one row of names below the four views, and the open one.

mod language_model;
mod models;
mod paper;
mod problems;
mod settings;
mod your_agent;

use askwell::app::Msg;
use askwell::app::model::Drawer;
use askwell::language::Words;
use yew::prelude::*;

use crate::view::shared::{Send, Shown, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let open = shown.state.setting.drawer;
    html! {
        <>
            <nav class="closed" aria-label={w.more()}>
                { for Drawer::ALL.iter().map(|&drawer| handle(w, drawer, open == Some(drawer), send)) }
            </nav>
            if let Some(drawer) = open {
                <section class="sec" data-testid={drawer.name()} aria-labelledby="drawer-heading">
                    <h2 id="drawer-heading">{ drawer.title(w) }</h2>
                    { shown.lazy.map_or_else(|| crate::view::shared::on_its_way(w), |later| (later.inside)(drawer, shown, send)) }
                </section>
            }
        </>
    }
}

/// The content of a drawer.
pub(crate) fn inside(drawer: Drawer, shown: Shown<'_>, send: &Send) -> Html {
    match drawer {
        Drawer::Paper => paper::view(shown, send),
        Drawer::Settings => settings::view(shown, send),
        Drawer::Models => models::view(shown, send),
        Drawer::LanguageModel => language_model::view(shown, send),
        Drawer::YourAgent => your_agent::view(shown, send),
        Drawer::Problems => problems::view(shown, send),
    }
}

fn handle(w: Words, drawer: Drawer, is_open: bool, send: &Send) -> Html {
    html! {
        <button data-testid={format!("open-{}", drawer.name())} aria-expanded={is_open.to_string()}
            onclick={on(send, move || Msg::DrawerToggled(drawer))}>
            { drawer.title(w) }<small>{ drawer.note(w) }</small>
        </button>
    }
}
