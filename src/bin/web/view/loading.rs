//! The line at the window's foot while a result is computed, and the notice where there is none.

use askwell::app::message::{Progress, time_left};
use askwell::app::{self, Msg, Pending, Phase, Setting, State};
use askwell::experiment::Stage;
use askwell::language::{Words, fill};
use yew::prelude::*;

use crate::view::shared::{Send, on};

pub(crate) fn view(state: &State, send: &Send) -> Html {
    match (&state.phase, &state.pending) {
        (Phase::Failed(error), None) => failed(state, error, send),
        (_, Some(pending)) => progress(state, pending, send),
        _ => Html::default(),
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
            <span>{ now.sentence(w) }</span>
            <span>{ time_left(w, now.left_ms) }</span>
            <button class="btn" onclick={on(send, || Msg::CancelPressed)}>{ w.cancel() }</button>
        </p>
    }
}

fn progress(state: &State, pending: &Pending, send: &Send) -> Html {
    let w = state.words;
    let nothing_yet = Progress { stage: Stage::Collect, done: 0, of: state.setting.n_tasks, left_ms: None };
    let now = pending.progress.unwrap_or(nothing_yet);
    let percent = (now.overall() * 100.0).round().to_string();
    let sentence = now.sentence(w);
    // A reader of another page did not ask for this figure's result, and must not leave it empty by one press.
    let may_cancel = state.setting.embed.is_none();
    html! {
        <div class="loading" data-testid="progress">
            <p>{ &sentence }</p>
            <progress max="100" value={percent} aria-label={sentence.clone()}></progress>
            if may_cancel {
                <button class="btn" data-testid="cancel" onclick={on(send, || Msg::CancelPressed)}>{ w.cancel() }</button>
            }
            <small>
                if state.phase == Phase::Ready { { w.the_old_result_stays() } }
                else { <span class="if-picture">{ w.until_then_a_picture() }</span> }
                { " " }{ time_left(w, now.left_ms) }
            </small>
        </div>
    }
}

fn failed(state: &State, error: &str, send: &Send) -> Html {
    let w = state.words;
    html! {
        <div class="notice" role="alert" data-testid="failed">
            <span>{ fill(w.there_is_no_result(), &[&error]) }{ " " }<span class="if-picture">{ w.picture_is_default() }</span></span>
            if state.setting.embed.is_some() { { whole_page(w, &state.setting) } }
            <button class="btn" onclick={on(send, || Msg::RetryPressed)}>{ w.try_again() }</button>
        </div>
    }
}

/// The way from a figure in another page to the whole page, at the same setting.
pub(crate) fn whole_page(w: Words, setting: &Setting) -> Html {
    let link = app::model::write_link(&Setting { embed: None, ..setting.clone() });
    html! {
        <a href={crate::shell::effects::address_with(&link)} target="_blank" rel="noopener" data-testid="whole">{ w.open_in_askwell() }</a>
    }
}
