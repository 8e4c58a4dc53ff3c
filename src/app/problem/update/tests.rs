//! A problem is opened by the reader or a link, its price moved, a file refused.

use super::*;
use crate::app::message::Msg;
use crate::app::problem::{ProblemDesk, ProblemOpened, ProblemShown};
use crate::app::update as page_update;

fn asked(effects: Vec<Effect>) -> Vec<ProblemRequest> {
    let problem = |effect| match effect {
        Effect::Problem(ProblemEffect::Ask(request)) => Some(request),
        _ => None,
    };
    effects.into_iter().filter_map(problem).collect()
}

fn tell(state: &mut State, msg: ProblemMsg) -> Vec<ProblemRequest> {
    asked(page_update(state, Msg::Problem(msg)))
}

fn answer(state: &mut State, desk: &mut ProblemDesk, request: ProblemRequest) -> Vec<ProblemRequest> {
    let reply = desk.answer(request, || Ok("{}".to_owned())).unwrap();
    tell(state, ProblemMsg::Replied(Box::new(reply)))
}

/// A page that shows a built-in problem.
fn shown() -> (State, ProblemDesk) {
    let (mut state, mut desk) = (State::default(), ProblemDesk::default());
    page_update(&mut state, Msg::DrawerToggled(Drawer::Problems));
    let mut requests = tell(&mut state, ProblemMsg::ScenarioChosen("hopeless-state"));
    assert_eq!(requests.len(), 1);
    assert!(answer(&mut state, &mut desk, requests.remove(0)).is_empty());
    assert_eq!(state.problem.name, "hopeless-state");
    (state, desk)
}

#[test]
fn a_link_opens_the_problem_it_names_and_undo_leaves_it() {
    let mut state = State::default();
    let requests = asked(page_update(&mut state, Msg::LinkOpened("v=1&problem=sign-flip".to_owned())));
    assert!(matches!(&requests[..], [ProblemRequest::Scenario { name, .. }] if name == "sign-flip"));
    assert_eq!(crate::app::write_link(&state.setting), "v=1&problem=sign-flip");
    let dropped = asked(page_update(&mut state, Msg::LinkOpened("v=1&problem=nonsense".to_owned())));
    assert!(dropped.is_empty());
}

#[test]
fn a_drag_awaits_one_picture_at_a_time() {
    let (mut state, mut desk) = shown();
    let mut first = tell(&mut state, ProblemMsg::PriceMoved(0, 0.4));
    assert_eq!(first.len(), 1);
    assert!(tell(&mut state, ProblemMsg::PriceMoved(0, 0.3)).is_empty());
    assert!(tell(&mut state, ProblemMsg::PriceMoved(0, 0.05)).is_empty());
    let mut next = answer(&mut state, &mut desk, first.remove(0));
    assert_eq!(next.len(), 1);
    assert!(answer(&mut state, &mut desk, next.remove(0)).is_empty());
    assert_eq!(state.problem.shown.as_ref().unwrap().prices, [0.05]);
    assert!(tell(&mut state, ProblemMsg::PriceMoved(0, f64::NAN)).is_empty());
    assert!(tell(&mut state, ProblemMsg::PriceMoved(1, 0.1)).is_empty(), "there is one price only");
}

#[test]
fn a_file_that_is_none_leaves_the_problem_before() {
    let (mut state, mut desk) = shown();
    let mut requests = tell(&mut state, ProblemMsg::FileGiven { name: "mine.json".to_owned() });
    assert_eq!(state.setting.problem, None, "a file is in no link");
    answer(&mut state, &mut desk, requests.remove(0));
    assert!(state.problem.refused.as_deref().is_some_and(|error| error.contains("expected")));
    assert_eq!(state.problem.name, "hopeless-state");
    // The built-in one can be opened again.
    assert_eq!(tell(&mut state, ProblemMsg::ScenarioChosen("hopeless-state")).len(), 1);
}

#[test]
fn a_worker_that_does_not_come_is_told_once() {
    let mut state = State::default();
    page_update(&mut state, Msg::DrawerToggled(Drawer::Problems));
    tell(&mut state, ProblemMsg::ScenarioChosen("sign-flip"));
    let failed = ProblemMsg::WorkerFailed("no module".to_owned());
    let effects = page_update(&mut state, Msg::Problem(failed));
    assert!(effects.contains(&Effect::Problem(ProblemEffect::Stop)), "the next one needs another worker");
    assert!(asked(effects).is_empty());
    assert_eq!(state.problem.refused.as_deref(), Some("The problem is not opened: no module."));
    let late = ProblemReply::Opened {
        request: 1,
        opened: ProblemOpened::default(),
        shown: Box::new(ProblemShown::default()),
    };
    tell(&mut state, ProblemMsg::Replied(Box::new(late)));
    assert_eq!(state.problem.shown, None, "an answer that is no longer awaited is dropped");
    assert_eq!(tell(&mut state, ProblemMsg::ScenarioChosen("sign-flip")).len(), 1, "it can be tried again");
}
