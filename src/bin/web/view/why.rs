//! D: why it asks, or goes on, in the selected state.

use askwell::app;
use askwell::figure::Act;
use yew::prelude::*;

use super::Shown;
use super::drawing::{drawing, spans};

pub(crate) fn view(shown: Shown<'_>) -> Html {
    let body = match app::why(shown.state, shown.experiment, shown.reading, shown.scene) {
        Some(why) => known(&why),
        None => html! {
            <p class="verdict">
                { "Phase 1 never tried both ways here, so there is nothing to weigh. The agent goes on." }
            </p>
        },
    };
    html! {
        <section class="panel why" data-testid="why" aria-labelledby="why-heading">
            <header>
                <h2 id="why-heading"><span class="lt">{ "D" }</span>{ "Why here?" }</h2>
                <p>{ app::selected_place(shown.state, shown.scene) }</p>
            </header>
            { body }
        </section>
    }
}

fn known(why: &app::Why) -> Html {
    let (word, class) = match why.act {
        Act::Ask => ("Ask.", "c-ask"),
        Act::GoOn | Act::NeverSeen => ("Go on.", "c-go"),
    };
    html! {
        <>
            <p class="verdict">
                { drawing(&app::verdict_glyph(why.act)) }
                <span><b class={class}>{ word }</b>{ " " }{ why.verdict }</span>
            </p>
            <div class="rule exact">
                <h3>{ "Exact " }<span class="note">{ "gain > price × extra calls" }</span></h3>
                <p class="eq" data-testid="why-exact">{ spans(&why.exact) }</p>
                { drawing(&why.bars) }
            </div>
            <div class="rule paper">
                <h3 class="c-prule">{ "Paper’s rule " }<span class="note">{ "price < ratio" }</span></h3>
                <p class="eq" data-testid="why-paper">{ spans(&why.paper) }</p>
            </div>
            <div class="rule asks">
                <h3>{ why.asks_from.clone() }<span class="note">{ why.asks_from_paper.clone() }</span></h3>
                { drawing(&why.strips) }
            </div>
        </>
    }
}
