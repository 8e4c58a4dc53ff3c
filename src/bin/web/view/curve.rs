//! A: what a call buys.

use askwell::app;
use askwell::app::model::View;
use yew::prelude::*;

use super::drawing::{spans, telling};
use crate::view::shared::Shown;

pub(crate) fn view(shown: Shown<'_>) -> Html {
    let w = shown.state.words;
    let curve = app::draw::curve(shown.state, shown.experiment, shown.reading);
    html! {
        <section class="panel" data-testid="curve" aria-labelledby="curve-heading">
            <header>
                <h2 id="curve-heading"><span class="lt">{ "A" }</span>{ w.what_a_call_buys() }</h2>
                <p>{ spans(w, &curve.sentence) }</p>
            </header>
            { for curve.drawings.iter().map(telling) }
            { super::table::view(View::Curve, shown) }
            <p class="afresh">{ curve.afresh.clone() }</p>
        </section>
    }
}
