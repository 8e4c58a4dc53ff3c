//! The budget bar: the value, the slider with its breakpoints, three readouts.

use askwell::app::model::{Measure, Place};
use askwell::app::{Msg, State};
use askwell::figure::text;
use askwell::language::fill;
use yew::prelude::*;

use super::beside;
use super::controls::{committed, copyable, slid};
use super::drawing::drawing;
use super::field::Field;
use crate::view::shared::{Send, Shown};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let (state, w) = (shown.state, shown.state.words);
    let oninput = slid(send, Msg::BudgetChanged);
    let onchange = crate::view::shared::on(send, || Msg::BudgetReleased);
    let max = askwell::app::derived::budget_max(shown.experiment, state.setting.measure);
    let is_capped = state.setting.measure == Measure::Cap;
    let unit = match state.setting.measure {
        Measure::Calls => [w.unit_calls(), w.unit_per_task()],
        Measure::Discounted => [w.unit_calls_per_task(), w.discounted()],
        Measure::Cap => [w.unit_calls_at_most(), w.unit_in_one_task()],
    };
    html! {
        <section class="bar" aria-label={w.budget()}>
            <div class="bigc">
                <span class="lab">{ w.budget() }</span>
                { typed(shown, send) }
                <small>{ unit[0] }<br />{ unit[1] }</small>
                { beside::line(state, Place::Budget, send) }
            </div>
            <div class="slide">
                { drawing(&askwell::app::draw::slider_drawing(state, shown.experiment)) }
                <input type="range" data-testid="budget" min="0" max={max.to_string()} step={if is_capped { "1" } else { "0.01" }}
                    value={state.setting.budget.to_string()} aria-label={w.budget()}
                    aria-valuetext={[&*figures(state), unit[0], unit[1]].join(" ")} {oninput} {onchange} />
            </div>
            <div class="read">
                { calls(shown, send) }
                { success(shown, send) }
                { price(shown, send) }
            </div>
        </section>
    }
}

/// The budget in figures: a cap is whole, and a decimal sign is that of the language.
fn figures(state: &State) -> String {
    state.words.decimals(askwell::app::derived::budget_in_figures(&state.setting))
}

/// The budget in large figures; pressed, a field to type it in.
fn typed(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let budget = shown.state.setting.budget;
    if shown.state.is_typing_budget {
        let fault = beside::id(shown.state, Place::Budget);
        return html! {
            <Field testid="budget-typed" id="typed-budget" class="typed" inputmode="decimal" label={w.budget()} {fault}
                value={budget.to_string()} oncommit={committed(send, Msg::BudgetTyped)}
                onleave={crate::view::shared::on(send, || Msg::BudgetTyping(false))} />
        };
    }
    html! {
        <button class="copyable big" title={w.type_a_budget()} data-testid="budget-value" data-value={budget.to_string()}
            onclick={crate::view::shared::on(send, || Msg::BudgetTyping(true))}>{ figures(shown.state) }</button>
    }
}

fn calls(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let calls = &shown.reading.calls;
    html! {
        <div class="usage">
            <div class="k">{ w.calls_used() }</div>
            <div class="v">{ copyable(w, "usage-undiscounted", calls.plain, text::calls(calls.plain), send) }</div>
            <div class="d">{ copyable(w, "usage", calls.discounted, text::calls(calls.discounted), send) }{ w.space_discounted() }</div>
        </div>
    }
}

fn success(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let measure = shown.state.setting.measure;
    let now = shown.reading.success.of(measure);
    let before = shown.state.previous.as_ref().map(|previous| previous.success.of(measure));
    let change = match before {
        Some(before) if now > before => fill(w.up_from(), &[&text::percent_number(before)]),
        Some(before) if now < before => fill(w.down_from(), &[&text::percent_number(before)]),
        _ => match measure {
            Measure::Calls | Measure::Cap => w.of_the_tasks().to_owned(),
            Measure::Discounted => w.discounted().to_owned(),
        },
    };
    html! {
        <div>
            <div class="k">{ w.success() }</div>
            <div class="v">{ copyable(w, "success", now, text::success(now), send) }</div>
            <div class="d">{ change }</div>
        </div>
    }
}

fn price(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let price = shown.reading.price;
    let unit = if shown.state.setting.measure == Measure::Cap { w.below_the_cap() } else { w.a_call() };
    let was = shown.state.previous.as_ref().map(|previous| fill(w.was(), &[&text::price(previous.price)]));
    html! {
        <div>
            <div class="k">{ w.price_space() }<span class="i">{ "r" }</span></div>
            <div class="v">{ copyable(w, "price", price, text::price(price), send) }</div>
            <div class="d">{ was.unwrap_or_else(|| unit.to_owned()) }</div>
        </div>
    }
}
