//! What stands above the first picture until the page's own numbers are there, and the failed state.

use std::cmp::Ordering;

use askwell::app::{Msg, Pending, Phase, State};
use askwell::experiment::Stage;
use askwell::language::{Words, fill};
use yew::prelude::*;

use super::{Send, on};

pub(crate) fn view(state: &State, send: &Send) -> Html {
    match (&state.phase, &state.pending) {
        (Phase::Failed(error), None) => failed(state.words, error, send),
        (_, Some(pending)) => progress(state, pending, send),
        _ => Html::default(),
    }
}

fn stage_name(w: Words, stage: Stage) -> &'static str {
    match stage {
        Stage::Collect => w.stage_collect(),
        Stage::TrainBase => w.stage_train_base(),
        Stage::TrainHelp => w.stage_train_help(),
        Stage::Solve => w.stage_solve(),
        Stage::Evaluate => w.stage_evaluate(),
    }
}

fn stage_short(w: Words, stage: Stage) -> &'static str {
    match stage {
        Stage::Collect => w.stage_collect_short(),
        Stage::TrainBase => w.stage_train_base_short(),
        Stage::TrainHelp => w.stage_train_help_short(),
        Stage::Solve => w.stage_solve_short(),
        Stage::Evaluate => w.stage_evaluate_short(),
    }
}

/// The same where the reader made the change, while a result is on the page.
pub(crate) fn inline(state: &State, send: &Send) -> Html {
    state.pending.as_ref().map_or_else(Html::default, |pending| counts(state.words, pending, send))
}

fn counts(w: Words, pending: &Pending, send: &Send) -> Html {
    let Some(now) = pending.progress else { return Html::default() };
    html! {
        <p class="counts">
            <span>{ stage_name(w, now.stage) }</span>
            <span>{ now.counts(w) }</span>
            <span>{ time_left(w, now.left_ms) }</span>
            <button class="btn" onclick={on(send, || Msg::CancelPressed)}>{ w.cancel() }</button>
        </p>
    }
}

/// About how long it still takes, where that can be said.
pub(crate) fn time_left(w: Words, left_ms: Option<f64>) -> String {
    match left_ms.map(|left| (left / 1000.0).ceil()) {
        None => String::new(),
        Some(seconds) if seconds <= 1.0 => w.about_a_second_left().to_owned(),
        Some(seconds) => fill(w.about_s_left(), &[&seconds]),
    }
}

fn progress(state: &State, pending: &Pending, send: &Send) -> Html {
    let w = state.words;
    let (now, overall) = pending.progress.map_or((Stage::Collect, 0.0), |p| (p.stage, p.overall()));
    let percent = (overall * 100.0).round().to_string();
    let class = |stage: Stage| match stage.cmp(&now) {
        Ordering::Less => "done",
        Ordering::Equal => "on",
        Ordering::Greater => "",
    };
    let note = if state.phase == Phase::Ready { w.the_old_result_stays() } else { w.for_now_a_picture() };
    html! {
        <div class="loading" data-testid="progress">
            <ol class="stages" title={stage_name(w, now)}>
                { for Stage::ALL.iter().map(|&stage| html! { <li class={class(stage)}>{ stage_short(w, stage) }</li> }) }
            </ol>
            <progress max="100" value={percent} aria-label={stage_name(w, now)}></progress>
            <button class="btn" data-testid="cancel" onclick={on(send, || Msg::CancelPressed)}>{ w.cancel() }</button>
            <small>{ note }{ " " }{ pending.progress.map_or_else(String::new, |p| format!("{} {}", p.counts(w), time_left(w, p.left_ms))) }</small>
        </div>
    }
}

fn failed(w: Words, error: &str, send: &Send) -> Html {
    html! {
        <div class="notice" role="alert" data-testid="failed">
            <span>{ fill(w.there_is_no_result(), &[&error]) }</span>
            <button class="btn" onclick={on(send, || Msg::RetryPressed)}>{ w.try_again() }</button>
        </div>
    }
}
