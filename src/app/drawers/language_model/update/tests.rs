//! The reader connects, lets a model act or help, stops it, replays it; and every way in which that fails.

use crate::app::dispatch::update as page_update;
use crate::app::drawers::language_model::update::*;
use crate::app::message::page::Msg;
use crate::experiment::Order;
use crate::household::{Household, Split, action_label};
use crate::remote::{FetchFailure, Secret, most_tokens};

const CANARY: &str = "sk-canary-0a1b2c3d";

/// Enough for an episode in which the policy asks twice.
const N_TASKS: u32 = 8;

fn opened() -> State {
    let mut state = State::default();
    page_update(&mut state, Msg::LinkOpened("#open=remote".to_owned()));
    let request = state.pending.unwrap().request;
    let experiment = crate::experiment::run(Order { n_tasks: N_TASKS, ..state.setting.order() }).unwrap();
    page_update(&mut state, Msg::ExperimentArrived { request, experiment: Box::new(experiment) });
    assert_eq!(state.setting.split, Split::SObj);
    state
}

/// A task that is not shown.
fn other_task(state: &State) -> String {
    u32::from(state.scene.as_ref().unwrap().stage.index == 0).to_string()
}

fn tell(state: &mut State, msg: LanguageModelMsg) -> Vec<LanguageModelEffect> {
    let effects = page_update(state, Msg::LanguageModel(msg));
    effects
        .into_iter()
        .filter_map(|it| if let Effect::LanguageModel(it) = it { Some(it) } else { None })
        .collect()
}

/// The number, address and body of the fetch that is asked for.
fn fetched(effects: &[LanguageModelEffect]) -> Option<(u32, String, Option<String>)> {
    effects.iter().find_map(|effect| match effect {
        LanguageModelEffect::Fetch { request, url, body, .. } => Some((*request, url.clone(), body.clone())),
        _ => None,
    })
}

fn answer(state: &mut State, request: u32, status: u16, kind: &str, body: &str) -> Vec<LanguageModelEffect> {
    tell(state, LanguageModelMsg::Head { request, status, kind: kind.to_owned(), retry_after: None });
    let mut effects = tell(state, LanguageModelMsg::Came { request, bytes: body.into() });
    effects.extend(tell(state, LanguageModelMsg::Ended { request, ms: 5 }));
    effects
}

fn said(text: &str) -> String {
    let event = serde_json::json!({"choices": [{"delta": {"content": text}, "logprobs": {"content": [{"logprob": -0.5}]}}]});
    let bill = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}";
    format!("data: {event}\n\n{bill}\n\ndata: [DONE]\n\n")
}

/// A page that is connected to the proxy, with one model.
fn connected() -> State {
    let mut state = opened();
    let (request, url, _) = fetched(&tell(&mut state, LanguageModelMsg::ConnectPressed)).unwrap();
    assert_eq!(url, "proxy/upstreams");
    let list = r#"{"upstreams":[{"name":"up","form":"openai","models":["m"],"prices":{"m":{"input":1000000,"output":2000000}}}]}"#;
    answer(&mut state, request, 200, "application/json", list);
    assert_eq!(state.language_model.choice().unwrap().base, "proxy/up/v1");
    state
}

fn some_action(state: &State) -> String {
    let task = &state.scene.as_ref().unwrap().stage.task;
    let household: Household = state.language_model.run.as_ref().unwrap().household(task);
    let action = household.legal_actions()[0];
    action_label(task, household.room(), household.held(), action)
}

#[test]
fn a_model_acts_to_the_end_within_its_cap_and_replays_without_a_call() {
    let mut state = connected();
    tell(&mut state, LanguageModelMsg::CallsTyped("50".into()));
    let mut call = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act)));
    while let Some((request, url, body)) = call {
        assert!(url == "proxy/up/v1/chat/completions" && body.unwrap().contains("You may:"));
        let text = some_action(&state);
        call = fetched(&answer(&mut state, request, 200, "text/event-stream", &said(&text)));
    }
    let run = state.language_model.run.clone().unwrap();
    assert!(
        run.outcome.is_terminal() && run.steps.iter().all(|step| step.certainty == Some(libm::exp(-0.5)))
    );
    assert_eq!(state.language_model.n_calls as usize, run.steps.len());
    assert_eq!(state.language_model.bill.at_most(), Micro(u64::from(state.language_model.n_calls) * 14));
    let copied = page_update(&mut state, Msg::LanguageModel(LanguageModelMsg::RecordingCopied));
    let [Effect::Copy(text)] = copied.as_slice() else { panic!("{copied:?}") };
    tell(&mut state, LanguageModelMsg::RecordingGiven(text.clone().into_bytes()));
    assert_eq!(fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))), None);
    assert_eq!(state.language_model.run.unwrap().steps, run.steps);
}

#[test]
fn the_cap_is_checked_before_a_call_and_an_answer_that_is_no_action_ends_the_task() {
    let mut state = connected();
    tell(&mut state, LanguageModelMsg::CallsTyped("1".into()));
    let (request, ..) = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).unwrap();
    assert_eq!(fetched(&answer(&mut state, request, 200, "text/event-stream", &said("dance"))), None);
    let run = state.language_model.run.clone().unwrap();
    assert!(run.outcome.is_terminal() && !run.outcome.is_success());
    assert_eq!(fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))), None);
    assert!(matches!(state.language_model.fault, Some((Fault::Cap(_), _))));
    // With a second try, the same answer is asked for again, once.
    tell(&mut state, LanguageModelMsg::CallsTyped("9".into()));
    tell(&mut state, LanguageModelMsg::AskAgainToggled);
    let (request, ..) = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).unwrap();
    let (request, _, body) =
        fetched(&answer(&mut state, request, 200, "text/event-stream", &said("dance"))).unwrap();
    assert!(body.unwrap().contains("not on the list"));
    assert_eq!(fetched(&answer(&mut state, request, 200, "text/event-stream", &said("sing"))), None);
}

#[test]
fn help_is_asked_only_where_the_policy_asks() {
    let mut state = connected();
    page_update(&mut state, Msg::BudgetChanged(0.0));
    assert_eq!(fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Help))), None);
    let run = state.language_model.run.as_ref().unwrap();
    assert!(run.outcome.is_terminal() && run.steps.iter().all(|step| step.said.is_none()));
    let scene = state.scene.as_ref().unwrap();
    assert_eq!(run.steps.len(), scene.helped.steps.len(), "the base acts as in the episode above");
}

#[test]
fn stop_and_esc_give_up_the_call_and_late_answers_are_dropped() {
    let mut state = connected();
    for stop in [Msg::LanguageModel(LanguageModelMsg::Stopped), Msg::EscapePressed] {
        let (request, ..) = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).unwrap();
        assert_eq!(page_update(&mut state, stop), [Effect::LanguageModel(LanguageModelEffect::GiveUp)]);
        assert_eq!(answer(&mut state, request, 200, "text/event-stream", &said("dance")), []);
        assert!(
            !state.language_model.is_busy() && state.language_model.run.as_ref().unwrap().steps.is_empty()
        );
    }
}

#[test]
fn a_busy_server_is_asked_twice_more_with_a_countdown_and_then_named() {
    let mut state = connected();
    let mut call = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act)));
    let mut asked = 0;
    while let Some((request, ..)) = call {
        asked += 1;
        let kind = "application/json".to_owned();
        tell(
            &mut state,
            LanguageModelMsg::Head { request, status: 429, kind, retry_after: Some("2".into()) },
        );
        tell(&mut state, LanguageModelMsg::Ended { request, ms: 1 });
        call = None;
        while let (Some(_), None) = (&state.language_model.wait, &call) {
            call = fetched(&tell(&mut state, LanguageModelMsg::Waited(request)));
        }
    }
    assert_eq!((asked, state.language_model.n_calls), (3, 3));
    assert_eq!(state.language_model.fault.unwrap().0, Fault::Busy(Some(2)));
}

#[test]
fn a_run_stands_still_once_its_task_is_left_and_a_new_one_ends_the_countdown() {
    let mut state = connected();
    let (request, ..) = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).unwrap();
    answer(&mut state, request, 503, "application/json", "{}");
    assert!(state.language_model.wait.is_some());
    let another = other_task(&state);
    page_update(&mut state, Msg::TaskTyped(another));
    for _ in 0..9 {
        assert_eq!(
            fetched(&tell(&mut state, LanguageModelMsg::Waited(request))),
            None,
            "another task's state was sent"
        );
    }
    page_update(&mut state, Msg::TaskTyped("1".into()));
    let (request, ..) = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).unwrap();
    answer(&mut state, request, 503, "application/json", "{}");
    tell(&mut state, LanguageModelMsg::Started(Role::Act));
    assert_eq!(state.language_model.wait, None);
}

#[test]
fn a_new_address_forgets_the_models_of_the_old_one() {
    let mut state = connected();
    tell(&mut state, LanguageModelMsg::BaseTyped("http://127.0.0.1:1234/v1".into()));
    tell(&mut state, LanguageModelMsg::KeyTyped(Secret::new(CANARY)));
    assert_eq!(
        fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))),
        None,
        "the key went to the old address"
    );
}

#[test]
fn a_failed_fetch_names_its_cause_and_its_fix() {
    let mut state = opened();
    tell(&mut state, LanguageModelMsg::BaseTyped("http://127.0.0.1:11434/v1/".into()));
    let (request, url, _) = fetched(&tell(&mut state, LanguageModelMsg::ConnectPressed)).unwrap();
    assert_eq!(url, "http://127.0.0.1:11434/v1/models");
    let failure = FetchFailure {
        is_online: true,
        is_local: true,
        is_denied: false,
        is_forbidden: false,
        answers_unread: true,
    };
    tell(&mut state, LanguageModelMsg::Broke { request, failure });
    let (fault, base) = state.language_model.fault.unwrap();
    let fix = fault.fix(&base, "http://127.0.0.1:8080");
    assert!(fault == Fault::NotShared && fix.contains("OLLAMA_ORIGINS"), "{fix}");
}

#[test]
fn the_key_goes_into_a_header_and_nowhere_else() {
    let mut state = connected();
    tell(&mut state, LanguageModelMsg::KeyTyped(Secret::new(CANARY)));
    let effects = tell(&mut state, LanguageModelMsg::Started(Role::Act));
    let [LanguageModelEffect::Fetch { request, headers, url, body }] = effects.as_slice() else { panic!() };
    assert!(headers.contains(&("authorization", Secret::new(&format!("Bearer {CANARY}")))));
    assert!(!url.contains(CANARY) && !body.as_ref().unwrap().contains(CANARY));
    answer(&mut state, *request, 200, "text/event-stream", &said("dance"));
    let recording: String = state.language_model.recording.iter().map(CassetteLine::text).collect();
    let link = crate::app::model::link::write(&state.setting);
    let timings = crate::app::export::Timings::default();
    let snapshot = serde_json::to_string(&crate::app::export::snapshot(&state, &timings)).unwrap();
    let typed = format!("{:?}", Msg::LanguageModel(LanguageModelMsg::KeyTyped(Secret::new(CANARY))));
    for text in [recording, link, snapshot, format!("{state:?}"), format!("{effects:?}"), typed] {
        assert!(!text.contains(&CANARY[..12]));
    }
}

#[test]
fn money_is_held_against_its_cap_before_a_call() {
    let mut state = connected();
    // The most that this question can cost; its answer costs 14 millionths.
    let call = tell(&mut state, LanguageModelMsg::Started(Role::Act));
    let (request, _, body) = fetched(&call).unwrap();
    let body: serde_json::Value = serde_json::from_str(&body.unwrap()).unwrap();
    let most = state.language_model.prices().unwrap().cost(most_tokens(&body));
    assert_eq!(state.language_model.bill.at_most(), most);
    answer(&mut state, request, 200, "text/event-stream", &said("dance"));
    assert_eq!(state.language_model.bill.at_most(), Micro(14));
    let cap = |micro: u64| LanguageModelMsg::SpendTyped(Micro(micro).dollars().to_string());
    tell(&mut state, cap(most.0 + 13));
    assert_eq!(fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))), None);
    assert!(
        matches!(state.language_model.fault, Some((Fault::Cap(_), _))) && state.language_model.n_calls == 1
    );
    tell(&mut state, cap(most.0 + 14));
    // Stopped, it may be worked on to its end: charged in full, and there is nothing left.
    assert!(fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).is_some());
    tell(&mut state, LanguageModelMsg::Stopped);
    assert_eq!(state.language_model.bill.at_most(), Micro(most.0 + 14));
    assert_eq!(fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))), None);
    // Without a cap, a call that is refused costs nothing.
    tell(&mut state, LanguageModelMsg::SpendTyped(String::new()));
    let (request, ..) = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).unwrap();
    answer(&mut state, request, 401, "application/json", "{}");
    assert_eq!((state.language_model.bill.at_most(), state.language_model.n_calls), (Micro(most.0 + 14), 3));
}

#[test]
fn an_unknown_price_is_said_and_can_be_typed() {
    let mut state = opened();
    let (request, ..) = fetched(&tell(&mut state, LanguageModelMsg::ConnectPressed)).unwrap();
    let list = r#"{"upstreams":[{"name":"up","form":"openai","models":["m","n"],"prices":{}}]}"#;
    answer(&mut state, request, 200, "application/json", list);
    tell(&mut state, LanguageModelMsg::SpendTyped("0.5".into()));
    assert_eq!(fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))), None);
    assert_eq!(state.language_model.fault.as_ref().unwrap().0, Fault::NoPrice);
    tell(&mut state, LanguageModelMsg::InputPriceTyped("0.15".into()));
    tell(&mut state, LanguageModelMsg::OutputPriceTyped("dear".into()));
    assert_eq!((state.language_model.prices(), state.notices.len()), (None, 1));
    tell(&mut state, LanguageModelMsg::OutputPriceTyped("$0.6".into()));
    assert_eq!(state.language_model.prices(), Prices::from_dollars(0.15, 0.6));
    assert!(fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).is_some());
    tell(&mut state, LanguageModelMsg::Stopped);
    // Another model costs something else.
    tell(&mut state, LanguageModelMsg::ModelChosen(1));
    assert_eq!(state.language_model.prices(), None);
    tell(&mut state, LanguageModelMsg::SpendTyped(String::new()));
    assert!(fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).is_some());
    assert_eq!(state.language_model.bill.n_unpriced(), 1);
}

#[test]
fn a_server_that_says_nothing_is_given_up_and_one_that_streams_is_not() {
    let mut state = connected();
    let (request, ..) = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).unwrap();
    tell(&mut state, LanguageModelMsg::Ticked { request, ms: 100_000 });
    let kind = "text/event-stream".to_owned();
    tell(&mut state, LanguageModelMsg::Head { request, status: 200, kind, retry_after: None });
    tell(&mut state, LanguageModelMsg::Came { request, bytes: b": still here\n\n".to_vec() });
    tell(&mut state, LanguageModelMsg::Ticked { request, ms: 130_000 });
    assert!(state.language_model.is_busy() && state.language_model.ms_so_far() == 130_000);
    let effects = tell(&mut state, LanguageModelMsg::Ticked { request, ms: 250_000 });
    assert_eq!(
        (effects, state.language_model.fault.unwrap().0),
        (vec![LanguageModelEffect::GiveUp], Fault::Timeout)
    );
}

#[test]
fn a_server_that_knows_no_logprobs_is_asked_without() {
    let mut state = connected();
    let (request, _, body) = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).unwrap();
    assert!(body.unwrap().contains("logprobs"));
    let refusal = r#"{"error":{"message":"unknown field logprobs"}}"#;
    let (request, _, body) = fetched(&answer(&mut state, request, 400, "application/json", refusal)).unwrap();
    assert!(!body.unwrap().contains("logprobs"));
    // Only once: the next refusal is one.
    assert_eq!(fetched(&answer(&mut state, request, 400, "application/json", refusal)), None);
    assert!(matches!(state.language_model.fault, Some((Fault::Rejected(_), _))));
}

/// Lets the model act to the end of the task.
fn acted() -> State {
    let mut state = connected();
    tell(&mut state, LanguageModelMsg::CallsTyped("50".into()));
    let mut call = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act)));
    while let Some((request, ..)) = call {
        let text = some_action(&state);
        call = fetched(&answer(&mut state, request, 200, "text/event-stream", &said(&text)));
    }
    state
}

#[test]
fn a_link_plays_the_recorded_episode_and_sends_nothing() {
    let mut state = acted();
    tell(&mut state, LanguageModelMsg::KeyTyped(Secret::new(CANARY)));
    let link = crate::app::drawers::language_model::linked::recorded_link(&state).unwrap();
    assert!(link.contains("&task=") && link.contains("&open=remote&d=") && !link.contains(&CANARY[..12]));
    // Another reader opens it.
    let mut other = State::default();
    page_update(&mut other, Msg::LinkOpened(format!("#{link}")));
    assert!(other.notices.is_empty() && other.language_model.run.is_none());
    let request = other.pending.unwrap().request;
    let experiment = Box::new((**state.experiment.as_ref().unwrap()).clone());
    let effects = page_update(&mut other, Msg::ExperimentArrived { request, experiment });
    assert!(effects.iter().all(|effect| !matches!(effect, Effect::LanguageModel(_))), "{effects:?}");
    assert_eq!(
        other.language_model.run.as_ref().unwrap().steps,
        state.language_model.run.as_ref().unwrap().steps
    );
    assert_eq!(
        (other.language_model.n_calls, crate::app::drawers::language_model::linked::recorded_link(&other)),
        (0, Some(link.clone()))
    );
    // It stays in the address until it is no longer replayed.
    let address = |effects: &[Effect]| {
        effects.iter().find_map(|it| if let Effect::WriteLink(link) = it { Some(link.clone()) } else { None })
    };
    let written = address(&page_update(&mut other, Msg::BudgetTyped("0.5".into()))).unwrap();
    assert!(written.contains("&d="), "{written}");
    let another = other_task(&other);
    let written = address(&page_update(&mut other, Msg::TaskTyped(another))).unwrap();
    assert!(!written.contains("&d="), "another task has another episode: {written}");
    let written =
        address(&page_update(&mut other, Msg::LanguageModel(LanguageModelMsg::ReplayEnded))).unwrap();
    assert!(!written.contains("&d="), "{written}");
    // A link that is broken says so and opens the rest.
    let broken = format!("{}@", link);
    page_update(&mut other, Msg::LinkOpened(broken));
    assert_eq!(other.notices.len(), 1);
    assert!(other.language_model.replay.is_none());
}

#[test]
fn a_recording_plays_with_the_prompt_it_was_made_with_whichever_is_chosen() {
    let mut state = connected();
    tell(&mut state, LanguageModelMsg::CallsTyped("50".into()));
    tell(&mut state, LanguageModelMsg::PromptChosen("sif".into()));
    let mut call = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act)));
    while let Some((request, _, body)) = call {
        assert!(body.unwrap().contains("Available actions:"));
        let text = said("Reasoning: I look.\nAction: Explore Room");
        call = fetched(&answer(&mut state, request, 200, "text/event-stream", &text));
    }
    let run = state.language_model.run.clone().unwrap();
    assert!(run.prompt == Prompt::Sif && run.steps.len() > 3, "an action line is read");
    // The same words are no action for our prompt, with which the other reader would ask.
    let link = crate::app::drawers::language_model::linked::recorded_link(&state).unwrap();
    let mut other = State::default();
    page_update(&mut other, Msg::LinkOpened(format!("#{link}")));
    let request = other.pending.unwrap().request;
    let experiment = Box::new((**state.experiment.as_ref().unwrap()).clone());
    page_update(&mut other, Msg::ExperimentArrived { request, experiment });
    assert_eq!(other.language_model.prompt, Prompt::Ours);
    let replayed = other.language_model.run.unwrap();
    assert_eq!((replayed.prompt, replayed.steps), (run.prompt, run.steps));
}

#[test]
fn an_answer_asked_for_again_is_replayed_as_it_was() {
    let mut state = connected();
    tell(&mut state, LanguageModelMsg::AskAgainToggled);
    let (request, ..) = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Act))).unwrap();
    let (request, ..) =
        fetched(&answer(&mut state, request, 200, "text/event-stream", &said("dance"))).unwrap();
    answer(&mut state, request, 200, "text/event-stream", &said("sing"));
    let steps = state.language_model.run.as_ref().unwrap().steps.clone();
    let saved = page_update(&mut state, Msg::LanguageModel(LanguageModelMsg::RecordingSaved));
    let [Effect::SaveBytes { name, content }] = saved.as_slice() else { panic!("{saved:?}") };
    assert_eq!(name, "askwell-recording.jsonl");
    // Though the reader no longer asks for it.
    tell(&mut state, LanguageModelMsg::AskAgainToggled);
    tell(&mut state, LanguageModelMsg::RecordingGiven(content.clone()));
    tell(&mut state, LanguageModelMsg::Started(Role::Act));
    assert_eq!(state.language_model.run.unwrap().steps, steps);
}

/// The header with the key of a fetch, if there is one.
fn key_sent(effects: &[LanguageModelEffect]) -> Option<(String, Secret)> {
    effects.iter().find_map(|effect| match effect {
        LanguageModelEffect::Fetch { url, headers, .. } => {
            let key = headers.iter().find(|(name, _)| ["authorization", "x-api-key"].contains(name))?;
            Some((url.clone(), key.1.clone()))
        }
        _ => None,
    })
}

#[test]
fn a_key_goes_to_the_address_it_was_typed_for_and_to_no_other() {
    let mut state = opened();
    let addresses =
        ["https://a.example/v1", "https://a.example/v1x", "https://b.example", "proxy", "https://a.example"];
    for from in addresses {
        for to in addresses.into_iter().filter(|&to| to != from) {
            tell(&mut state, LanguageModelMsg::BaseTyped(from.to_owned()));
            tell(&mut state, LanguageModelMsg::KeyTyped(Secret::new(CANARY)));
            let sent = key_sent(&tell(&mut state, LanguageModelMsg::ConnectPressed)).unwrap();
            assert!(sent.0.starts_with(from) && state.language_model.holds_key(), "{from}: {sent:?}");
            tell(&mut state, LanguageModelMsg::Stopped);
            tell(&mut state, LanguageModelMsg::BaseTyped(to.to_owned()));
            assert!(
                !state.language_model.holds_key() && state.language_model.key == Secret::default(),
                "{from} -> {to}"
            );
            assert_eq!(key_sent(&tell(&mut state, LanguageModelMsg::ConnectPressed)), None, "{from} -> {to}");
            tell(&mut state, LanguageModelMsg::Stopped);
        }
    }
}

#[test]
fn a_key_typed_after_the_address_is_kept_and_the_same_address_drops_nothing() {
    let mut state = opened();
    tell(&mut state, LanguageModelMsg::BaseTyped("https://b.example/v1".to_owned()));
    tell(&mut state, LanguageModelMsg::KeyTyped(Secret::new(CANARY)));
    // A slash at the end is no other address; the drawer may close and open in between.
    page_update(&mut state, Msg::DrawerToggled(crate::app::model::drawer::Drawer::LanguageModel));
    page_update(&mut state, Msg::DrawerToggled(crate::app::model::drawer::Drawer::LanguageModel));
    tell(&mut state, LanguageModelMsg::BaseTyped("https://b.example/v1/ ".to_owned()));
    assert!(state.language_model.holds_key());
    assert!(key_sent(&tell(&mut state, LanguageModelMsg::ConnectPressed)).is_some());
    tell(&mut state, LanguageModelMsg::KeyTyped(Secret::new("")));
    assert!(!state.language_model.holds_key());
}

/// Lets the model help to the end of the task, with what is offered first.
fn helped(state: &mut State) {
    tell(state, LanguageModelMsg::CallsTyped("500".into()));
    let mut call = fetched(&tell(state, LanguageModelMsg::Started(Role::Help)));
    while let Some((request, ..)) = call {
        let text = some_action(state);
        call = fetched(&answer(state, request, 200, "text/event-stream", &said(&text)));
    }
}

/// A task in which the model is asked more than once at this budget, whatever it answers first, and never at 0.
fn with_calls(state: &mut State) {
    page_update(state, Msg::BudgetTyped("2".to_owned()));
    for task in 0..N_TASKS {
        page_update(state, Msg::TaskTyped(task.to_string()));
        let mut run = state.clone();
        helped(&mut run);
        if run.language_model.run.is_some_and(|run| run.questions.len() > 1) {
            return;
        }
    }
    panic!("no task has calls");
}

#[test]
fn the_link_of_an_episode_replays_what_is_shown_whatever_was_set_since() {
    let mut state = connected();
    with_calls(&mut state);
    helped(&mut state);
    let run = state.language_model.run.clone().unwrap();
    assert!(run.questions.len() > 1, "the model was never asked");
    let link = crate::app::drawers::language_model::linked::recorded_link(&state).unwrap();
    let made = run.made_with(state.words);
    assert!(made.contains("the optimal policy at a budget of 2.00 calls per task"), "{made}");
    let acts: [fn(&mut State); 4] = [
        |state| drop(page_update(state, Msg::BudgetTyped("0".to_owned()))),
        |state| drop(page_update(state, Msg::RuleChosen(crate::app::model::setting::Rule::Paper))),
        |state| drop(page_update(state, Msg::MeasureChosen(crate::app::model::setting::Measure::Cap))),
        |state| drop(page_update(state, Msg::StepSelected(0))),
    ];
    for (number, act) in acts.into_iter().enumerate() {
        let mut state = state.clone();
        act(&mut state);
        let shown = crate::app::drawers::language_model::linked::shown_run(&state).unwrap();
        assert_eq!(shown.made_with(state.words), made, "act {number}");
        assert_eq!(
            crate::app::drawers::language_model::linked::recorded_link(&state).as_ref(),
            Some(&link),
            "act {number}"
        );
    }
    page_update(&mut state, Msg::BudgetTyped("0".to_owned()));
    assert!(
        !crate::app::drawers::language_model::linked::shown_run(&state)
            .unwrap()
            .is_under(state.scene.as_ref().unwrap())
    );
    // Whoever opens the link sees the same steps.
    let mut other = State::default();
    page_update(&mut other, Msg::LinkOpened(format!("#{link}")));
    let request = other.pending.unwrap().request;
    let experiment = Box::new((**state.experiment.as_ref().unwrap()).clone());
    page_update(&mut other, Msg::ExperimentArrived { request, experiment });
    let replayed = other.language_model.run.as_ref().unwrap();
    assert_eq!(
        (&replayed.steps, replayed.outcome, other.language_model.fault),
        (&run.steps, run.outcome, None)
    );
}

#[test]
fn another_task_or_experiment_shows_neither_the_episode_nor_its_link() {
    let mut state = connected();
    with_calls(&mut state);
    helped(&mut state);
    let task = state.scene.as_ref().unwrap().stage.index;
    let shown = |state: &State| {
        (
            crate::app::drawers::language_model::linked::shown_run(state).is_some(),
            crate::app::drawers::language_model::linked::recorded_link(state).is_some(),
        )
    };
    let another = other_task(&state);
    page_update(&mut state, Msg::TaskTyped(another));
    assert_eq!(shown(&state), (false, false));
    page_update(&mut state, Msg::TaskTyped(task.to_string()));
    assert_eq!(shown(&state), (true, true));
    for (name, order) in [
        ("seed", Order { seed: 2, ..state.experiment.as_ref().unwrap().order }),
        ("discount", Order { gamma: 0.9, ..state.experiment.as_ref().unwrap().order }),
    ] {
        let mut state = state.clone();
        state.setting.take_order(&order);
        crate::app::update::experiment::run(&mut state);
        let request = state.pending.unwrap().request;
        let experiment = Box::new(crate::experiment::run(order).unwrap());
        page_update(&mut state, Msg::ExperimentArrived { request, experiment });
        page_update(&mut state, Msg::TaskTyped(task.to_string()));
        assert_eq!(shown(&state), (false, false), "another {name}");
    }
}

#[test]
fn an_episode_under_way_goes_on_under_the_policy_it_began_with() {
    let begun = || {
        let mut state = connected();
        with_calls(&mut state);
        let call = fetched(&tell(&mut state, LanguageModelMsg::Started(Role::Help)));
        (state, call)
    };
    let to_the_end = |(mut state, mut call): (State, Option<(u32, String, Option<String>)>)| {
        while let Some((request, ..)) = call {
            let text = some_action(&state);
            call = fetched(&answer(&mut state, request, 200, "text/event-stream", &said(&text)));
        }
        state.language_model.run.unwrap()
    };
    let straight = to_the_end(begun());
    let (mut state, call) = begun();
    page_update(&mut state, Msg::BudgetTyped("0".to_owned()));
    let dragged = to_the_end((state, call));
    assert!(straight.outcome.is_terminal() && straight.questions.len() > 1);
    assert_eq!((dragged.steps, dragged.outcome), (straight.steps, straight.outcome));
}
