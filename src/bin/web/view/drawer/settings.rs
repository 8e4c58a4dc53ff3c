//! The set-up drawer: what is computed, and settings kept side by side.

use askwell::app::draw::{Compared, SettingsView};
use askwell::app::drawers::settings::{PINS_MAX, SettingsMsg};
use askwell::app::model::{Measure, Place};
use askwell::app::{self, Msg, State};
use askwell::figure::text;
use askwell::household::{Keying, Split};
use askwell::language::fill;
use yew::prelude::*;

use super::super::choice::{Select, option};
use super::super::controls::committed;
use super::super::drawing::drawing;
use super::super::field::Field;
use super::super::{beside, loading};
use crate::view::shared::{Send, Shown, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let compared = app::draw::settings(shown.state, shown.experiment);
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
    let splits = Split::ALL.iter().map(|split| option(split.name(), split.paper_name()));
    let keyings =
        Keying::ALL.iter().map(|keying| option(keying.name(), app::derived::keying_words(w, *keying)));
    let keying = committed(send, |name| Msg::Settings(SettingsMsg::KeyingChosen(name)));
    let number = |name, testid, note, value: String, place, msg: fn(String) -> SettingsMsg| {
        number(
            shown.state,
            (name, note),
            testid,
            value,
            place,
            committed(send, move |text| Msg::Settings(msg(text))),
            send,
        )
    };
    html! {
        <div class="form" role="group" aria-label={w.drawer_set_up()}>
            { field(w.world(), w.world_note(), html! {
                <Select testid="world" value={setting.split.name()} options={splits.collect::<Vec<_>>()}
                    onchoose={committed(send, Msg::SplitChosen)} />
            }) }
            { field(w.state_key(), w.state_key_note(), html! {
                <Select testid="keying" value={setting.keying.name()} options={keyings.collect::<Vec<_>>()} onchoose={keying} />
            }) }
            { number("γ", "gamma", w.gamma_note(), setting.gamma.to_string(), Place::Gamma, SettingsMsg::GammaTyped) }
            { number(w.tasks(), "n-tasks", w.tasks_note(), setting.n_tasks.to_string(), Place::Tasks, SettingsMsg::TasksTyped) }
            { number(w.episodes(), "repetitions", w.episodes_note(), setting.repetitions.to_string(), Place::Repetitions,
                SettingsMsg::RepetitionsTyped) }
            { seed(shown.state, send) }
            <div class="do">
                <button class="btn" data-testid="pin" onclick={on(send, || Msg::Settings(SettingsMsg::Pinned))}>{ w.pin_this_setting() }</button>
                <button class="btn quiet" onclick={on(send, || Msg::Settings(SettingsMsg::DefaultsPressed))}>{ w.back_to_the_defaults() }</button>
            </div>
        </div>
    }
}

fn field(name: &'static str, note: &'static str, control: Html) -> Html {
    html! { <label class="field"><b>{ name }</b>{ control }<small>{ note }</small></label> }
}

/// A field for a number, with its name, its note and the line beside it.
fn number(
    state: &State,
    (name, note): (&'static str, &'static str),
    testid: &'static str,
    value: String,
    place: Place,
    oncommit: Callback<String>,
    send: &Send,
) -> Html {
    html! {
        <div class="field">
            <label><b>{ name }</b><Field {testid} inputmode="decimal" {value} {oncommit} fault={beside::id(state, place)} />
                <small>{ note }</small></label>
            { beside::line(state, place, send) }
        </div>
    }
}

/// The seed of the title line again; why one was refused is said up there, where that field is on the page.
fn seed(state: &State, send: &Send) -> Html {
    let w = state.words;
    let oncommit = committed(send, Msg::SeedTyped);
    let input = html! {
        <Field testid="set-up-seed" inputmode="numeric" value={state.setting.seed.to_string()} {oncommit}
            fault={beside::id(state, Place::Seed)} />
    };
    field(w.seed(), w.seed_note(), input)
}

fn comparison(shown: Shown<'_>, compared: &SettingsView, send: &Send) -> Html {
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
            <td class="num">{ w.decimals(text::success(reading.success.of(measure))) }</td>
            <td class="num">{ w.decimals(text::calls(reading.calls.of(measure))) }</td>
            <td class="num">{ w.decimals(text::price(reading.price)) }</td>
            <td class="num">{ w.decimals(text::success(most)) }{ fill(w.space_at(), &[&text::budget(calls, measure == Measure::Cap)]) }</td>
            <td class="num">
                if let Some(pin) = index.checked_sub(1) {
                    <button class="btn quiet" onclick={on(send, move || Msg::Settings(SettingsMsg::PinShown(pin)))}>{ w.show() }</button>
                    <button class="btn quiet" aria-label={fill(w.unpin_setting(), &[&index])}
                        onclick={on(send, move || Msg::Settings(SettingsMsg::Unpinned(pin)))}>{ w.unpin() }</button>
                }
            </td>
        </tr>
    }
}
