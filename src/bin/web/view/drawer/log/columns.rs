//! Which of the log's columns is which: a menu for each of ours, with the names that were met in the log.

use askwell::app::{LogMsg, LogOption, LogState, Msg};
use askwell::language::{Words, fill};
use askwell::trace::read::{Column, Columns};
use yew::prelude::*;

use super::super::super::controls::value_of;
use super::super::super::{Send, maybe, on};

/// Menus for all columns; nothing before a log with names was given.
pub(super) fn menus(w: Words, log: &LogState, send: &Send) -> Html {
    if log.names.is_empty() {
        return Html::default();
    }
    let columns = Columns::parse(&log.options.columns).unwrap_or_default();
    html! {
        <fieldset class="log-columns" data-testid="log-menus">
            <legend>{ w.which_column() }</legend>
            { for Column::ALL.into_iter().map(|column| menu(column, &columns, &log.names, send)) }
        </fieldset>
    }
}

fn menu(column: Column, columns: &Columns, names: &[String], send: &Send) -> Html {
    let chosen = columns.name(column);
    let choose = maybe(send, move |event: Event| {
        Some(Msg::Log(LogMsg::OptionSet(LogOption::Column(column, value_of(&event)?))))
    });
    let is_missing = !names.iter().any(|name| name == chosen);
    html! {
        <label>
            <span>{ column.name() }</span>
            <select data-testid={format!("log-column-{}", column.name())} onchange={choose}>
                <option value="" selected={is_missing}>{ "–" }</option>
                { for names.iter().map(|name| html! {
                    <option value={name.clone()} selected={name == chosen}>{ name.clone() }</option>
                }) }
            </select>
        </label>
    }
}

/// What the names of a refused log may mean, to be taken with one click.
pub(super) fn guess(w: Words, log: &LogState, send: &Send) -> Html {
    let Some(written) = log.guess.clone() else { return Html::default() };
    let means: Vec<String> = written
        .split(',')
        .filter_map(|part| part.split_once('=').filter(|(_, name)| !name.is_empty()))
        .map(|(column, name)| fill(w.name_is_column(), &[&name, &column]))
        .collect();
    let take = on(send, move || Msg::Log(LogMsg::OptionSet(LogOption::Columns(written.clone()))));
    html! {
        <p class="do">
            <span>{ fill(w.perhaps(), &[&means.join(", ")]) }</span>{ " " }
            <button class="btn" data-testid="log-guess" onclick={take}>{ w.read_it_so() }</button>
            { w.or_choose() }
        </p>
    }
}
