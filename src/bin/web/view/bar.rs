//! The budget bar: the value, the slider with its breakpoints, three readouts.

use askwell::app::{Measure, Msg};
use askwell::figure::text;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::controls::value;
use super::drawing::drawing;
use super::{Send, Shown};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let state = shown.state;
    let budget = state.setting.budget;
    let oninput = super::maybe(send, |event: InputEvent| {
        let input = event.target()?.dyn_into::<web_sys::HtmlInputElement>().ok()?;
        Some(Msg::BudgetChanged(input.value_as_number()))
    });
    let onchange = super::on(send, || Msg::BudgetReleased);
    let max = askwell::app::budget_max(shown.experiment, state.setting.measure);
    let unit = match state.setting.measure {
        Measure::Calls => ["calls", "per task"],
        Measure::Discounted => ["calls per task,", "discounted"],
    };
    html! {
        <div class="bar">
            <div class="bigc">
                <span class="lab">{ "Budget" }</span>
                <output data-testid="budget-value" data-value={budget.to_string()}>{ text::calls(budget) }</output>
                <small>{ unit[0] }<br />{ unit[1] }</small>
            </div>
            <div class="slide">
                { drawing(&askwell::app::slider_drawing(state, shown.experiment)) }
                <input type="range" data-testid="budget" min="0" max={max.to_string()} step="0.01"
                    value={budget.to_string()} aria-label="Budget C, calls per task"
                    aria-valuetext={format!("{} calls per task", text::calls(budget))} {oninput} {onchange} />
            </div>
            <div class="read">
                { calls(shown) }
                { success(shown) }
                { price(shown) }
            </div>
        </div>
    }
}

fn calls(shown: Shown<'_>) -> Html {
    let calls = &shown.reading.calls;
    html! {
        <div class="usage">
            <div class="k">{ "Calls used" }</div>
            <div class="v">{ value("usage-undiscounted", calls.plain, text::calls(calls.plain)) }</div>
            <div class="d">{ value("usage", calls.discounted, text::calls(calls.discounted)) }{ " discounted" }</div>
        </div>
    }
}

fn success(shown: Shown<'_>) -> Html {
    let measure = shown.state.setting.measure;
    let now = shown.reading.success.of(measure);
    let before = shown.state.previous.as_ref().map(|previous| previous.success.of(measure));
    let change = match before {
        Some(before) if now > before => format!("up from {}", text::percent_number(before)),
        Some(before) if now < before => format!("down from {}", text::percent_number(before)),
        _ => match measure {
            Measure::Calls => "of the tasks".to_owned(),
            Measure::Discounted => "discounted".to_owned(),
        },
    };
    html! {
        <div>
            <div class="k">{ "Success" }</div>
            <div class="v">{ value("success", now, text::success(now)) }</div>
            <div class="d">{ change }</div>
        </div>
    }
}

fn price(shown: Shown<'_>) -> Html {
    let price = shown.reading.price;
    let was = shown.state.previous.as_ref().map(|previous| format!("was {}", text::price(previous.price)));
    html! {
        <div>
            <div class="k">{ "Price " }<span class="i">{ "r" }</span></div>
            <div class="v">{ value("price", price, text::price(price)) }</div>
            <div class="d">{ was.unwrap_or_else(|| "a call".to_owned()) }</div>
        </div>
    }
}
