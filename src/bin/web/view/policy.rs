//! B: where the policy asks, in the task that is looked at.

use askwell::app::model::View;
use askwell::app::{self, Msg};
use yew::prelude::*;

use super::controls::keyed;
use super::drawing::{drawing, key_under};
use crate::view::shared::{Send, Shown};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let policy = app::draw::policy(shown.state, shown.scene);
    let onclick = keyed(send, Msg::StatePinned);
    let onpointermove = crate::view::shared::maybe(send, {
        let hovered = shown.state.hovered;
        move |event: PointerEvent| {
            let under = key_under(&event);
            (under != hovered).then_some(Msg::StateHovered(under))
        }
    });
    let onpointerleave = crate::view::shared::on(send, || Msg::StateHovered(None));
    let onkeydown = crate::view::shared::maybe(send, {
        let here = shown.state.hovered;
        move |event: KeyboardEvent| {
            let msg = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" => Msg::StateWalked(1),
                "ArrowLeft" | "ArrowUp" => Msg::StateWalked(-1),
                "Enter" => Msg::StatePinned(here?),
                _ => return None,
            };
            event.prevent_default();
            Some(msg)
        }
    });
    let is_guessing = shown.state.is_answer_hidden();
    html! {
        <section class="panel" data-testid="policy" aria-labelledby="policy-heading">
            <header>
                <h2 id="policy-heading"><span class="lt">{ "B" }</span>{ w.where_it_asks() }</h2>
                <p><span data-testid="policy-name">{ policy.policy.clone() }</span>{ " · " }<b data-testid="policy-changed">{ policy.changed.clone() }</b>{ " " }{ policy.since.clone() }</p>
                if !is_guessing {
                <span class="ctl">
                    <button class="btn quiet" aria-label={w.last_change_label()} title={w.last_change_title()}
                        onclick={crate::view::shared::on(send, || Msg::BreakpointStepped(-1))}>{ "‹" }</button>
                    <button class="btn quiet" data-testid="next-change" title={w.next_change_title()}
                        onclick={crate::view::shared::on(send, || Msg::BreakpointStepped(1))}>{ w.next_change() }</button>
                </span>
                }
            </header>
            <div class="states" tabindex="0" role="group" data-testid="states"
                aria-label={w.states_label()} {onkeydown} {onclick} {onpointermove} {onpointerleave}>
                { for policy.drawings.iter().map(drawing) }
            </div>
            if !is_guessing { { super::table::view(View::Policy, shown) } }
            <p class="say"><b>{ policy.place.clone() }</b><span>{ crate::view::shared::of_household(w, policy.words.clone()) }</span></p>
        </section>
    }
}
