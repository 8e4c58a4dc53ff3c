//! One call to the model: sent within the caps, heard, ended, tried again or given up.

use crate::language::{Words, fill};
use serde_json::Value;

use crate::app::drawers::language_model::message::LanguageModelEffect;
use crate::app::drawers::language_model::state::{Call, Choice, LanguageModelState, PROXY};
use crate::app::drawers::language_model::update::{go_on, take_list};
use crate::app::message::effect::Effect;
use crate::app::state::State;
use crate::remote::{CassetteLine, Fault, FetchFailure, Form, TooDear, most_tokens};

/// The most milliseconds of silence from a server. A model that is loaded first takes time, and so does a
/// proxy with retries.
const SILENCE_MS: u64 = 120_000;

pub(super) fn fetch(
    remote: &mut LanguageModelState,
    url: String,
    form: Form,
    body: Option<String>,
) -> Vec<Effect> {
    remote.next_request += 1;
    let request = remote.next_request;
    remote.wait = None;
    remote.call = Some(Call::new(request, body.is_none()));
    // To the proxy the key is its token, whatever the form behind it.
    let form = if url.starts_with(PROXY) { Form::OpenAi } else { form };
    let headers = form.headers(remote.key_for(&url), true);
    vec![Effect::LanguageModel(LanguageModelEffect::Fetch { request, url, headers, body })]
}

/// One call, if the caps allow it: counted, and its money set aside, before it is sent.
pub(in crate::app) fn ask(w: Words, remote: &mut LanguageModelState, id: String, body: Value) -> Vec<Effect> {
    let Some(Choice { base, form, .. }) = remote.choice().cloned() else { return Vec::new() };
    if remote.n_calls >= remote.calls_max {
        let fault = Fault::Cap(fill(w.all_calls_are_made(), &[&remote.calls_max]));
        remote.fault = Some((fault, base));
        return Vec::new();
    }
    if let Err(denied) = remote.bill.reserve(most_tokens(&body), remote.prices(), remote.spend_max) {
        let fault = match denied {
            TooDear::NoPrice => Fault::NoPrice,
            TooDear::Cap { .. } => Fault::Cap(fill(w.with_up_to(), &[&denied])),
        };
        remote.fault = Some((fault, base));
        return Vec::new();
    }
    remote.n_calls += 1;
    remote.fault = None;
    let url = format!("{base}{}", form.path());
    let text = body.to_string();
    remote.record(CassetteLine::Ask { id, body });
    fetch(remote, url, form, Some(text))
}

pub(super) fn came(state: &mut State, request: u32, bytes: &[u8]) -> Vec<Effect> {
    let Some(call) = state.language_model.call.as_mut().filter(|call| call.request == request) else {
        return Vec::new();
    };
    call.is_heard = true;
    let pushed = match &mut call.reader {
        Some(reader) => reader.push(bytes),
        None if call.whole.len() < 1 << 20 => {
            call.whole.extend_from_slice(bytes);
            Ok(())
        }
        None => Err(Fault::Malformed),
    };
    let is_list = call.is_list;
    match pushed {
        Ok(()) => Vec::new(),
        Err(fault) => fail(state, fault, is_list, true),
    }
}

/// A second of a call. One that says nothing for too long is given up.
pub(super) fn ticked(state: &mut State, request: u32, ms: u64) -> Vec<Effect> {
    let Some(call) = state.language_model.call.as_mut().filter(|call| call.request == request) else {
        return Vec::new();
    };
    call.ms = ms;
    if std::mem::take(&mut call.is_heard) {
        call.heard_ms = ms;
    }
    if ms.saturating_sub(call.heard_ms) < SILENCE_MS {
        return Vec::new();
    }
    let (is_list, has_begun) = (call.is_list, call.reader.is_some());
    fail(state, Fault::Timeout, is_list, has_begun)
}

pub(super) fn ended(state: &mut State, request: u32, ms: u64) -> Vec<Effect> {
    let Some(call) = state.language_model.call.take_if(|call| call.request == request) else {
        return Vec::new();
    };
    state.language_model.ms += if call.is_list { 0 } else { ms };
    if call.is_list && call.status == 200 {
        take_list(&mut state.language_model, &call.whole);
        return Vec::new();
    }
    let Some(reader) = call.reader else {
        let text = String::from_utf8_lossy(&call.whole);
        let fault = Fault::from_status(call.status, call.retry_after.as_deref(), &text);
        return fail(state, fault, call.is_list, false);
    };
    let answer = match reader.finish() {
        Ok(answer) => answer,
        Err(fault) => return fail(state, fault, false, true),
    };
    let Some(scene) = state.scene.clone() else { return Vec::new() };
    let remote = &mut state.language_model;
    let usage = answer.usage.unwrap_or_default();
    remote.bill.settle(answer.usage);
    remote.usage.input += usage.input;
    remote.usage.output += usage.output;
    remote.attempt = 0;
    let Some(CassetteLine::Ask { id, .. }) = remote.recording.last().cloned() else { return Vec::new() };
    let (text, certainty) = (answer.text.clone(), answer.certainty);
    remote.record(CassetteLine::Answer { id: id.clone(), text, usage: answer.usage, certainty, ms });
    let asks_again = remote.asks_again;
    if let Some(run) = remote.run.as_mut().filter(|run| run.is_of(&scene)) {
        run.take(&scene.stage.task, id, answer.text, answer.certainty, asks_again);
    }
    go_on(state, &scene)
}

pub(super) fn broke(state: &mut State, request: u32, failure: FetchFailure) -> Vec<Effect> {
    let Some(call) = state.language_model.call.as_ref().filter(|call| call.request == request) else {
        return Vec::new();
    };
    let fault = if call.status == 0 { Fault::from_fetch(failure) } else { Fault::Cut };
    let is_list = call.is_list;
    // A browser does not tell a connection that was refused from one that was closed while the model was at work.
    let never_sent = matches!(fault, Fault::Offline | Fault::NotPermitted | Fault::NotAllowed);
    fail(state, fault, is_list, !never_sent)
}

/// Tries again after a pause where that can help; else says why and what to do. `has_begun`: the model may have been at
/// work.
fn fail(state: &mut State, fault: Fault, is_list: bool, has_begun: bool) -> Vec<Effect> {
    let remote = &mut state.language_model;
    let took = remote.call.take().map_or(0, |call| call.ms);
    remote.connection.clear();
    if !is_list {
        if fault.may_have_cost(has_begun) {
            remote.ms += took;
            remote.bill.forget();
        } else {
            remote.bill.refuse();
        }
    }
    if let Fault::Rejected(words) = &fault
        && words.contains("logprob")
        && std::mem::take(&mut remote.asks_logprobs)
        && let Some(scene) = state.scene.clone()
    {
        // Not every server knows how to give them; the question is asked without.
        return go_on(state, &scene);
    }
    let remote = &mut state.language_model;
    if !is_list && let Some(seconds) = fault.retry_seconds(remote.attempt) {
        remote.attempt += 1;
        state.announcement = fill(state.words.asking_again_said(), &[&fault, &seconds]);
        remote.wait = Some((seconds, fault));
        return vec![Effect::LanguageModel(LanguageModelEffect::WaitSecond(remote.next_request))];
    }
    let base = remote.choice().map_or(remote.base.clone(), |choice| choice.base.clone());
    state.announcement = fill(state.words.no_answer_came(), &[&fault]);
    remote.fault = Some((fault, base));
    vec![Effect::LanguageModel(LanguageModelEffect::GiveUp)]
}

pub(super) fn waited(state: &mut State, request: u32) -> Vec<Effect> {
    let remote = &mut state.language_model;
    let is_current = request == remote.next_request;
    let Some((left, _)) = remote.wait.as_mut().filter(|_| is_current) else { return Vec::new() };
    if *left > 1 {
        *left -= 1;
        return vec![Effect::LanguageModel(LanguageModelEffect::WaitSecond(request))];
    }
    remote.wait = None;
    let Some(scene) = state.scene.clone() else { return Vec::new() };
    go_on(state, &scene)
}
