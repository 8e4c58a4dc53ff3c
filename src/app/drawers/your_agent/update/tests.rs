//! A log is given, read, refused, looked at and given up, as the page sees it.

use crate::app::dispatch::update as page_update;
use crate::app::drawers::session::worker::Session;
use crate::app::drawers::your_agent::message::{LogExample, LogOptions, LogRefusal};
use crate::app::drawers::your_agent::update::*;
use crate::app::drawers::your_agent::worker::LogSession;
use crate::app::message::page::Msg;
use crate::trace::read::Column;

const LOG: &str = r#"{"episode":"1","task":"a","t":0,"state":"s","intervention":null,"done":true,"outcome":false}
{"episode":"2","task":"a","t":0,"state":"s","intervention":"help","done":true,"outcome":true}
"#;

fn tell(state: &mut State, msg: YourAgentMsg) -> Vec<LogEffect> {
    let effects = page_update(state, Msg::YourAgent(msg));
    effects
        .into_iter()
        .filter_map(|e| if let Effect::Log(effect) = e { Some(effect) } else { None })
        .collect()
}

fn reply(state: &mut State, reply: LogReply) -> Vec<LogEffect> {
    tell(state, YourAgentMsg::Replied(Box::new(reply)))
}

fn refusal(request: u32, error: &str) -> LogReply {
    LogReply::Refused { request, refusal: LogRefusal::from(error), names: Vec::new(), guess: None }
}

fn paste(state: &mut State) -> u32 {
    let effects = tell(state, YourAgentMsg::Pasted(LOG.to_owned()));
    let [LogEffect::Read(LogSource::Text(text), LogRequest::Read { request, .. })] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(text, LOG);
    *request
}

/// The name of the shown log.
fn name(state: &State) -> String {
    state.your_agent.read.as_ref().map_or_else(String::new, |read| read.given.name(state.words))
}

/// A page that shows a log, and the session that answers it.
fn shown() -> (State, LogSession) {
    let (mut state, mut session) = (State::default(), LogSession::default());
    let request = paste(&mut state);
    let look = state.your_agent.session.awaited().unwrap().look;
    let read = LogRequest::Read { request, options: LogOptions::default(), look };
    let mut asked = Vec::new();
    session.respond(read, &LOG.as_bytes().to_vec(), &mut |answer| asked = reply(&mut state, answer));
    assert!(matches!(asked[..], [LogEffect::Ask(LogRequest::Compare { .. })]), "{asked:?}");
    (state, session)
}

#[test]
fn a_pasted_log_is_read_in_the_worker_and_shown() {
    let (state, _) = shown();
    assert_eq!(state.your_agent.phase, LogPhase::Ready);
    assert_eq!(name(&state), "the pasted text");
    assert_eq!(state.announcement, "the pasted text is read.");
}

#[test]
fn a_drag_awaits_one_picture_at_a_time_and_ends_with_the_newest() {
    let (mut state, mut session) = shown();
    let first = tell(&mut state, YourAgentMsg::BudgetMoved(0.1));
    let [LogEffect::Ask(LogRequest::Show { request, look })] = first[..] else { panic!("{first:?}") };
    assert!(tell(&mut state, YourAgentMsg::BudgetMoved(0.2)).is_empty());
    assert!(tell(&mut state, YourAgentMsg::BudgetMoved(0.3)).is_empty());
    let picture = Box::new(session.show(look).unwrap());
    let next = reply(&mut state, LogReply::Shown { request, shown: picture });
    let [LogEffect::Ask(LogRequest::Show { look, .. })] = next[..] else { panic!("{next:?}") };
    assert_eq!((look.budget, look.since), (Some(0.3), Some(0.5)), "told against where the drag began");
    let released = tell(&mut state, YourAgentMsg::BudgetReleased);
    assert!(matches!(released[..], [LogEffect::Ask(LogRequest::Compare { .. })]));
}

#[test]
fn answers_to_what_is_no_longer_awaited_are_dropped() {
    let (mut state, _) = shown();
    let before = state.your_agent.clone();
    reply(&mut state, refusal(999, "late"));
    reply(&mut state, LogReply::Compared { request: 999, compared: Default::default() });
    assert_eq!(state.your_agent, before);
}

#[test]
fn a_refused_log_says_why_and_leaves_the_one_before() {
    let (mut state, _) = shown();
    let given = YourAgentMsg::FilesGiven { names: vec!["bad.jsonl".to_owned(), "b".to_owned()], kept: 7 };
    let [LogEffect::Read(_, LogRequest::Read { request, .. })] = tell(&mut state, given)[..] else {
        panic!()
    };
    reply(&mut state, LogReply::Progressed { request, share: 0.5, lines: 7, episodes: 1 });
    assert_eq!(state.your_agent.phase.words(state.words), "7 lines, 1 episodes");
    reply(&mut state, refusal(request, "line 3: no"));
    assert_eq!((state.your_agent.phase.clone(), name(&state).as_str()), (LogPhase::Ready, "the pasted text"));
    assert_eq!(state.your_agent.given.as_ref().unwrap().name(state.words), "bad.jsonl and 1 more");
    assert_eq!(state.your_agent.refused.as_ref().unwrap().refusal.errors, ["line 3: no"]);
    let again = tell(&mut state, YourAgentMsg::OptionSet(LogOption::Columns("episode=id".to_owned())));
    assert!(
        matches!(&again[..], [LogEffect::Read(LogSource::Files(7), _)]),
        "the refused one is read again: {again:?}"
    );
}

#[test]
fn names_are_chosen_from_those_of_the_log_and_the_last_choice_counts() {
    let mut state = State::default();
    let csv = "run;obs;reward\n1;door;1\n".to_owned();
    let mut asked = tell(&mut state, YourAgentMsg::Pasted(csv.clone()));
    let options = state.your_agent.options.clone();
    let mut session = LogSession::default();
    let Some(LogEffect::Read(_, read)) = asked.pop() else { panic!("{asked:?}") };
    session.respond(read, &csv.clone().into_bytes(), &mut |answer| drop(reply(&mut state, answer)));
    assert_eq!(state.your_agent.names(), ["run", "obs", "reward"]);
    assert_eq!(
        state.your_agent.refused.as_ref().unwrap().guess.as_deref(),
        Some("episode=run,state=obs,outcome=reward")
    );
    for (column, name) in [(Column::Task, "run"), (Column::State, "obs"), (Column::Episode, "run")] {
        let read = tell(&mut state, YourAgentMsg::OptionSet(LogOption::Column(column, name.to_owned())));
        assert!(matches!(read[..], [LogEffect::Read(LogSource::Text(_), _)]));
    }
    assert_eq!(state.your_agent.options.columns, "episode=run,task=,state=obs");
    let options = LogOptions { columns: "episode=run,state=obs,outcome=reward".to_owned(), ..options };
    session.begin(&options).unwrap();
    session.push(csv.as_bytes()).unwrap();
    session.finish(&options).unwrap();
    assert_eq!(session.guess(&options), None, "it is read so already");
}

#[test]
fn the_log_of_a_link_stays_in_the_address_until_another_is_read() {
    let mut state = State::default();
    let data = LogSession::default()
        .link(&LogOptions { lenient: true, ..LogOptions::default() }, LOG.as_bytes())
        .unwrap();
    let effects = page_update(&mut state, Msg::LinkOpened(format!("v=1&open=log&d={data}")));
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Log(LogEffect::Read(LogSource::Link(_), _))))
    );
    assert!(state.your_agent.options.lenient && state.notices.is_empty());
    assert_eq!(of_address(&state), format!("&d={data}"));
    let effects = page_update(&mut state, Msg::YourAgent(YourAgentMsg::Pasted(LOG.to_owned())));
    assert!(effects.contains(&Effect::WriteLink("v=1&open=log".to_owned())), "{effects:?}");
    page_update(&mut state, Msg::LinkOpened("v=1&open=log&d=AAAA".to_owned()));
    assert_eq!(state.notices.len(), 1, "data that are none are told");
}

#[test]
fn cancelling_ends_the_worker() {
    let mut state = State::default();
    tell(&mut state, YourAgentMsg::ExampleChosen(LogExample::Twc));
    assert_eq!(tell(&mut state, YourAgentMsg::Cancelled), [LogEffect::Stop]);
    assert_eq!(state.your_agent.phase, LogPhase::Empty);
    assert_eq!(
        tell(
            &mut state,
            YourAgentMsg::ExportPressed(crate::app::drawers::your_agent::message::LogExport::Mdp)
        ),
        []
    );
}

#[test]
fn a_worker_that_does_not_come_is_told() {
    let mut state = State::default();
    paste(&mut state);
    tell(&mut state, YourAgentMsg::WorkerFailed("404".to_owned()));
    assert_eq!((state.announcement.as_str(), &state.your_agent.read), ("The log is not read: 404.", &None));
    assert_eq!(state.your_agent.session.failed.as_deref(), Some("404"));
}

#[test]
fn a_log_is_drawn_for_the_width_of_the_window() {
    let (mut state, _) = shown();
    let asked = page_update(&mut state, Msg::Resized(390.0));
    let [Effect::Log(LogEffect::Ask(LogRequest::Show { look, .. }))] = asked[..] else { panic!("{asked:?}") };
    assert_eq!(look.width, 358.0);
    assert_eq!(page_update(&mut State::default(), Msg::Resized(390.0)), []);
}
