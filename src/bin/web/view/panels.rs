//! Notices, and the panels that open under the budget bar: share, cite, keys.

use askwell::app::{self, Msg, Panel, State};
use yew::prelude::*;

use super::{Send, Shown, on};

const KEYS: [(&str, &str); 15] = [
    ("← →", "on the slider: one hundredth of a call less, or more"),
    ("Page up, Page down", "on the slider: a tenth of its length"),
    ("space", "play, pause"),
    (".", "one step on"),
    ("< >", "play slower, faster"),
    ("0", "back to the first step"),
    ("n, p", "the next task, the previous one"),
    ("[ ]", "the budget where this task’s policy changes last, or next"),
    ("b", "type a budget"),
    ("s, ?", "the symbols, the keys"),
    ("t", "charts as tables"),
    ("Ctrl z, Ctrl y", "undo, redo"),
    ("click on a number", "copy it in full"),
    ("Esc", "close, let go of a pinned state"),
    ("click on a state", "pin it; click again to let go"),
];

pub(crate) fn notices(state: &State, send: &Send) -> Html {
    if state.notices.is_empty() {
        return Html::default();
    }
    let notices = state.notices.iter().enumerate().map(|(index, notice)| {
        html! {
            <div class="notice" role="alert" data-testid="notice">
                <span>{ notice.text.clone() }</span>
                <button class="btn" onclick={on(send, move || Msg::NoticeClosed(index))}>{ "Close" }</button>
            </div>
        }
    });
    html! { <section aria-label="Notices">{ for notices }</section> }
}

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let Some(panel) = shown.state.panel else { return Html::default() };
    shown.later.map_or_else(super::on_its_way, |later| (later.panel)(panel, shown, send))
}

/// What is in a panel.
pub(crate) fn panel(panel: Panel, shown: Shown<'_>, send: &Send) -> Html {
    match panel {
        Panel::Share => super::share::view(shown.state, send),
        Panel::Cite => cite(send),
        Panel::Keys => keys(send),
        Panel::Symbols => frame("Symbols", Panel::Symbols, super::symbols::view(), send),
    }
}

pub(super) fn frame(title: &'static str, panel: Panel, body: Html, send: &Send) -> Html {
    html! {
        <dialog class="sheet" open=true aria-label={title} data-testid="panel">
            <div class="head">
                <h2>{ title }</h2>
                <button class="btn" onclick={on(send, move || Msg::PanelToggled(panel))}>{ "Close" }</button>
            </div>
            { body }
        </dialog>
    }
}

pub(super) fn copyable(label: &'static str, text: String, send: &Send) -> Html {
    let copied = text.clone();
    html! {
        <div class="copy">
            <pre>{ text }</pre>
            <button class="btn pri" onclick={on(send, move || Msg::CopyPressed(copied.clone()))}>{ label }</button>
        </div>
    }
}

fn cite(send: &Send) -> Html {
    let body = html! {
        <>
            <p>{ "The paper, whose method this is:" }</p>
            { copyable("Copy", app::BIBTEX_PAPER.to_owned(), send) }
            <p>{ "This tool:" }</p>
            { copyable("Copy", app::bibtex_tool(), send) }
        </>
    };
    frame("Cite", Panel::Cite, body, send)
}

fn keys(send: &Send) -> Html {
    let body = html! {
        <dl class="keys">
            { for KEYS.iter().map(|(key, what)| html! { <><dt>{ *key }</dt><dd>{ *what }</dd></> }) }
        </dl>
    };
    frame("Keys", Panel::Keys, body, send)
}
