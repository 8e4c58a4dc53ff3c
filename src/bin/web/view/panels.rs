//! Notices, and the panels that open under the budget bar: share, cite, keys.

use askwell::app::{self, Control, Msg, Panel, State};
use yew::prelude::*;

use super::{Send, Shown, on};

const BIBTEX: &str = "@article{min2025selfregulation,
  title   = {Self-Regulation and Requesting Interventions},
  author  = {Min, So Yeon and Wu, Yue and Sun, Jimin and Kaufmann, Max and Tajwar, Fahim and Bisk, Yonatan and Salakhutdinov, Ruslan},
  journal = {arXiv preprint arXiv:2502.04576},
  year    = {2025}
}";

const KEYS: [(&str, &str); 14] = [
    ("← →", "on the slider: one hundredth of a call less, or more"),
    ("Page up, Page down", "on the slider: a tenth of its length"),
    ("space", "play, pause"),
    (".", "one step on"),
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
    match shown.state.panel {
        Some(Panel::Share) => share(shown.state, send),
        Some(Panel::Cite) => cite(send),
        Some(Panel::Keys) => keys(send),
        Some(Panel::Symbols) => frame("Symbols", Panel::Symbols, super::symbols::view(), send),
        None => Html::default(),
    }
}

fn frame(title: &'static str, panel: Panel, body: Html, send: &Send) -> Html {
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

fn copyable(label: &'static str, text: String, send: &Send) -> Html {
    let copied = text.clone();
    html! {
        <div class="copy">
            <pre>{ text }</pre>
            <button class="btn pri" onclick={on(send, move || Msg::CopyPressed(copied.clone()))}>{ label }</button>
        </div>
    }
}

fn share(state: &State, send: &Send) -> Html {
    let setting = app::Setting { hidden: state.share_hidden, ..state.setting.clone() };
    let link = app::write_link(&setting);
    let body = html! {
        <>
            <p>{ "This link restores exactly what you see: the numbers, the task, the step." }</p>
            { copyable("Copy the link", crate::effects::address_with(&link), send) }
            <fieldset class="hide">
                <legend>{ "For a class: leave these out behind the link" }</legend>
                { for Control::ALL.iter().map(|&control| html! {
                    <label>
                        <input type="checkbox" checked={state.share_hidden.contains(control)}
                            onchange={on(send, move || Msg::ShareHidden(control))} />{ control.name() }
                    </label>
                }) }
            </fieldset>
        </>
    };
    frame("Share", Panel::Share, body, send)
}

fn cite(send: &Send) -> Html {
    let tool = format!(
        "@software{{askwell,\n  title   = {{Askwell: when should an agent ask for help?}},\n  version = {{{}}},\n  year    = {{2026}}\n}}",
        env!("CARGO_PKG_VERSION")
    );
    let body = html! {
        <>
            <p>{ "The paper, whose method this is:" }</p>
            { copyable("Copy", BIBTEX.to_owned(), send) }
            <p>{ "This tool:" }</p>
            { copyable("Copy", tool, send) }
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
