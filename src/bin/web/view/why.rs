//! D: why it asks, or goes on, in the selected state.

use askwell::app;
use askwell::figure::Act;
use askwell::language::Words;
use yew::prelude::*;

use super::drawing::{drawing, spans};
use crate::view::shared::Shown;

pub(crate) fn view(shown: Shown<'_>) -> Html {
    let w = shown.state.words;
    let body = match app::draw::why(shown.state, shown.experiment, shown.reading, shown.scene) {
        Some(why) => known(w, &why),
        None => html! {
            <p class="verdict">
                { w.nothing_to_weigh() }
            </p>
        },
    };
    html! {
        <section class="panel why" data-testid="why" aria-labelledby="why-heading">
            <header>
                <h2 id="why-heading"><span class="lt">{ "D" }</span>{ w.why_here() }</h2>
                <p>{ app::draw::selected_place(shown.state, shown.scene) }</p>
            </header>
            { body }
        </section>
    }
}

fn known(w: Words, why: &app::draw::Why) -> Html {
    let (word, class) = match why.act {
        Act::Ask => (w.ask(), "c-ask"),
        Act::GoOn | Act::NeverSeen => (w.go_on(), "c-go"),
    };
    html! {
        <>
            <p class="verdict">
                { drawing(&app::draw::verdict_glyph(why.act)) }
                <span><b class={class}>{ word }</b>{ " " }{ why.verdict }</span>
            </p>
            <div class="rule exact">
                <h3>{ w.exact_space() }<span class="note">{ why.exact_note }</span></h3>
                <p class="eq" data-testid="why-exact">{ spans(w, &why.exact) }</p>
                { drawing(&why.bars) }
                <p class="compares">{ why.compares.clone() }</p>
            </div>
            if !why.paper.is_empty() {
                <div class="rule paper">
                    <h3 class="c-prule">{ w.papers_rule_space() }<span class="note">{ why.paper_note }</span></h3>
                    <p class="eq" data-testid="why-paper">{ spans(w, &why.paper) }</p>
                </div>
            }
            <div class="rule asks">
                <h3>{ why.asks_from.clone() }<span class="note">{ why.asks_from_paper.clone() }</span></h3>
                { drawing(&why.strips) }
            </div>
        </>
    }
}
