//! Notices, and the panels that open under the budget bar: share, cite, keys.

use askwell::app::message::Panel;
use askwell::app::{self, Msg, State};
use askwell::language::{Text, Words};
use yew::prelude::*;

use super::sheet::{copyable, frame};
use crate::view::shared::{Send, Shown, on};

const KEYS: [(Text, Text); 15] = [
    (|_| "← →", Words::key_arrows),
    (Words::keys_page, Words::key_pages),
    (Words::keys_space, Words::key_space),
    (|_| ".", Words::key_step),
    (|_| "< >", Words::key_speed),
    (|_| "0", Words::key_first),
    (|_| "n, p", Words::key_tasks),
    (|_| "[ ]", Words::key_changes),
    (|_| "b", Words::key_budget),
    (|_| "s, ?", Words::key_panels),
    (|_| "t", Words::key_tables),
    (|_| "Ctrl z, Ctrl y", Words::key_undo),
    (Words::keys_number, Words::key_copy),
    (|_| "Esc", Words::key_escape),
    (Words::keys_state, Words::key_pin),
];

pub(crate) fn notices(state: &State, send: &Send) -> Html {
    if state.notices_above().next().is_none() {
        return Html::default();
    }
    let w = state.words;
    let notices = state.notices_above().map(|(index, notice)| {
        html! {
            <div class="notice" role="alert" data-testid="notice">
                <span>{ notice.text.clone() }</span>
                <button class="btn" onclick={on(send, move || Msg::NoticeClosed(index))}>{ w.close() }</button>
            </div>
        }
    });
    html! { <section aria-label={w.notices()}>{ for notices }</section> }
}

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let Some(panel) = shown.state.panel else { return Html::default() };
    shown.lazy.map_or_else(
        || crate::view::shared::on_its_way(shown.state.words),
        |later| (later.panel)(panel, shown, send),
    )
}

/// The content of a panel.
pub(crate) fn panel(panel: Panel, shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    match panel {
        Panel::Share => super::share::view(shown.state, send),
        Panel::Cite => cite(w, send),
        Panel::Keys => keys(w, send),
        Panel::Glossary => frame(w, w.glossary(), Panel::Glossary, super::glossary::view(w), send),
    }
}

fn cite(w: Words, send: &Send) -> Html {
    let body = html! {
        <>
            <p>{ w.the_paper() }</p>
            { copyable(w.copy(), app::export::BIBTEX_PAPER.to_owned(), send) }
            <p>{ w.this_tool() }</p>
            { copyable(w.copy(), app::export::bibtex_tool(), send) }
        </>
    };
    frame(w, w.cite(), Panel::Cite, body, send)
}

fn keys(w: Words, send: &Send) -> Html {
    let body = html! {
        <dl class="keys">
            { for KEYS.iter().map(|(key, what)| html! { <><dt>{ key(w) }</dt><dd>{ what(w) }</dd></> }) }
        </dl>
    };
    frame(w, w.keys(), Panel::Keys, body, send)
}
