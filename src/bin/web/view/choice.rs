//! Every list of choices and every box to tick: what it says is what is set, whatever was pressed before.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::controls::value_of;

/// One choice: its name in messages, its words, and their language where it is not the page's.
#[derive(Clone, PartialEq)]
pub(crate) struct Offered {
    pub(crate) value: AttrValue,
    pub(crate) words: AttrValue,
    pub(crate) lang: Option<AttrValue>,
}

/// A list of choices.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SelectProps {
    pub(crate) testid: AttrValue,
    /// The name of the list, where no label stands around it.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    /// The value that is set; no choice is shown as chosen where none has this value.
    pub(crate) value: AttrValue,
    pub(crate) options: Vec<Offered>,
    pub(crate) onchoose: Callback<String>,
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// The id of the line that says what the last choice changed.
    #[prop_or_default]
    pub(crate) told: Option<AttrValue>,
}

/// A browser no longer follows the attribute `selected` once the reader has chosen: so the list itself is set after
/// each redraw.
pub(crate) struct Select {
    element: NodeRef,
}

impl Component for Select {
    type Message = ();
    type Properties = SelectProps;

    fn create(_ctx: &Context<Self>) -> Self {
        Self { element: NodeRef::default() }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let SelectProps { testid, label, value, options, onchoose, disabled, told } = ctx.props().clone();
        let onchange = Callback::from(move |event: Event| {
            if let Some(chosen) = value_of(&event) {
                onchoose.emit(chosen);
            }
        });
        let option = |option: Offered| {
            let is_chosen = option.value == value;
            html! { <option value={option.value} lang={option.lang} selected={is_chosen}>{ option.words }</option> }
        };
        html! {
            <select ref={self.element.clone()} data-testid={testid} data-value={value.clone()} aria-label={label}
                aria-describedby={told} {disabled} {onchange}>
                { for options.into_iter().map(option) }
            </select>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first_render: bool) {
        let value = &ctx.props().value;
        if let Some(list) = self.element.cast::<HtmlSelectElement>()
            && list.value() != value.as_str()
        {
            list.set_value(value);
        }
    }
}

/// A choice in the page's language.
pub(crate) fn option(value: impl Into<AttrValue>, words: impl Into<AttrValue>) -> Offered {
    Offered { value: value.into(), words: words.into(), lang: None }
}

/// A box to tick and its words.
pub(crate) fn tick(testid: AttrValue, is_on: bool, words: &str, onchange: Callback<Event>) -> Html {
    html! { <><input type="checkbox" data-testid={testid} checked={is_on} {onchange} />{ words.to_owned() }</> }
}
