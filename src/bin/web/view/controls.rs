//! Small parts that several views use.

use askwell::app::Msg;
use askwell::language::{Words, fill};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::drawing::key_pressed;
use crate::view::shared::{Send, maybe};

/// A button with an icon before its name; on a phone only the icon is seen.
pub(crate) fn icon_button(
    testid: &'static str,
    name: &'static str,
    path: &'static str,
    class: &'static str,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! {
        <button {class} data-testid={testid} aria-label={name} {onclick}>
            <svg viewBox="0 0 12 12" aria-hidden="true"><path d={path} /></svg>
            <span class="mo">{ name }</span>
        </button>
    }
}

/// The message for a typed text or a choice.
pub(crate) fn committed(send: &Send, msg: impl Fn(String) -> Msg + 'static) -> Callback<String> {
    send.reform(msg)
}

/// The message for each place that a slider is moved to.
pub(crate) fn slid(send: &Send, msg: fn(f64) -> Msg) -> Callback<InputEvent> {
    maybe(send, move |event: InputEvent| {
        let input = event.target()?.dyn_into::<web_sys::HtmlInputElement>().ok()?;
        Some(msg(input.value_as_number()))
    })
}

/// The message for the key of a mark that is pressed.
pub(crate) fn keyed(send: &Send, msg: fn(u32) -> Msg) -> Callback<MouseEvent> {
    maybe(send, move |event: MouseEvent| key_pressed(&event).map(msg))
}

/// The value chosen in the list of an event.
pub(crate) fn value_of(event: &Event) -> Option<String> {
    Some(event.target()?.dyn_into::<web_sys::HtmlSelectElement>().ok()?.value())
}

/// A number with its full precision; a click copies that.
pub(crate) fn copyable(w: Words, testid: &'static str, number: f64, text: String, send: &Send) -> Html {
    let full = number.to_string();
    let copied = full.clone();
    let onclick = crate::view::shared::on(send, move || Msg::CopyPressed(copied.clone()));
    let title = fill(w.click_to_copy(), &[&full]);
    html! { <button class="copyable" data-testid={testid} data-value={full} {title} {onclick}>{ w.decimals(text) }</button> }
}
