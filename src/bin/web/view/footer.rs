//! Where the numbers come from.

use askwell::app::{Msg, Panel};
use yew::prelude::*;

use super::{Send, Shown, on};

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let experiment = shown.experiment;
    html! {
        <footer class="end">
            <span>{ "After Min et al., “Self-Regulation and Requesting Interventions”, arXiv 2502.04576" }</span>
            <span>{ format!("Version {}, seed {}", env!("CARGO_PKG_VERSION"), experiment.order.seed) }</span>
            <span>{ experiment.summary() }</span>
            <span>{ "No account, no outside host, nothing of yours stored" }</span>
            <button class="btn quiet" data-testid="tables" aria-pressed={shown.state.shows_tables.to_string()}
                onclick={on(send, || Msg::TablesToggled)}>{ "Charts as tables" }</button>
            <button class="btn quiet" disabled={!shown.state.history.can_undo()} onclick={on(send, || Msg::UndoPressed)}>{ "Undo" }</button>
            <button class="btn quiet" disabled={!shown.state.history.can_redo()} onclick={on(send, || Msg::RedoPressed)}>{ "Redo" }</button>
            <button class="btn quiet" data-testid="symbols" onclick={on(send, || Msg::PanelToggled(Panel::Symbols))}>{ "Symbols" }</button>
            <button class="btn quiet" data-testid="keys" onclick={on(send, || Msg::PanelToggled(Panel::Keys))}>{ "Keys" }</button>
        </footer>
    }
}
