//! A panel's frame, and a text to copy.

use askwell::app::Msg;
use askwell::app::message::Panel;
use askwell::language::Words;
use yew::prelude::*;

use crate::view::shared::{Send, on};

pub(super) fn frame(w: Words, title: &'static str, panel: Panel, body: Html, send: &Send) -> Html {
    html! {
        <dialog class="sheet" open=true aria-label={title} data-testid="panel">
            <div class="head">
                <h2>{ title }</h2>
                <button class="btn" onclick={on(send, move || Msg::PanelToggled(panel))}>{ w.close() }</button>
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
