//! Every field of text on the page.
//!
//! Text that the reader types belongs to the field until it is committed or given up. Enter and leaving the field
//! commit it, Escape gives it up; a redraw in between changes nothing in it. After that the field shows the value in
//! force again, so that a value that was refused never stays behind.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// A field and what it is for.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FieldProps {
    pub(crate) testid: &'static str,
    /// The value that is in force; without it the field keeps what was typed, for the state holds nothing to show.
    #[prop_or_default]
    pub(crate) value: Option<AttrValue>,
    /// The text that was typed, once the reader is done with it.
    pub(crate) oncommit: Callback<String>,
    /// The reader left the field, or gave up what was typed.
    #[prop_or_default]
    pub(crate) onleave: Callback<()>,
    #[prop_or_default]
    pub(crate) id: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) class: Classes,
    /// The name of the field, where no label stands around it.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    #[prop_or(AttrValue::Static("text"))]
    pub(crate) kind: AttrValue,
    #[prop_or_default]
    pub(crate) inputmode: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) placeholder: Option<AttrValue>,
    /// The number of lines of a field for long texts.
    #[prop_or_default]
    pub(crate) rows: Option<u32>,
    /// The id of the line that says why the last try was refused.
    #[prop_or_default]
    pub(crate) fault: Option<AttrValue>,
}

pub(crate) struct Field {
    element: NodeRef,
    /// True if what is in the field is neither committed nor given up. A cell, for it must be true before the next
    /// redraw, and a message to the component may come after that.
    is_draft: Rc<Cell<bool>>,
}

impl Component for Field {
    type Message = ();
    type Properties = FieldProps;

    fn create(_ctx: &Context<Self>) -> Self {
        Self { element: NodeRef::default(), is_draft: Rc::default() }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let FieldProps { testid, id, class, label, kind, inputmode, placeholder, rows, fault, .. } =
            ctx.props().clone();
        let is_invalid = fault.is_some().then_some("true");
        let (oninput, onchange) = (self.typed(), self.committed(ctx));
        let (onblur, onkeydown) = (self.left(ctx), self.given_up(ctx));
        let reference = self.element.clone();
        match rows {
            None => html! {
                <input ref={reference} data-testid={testid} {id} {class} type={kind} {inputmode} {placeholder}
                    autocomplete="off" spellcheck="false" aria-label={label} aria-invalid={is_invalid}
                    aria-describedby={fault} {oninput} {onchange} {onblur} {onkeydown} />
            },
            Some(rows) => html! {
                <textarea ref={reference} data-testid={testid} {id} {class} rows={rows.to_string()} {placeholder}
                    autocomplete="off" spellcheck="false" aria-label={label} aria-invalid={is_invalid}
                    aria-describedby={fault} {oninput} {onchange} {onblur} {onkeydown} />
            },
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first_render: bool) {
        if let Some(value) = &ctx.props().value
            && !self.is_draft.get()
        {
            show(&self.element, value);
        }
    }
}

impl Field {
    fn typed(&self) -> Callback<InputEvent> {
        let is_draft = self.is_draft.clone();
        Callback::from(move |_| is_draft.set(true))
    }

    fn committed(&self, ctx: &Context<Self>) -> Callback<Event> {
        let (is_draft, element, oncommit) =
            (self.is_draft.clone(), self.element.clone(), ctx.props().oncommit.clone());
        Callback::from(move |_| {
            is_draft.set(false);
            if let Some(text) = text_of(&element) {
                oncommit.emit(text);
            }
        })
    }

    fn left(&self, ctx: &Context<Self>) -> Callback<FocusEvent> {
        let (is_draft, onleave) = (self.is_draft.clone(), ctx.props().onleave.clone());
        Callback::from(move |_| {
            // A browser tells what was typed before it tells that the field was left.
            is_draft.set(false);
            onleave.emit(());
        })
    }

    fn given_up(&self, ctx: &Context<Self>) -> Callback<KeyboardEvent> {
        let (is_draft, element) = (self.is_draft.clone(), self.element.clone());
        let (value, onleave) = (ctx.props().value.clone(), ctx.props().onleave.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() != "Escape" || !is_draft.get() {
                return;
            }
            let Some(value) = &value else { return };
            is_draft.set(false);
            show(&element, value);
            // The key has done its work: it closes and stops nothing else.
            event.stop_propagation();
            onleave.emit(());
        })
    }
}

fn text_of(element: &NodeRef) -> Option<String> {
    let element = element.get()?;
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return Some(input.value());
    }
    element.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value)
}

/// Shows a text where another one stands; where it stands already the reader's selection stays.
fn show(element: &NodeRef, text: &str) {
    if text_of(element).is_none_or(|shown| shown == text) {
        return;
    }
    let Some(element) = element.get() else { return };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    }
}
