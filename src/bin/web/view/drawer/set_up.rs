//! The set-up drawer: what is computed, and settings kept side by side.

use askwell::app::{self, Compared, Msg, PINS_MAX, SetUpMsg, SetUpView};
use askwell::figure::text;
use askwell::household::{Keying, Split};
use yew::prelude::*;

use super::super::controls::{committed, value_of};
use super::super::drawing::drawing;
use super::super::{Send, Shown, loading, maybe, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let compared = app::set_up(shown.state, shown.experiment);
    html! {
        <>
            <p class="lede">
                { "What is rolled out, learned and solved. A change runs the stages it touches, and no others: γ the \
                   solver alone, the key all but the networks." }
            </p>
            { form(shown, send) }
            { loading::inline(shown.state, send) }
            { comparison(shown, &compared, send) }
        </>
    }
}

fn form(shown: Shown<'_>, send: &Send) -> Html {
    let setting = &shown.state.setting;
    let split = maybe(send, |event: Event| value_of(&event).map(Msg::SplitChosen));
    let keying =
        maybe(send, |event: Event| value_of(&event).map(|name| Msg::SetUp(SetUpMsg::KeyingChosen(name))));
    html! {
        <div class="form" role="group" aria-label="Set-up">
            { field("World", "what the house hides, and how many steps a task may take", html! {
                <select aria-label="World" onchange={split}>
                    { for Split::ALL.iter().map(|split| html! {
                        <option value={split.name()} selected={*split == setting.split}>{ split.paper_name() }</option>
                    }) }
                </select>
            }) }
            { field("State key", "what tells two states of the table apart", html! {
                <select aria-label="State key" data-testid="keying" onchange={keying}>
                    { for Keying::ALL.iter().map(|keying| html! {
                        <option value={keying.name()} selected={*keying == setting.keying}>{ app::keying_words(*keying) }</option>
                    }) }
                </select>
            }) }
            { number("γ", "gamma", "what a step costs success and calls; the paper gives none", setting.gamma.to_string(), SetUpMsg::GammaTyped, send) }
            { number("Tasks", "n-tasks", "training tasks; the paper has 1000", setting.n_tasks.to_string(), SetUpMsg::TasksTyped, send) }
            { number("Episodes", "repetitions", "of each task at each of seven probabilities of help; the paper has 3", setting.repetitions.to_string(), SetUpMsg::RepetitionsTyped, send) }
            { number_of_seed(setting.seed, send) }
            <div class="do">
                <button class="btn" data-testid="pin" onclick={on(send, || Msg::SetUp(SetUpMsg::Pinned))}>{ "Pin this setting" }</button>
                <button class="btn quiet" onclick={on(send, || Msg::SetUp(SetUpMsg::DefaultsPressed))}>{ "Back to the defaults" }</button>
            </div>
        </div>
    }
}

fn field(name: &'static str, note: &'static str, control: Html) -> Html {
    html! { <label class="field"><b>{ name }</b>{ control }<small>{ note }</small></label> }
}

fn number(
    name: &'static str,
    testid: &'static str,
    note: &'static str,
    value: String,
    msg: fn(String) -> SetUpMsg,
    send: &Send,
) -> Html {
    let onchange = committed(send, move |text| Msg::SetUp(msg(text)));
    let input =
        html! { <input inputmode="decimal" autocomplete="off" data-testid={testid} {value} {onchange} /> };
    field(name, note, input)
}

fn number_of_seed(seed: u64, send: &Send) -> Html {
    let onchange = committed(send, Msg::SeedTyped);
    let value = seed.to_string();
    let input = html! { <input inputmode="numeric" autocomplete="off" {value} {onchange} /> };
    field("Seed", "of the tasks, the rollouts and the networks", input)
}

fn comparison(shown: Shown<'_>, compared: &SetUpView, send: &Send) -> Html {
    let Some(picture) = &compared.drawing else {
        return html! {
            <p class="foot">{ format!("Pin a setting, change something, and compare: up to {PINS_MAX} side by side, at the budget you set.") }</p>
        };
    };
    let budget = text::calls(shown.state.setting.budget);
    html! {
        <div class="compare" data-testid="compare">
            { drawing(picture) }
            <div class="scroll" tabindex="0" role="region" aria-label="Pinned settings">
                <table class="plain">
                    <caption>{ format!("At a budget of {budget} calls per task") }</caption>
                    <thead><tr>
                        <th scope="col">{ "Setting" }</th>
                        <th scope="col" class="num">{ "Success" }</th>
                        <th scope="col" class="num">{ "Calls" }</th>
                        <th scope="col" class="num">{ "Price " }<span class="i">{ "r" }</span></th>
                        <th scope="col" class="num">{ "Most success" }</th>
                        <th scope="col"><span class="sr">{ "Actions" }</span></th>
                    </tr></thead>
                    <tbody>
                        { for compared.rows.iter().enumerate().map(|(index, row)| line(shown, index, row, send)) }
                    </tbody>
                </table>
            </div>
        </div>
    }
}

fn line(shown: Shown<'_>, index: usize, row: &Compared, send: &Send) -> Html {
    let measure = shown.state.setting.measure;
    let reading = &row.reading;
    let (most, calls) = row.most;
    html! {
        <tr>
            <th scope="row"><b>{ row.label.clone() }</b>{ " " }{ row.words.clone() }</th>
            <td class="num">{ text::success(reading.success.of(measure)) }</td>
            <td class="num">{ text::calls(reading.calls.of(measure)) }</td>
            <td class="num">{ text::price(reading.price) }</td>
            <td class="num">{ text::success(most) }{ format!(" at {}", text::calls(calls)) }</td>
            <td class="num">
                if let Some(pin) = index.checked_sub(1) {
                    <button class="btn quiet" onclick={on(send, move || Msg::SetUp(SetUpMsg::PinShown(pin)))}>{ "Show" }</button>
                    <button class="btn quiet" aria-label={format!("Unpin setting {index}")}
                        onclick={on(send, move || Msg::SetUp(SetUpMsg::Unpinned(pin)))}>{ "Unpin" }</button>
                }
            </td>
        </tr>
    }
}
