//! B: where the policy asks, in the task that is looked at.

use askwell::app::{self, Msg};
use yew::prelude::*;

use super::drawing::{drawing, key_under};
use super::{Send, Shown};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let policy = app::policy(shown.state, shown.scene);
    let onclick = super::maybe(send, |event: MouseEvent| key_under(&event).map(Msg::StatePinned));
    let onpointermove = super::maybe(send, {
        let hovered = shown.state.hovered;
        move |event: PointerEvent| {
            let under = key_under(&event);
            (under != hovered).then_some(Msg::StateHovered(under))
        }
    });
    let onpointerleave = super::on(send, || Msg::StateHovered(None));
    html! {
        <section class="panel" data-testid="policy" aria-labelledby="policy-heading">
            <header>
                <h2 id="policy-heading"><span class="lt">{ "B" }</span>{ "Where it asks, in this task" }</h2>
                <p><b data-testid="policy-changed">{ policy.changed.clone() }</b>{ policy.since.clone() }</p>
            </header>
            <div {onclick} {onpointermove} {onpointerleave}>
                { for policy.drawings.iter().map(drawing) }
            </div>
            <p class="say"><b>{ policy.place.clone() }</b><span>{ policy.words.clone() }</span></p>
        </section>
    }
}
