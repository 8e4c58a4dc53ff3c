//! A problem is opened by the reader or a link, its price moved, a file refused.

use crate::app::dispatch::update as page_update;
use crate::app::drawers::problems::message::{ProblemOpened, ProblemShown};
use crate::app::drawers::problems::update::*;
use crate::app::drawers::problems::worker::ProblemSession;
use crate::app::drawers::session::worker::Session;
use crate::app::message::page::Msg;

fn asked(effects: Vec<Effect>) -> Vec<ProblemRequest> {
    let problem = |effect| match effect {
        Effect::Problem(ProblemEffect::Ask(request) | ProblemEffect::Read(_, request)) => Some(request),
        _ => None,
    };
    effects.into_iter().filter_map(problem).collect()
}

fn tell(state: &mut State, msg: ProblemMsg) -> Vec<ProblemRequest> {
    asked(page_update(state, Msg::Problem(msg)))
}

fn answer(state: &mut State, session: &mut ProblemSession, request: ProblemRequest) -> Vec<ProblemRequest> {
    let reply = session.answer(request, || Ok("{}".to_owned())).unwrap();
    tell(state, ProblemMsg::Replied(Box::new(reply)))
}

/// A page that shows a built-in problem.
fn shown() -> (State, ProblemSession) {
    let (mut state, mut session) = (State::default(), ProblemSession::default());
    page_update(&mut state, Msg::DrawerToggled(Drawer::Problems));
    let mut requests = tell(&mut state, ProblemMsg::ScenarioChosen("hopeless-state"));
    assert_eq!(requests.len(), 1);
    assert!(answer(&mut state, &mut session, requests.remove(0)).is_empty());
    assert_eq!(state.problem.name(), "hopeless-state");
    (state, session)
}

#[test]
fn a_link_opens_the_problem_it_names_and_undo_leaves_it() {
    let mut state = State::default();
    let requests = asked(page_update(&mut state, Msg::LinkOpened("v=1&problem=sign-flip".to_owned())));
    assert!(matches!(&requests[..], [ProblemRequest::Scenario { name, .. }] if name == "sign-flip"));
    assert_eq!(crate::app::model::link::write(&state.setting), "v=1&problem=sign-flip");
    let dropped = asked(page_update(&mut state, Msg::LinkOpened("v=1&problem=nonsense".to_owned())));
    assert!(dropped.is_empty());
}

#[test]
fn a_drag_awaits_one_picture_at_a_time() {
    let (mut state, mut session) = shown();
    let mut first = tell(&mut state, ProblemMsg::PriceMoved(0, 0.4));
    assert_eq!(first.len(), 1);
    assert!(tell(&mut state, ProblemMsg::PriceMoved(0, 0.3)).is_empty());
    assert!(tell(&mut state, ProblemMsg::PriceMoved(0, 0.05)).is_empty());
    let mut next = answer(&mut state, &mut session, first.remove(0));
    assert_eq!(next.len(), 1);
    assert!(answer(&mut state, &mut session, next.remove(0)).is_empty());
    assert_eq!(state.problem.shown.as_ref().unwrap().prices, [0.05]);
    assert!(tell(&mut state, ProblemMsg::PriceMoved(0, f64::NAN)).is_empty());
    assert!(tell(&mut state, ProblemMsg::PriceMoved(1, 0.1)).is_empty(), "there is one price only");
}

#[test]
fn a_file_that_is_none_leaves_the_problem_before() {
    let (mut state, mut session) = shown();
    let mut requests = tell(&mut state, ProblemMsg::FileGiven { name: "mine.json".to_owned(), kept: 0 });
    assert_eq!(state.setting.problem, None, "a file is in no link");
    answer(&mut state, &mut session, requests.remove(0));
    assert!(state.problem.refused.as_deref().is_some_and(|error| error.contains("expected")));
    assert_eq!(state.problem.name(), "hopeless-state");
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
    assert_eq!(state.problem.session.failed.as_deref(), Some("no module"));
    let late = ProblemReply::Opened {
        request: 1,
        opened: ProblemOpened::default(),
        shown: Box::new(ProblemShown::default()),
    };
    tell(&mut state, ProblemMsg::Replied(Box::new(late)));
    assert_eq!(state.problem.shown, None, "an answer that is no longer awaited is dropped");
    assert_eq!(tell(&mut state, ProblemMsg::ScenarioChosen("sign-flip")).len(), 1, "it can be tried again");
}

fn go_on(state: &mut State, session: &mut ProblemSession) -> Vec<ProblemRequest> {
    loop {
        if let Some(reply) = session.go_on() {
            return tell(state, ProblemMsg::Replied(Box::new(reply)));
        }
    }
}

/// A page of few tasks that shows the household with two helps.
fn household() -> (State, ProblemSession) {
    let (mut state, mut session) = (State::default(), ProblemSession::default());
    let link = "v=1&tasks=4&problem=household".to_owned();
    let mut requests = asked(page_update(&mut state, Msg::LinkOpened(link)));
    assert!(matches!(&requests[..], [ProblemRequest::Household { order, .. }] if order.n_tasks == 4));
    answer(&mut state, &mut session, requests.remove(0));
    assert!(state.problem.making.is_some() && state.problem.is_opening());
    go_on(&mut state, &mut session);
    assert_eq!((state.problem.name(), state.problem.making), ("household", None));
    (state, session)
}

fn shown_pair(state: &State) -> ([f64; 2], [f64; 2]) {
    let shown = &state.problem.household.as_ref().unwrap().shown;
    (shown.prices, shown.budgets)
}

#[test]
fn the_household_of_a_link_is_made_and_prices_and_budgets_move_each_other() {
    let (mut state, mut session) = household();
    assert_eq!(crate::app::model::link::write(&state.setting), "v=1&tasks=4&problem=household");
    let opened = state.problem.household.as_ref().unwrap().opened.clone();
    let mut asked = tell(&mut state, ProblemMsg::CellChosen(25));
    answer(&mut state, &mut session, asked.remove(0));
    let (prices, before) = shown_pair(&state);
    assert_eq!(prices, prices_of(25, opened.map_cells, opened.price_max));
    let mut asked = tell(&mut state, ProblemMsg::Stepped(Plane::Prices, [1, -1]));
    answer(&mut state, &mut session, asked.remove(0));
    assert_eq!(shown_pair(&state).0, prices_of(2, opened.map_cells, opened.price_max));
    assert!(tell(&mut state, ProblemMsg::CellChosen(576)).is_empty(), "there is no such cell");
    // Corner 15 of 13 a row: the third budget of the first help, the second of the second.
    let mut asked = tell(&mut state, ProblemMsg::CornerChosen(15));
    answer(&mut state, &mut session, asked.remove(0));
    let (multipliers, budgets) = shown_pair(&state);
    assert_eq!(budgets, [opened.budgets[0][2], opened.budgets[1][1]]);
    assert!(budgets != before && multipliers != prices);
    let mut asked = tell(&mut state, ProblemMsg::Stepped(Plane::Budgets, [-5, 1]));
    answer(&mut state, &mut session, asked.remove(0));
    assert_eq!(shown_pair(&state).1, [0.0, opened.budgets[1][2]]);
    // A price that is moved leaves the other one at its multiplier.
    let other = shown_pair(&state).0[1];
    let mut asked = tell(&mut state, ProblemMsg::PriceMoved(0, 0.2));
    answer(&mut state, &mut session, asked.remove(0));
    assert_eq!(shown_pair(&state).0, [0.2, other]);
}

#[test]
fn figures_grow_and_speak_the_language_of_the_page() {
    let (mut state, mut session) = household();
    let w = state.words;
    assert!(!state.problem.household.as_ref().unwrap().is_whole());
    let first = state.problem.household.as_ref().unwrap().figures.clone();
    go_on(&mut state, &mut session);
    let view = state.problem.household.as_ref().unwrap();
    assert!(view.is_whole() && view.figures != first);
    assert!(view.facts(w).starts_with("S_obj, seed 1: "), "{}", view.facts(w));
    assert!(view.verdict(w)[1].starts_with("The second intervention brings "), "{:?}", view.verdict(w));
    assert_eq!(view.rows(w).len(), 4);
    let narrow = view.figures[0].width;
    page_update(&mut state, Msg::Resized(360.0));
    assert!(state.problem.household.as_ref().unwrap().figures[0].width < narrow);
}

#[test]
fn a_household_can_be_cancelled_and_another_seed_makes_another() {
    let (mut state, mut session) = household();
    let (prices, _) = shown_pair(&state);
    let mut requests = asked(page_update(&mut state, Msg::SeedTyped("2".to_owned())));
    answer(&mut state, &mut session, requests.remove(0));
    assert!(state.problem.making.is_some());
    assert_eq!(tell(&mut state, ProblemMsg::CancelPressed), [ProblemRequest::Cancel]);
    assert_eq!((state.problem.making, state.problem.is_opening()), (None, false));
    assert_eq!(shown_pair(&state).0, prices, "what was shown stays");
    assert!(tell(&mut state, ProblemMsg::CancelPressed).is_empty());
    // Chosen again, it is made again.
    let again = tell(&mut state, ProblemMsg::ScenarioChosen("household"));
    assert!(matches!(&again[..], [ProblemRequest::Household { order, .. }] if order.seed == 2));
}

#[test]
fn a_household_whose_worker_stops_is_not_asked_for_again_by_itself() {
    let (mut state, _) = household();
    assert!(tell(&mut state, ProblemMsg::WorkerFailed("out of memory".to_owned())).is_empty());
    assert!(state.problem.household.is_none() && state.problem.session.failed.is_some());
    assert_eq!(tell(&mut state, ProblemMsg::ScenarioChosen("household")).len(), 1, "it can be tried again");
}
