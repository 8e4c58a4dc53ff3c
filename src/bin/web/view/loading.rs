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

/// The same where the reader made the change, while a result is on the page.
pub(crate) fn inline(state: &State, send: &Send) -> Html {
    state.pending.as_ref().map_or_else(Html::default, |pending| counts(pending, send))
}

fn counts(pending: &Pending, send: &Send) -> Html {
    let Some(now) = pending.progress else { return Html::default() };
    html! {
        <p class="counts">
            <span>{ now.stage.name() }</span>
            <span>{ now.counts() }</span>
            <span>{ time_left(now.left_ms) }</span>
            <button class="btn" onclick={on(send, || Msg::CancelPressed)}>{ "Cancel" }</button>
        </p>
    }
}

fn time_left(left_ms: Option<f64>) -> String {
    match left_ms.map(|left| (left / 1000.0).ceil()) {
        None => String::new(),
        Some(seconds) if seconds <= 1.0 => "about a second left".to_owned(),
        Some(seconds) => format!("about {seconds} s left"),
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
            <small>{ note }{ " " }{ pending.progress.map_or_else(String::new, |p| format!("{} {}", p.counts(), time_left(p.left_ms))) }</small>
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
