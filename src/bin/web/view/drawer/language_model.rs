//! The remote drawer: a language model that acts, or helps where the policy asks.

use askwell::app::drawers::language_model::{LanguageModelMsg, LanguageModelState, LanguageModelStep, Role};
use askwell::app::model::Place;
use askwell::app::{self, Msg, State};
use askwell::figure::text;
use askwell::household::{Household, action_label, observation_text};
use askwell::language::{Words, counted, fill};
use askwell::remote::{Form, Micro, NotAction, Prompt, Secret};
use yew::prelude::*;

use super::super::beside;
use super::super::choice::{Select, option, tick};
use super::super::controls::committed;
use super::super::field::Field;
use crate::shell::effects::address_with;
use crate::view::shared::{Send, Shown, maybe, on};
use crate::workers::files;

pub(crate) fn view(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let remote = &shown.state.language_model;
    html! {
        <>
            <p class="lede">
                { w.remote_lede() }
            </p>
            { form(shown.state, send) }
            if let Some((fault, base)) = &remote.fault {
                <p class="notice" role="alert" data-testid="remote-fault">{ fill(w.no_answer(), &[&fault, &fault.fix(base, &origin())]) }</p>
            }
            { acts(w, remote, send) }
            { recording(shown, send) }
            { transcript(shown) }
        </>
    }
}

/// The origin of the page, which a server has to allow.
fn origin() -> String {
    gloo::utils::window().location().origin().unwrap_or_default()
}

fn msg(send: &Send, msg: LanguageModelMsg) -> Callback<MouseEvent> {
    on(send, move || Msg::LanguageModel(msg.clone()))
}

fn form(state: &State, send: &Send) -> Html {
    let (w, remote) = (state.words, &state.language_model);
    let forms = Form::ALL.iter().map(|form| option(form.name(), form.name())).collect::<Vec<_>>();
    let form = committed(send, |name| Msg::LanguageModel(LanguageModelMsg::FormChosen(name)));
    let prompts = Prompt::ALL.iter().zip([w.prompt_ours(), w.prompt_sif()]);
    let prompts = prompts.map(|(prompt, name)| option(prompt.name(), name)).collect::<Vec<_>>();
    let prompt = committed(send, |name| Msg::LanguageModel(LanguageModelMsg::PromptChosen(name)));
    let models = remote.choices.iter().enumerate();
    let models =
        models.map(|(place, choice)| option(place.to_string(), choice.model.clone())).collect::<Vec<_>>();
    let model = maybe(send, |place: String| {
        place.parse().ok().map(|place| Msg::LanguageModel(LanguageModelMsg::ModelChosen(place)))
    });
    // A key is never shown: the field keeps what was typed while one is in force, and is empty where none is.
    let key = (!remote.holds_key()).then(AttrValue::default);
    html! {
        <div class="form remote" role="group" aria-label={w.language_model()}>
            { field(state, "remote-base", (w.base_address(), w.base_address_note()), remote.base.clone(), None, send, LanguageModelMsg::BaseTyped) }
            <label class="field"><b>{ w.form() }</b>
                <Select testid="remote-form" value={remote.form.name()} options={forms} onchoose={form} />
                <small>{ w.form_note() }</small></label>
            <label class="field"><b>{ w.api_key() }</b>
                // Another address has no key yet, and a field of its own.
                <Field key={remote.base.clone()} testid="remote-key" kind="password" value={key}
                    oncommit={committed(send, |text| Msg::LanguageModel(LanguageModelMsg::KeyTyped(Secret::new(&text))))} />
                <small>{ w.api_key_note() }</small>
                <small data-testid="remote-key-held">{ if remote.holds_key() { fill(w.api_key_is_held(), &[&remote.base]) } else { w.no_api_key_is_held().to_owned() } }</small></label>
            <div class="do">
                <button class="btn" data-testid="remote-connect" disabled={remote.is_busy()} onclick={msg(send, LanguageModelMsg::ConnectPressed)}>{ w.connect() }</button>
                <span data-testid="remote-connection" role="status">{ remote.connection.clone() }</span>
            </div>
            <label class="field"><b>{ w.model() }</b>
                <Select testid="remote-model" disabled={remote.choices.is_empty()} options={models} onchoose={model}
                    value={remote.chosen.map_or(String::new(), |place| place.to_string())} />
                <small>{ w.model_note() }</small></label>
            <label class="field"><b>{ w.prompt() }</b>
                <Select testid="remote-prompt" value={remote.prompt.name()} options={prompts} onchoose={prompt} />
                <small>{ w.prompt_note() }</small></label>
            { field(state, "remote-calls-max", (w.calls_at_most(), w.calls_at_most_note()), remote.calls_max.to_string(), Some(Place::RemoteCalls), send, LanguageModelMsg::CallsTyped) }
            { field(state, "remote-spend-max", (w.dollars_at_most(), w.dollars_at_most_note()), shown_dollars(remote.spend_max.map(Micro::dollars)), Some(Place::Spend), send, LanguageModelMsg::SpendTyped) }
            { prices(state, send) }
        </div>
    }
}

/// A field of text and what it is for.
fn field(
    state: &State,
    testid: &'static str,
    (name, note): (&'static str, &'static str),
    value: String,
    place: Option<Place>,
    send: &Send,
    to: fn(String) -> LanguageModelMsg,
) -> Html {
    let fault = place.and_then(|place| beside::id(state, place));
    html! {
        <div class="field">
            <label><b>{ name }</b>
                <Field {testid} {value} {fault} oncommit={committed(send, move |text| Msg::LanguageModel(to(text)))} />
                <small>{ note }</small></label>
            if let Some(place) = place { { beside::line(state, place, send) } }
        </div>
    }
}

/// The price of a million tokens: given by the proxy, or typed by the reader.
fn prices(state: &State, send: &Send) -> Html {
    let (w, remote) = (state.words, &state.language_model);
    if let Some(prices) = remote.choice().and_then(|choice| choice.prices) {
        let [input, output] = [prices.input, prices.output].map(|micro| Micro(micro).dollars());
        return html! {
            <p class="field" data-testid="remote-prices"><b>{ w.price() }</b>
                <span>{ fill(w.price_per_million(), &[&input, &output]) }</span>
                <small>{ w.price_note_toml() }</small></p>
        };
    }
    let [input, output] = remote.typed_prices.map(shown_dollars);
    let note = if remote.prices().is_some() { w.price_note() } else { w.price_note_empty() };
    html! {
        <>
            { field(state, "remote-price-input", (w.price_sent(), note), input, Some(Place::InputPrice), send, LanguageModelMsg::InputPriceTyped) }
            { field(state, "remote-price-output", (w.price_answered(), note), output, Some(Place::OutputPrice), send, LanguageModelMsg::OutputPriceTyped) }
        </>
    }
}

fn shown_dollars(dollars: Option<f64>) -> String {
    dollars.map_or(String::new(), |dollars| dollars.to_string())
}

fn acts(w: Words, remote: &LanguageModelState, send: &Send) -> Html {
    let busy = remote.is_busy();
    let idle_only = busy || (remote.choice().is_none() && remote.replay.is_none());
    html! {
        <>
            <div class="do">
                <button class="btn" data-testid="remote-act" disabled={idle_only} onclick={msg(send, LanguageModelMsg::Started(Role::Act))}>{ w.let_it_act() }</button>
                <button class="btn" data-testid="remote-help" disabled={idle_only} onclick={msg(send, LanguageModelMsg::Started(Role::Help))}>{ w.let_it_help() }</button>
                <button class="btn" data-testid="remote-stop" disabled={!busy} onclick={msg(send, LanguageModelMsg::Stopped)}>{ w.stop() }</button>
                <label class="tick">{ tick("remote-again".into(), remote.asks_again, w.ask_once_more(), on(send, || Msg::LanguageModel(LanguageModelMsg::AskAgainToggled))) }</label>
            </div>
            { spent(w, remote) }
        </>
    }
}

/// Calls, tokens, time and money so far, and the pause that is being made.
fn spent(w: Words, remote: &LanguageModelState) -> Html {
    let coming = match remote.n_pieces() {
        0 => String::new(),
        n => fill(w.n_coming(), &[&n]),
    };
    html! {
        <p class="do" role="group" aria-label={w.so_far()}>
            <span data-testid="remote-spent" data-value={remote.n_calls.to_string()}>
                { fill(w.remote_spent(), &[&remote.n_calls, &remote.calls_max, &remote.usage.input, &remote.usage.output, &coming, &format!("{:.1}", remote.ms_so_far() as f64 / 1000.0), &cost(w, remote)]) }
            </span>
            if let Some((seconds, why)) = &remote.wait {
                <b data-testid="remote-wait" data-value={seconds.to_string()}>{ fill(w.asking_again(), &[&why, &seconds]) }</b>
            }
        </p>
    }
}

/// Money in words: what is known of it.
fn cost(w: Words, remote: &LanguageModelState) -> String {
    let bill = &remote.bill;
    let cap = |word: &str| remote.spend_max.map_or(String::new(), |cap| format!("{word} ${}", cap.dollars()));
    if remote.prices().is_none() && bill.at_most() == Micro(0) {
        return w.price_not_known().to_owned() + &cap(w.cap_is());
    }
    let unknown = match bill.n_unpriced() {
        0 => String::new(),
        n => fill(w.n_unpriced(), &[&counted(w.n_calls(), n)]),
    };
    let most = if bill.is_open() { w.at_most() } else { "" };
    format!("{most}${:.6}{}{unknown}", bill.at_most().dollars(), cap(w.of_cap()))
}

fn recording(shown: Shown<'_>, send: &Send) -> Html {
    let w = shown.state.words;
    let remote = &shown.state.language_model;
    let link = app::drawers::language_model::recorded_link(shown.state).map(|link| address_with(&link));
    let given = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let send = send.clone();
            files::picked(&event, move |_, content| {
                send.emit(Msg::LanguageModel(LanguageModelMsg::RecordingGiven(content)))
            });
        })
    };
    let is_empty = remote.recording.is_empty();
    html! {
        <div class="do">
            <button class="btn quiet" data-testid="remote-save" disabled={is_empty} onclick={msg(send, LanguageModelMsg::RecordingSaved)}>{ w.save_the_recording() }</button>
            <button class="btn quiet" data-testid="remote-record" disabled={is_empty} onclick={msg(send, LanguageModelMsg::RecordingCopied)}>{ w.copy_it() }</button>
            if let Some(link) = link {
                <button class="btn quiet" data-testid="remote-link" data-value={link.clone()} onclick={on(send, move || Msg::CopyPressed(link.clone()))}>{ w.copy_a_link_that_replays() }</button>
            }
            <label class="file">{ w.replay_a_recording() }<input type="file" accept=".jsonl,.txt" data-testid="remote-replay" onchange={given} /></label>
            if let Some(replay) = &remote.replay {
                <span data-testid="remote-replaying">{ fill(w.replaying(), &[&replay.n_answered()]) }</span>
                <button class="btn quiet" data-testid="remote-replay-end" onclick={msg(send, LanguageModelMsg::ReplayEnded)}>{ w.ask_the_model_again() }</button>
            }
        </div>
    }
}

/// The episode with the model in it, step by step, with what is coming. The model's own certainty stands beside the
/// chance of success that the base PRM gives the base.
fn transcript(shown: Shown<'_>) -> Html {
    let w = shown.state.words;
    let remote = &shown.state.language_model;
    let Some(run) = app::drawers::language_model::shown_run(shown.state) else {
        return html! {};
    };
    let is_old = !run.is_under(shown.scene);
    let mut household = Household::new(&shown.scene.stage.task);
    let mut lines = Vec::new();
    for (number, step) in run.steps.iter().enumerate() {
        let p = app::draw::p_at(shown.state, shown.experiment, shown.scene, &household);
        let done = done(w, run.prompt, step, &mut household);
        lines.push(line(w, number + 1, step, &done, p));
    }
    let (end, said) = match (run.outcome.is_terminal(), run.outcome.is_success()) {
        (true, true) => ("success", w.outcome_success()),
        (true, false) => ("failure", w.outcome_failure()),
        _ => ("", ""),
    };
    html! {
        <>
        <p data-testid="remote-made">{ run.made_with(w) }if is_old { { " " }{ w.remote_run_is_of_another_policy() } }</p>
        <div class="scroll" tabindex="0" role="region" aria-label={w.episode_with_the_model()}>
            <table class="steps said">
                <thead><tr>{ for [w.th_step(), w.th_model(), w.th_happened(), "p(s)", w.th_certainty()].map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                <tbody data-testid="remote-transcript" data-outcome={end}>{ for lines }</tbody>
            </table>
            <p aria-hidden="true" data-testid="remote-coming">{ remote.coming().to_owned() }</p>
            <p><b>{ said }</b></p>
        </div>
        </>
    }
}

/// Does a step in the household; what happened, in words.
fn done(w: Words, prompt: Prompt, step: &LanguageModelStep, household: &mut Household<'_>) -> String {
    let fault = step.said.as_ref().and_then(|said| prompt.read(household, said).err());
    let label = action_label(household.task(), household.room(), household.held(), step.action);
    household.step(step.action);
    match fault {
        Some(NotAction::NoLine) => return w.no_action_line().to_owned(),
        Some(NotAction::OffList) => return w.no_action_of_the_list().to_owned(),
        None => {}
    }
    let noticed =
        household.last().map_or_else(String::new, |entry| observation_text(household.task(), entry));
    // What it said word for word is not said twice.
    let is_said = step.said.as_ref().is_some_and(|said| said.trim() == label);
    if is_said { noticed } else { format!("{label}. {noticed}") }
}

fn line(w: Words, number: usize, step: &LanguageModelStep, done: &str, p: f64) -> Html {
    let said = match &step.said {
        None => html! { <td class="words"><span>{ w.the_base_acts() }</span></td> },
        Some(said) if said.trim().is_empty() => html! { <td>{ w.no_answer_said() }</td> },
        Some(said) => {
            html! { <td class="words"><span title={said.clone()}><b>{ said.clone() }</b></span></td> }
        }
    };
    html! {
        <tr>
            <th scope="row">{ number.to_string() }</th>
            { said }
            <td class="words"><span>{ done.to_owned() }</span></td>
            <td>{ w.decimals(text::success(p)) }</td>
            <td>{ step.certainty.map_or("–".to_owned(), |p| w.decimals(text::success(p))) }</td>
        </tr>
    }
}
