//! The footer: the sources of the numbers.

use askwell::app::message::Panel;
use askwell::app::{self, Msg};
use askwell::experiment::Experiment;
use askwell::language::{Language, Words, fill};
use yew::prelude::*;

use super::choice::{Offered, Select};
use crate::view::shared::{Send, Shown, maybe, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let (experiment, w) = (shown.experiment, shown.state.words);
    html! {
        <footer class="end">
            <span>{ w.after_min() }</span>
            <span>{ fill(w.version_and_seed(), &[&env!("CARGO_PKG_VERSION"), &experiment.order.seed]) }</span>
            <span>{ summary(w, experiment) }</span>
            <span>{ w.no_account() }</span>
            <span class="printed" data-still="" data-testid="printed-link">{ address(shown) }</span>
            { languages(shown, send) }
            <button class="btn quiet" data-testid="tables" aria-pressed={shown.state.shows_tables.to_string()}
                onclick={on(send, || Msg::TablesToggled)}>{ w.charts_as_tables() }</button>
            <button class="btn quiet" disabled={!shown.state.history.can_undo()} onclick={on(send, || Msg::UndoPressed)}>{ w.undo() }</button>
            <button class="btn quiet" disabled={!shown.state.history.can_redo()} onclick={on(send, || Msg::RedoPressed)}>{ w.redo() }</button>
            <button class="btn quiet" data-testid="glossary" onclick={on(send, || Msg::PanelToggled(Panel::Glossary))}>{ w.glossary() }</button>
            <button class="btn quiet" data-testid="keys" onclick={on(send, || Msg::PanelToggled(Panel::Keys))}>{ w.keys() }</button>
        </footer>
    }
}

/// The page's address with its whole state, for who reads it on paper.
fn address(shown: Shown<'_>) -> String {
    crate::shell::effects::address_with(&app::model::write_link(&shown.state.setting))
}

/// The data of the table, in numbers: tasks, episodes, states and transitions.
fn summary(w: Words, experiment: &Experiment) -> String {
    let (tasks, episodes) = (experiment.n_tasks(), experiment.n_episodes);
    let (states, transitions) = (experiment.keys.len(), experiment.mdp.n_nonzeros());
    fill(w.summary(), &[&tasks, &episodes, &states, &transitions])
}

/// Every language by its own name.
fn languages(shown: Shown<'_>, send: &Send) -> Html {
    let chosen = shown.state.setting.language;
    let choose = maybe(send, |code: String| Language::from_code(&code).map(Msg::LanguageChosen));
    let option = |language: Language| {
        let code = language.code();
        Offered { value: code.into(), words: language.own_name().into(), lang: Some(code.into()) }
    };
    html! {
        <Select testid="language" label={shown.state.words.language_label()} value={chosen.code()}
            options={Language::ALL.map(option).to_vec()} onchoose={choose} />
    }
}
