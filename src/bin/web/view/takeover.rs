//! You decide: the reader in the agent's place, inside view C. All but its button is in the part of the page that loads
//! later.

use askwell::app::Msg;
use askwell::app::derived::{Offer, Yours};
use askwell::app::message::TakeoverMsg;
use askwell::app::model::{TAKE_OVER_ID, YOURS_QUESTION_ID};
use askwell::language::{Words, fill};
use yew::prelude::*;

use crate::view::shared::{Send, Shown, of_household, on, on_its_way};

/// The button that takes over at the step that is looked at.
pub(crate) fn begin(w: Words, step: u32, send: &Send) -> Html {
    let onclick = on(send, || Msg::Takeover(TakeoverMsg::Begun));
    html! {
            <button class="btn" id={TAKE_OVER_ID} data-testid="take-over" {onclick}>{ fill(w.you_decide_from(), &[&(step + 1)]) }</button>
    }
}

/// The reader's part, where it has come; nothing without a takeover.
pub(super) fn view(shown: Shown<'_>, send: &Send) -> Html {
    match (&shown.scene.yours, shown.lazy) {
        (None, _) => Html::default(),
        (Some(_), None) => on_its_way(shown.state.words),
        (Some(yours), Some(lazy)) => (lazy.takeover)(yours, shown, send),
    }
}

/// The actions that the reader may choose, or the outcome; and the way back to the agent.
pub(crate) fn of(yours: &Yours, shown: Shown<'_>, send: &Send) -> Html {
    let (w, lane) = (shown.state.words, &shown.scene.helped);
    let question = if yours.is_open() { yours.question(w, lane) } else { yours.verdict(w, lane) };
    let give_back = on(send, || Msg::Takeover(TakeoverMsg::GivenBack));
    html! {
        <div class="yours" role="group" aria-labelledby={YOURS_QUESTION_ID} data-testid="yours">
            <h3 id={YOURS_QUESTION_ID} tabindex="-1" data-testid="yours-question">{ question }</h3>
            <div class="do">
                { for yours.offers.iter().map(|offer| choice(offer, send)) }
                <button class="btn quiet" data-testid="give-back" onclick={give_back}>{ w.give_it_back() }</button>
            </div>
            if yours.is_open() {
                <details>
                    <summary>{ w.all_the_agent_knows() }</summary>
                    <pre class="prompt" tabindex="0" aria-label={w.the_state_as_text()}>{ of_household(w, yours.prompt(&shown.scene.stage.task)) }</pre>
                </details>
            }
        </div>
    }
}

fn choice(offer: &Offer, send: &Send) -> Html {
    let action = offer.action;
    let onclick = on(send, move || Msg::Takeover(TakeoverMsg::Chosen(action)));
    html! { <button class="btn" data-testid="choice" {onclick}>{ offer.label.clone() }</button> }
}
