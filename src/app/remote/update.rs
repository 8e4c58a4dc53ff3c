//! What happens to the model. One call at a time; an answer that is no longer awaited is dropped.

use serde_json::Value;

use super::super::message::Effect;
use super::super::scene::{EPISODE_STREAM, Scene};
use super::super::state::State;
use super::message::{RemoteEffect, RemoteMsg};
use super::run::{Part, RemoteRun};
use super::state::{Call, Choice, PROXY, RemoteState};
use crate::actor::{Cast, Help};
use crate::figure::text::counted;
use crate::household::Outcome;
use crate::mdp::ActionId;
use crate::remote::{Asked, Cassette, Fault, FetchFailure, Form, Kept, Line, Prices, Reader, question_id};
use crate::rollout::episode_random;

/// Takes one message about the model.
pub(in crate::app) fn update(state: &mut State, msg: RemoteMsg) -> Vec<Effect> {
    let remote = &mut state.remote;
    match msg {
        RemoteMsg::BaseTyped(base) => {
            base.trim().trim_end_matches('/').clone_into(&mut remote.base);
            forget_choices(remote);
        }
        RemoteMsg::FormChosen(name) => {
            remote.form = Form::from_name(&name).unwrap_or_default();
            forget_choices(remote);
        }
        RemoteMsg::KeyTyped(key) => key.trim().clone_into(&mut remote.key.0),
        RemoteMsg::ConnectPressed => return list(remote),
        RemoteMsg::ModelChosen(place) => remote.chosen = Some(place).filter(|&it| it < remote.choices.len()),
        RemoteMsg::CallsTyped(text) => {
            remote.calls_max = text.trim().parse().unwrap_or(remote.calls_max).min(10_000)
        }
        RemoteMsg::AskAgainToggled => remote.asks_again = !remote.asks_again,
        RemoteMsg::Started(part) => return start(state, part),
        RemoteMsg::Stopped => return stop(state),
        RemoteMsg::Waited(request) => return waited(state, request),
        RemoteMsg::Head { request, status, kind, retry_after } => {
            if let Some(call) = remote.call.as_mut().filter(|call| call.request == request) {
                (call.status, call.retry_after) = (status, retry_after);
                let is_answer = !call.is_list && (200..300).contains(&status);
                call.reader = is_answer.then(|| Reader::new(&kind));
            }
        }
        RemoteMsg::Came { request, bytes } => return came(state, request, &bytes),
        RemoteMsg::Ended { request, ms } => return ended(state, request, ms),
        RemoteMsg::Broke { request, failure } => return broke(state, request, failure),
        RemoteMsg::RecordingGiven(bytes) => replay(state, &bytes),
        RemoteMsg::RecordingCopied => {
            let head = Line::Askwell { version: 1 }.text();
            let text = remote.recording.iter().fold(head, |text, line| text + &line.text());
            return vec![Effect::Copy(text)];
        }
    }
    Vec::new()
}

fn fetch(remote: &mut RemoteState, url: String, form: Form, body: Option<String>) -> Vec<Effect> {
    remote.next_request += 1;
    let request = remote.next_request;
    let (is_list, whole) = (body.is_none(), Vec::new());
    remote.wait = None;
    remote.call = Some(Call { request, is_list, status: 0, retry_after: None, reader: None, whole });
    // To the proxy the key is its token, whatever the form behind it.
    let form = if url.starts_with(PROXY) { Form::OpenAi } else { form };
    let headers = form.headers(remote.key.get(), true);
    vec![Effect::Remote(RemoteEffect::Fetch { request, url, headers, body })]
}

/// What was listed is of another server: a key typed for the next one is not to go there.
fn forget_choices(remote: &mut RemoteState) {
    remote.choices.clear();
    (remote.chosen, remote.connection) = (None, String::new());
}

/// The list of models: the proxy's, or a server's own.
fn list(remote: &mut RemoteState) -> Vec<Effect> {
    (remote.fault, remote.connection) = (None, "asking …".to_owned());
    let url = format!("{}/{}", remote.base, if remote.base == PROXY { "upstreams" } else { "models" });
    let form = remote.form;
    fetch(remote, url, form, None)
}

fn start(state: &mut State, part: Part) -> Vec<Effect> {
    let Some(scene) = state.scene.clone() else { return Vec::new() };
    let task = scene.stage.task.id;
    // As in the episode above, so that the base acts alike.
    let random = episode_random(task, EPISODE_STREAM, 0);
    let outcome = Outcome::Continue;
    state.remote.run = Some(RemoteRun { part, task, steps: Vec::new(), outcome, again: None, random });
    state.remote.attempt = 0;
    go_on(state, &scene)
}

/// Esc, Stop, or another task: what is under way is given up, what was done stays.
fn stop(state: &mut State) -> Vec<Effect> {
    let was_busy = state.remote.is_busy();
    (state.remote.call, state.remote.wait) = (None, None);
    if was_busy {
        "stopped".clone_into(&mut state.remote.connection);
        state.announcement = "The model was stopped.".to_owned();
        return vec![Effect::Remote(RemoteEffect::GiveUp)];
    }
    Vec::new()
}

/// Lets the base act as long as nobody asks; then asks the model, or has its recorded answer. The run of a task that
/// the reader left stands still.
fn go_on(state: &mut State, scene: &Scene) -> Vec<Effect> {
    let task = &scene.stage.task;
    let cast = Cast::new(scene.stage.profiles(), &[Help::Better], task);
    loop {
        let remote = &mut state.remote;
        let Some(run) = remote.run.as_mut().filter(|run| run.task == task.id) else { return Vec::new() };
        if run.again.is_none() {
            run.advance(task, &cast, |household| {
                let asked = scene.stage.state_of(household).and_then(|it| scene.policy[it as usize]);
                asked.is_some_and(|action| action != ActionId::NOHELP)
            });
        }
        if run.outcome.is_terminal() {
            let end = if run.outcome.is_success() { "success" } else { "failure" };
            state.announcement = format!("The episode with the model ends: {end}.");
            return Vec::new();
        }
        let Some(body) = body(remote, scene) else {
            remote.connection = "choose a model first".to_owned();
            return Vec::new();
        };
        let id = question_id(&body);
        let Some(replay) = &remote.replay else { return ask(remote, id, body) };
        let Some(Kept { text, certainty, .. }) = replay.answer(&id).cloned() else {
            remote.fault = Some((Fault::NotRecorded, remote.base.clone()));
            return Vec::new();
        };
        let asks_again = remote.asks_again;
        if let Some(run) = &mut remote.run {
            run.take(task, text, certainty, asks_again);
        }
    }
}

fn body(remote: &RemoteState, scene: &Scene) -> Option<Value> {
    let recorded = remote.replay.as_ref().and_then(Cassette::model);
    let choice = remote.choice();
    let model = recorded.or(choice.map(|choice| choice.model.as_str()))?.to_owned();
    let form = choice.map_or(Form::default(), |choice| choice.form);
    let asked = Asked { form, model, stream: true, logprobs: true };
    let run = remote.run.as_ref()?;
    Some(asked.body(&run.household(&scene.stage.task), run.again.as_deref()))
}

/// One call, if the cap allows it: counted before it is sent.
fn ask(remote: &mut RemoteState, id: String, body: Value) -> Vec<Effect> {
    let Some(Choice { base, form, .. }) = remote.choice().cloned() else { return Vec::new() };
    if remote.n_calls >= remote.calls_max {
        let fault = Fault::Cap(format!("All {} calls of this page are made.", remote.calls_max));
        remote.fault = Some((fault, base));
        return Vec::new();
    }
    remote.n_calls += 1;
    remote.fault = None;
    let url = format!("{base}{}", form.path());
    let text = body.to_string();
    remote.recording.push(Line::Ask { id, body });
    fetch(remote, url, form, Some(text))
}

fn came(state: &mut State, request: u32, bytes: &[u8]) -> Vec<Effect> {
    let Some(call) = state.remote.call.as_mut().filter(|call| call.request == request) else {
        return Vec::new();
    };
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
        Err(fault) => fail(state, fault, is_list),
    }
}

fn ended(state: &mut State, request: u32, ms: u64) -> Vec<Effect> {
    let Some(call) = state.remote.call.take_if(|call| call.request == request) else { return Vec::new() };
    state.remote.ms += ms;
    if call.is_list && call.status == 200 {
        take_list(&mut state.remote, &call.whole);
        return Vec::new();
    }
    let Some(reader) = call.reader else {
        let text = String::from_utf8_lossy(&call.whole);
        let fault = Fault::from_status(call.status, call.retry_after.as_deref(), &text);
        return fail(state, fault, call.is_list);
    };
    let answer = match reader.finish() {
        Ok(answer) => answer,
        Err(fault) => return fail(state, fault, false),
    };
    let Some(scene) = state.scene.clone() else { return Vec::new() };
    let remote = &mut state.remote;
    let usage = answer.usage.unwrap_or_default();
    remote.usage.input += usage.input;
    remote.usage.output += usage.output;
    remote.attempt = 0;
    if let Some(Line::Ask { id, .. }) = remote.recording.last() {
        let (id, text, certainty) = (id.clone(), answer.text.clone(), answer.certainty);
        remote.recording.push(Line::Answer { id, text, usage: answer.usage, certainty, ms });
    }
    let asks_again = remote.asks_again;
    if let Some(run) = remote.run.as_mut().filter(|run| run.task == scene.stage.task.id) {
        run.take(&scene.stage.task, answer.text, answer.certainty, asks_again);
    }
    go_on(state, &scene)
}

fn broke(state: &mut State, request: u32, failure: FetchFailure) -> Vec<Effect> {
    let Some(call) = state.remote.call.as_ref().filter(|call| call.request == request) else {
        return Vec::new();
    };
    let fault = if call.status == 0 { Fault::from_fetch(failure) } else { Fault::Cut };
    let is_list = call.is_list;
    fail(state, fault, is_list)
}

/// Tries again after a pause where that can help; else says why and what to do.
fn fail(state: &mut State, fault: Fault, is_list: bool) -> Vec<Effect> {
    let remote = &mut state.remote;
    remote.call = None;
    remote.connection.clear();
    if !is_list && let Some(seconds) = fault.retry_seconds(remote.attempt) {
        remote.attempt += 1;
        remote.wait = Some(seconds);
        return vec![Effect::Remote(RemoteEffect::WaitSecond(remote.next_request))];
    }
    let base = remote.choice().map_or(remote.base.clone(), |choice| choice.base.clone());
    state.announcement = format!("No answer: {fault}.");
    remote.fault = Some((fault, base));
    vec![Effect::Remote(RemoteEffect::GiveUp)]
}

fn waited(state: &mut State, request: u32) -> Vec<Effect> {
    let remote = &mut state.remote;
    let Some(left) = remote.wait.filter(|_| request == remote.next_request) else { return Vec::new() };
    if left > 1 {
        remote.wait = Some(left - 1);
        return vec![Effect::Remote(RemoteEffect::WaitSecond(request))];
    }
    remote.wait = None;
    let Some(scene) = state.scene.clone() else { return Vec::new() };
    go_on(state, &scene)
}

fn take_list(remote: &mut RemoteState, whole: &[u8]) {
    let value = serde_json::from_slice::<Value>(whole).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut choices = Vec::new();
    for upstream in value["upstreams"].as_array().into_iter().flatten() {
        let form = Form::from_name(&text(&upstream["form"])).unwrap_or_default();
        let base = format!("{PROXY}/{}/v1", text(&upstream["name"]));
        for model in upstream["models"].as_array().into_iter().flatten().map(text) {
            let prices = serde_json::from_value::<Prices>(upstream["prices"][&model].clone()).ok();
            choices.push(Choice { base: base.clone(), form, model, prices });
        }
    }
    for model in value["data"].as_array().into_iter().flatten().map(|model| text(&model["id"])) {
        choices.push(Choice { base: remote.base.clone(), form: remote.form, model, prices: None });
    }
    remote.connection = counted(choices.len() as u32, "model");
    if choices.is_empty() {
        remote.fault = Some((Fault::Malformed, remote.base.clone()));
    }
    remote.chosen = (!choices.is_empty()).then_some(0);
    remote.choices = choices;
}

fn replay(state: &mut State, bytes: &[u8]) {
    match Cassette::read(&String::from_utf8_lossy(bytes)) {
        Ok(cassette) if cassette.n_answered() > 0 => state.remote.replay = Some(cassette),
        Ok(_) => state.remote.replay = None,
        Err(error) => state.notify(format!("The recording is not used: {error}.")),
    }
}

#[cfg(test)]
mod tests;
