//! The set-up drawer: what is computed, and settings kept side by side.

use askwell::app::{self, Compared, Msg, PINS_MAX, SetUpMsg, SetUpView};
use askwell::figure::text;
use askwell::household::{Keying, Split};
use askwell::language::{Words, fill};
use yew::prelude::*;

use super::super::controls::{committed, value_of};
use super::super::drawing::drawing;
use super::super::{Send, Shown, loading, maybe, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let compared = app::set_up(shown.state, shown.experiment);
    html! {
        <>
            <p class="lede">
                { w.set_up_lede() }
            </p>
            { form(shown, send) }
            { loading::inline(shown.state, send) }
            { comparison(shown, &compared, send) }
        </>
    }
}

fn form(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let setting = &shown.state.setting;
    let split = maybe(send, |event: Event| value_of(&event).map(Msg::SplitChosen));
    let keying =
        maybe(send, |event: Event| value_of(&event).map(|name| Msg::SetUp(SetUpMsg::KeyingChosen(name))));
    html! {
        <div class="form" role="group" aria-label={w.drawer_set_up()}>
            { field(w.world(), w.world_note(), html! {
                <select aria-label={w.world()} onchange={split}>
                    { for Split::ALL.iter().map(|split| html! {
                        <option value={split.name()} selected={*split == setting.split}>{ split.paper_name() }</option>
                    }) }
                </select>
            }) }
            { field(w.state_key(), w.state_key_note(), html! {
                <select aria-label={w.state_key()} data-testid="keying" onchange={keying}>
                    { for Keying::ALL.iter().map(|keying| html! {
                        <option value={keying.name()} selected={*keying == setting.keying}>{ app::keying_words(w, *keying) }</option>
                    }) }
                </select>
            }) }
            { number("γ", "gamma", w.gamma_note(), setting.gamma.to_string(), SetUpMsg::GammaTyped, send) }
            { number(w.tasks(), "n-tasks", w.tasks_note(), setting.n_tasks.to_string(), SetUpMsg::TasksTyped, send) }
            { number(w.episodes(), "repetitions", w.episodes_note(), setting.repetitions.to_string(), SetUpMsg::RepetitionsTyped, send) }
            { number_of_seed(w, setting.seed, send) }
            <div class="do">
                <button class="btn" data-testid="pin" onclick={on(send, || Msg::SetUp(SetUpMsg::Pinned))}>{ w.pin_this_setting() }</button>
                <button class="btn quiet" onclick={on(send, || Msg::SetUp(SetUpMsg::DefaultsPressed))}>{ w.back_to_the_defaults() }</button>
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

fn number_of_seed(w: Words, seed: u64, send: &Send) -> Html {
    let onchange = committed(send, Msg::SeedTyped);
    let value = seed.to_string();
    let input = html! { <input inputmode="numeric" autocomplete="off" {value} {onchange} /> };
    field(w.seed(), w.seed_note(), input)
}

fn comparison(shown: Shown<'_>, compared: &SetUpView, send: &Send) -> Html {
    let w = shown.state.words;
    let Some(picture) = &compared.drawing else {
        return html! {
            <p class="foot">{ fill(w.pin_a_setting(), &[&PINS_MAX]) }</p>
        };
    };
    html! {
        <div class="compare" data-testid="compare">
            { drawing(picture) }
            <div class="scroll" tabindex="0" role="region" aria-label={w.pinned_settings()}>
                <table class="plain">
                    <caption>{ compared.caption.clone() }</caption>
                    <thead><tr>
                        <th scope="col">{ w.setting() }</th>
                        <th scope="col" class="num">{ w.success() }</th>
                        <th scope="col" class="num">{ w.calls() }</th>
                        <th scope="col" class="num">{ w.price_space() }<span class="i">{ "r" }</span></th>
                        <th scope="col" class="num">{ w.most_success() }</th>
                        <th scope="col"><span class="sr">{ w.actions() }</span></th>
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
    let w = shown.state.words;
    let measure = shown.state.setting.measure;
    let reading = &row.reading;
    let (most, calls) = row.most;
    html! {
        <tr>
            <th scope="row"><b>{ row.label.clone() }</b>{ " " }{ row.words.clone() }</th>
            <td class="num">{ text::success(reading.success.of(measure)) }</td>
            <td class="num">{ text::calls(reading.calls.of(measure)) }</td>
            <td class="num">{ text::price(reading.price) }</td>
            <td class="num">{ text::success(most) }{ fill(w.space_at(), &[&text::calls(calls)]) }</td>
            <td class="num">
                if let Some(pin) = index.checked_sub(1) {
                    <button class="btn quiet" onclick={on(send, move || Msg::SetUp(SetUpMsg::PinShown(pin)))}>{ w.show() }</button>
                    <button class="btn quiet" aria-label={fill(w.unpin_setting(), &[&index])}
                        onclick={on(send, move || Msg::SetUp(SetUpMsg::Unpinned(pin)))}>{ w.unpin() }</button>
                }
            </td>
        </tr>
    }
}
