//! The line beside a field: why its last try was refused, or what the last choice changed besides.

use askwell::app::model::Place;
use askwell::app::{Msg, State};
use yew::prelude::*;

use crate::view::shared::{Send, on};

/// The line, where there is one; the field is described by [`id`].
pub(crate) fn line(state: &State, place: Place, send: &Send) -> Html {
    let Some((index, notice)) = state.notice_at(place) else { return Html::default() };
    html! {
        <span class="beside" id={place.id()} role="alert" data-testid="notice">
            <span>{ notice.text.clone() }</span>
            <button type="button" class="btn quiet" aria-label={state.words.close()}
                onclick={on(send, move || Msg::NoticeClosed(index))}>{ "×" }</button>
        </span>
    }
}

/// The id of the line, where there is one.
pub(crate) fn id(state: &State, place: Place) -> Option<AttrValue> {
    state.notice_at(place).map(|_| place.id().into())
}
