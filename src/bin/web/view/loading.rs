//! What stands above the first picture until the page's own numbers are there, and the failed state.

use std::cmp::Ordering;

use askwell::app::{Msg, Pending, Phase, State};
use askwell::experiment::Stage;
use yew::prelude::*;

use super::{Send, on};

pub(crate) fn view(state: &State, send: &Send) -> Html {
    match (&state.phase, &state.pending) {
        (Phase::Failed(error), None) => failed(error, send),
        (_, Some(pending)) => progress(state, pending, send),
        _ => Html::default(),
    }
}

fn progress(state: &State, pending: &Pending, send: &Send) -> Html {
    let (now, overall) = pending.progress.map_or((Stage::Collect, 0.0), |p| (p.stage, p.overall()));
    let percent = (overall * 100.0).round().to_string();
    let class = |stage: Stage| match stage.cmp(&now) {
        Ordering::Less => "done",
        Ordering::Equal => "on",
        Ordering::Greater => "",
    };
    let note = if state.phase == Phase::Ready {
        "The old result stays until the new one is ready."
    } else {
        "Below, for now, a picture of the default setting."
    };
    html! {
        <div class="loading" data-testid="progress">
            <ol class="stages" title={now.name()}>
                { for Stage::ALL.iter().map(|&stage| html! { <li class={class(stage)}>{ stage.short() }</li> }) }
            </ol>
            <progress max="100" value={percent} aria-label={now.name()}></progress>
            <button class="btn" data-testid="cancel" onclick={on(send, || Msg::CancelPressed)}>{ "Cancel" }</button>
            <small>{ note }</small>
        </div>
    }
}

fn failed(error: &str, send: &Send) -> Html {
    html! {
        <div class="notice" role="alert" data-testid="failed">
            <span>{ format!("There is no result to show. {error}") }</span>
            <button class="btn" onclick={on(send, || Msg::RetryPressed)}>{ "Try again" }</button>
        </div>
    }
}
