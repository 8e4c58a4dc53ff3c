//! The remote drawer: a language model that acts, or helps where the policy asks.

use askwell::app::{Msg, Part, RemoteMsg, RemoteState, RemoteStep};
use askwell::figure::text;
use askwell::household::{Household, action_label, observation_text};
use askwell::remote::Form;
use yew::prelude::*;

use super::super::controls::{committed, value_of};
use super::super::{Send, Shown, maybe, on};
use crate::files;

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let remote = &shown.state.remote;
    html! {
        <>
            <p class="lede">
                { "A language model takes the steps of this task, or those for which the policy asks. It is asked \
                   through the proxy beside this page (askwell.toml), or at an address of your own that this page's \
                   server lets it contact. A key stays in this page's memory and is gone with it." }
            </p>
            { form(remote, send) }
            if let Some((fault, base)) = &remote.fault {
                <p class="notice" role="alert" data-testid="remote-fault">{ format!("No answer: {fault}. {}", fault.fix(base, &origin())) }</p>
            }
            { acts(remote, send) }
            { transcript(shown) }
        </>
    }
}

/// What a server has to let in.
fn origin() -> String {
    gloo::utils::window().location().origin().unwrap_or_default()
}

fn msg(send: &Send, msg: RemoteMsg) -> Callback<MouseEvent> {
    on(send, move || Msg::Remote(msg.clone()))
}

fn form(remote: &RemoteState, send: &Send) -> Html {
    let typed = |to: fn(String) -> RemoteMsg| committed(send, move |text| Msg::Remote(to(text)));
    let form =
        maybe(send, |event: Event| value_of(&event).map(|name| Msg::Remote(RemoteMsg::FormChosen(name))));
    let model = maybe(send, |event: Event| {
        value_of(&event)?.parse().ok().map(|place| Msg::Remote(RemoteMsg::ModelChosen(place)))
    });
    html! {
        <div class="form" role="group" aria-label="Language model">
            <label class="field"><b>{ "Base address" }</b>
                <input data-testid="remote-base" autocomplete="off" spellcheck="false" value={remote.base.clone()} onchange={typed(RemoteMsg::BaseTyped)} />
                <small>{ "“proxy”, or such as http://127.0.0.1:11434/v1" }</small></label>
            <label class="field"><b>{ "Form" }</b>
                <select data-testid="remote-form" onchange={form}>
                    { for Form::ALL.iter().map(|form| html! {
                        <option value={form.name()} selected={*form == remote.form}>{ form.name() }</option>
                    }) }
                </select>
                <small>{ "of a server of your own; the proxy says its own" }</small></label>
            <label class="field"><b>{ "Key" }</b>
                <input type="password" data-testid="remote-key" autocomplete="off" onchange={typed(RemoteMsg::KeyTyped)} />
                <small>{ "none for the proxy, unless it has a token" }</small></label>
            <div class="do">
                <button class="btn" data-testid="remote-connect" disabled={remote.is_busy()} onclick={msg(send, RemoteMsg::ConnectPressed)}>{ "Connect" }</button>
                <span data-testid="remote-connection" role="status">{ remote.connection.clone() }</span>
            </div>
            <label class="field"><b>{ "Model" }</b>
                <select data-testid="remote-model" disabled={remote.choices.is_empty()} onchange={model}>
                    { for remote.choices.iter().enumerate().map(|(place, choice)| html! {
                        <option value={place.to_string()} selected={remote.chosen == Some(place)}>{ choice.model.clone() }</option>
                    }) }
                </select>
                <small>{ "the list is the test of the connection" }</small></label>
            <label class="field"><b>{ "Calls at most" }</b>
                <input inputmode="numeric" data-testid="remote-calls-max" autocomplete="off" value={remote.calls_max.to_string()} onchange={typed(RemoteMsg::CallsTyped)} />
                <small>{ "of this page, retries included" }</small></label>
        </div>
    }
}

fn acts(remote: &RemoteState, send: &Send) -> Html {
    let busy = remote.is_busy();
    let idle_only = busy || (remote.choice().is_none() && remote.replay.is_none());
    let given = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let send = send.clone();
            files::picked(&event, move |_, content| {
                send.emit(Msg::Remote(RemoteMsg::RecordingGiven(content)))
            });
        })
    };
    let spent = remote.dollars().map_or(String::new(), |dollars| format!(", ${dollars:.6}"));
    let seconds = remote.ms as f64 / 1000.0;
    html! {
        <div class="do">
            <button class="btn" data-testid="remote-act" disabled={idle_only} onclick={msg(send, RemoteMsg::Started(Part::Act))}>{ "Let it act" }</button>
            <button class="btn" data-testid="remote-help" disabled={idle_only} onclick={msg(send, RemoteMsg::Started(Part::Help))}>{ "Let it help" }</button>
            <button class="btn" data-testid="remote-stop" disabled={!busy} onclick={msg(send, RemoteMsg::Stopped)}>{ "Stop" }</button>
            <label><input type="checkbox" checked={remote.asks_again} onchange={on(send, || Msg::Remote(RemoteMsg::AskAgainToggled))} />
                { " ask once more before an answer that is no action ends the task" }</label>
            <button class="btn quiet" data-testid="remote-record" disabled={remote.recording.is_empty()} onclick={msg(send, RemoteMsg::RecordingCopied)}>{ "Copy the recording" }</button>
            <label>{ "Replay a recording " }<input type="file" accept=".jsonl,.txt" data-testid="remote-replay" onchange={given} /></label>
            if let Some(replay) = &remote.replay {
                <span data-testid="remote-replaying">{ format!("replaying {} answers; nothing is sent", replay.n_answered()) }</span>
            }
            if let Some(wait) = remote.wait { <span role="status" data-testid="remote-wait">{ format!("asking again in {wait} s") }</span> }
            <span data-testid="remote-spent" data-value={remote.n_calls.to_string()}>
                { format!("{} of {} calls, {} tokens, {seconds:.1} s{spent}", remote.n_calls, remote.calls_max, remote.usage.total()) }
            </span>
        </div>
    }
}

/// The episode with the model in it, step by step, with what is coming.
fn transcript(shown: Shown<'_>) -> Html {
    let remote = &shown.state.remote;
    let Some(run) = remote.run.as_ref().filter(|run| run.task == shown.scene.stage.task.id) else {
        return html! {};
    };
    let mut household = Household::new(&shown.scene.stage.task);
    let mut lines = Vec::new();
    for step in &run.steps {
        let p = shown.scene.p_at(shown.experiment, &household);
        let label = action_label(household.task(), household.room(), household.held(), step.action);
        household.step(step.action);
        let noticed =
            household.last().map_or_else(String::new, |entry| observation_text(household.task(), entry));
        lines.push(line(step, &label, &noticed, p));
    }
    let end = match (run.outcome.is_terminal(), run.outcome.is_success()) {
        (true, true) => "success",
        (true, false) => "failure",
        _ => "",
    };
    html! {
        <>
            <ol data-testid="remote-transcript" data-outcome={end}>{ for lines }</ol>
            <p aria-hidden="true" data-testid="remote-coming">{ remote.coming().to_owned() }</p>
            <p>{ end }</p>
        </>
    }
}

/// The model's own certainty beside the chance of success that the base PRM gives the base.
fn line(step: &RemoteStep, label: &str, noticed: &str, p: f64) -> Html {
    let Some(said) = &step.said else {
        return html! { <li>{ format!("{label}. {noticed}") }</li> };
    };
    let certainty =
        step.certainty.map_or(String::new(), |it| format!("; its own certainty {}", text::success(it)));
    let is_action = !said.is_empty();
    html! {
        <li>
            <b>{ if is_action { said.clone() } else { "(no answer)".to_owned() } }</b>
            { format!(" → {label}. {noticed} ") }<small>{ format!("p(s) {}{certainty}", text::success(p)) }</small>
        </li>
    }
}
