//! The columns of the log: a menu for each of ours, with the names met in the log.

use askwell::app::Msg;
use askwell::app::drawers::your_agent::{LogOption, YourAgentMsg, YourAgentState};
use askwell::language::{Words, fill};
use askwell::trace::read::{Column, Columns};
use yew::prelude::*;

use super::super::super::choice::{Select, option};
use super::super::super::controls::committed;
use crate::view::shared::{Send, on};

/// Menus for all columns; nothing before a log with names was given.
pub(super) fn menus(w: Words, log: &YourAgentState, send: &Send) -> Html {
    if log.names().is_empty() {
        return Html::default();
    }
    let columns = Columns::parse(&log.options.columns).unwrap_or_default();
    html! {
        <fieldset class="log-columns" data-testid="log-menus">
            <legend>{ w.which_column() }</legend>
            { for Column::ALL.into_iter().map(|column| menu(column, &columns, log.names(), send)) }
        </fieldset>
    }
}

fn menu(column: Column, columns: &Columns, names: &[String], send: &Send) -> Html {
    let chosen = columns.name(column);
    let choose =
        committed(send, move |name| Msg::YourAgent(YourAgentMsg::OptionSet(LogOption::Column(column, name))));
    // A column that the log does not name is as good as none.
    let value = if names.iter().any(|name| name == chosen) { chosen.to_owned() } else { String::new() };
    let names = names.iter().map(|name| option(name.clone(), name.clone()));
    let options = std::iter::once(option("", "–")).chain(names).collect::<Vec<_>>();
    html! {
        <label>
            <span>{ column.name() }</span>
            <Select testid={format!("log-column-{}", column.name())} {value} {options} onchoose={choose} />
        </label>
    }
}

/// The mapping that the names of a refused log suggest, to be taken with one click.
pub(super) fn guess(w: Words, guess: Option<&str>, send: &Send) -> Html {
    let Some(written) = guess.map(str::to_owned) else { return Html::default() };
    let means: Vec<String> = written
        .split(',')
        .filter_map(|part| part.split_once('=').filter(|(_, name)| !name.is_empty()))
        .map(|(column, name)| fill(w.name_is_column(), &[&name, &column]))
        .collect();
    let take = on(send, move || Msg::YourAgent(YourAgentMsg::OptionSet(LogOption::Columns(written.clone()))));
    html! {
        <p class="do">
            <span>{ fill(w.perhaps(), &[&means.join(", ")]) }</span>{ " " }
            <button class="btn" data-testid="log-guess" onclick={take}>{ w.read_it_so() }</button>
            { w.or_choose() }
        </p>
    }
}
