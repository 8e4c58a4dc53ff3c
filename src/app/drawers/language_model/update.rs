//! The transitions of the language model drawer. One call is under way at a time; an answer that is no longer
//! awaited is dropped.

pub(in crate::app) mod calls;
#[cfg(test)]
mod tests;

use crate::language::{Words, fill};
use serde_json::Value;

use crate::actor::{Cast, Help};
use crate::app::derived::task_view::TaskView;
use crate::app::drawers::language_model::message::{LanguageModelEffect, LanguageModelMsg};
use crate::app::drawers::language_model::run::{LanguageModelRun, Role};
use crate::app::drawers::language_model::state::{Choice, LanguageModelState, PROXY};
use crate::app::message::effect::Effect;
use crate::app::model::notice::Place;
use crate::app::model::typed;
use crate::app::state::State;
use crate::figure::text::counted;
use crate::mdp::ActionId;
use crate::remote::{
    Asked, Cassette, CassetteLine, Fault, Form, Kept, Micro, Prices, Prompt, Reader, Secret, question_id,
};

use calls::{ask, broke, came, ended, fetch, ticked, waited};

/// The most calls that a page makes before it is opened again.
const CALLS_MAX: u32 = 10_000;

/// Takes one message about the model.
pub(in crate::app) fn update(state: &mut State, msg: LanguageModelMsg) -> Vec<Effect> {
    let remote = &mut state.language_model;
    match msg {
        LanguageModelMsg::BaseTyped(base) => {
            let base = base.trim().trim_end_matches('/');
            if base != remote.base {
                base.clone_into(&mut remote.base);
                // A key belongs to the server it was typed for.
                remote.key = Secret::default();
                forget_choices(remote);
            }
        }
        LanguageModelMsg::FormChosen(name) => {
            remote.form = Form::from_name(&name).unwrap_or_default();
            forget_choices(remote);
        }
        LanguageModelMsg::PromptChosen(name) => remote.prompt = Prompt::from_name(&name).unwrap_or_default(),
        LanguageModelMsg::KeyTyped(key) => (remote.key, remote.key_base) = (key, remote.base.clone()),
        LanguageModelMsg::ConnectPressed => return list(remote),
        LanguageModelMsg::ModelChosen(place) => {
            remote.chosen = Some(place).filter(|&it| it < remote.choices.len());
            // What was typed is another model's price.
            (remote.typed_prices, remote.asks_logprobs) = ([None; 2], true);
        }
        LanguageModelMsg::CallsTyped(text) => match text.trim().parse::<u32>() {
            Ok(typed) if typed <= CALLS_MAX => remote.calls_max = typed,
            _ => {
                let why = fill(state.words.calls_expected_up_to(), &[&CALLS_MAX]);
                state.notify_at(Place::RemoteCalls, fill(state.words.cap_not_changed(), &[&why]));
            }
        },
        LanguageModelMsg::SpendTyped(text) => match dollars(state.words, &text) {
            Ok(typed) => remote.spend_max = typed.and_then(Micro::from_dollars),
            Err(why) => state.notify_at(Place::Spend, fill(state.words.cap_not_changed(), &[&why])),
        },
        LanguageModelMsg::InputPriceTyped(text) => type_price(state, 0, &text),
        LanguageModelMsg::OutputPriceTyped(text) => type_price(state, 1, &text),
        LanguageModelMsg::AskAgainToggled => remote.asks_again = !remote.asks_again,
        LanguageModelMsg::Started(part) => return start(state, part),
        LanguageModelMsg::Stopped => return stop(state),
        LanguageModelMsg::Ticked { request, ms } => return ticked(state, request, ms),
        LanguageModelMsg::Waited(request) => return waited(state, request),
        LanguageModelMsg::Head { request, status, kind, retry_after } => {
            if let Some(call) = remote.call.as_mut().filter(|call| call.request == request) {
                (call.status, call.retry_after) = (status, retry_after);
                let is_answer = !call.is_list && (200..300).contains(&status);
                call.reader = is_answer.then(|| Reader::new(&kind));
            }
        }
        LanguageModelMsg::Came { request, bytes } => return came(state, request, &bytes),
        LanguageModelMsg::Ended { request, ms } => return ended(state, request, ms),
        LanguageModelMsg::Broke { request, failure } => return broke(state, request, failure),
        LanguageModelMsg::RecordingGiven(bytes) => replay(state, &bytes),
        LanguageModelMsg::ReplayEnded => {
            (remote.replay, remote.fault, remote.linked) = (None, None, None);
            return vec![Effect::WriteLink(crate::app::model::link::write(&state.setting))];
        }
        LanguageModelMsg::RecordingCopied => return vec![Effect::Copy(recording(remote))],
        LanguageModelMsg::RecordingSaved => {
            let (name, content) = ("askwell-recording.jsonl".to_owned(), recording(remote).into_bytes());
            return vec![Effect::SaveBytes { name, content }];
        }
    }
    Vec::new()
}

/// Dollars as typed; nothing for an empty field.
fn dollars(w: Words, text: &str) -> Result<Option<f64>, &'static str> {
    let text = text.trim().trim_start_matches('$');
    if text.is_empty() {
        return Ok(None);
    }
    let typed = typed::number(text).filter(|&it| Micro::from_dollars(it).is_some());
    typed.map(Some).ok_or(w.dollars_expected())
}

fn type_price(state: &mut State, place: usize, text: &str) {
    match dollars(state.words, text) {
        Ok(typed) => state.language_model.typed_prices[place] = typed,
        Err(why) => {
            let at = [Place::InputPrice, Place::OutputPrice][place];
            state.notify_at(at, fill(state.words.price_not_changed(), &[&why]));
        }
    }
}

/// The recording as a file.
fn recording(remote: &LanguageModelState) -> String {
    let head = CassetteLine::Askwell { version: 1 }.text();
    remote.recording.iter().fold(head, |text, line| text + &line.text())
}

/// The list is of another server, or of another form: nothing more is asked there.
fn forget_choices(remote: &mut LanguageModelState) {
    remote.choices.clear();
    (remote.chosen, remote.connection) = (None, String::new());
}

/// The list of models: the proxy's, or a server's own.
fn list(remote: &mut LanguageModelState) -> Vec<Effect> {
    (remote.fault, remote.connection) = (None, "asking …".to_owned());
    let url = format!("{}/{}", remote.base, if remote.base == PROXY { "upstreams" } else { "models" });
    let form = remote.form;
    fetch(remote, url, form, None)
}

pub(super) fn start(state: &mut State, part: Role) -> Vec<Effect> {
    let Some(scene) = state.scene.clone() else { return Vec::new() };
    state.language_model.run =
        Some(LanguageModelRun::new(part, state.language_model.prompt, &state.setting, &scene));
    state.language_model.attempt = 0;
    go_on(state, &scene)
}

/// Esc, Stop, or another task: what is under way is given up, what was done stays.
fn stop(state: &mut State) -> Vec<Effect> {
    let was_busy = state.language_model.is_busy();
    // What was begun may be worked on to its end: it stays charged in full.
    state.language_model.bill.forget();
    (state.language_model.call, state.language_model.wait) = (None, None);
    if was_busy {
        "stopped".clone_into(&mut state.language_model.connection);
        state.announcement = state.words.the_model_was_stopped().to_owned();
        return vec![Effect::LanguageModel(LanguageModelEffect::GiveUp)];
    }
    Vec::new()
}

/// Lets the base act as long as nobody asks; then asks the model, or has its recorded answer. The run of a task or an
/// experiment that the reader left stands still; another policy is for the next run.
fn go_on(state: &mut State, scene: &TaskView) -> Vec<Effect> {
    let (w, task) = (state.words, &scene.stage.task);
    let cast = Cast::new(scene.stage.profiles(), &[Help::Better], task);
    loop {
        let remote = &mut state.language_model;
        let Some(run) = remote.run.as_mut().filter(|run| run.is_of(scene)) else { return Vec::new() };
        if run.again.is_none() {
            let policy = run.plan.after(run.n_calls()).clone();
            run.advance(task, &cast, |household| {
                let asked = scene.stage.state_of(household).and_then(|it| policy[it as usize]);
                asked.is_some_and(|action| action != ActionId::NOHELP)
            });
        }
        if run.outcome.is_terminal() {
            let end = if run.outcome.is_success() { w.outcome_success() } else { w.outcome_failure() };
            state.announcement = fill(state.words.episode_with_model_ends(), &[&end]);
            return Vec::new();
        }
        take_recorded_prompt(remote, scene);
        let again = remote.run.as_ref().and_then(|run| run.again.as_deref());
        let Some(body) = body(remote, scene, again) else {
            remote.connection = w.choose_a_model_first().to_owned();
            return Vec::new();
        };
        let id = question_id(&body);
        let Some(replay) = &remote.replay else { return ask(w, remote, id, body) };
        let Some(Kept { text, certainty, .. }) = replay.answer(&id).cloned() else {
            remote.fault = Some((Fault::NotRecorded, remote.base.clone()));
            return Vec::new();
        };
        // As it was recorded: what was asked for again then is asked for again now.
        let second = self::body(remote, scene, Some(&text)).map(|body| question_id(&body));
        let asks_again = second.is_some_and(|second| replay.answer(&second).is_some());
        if let Some(run) = &mut remote.run {
            run.take(task, id, text, certainty, asks_again);
        }
    }
}

/// A recording plays with the prompt that it was made with: the one whose first question it answers.
fn take_recorded_prompt(remote: &mut LanguageModelState, scene: &TaskView) {
    let Some(mut run) = remote.run.take_if(|run| run.questions.is_empty()) else { return };
    if let Some(replay) = &remote.replay {
        let recorded = |prompt: &Prompt| {
            let asked = body_of(remote, scene, &run, *prompt, None);
            asked.is_some_and(|body| replay.answer(&question_id(&body)).is_some())
        };
        run.prompt = Prompt::ALL.into_iter().find(recorded).unwrap_or(run.prompt);
    }
    remote.run = Some(run);
}

fn body(remote: &LanguageModelState, scene: &TaskView, again: Option<&str>) -> Option<Value> {
    let run = remote.run.as_ref()?;
    body_of(remote, scene, run, run.prompt, again)
}

fn body_of(
    remote: &LanguageModelState,
    scene: &TaskView,
    run: &LanguageModelRun,
    prompt: Prompt,
    again: Option<&str>,
) -> Option<Value> {
    let recorded = remote.replay.as_ref().and_then(Cassette::model);
    let choice = remote.choice();
    let model = recorded.or(choice.map(|choice| choice.model.as_str()))?.to_owned();
    let form = choice.map_or(Form::default(), |choice| choice.form);
    let asked = Asked { form, prompt, model, stream: true, logprobs: remote.asks_logprobs };
    Some(asked.body(&run.household(&scene.stage.task), again))
}

fn take_list(remote: &mut LanguageModelState, whole: &[u8]) {
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
        Ok(cassette) if cassette.n_answered() > 0 => {
            (state.language_model.replay, state.language_model.linked) = (Some(cassette), None)
        }
        Ok(_) => state.notify(state.words.recording_without_answer().to_owned()),
        Err(error) => state.notify(fill(state.words.recording_not_used(), &[&error])),
    }
}
