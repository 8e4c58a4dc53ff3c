//! The built-in problems as the page shows them, and files that are none.

use crate::app::drawers::problems::team::{HelperRequest, ProblemHelper};
use crate::app::drawers::problems::worker::*;
use crate::figure::price_map::prices_of;
use crate::mdp::scenario::ALL;

fn look(prices: &[f64]) -> ProblemLook {
    ProblemLook { prices: prices.to_vec(), width: 520.0, ..ProblemLook::default() }
}

fn scenario(session: &mut ProblemSession, name: &str) -> (ProblemOpened, ProblemShown) {
    let request = ProblemRequest::Scenario { request: 1, name: name.to_owned(), look: look(&[]) };
    match session.answer(request, || Err(String::new())) {
        Some(ProblemReply::Opened { request: 1, opened, shown }) => (opened, *shown),
        other => panic!("{other:?}"),
    }
}

fn file(session: &mut ProblemSession, text: &str) -> ProblemReply {
    let request = ProblemRequest::File { request: 2, look: look(&[]) };
    session.answer(request, || Ok(text.to_owned())).unwrap()
}

#[test]
fn every_built_in_problem_shows_what_the_command_line_compares() {
    for problem in &ALL {
        let (opened, shown) = scenario(&mut ProblemSession::default(), problem.name);
        let both = problem.compare().unwrap();
        assert_eq!(shown.prices, problem.prices);
        for (row, outcome) in shown.rules.iter().zip([&both.exact, &both.paper]) {
            let value: f64 = row.value.replace('−', "-").parse().unwrap();
            assert!((value - outcome.value).abs() <= 5.1e-4, "{}: {row:?}", problem.name);
        }
        let exact_asks = shown.states.iter().filter(|state| state.exact.starts_with("asks"));
        assert_eq!(exact_asks.count(), both.exact.asks.len(), "{}", problem.name);
        assert_eq!(shown.verdict.contains("never settles"), !both.converged, "{}", problem.name);
        assert_eq!(shown.is_same, (both.exact.value - both.paper.value).abs() < 1e-9, "{}", problem.name);
        assert!(opened.price_max > problem.prices[0]);
        let gamma = crate::mdp::file::read(problem.json).unwrap().mdp.gamma();
        assert_eq!(opened.is_discounted(), gamma < 1.0, "{}", problem.name);
    }
}

#[test]
fn a_price_decides_and_the_states_say_from_which_on() {
    let mut session = ProblemSession::default();
    let (_, shown) = scenario(&mut session, "hopeless-state");
    assert_eq!(shown.verdict, "The paper’s rule is worth −0.400, the optimum 0.000: it loses 0.400.");
    let row = &shown.states[0];
    assert_eq!((row.exact.as_str(), row.paper.as_str(), row.differs), ("goes on", "asks help", true));
    assert_eq!(row.asks, "below 0.100", "help succeeds once in ten");
    let cheap = session.show(look(&[0.05])).unwrap();
    assert!(cheap.is_same && cheap.states[0].exact == "asks help", "{cheap:?}");
}

#[test]
fn a_file_of_the_readers_own_is_opened_or_refused_with_its_field() {
    let mut session = ProblemSession::default();
    let (_, shown) = scenario(&mut session, "sign-flip");
    let ProblemReply::Refused { error, .. } = file(&mut session, "{\"gamma\": 2}") else { panic!("taken") };
    assert!(error.contains("expected"), "{error}");
    assert_eq!(session.show(look(&shown.prices)).unwrap(), shown, "the one before stays");
    let own = ALL[0].json;
    let ProblemReply::Opened { opened, shown, .. } = file(&mut session, own) else { panic!("refused") };
    let facts = opened.facts(crate::language::Words::ENGLISH);
    assert!(facts.contains("1 intervention"), "{facts}");
    assert_eq!(shown.prices, [0.1], "the one price at which something changes");
    assert!(shown.figure.is_some());
}

/// A problem of this many tasks of two states, each task a little harder than the last.
fn large(tasks: u32) -> String {
    let (mut alone, mut helped, mut start) = (Vec::new(), Vec::new(), Vec::new());
    for task in 0..tasks {
        let (first, second) = (2 * task, 2 * task + 1);
        let skill = 0.1 + 0.5 * f64::from(task) / f64::from(tasks);
        start.push(format!("\"{first}\":1"));
        for (rows, skill) in [(&mut alone, skill), (&mut helped, 0.5 + 0.5 * skill)] {
            rows.push(format!("[{first},{second},{skill}],[{first},{first},{}]", 1.0 - skill));
            rows.push(format!(
                "[{second},{},{skill}],[{second},{},{}]",
                2 * tasks,
                2 * tasks + 1,
                1.0 - skill
            ));
        }
    }
    format!(
        "{{\"gamma\":0.9,\"states\":{},\"start\":{{{}}},\"terminal\":{{\"success\":[{}],\"failure\":[{}]}},\
         \"transitions\":{{\"nohelp\":[{}],\"help\":[{}]}}}}",
        2 * tasks + 2,
        start.join(","),
        2 * tasks,
        2 * tasks + 1,
        alone.join(","),
        helped.join(",")
    )
}

/// Lets the helper do every second share, and breaks every fifth.
fn shared(session: &mut ProblemSession, helper: &mut ProblemHelper) -> ProblemReply {
    let mut n = 0;
    loop {
        n += 1;
        let mdp = Box::new(session.shared().unwrap().clone());
        let reply = match n % 5 {
            0 => {
                let lost = session.hand_out();
                lost.iter().for_each(|share| session.take_back(share));
                None
            }
            1 | 3 => {
                helper.answer(HelperRequest::Problem(mdp));
                let finding = session.hand_out().and_then(|share| helper.answer(HelperRequest::Share(share)));
                finding.and_then(|finding| session.put_finding(finding))
            }
            _ => session.go_on(),
        };
        if let Some(reply) = reply {
            return reply;
        }
    }
}

#[test]
fn a_large_file_is_shared_out_and_comes_to_the_same() {
    let text = large(10_500);
    let (mut alone, mut together) = (ProblemSession::default(), ProblemSession::default());
    let first = file(&mut alone, &text);
    assert_eq!(first, ProblemReply::Solving { request: 2, share: 0.0 });
    let opened = made(&mut alone);
    assert!(matches!(opened, ProblemReply::Opened { request: 2, .. }), "{opened:?}");
    file(&mut together, &text);
    assert_eq!(shared(&mut together, &mut ProblemHelper::default()), opened);
    // At another price both again, and so does the session that shares nothing out.
    let prices = [0.21];
    let ask = |session: &mut ProblemSession| {
        let request = ProblemRequest::Show { request: 3, look: look(&prices) };
        assert_eq!(session.answer(request, || Err(String::new())), None);
    };
    ask(&mut alone);
    ask(&mut together);
    let ProblemReply::Shown { request: 3, shown, .. } = made(&mut alone) else { panic!("not shown") };
    assert_eq!(
        shared(&mut together, &mut ProblemHelper::default()),
        ProblemReply::Shown { request: 3, of: 2, shown: shown.clone() }
    );
    let whole = alone.show(look(&prices)).unwrap();
    assert_eq!((whole.rules, whole.states, whole.verdict), (shown.rules, shown.states, shown.verdict));
    assert!(!alone.is_at_work());
}

#[test]
fn a_large_file_can_be_given_up_and_a_late_helper_is_not_heard() {
    let (mut session, mut helper) = (ProblemSession::default(), ProblemHelper::default());
    let (_, small) = scenario(&mut session, "sign-flip");
    file(&mut session, &large(10_500));
    assert_eq!(session.show(look(&small.prices)).unwrap(), small, "the one before stays");
    helper.answer(HelperRequest::Problem(Box::new(session.shared().unwrap().clone())));
    let late = session.hand_out().and_then(|share| helper.answer(HelperRequest::Share(share))).unwrap();
    assert_eq!(session.answer(ProblemRequest::Cancel, || Err(String::new())), None);
    assert!(!session.is_at_work() && session.news(None).is_none());
    file(&mut session, &large(10_600));
    assert_eq!(session.put_finding(late), None);
    assert!(matches!(made(&mut session), ProblemReply::Opened { .. }));
}

#[test]
fn two_prices_have_a_map_that_agrees_with_the_solution_at_each() {
    let mut session = ProblemSession::default();
    let (opened, shown) = scenario(&mut session, "two-helps");
    let map = shown.figure.unwrap();
    let cells: Vec<_> = map.marks.iter().filter_map(|mark| Some((mark.key?, mark.title.clone()?))).collect();
    assert_eq!(cells.len(), (opened.map_cells * opened.map_cells) as usize);
    for (key, title) in cells.into_iter().step_by(37) {
        let shown = session.show(look(&prices_of(key, opened.map_cells, opened.price_max))).unwrap();
        assert_eq!(title.contains("loses"), !shown.is_same, "{title}");
        let exact = &shown.states[0].exact;
        let asked = if exact == "goes on" { "asks for nothing" } else { exact };
        assert!(title.contains(asked), "{title}: {exact}");
    }
}

#[test]
fn nothing_is_shown_before_a_problem_is_open() {
    assert_eq!(ProblemSession::default().show(look(&[])), None);
}

fn household(session: &mut ProblemSession, request: u32, order: Order) -> Option<ProblemReply> {
    session.answer(ProblemRequest::Household { request, order, look: look(&[]) }, || Err(String::new()))
}

/// Works until the household that is being made is in the session.
fn made(session: &mut ProblemSession) -> ProblemReply {
    loop {
        if let Some(reply) = session.go_on() {
            return reply;
        }
    }
}

#[test]
fn a_household_is_made_in_pieces_kept_and_taken_again_at_once() {
    let few = |seed| Order { n_tasks: 4, ..Order::new(seed, crate::household::Split::PnP) };
    let mut session = ProblemSession::default();
    let (_, small) = scenario(&mut session, "two-helps");
    let begun = household(&mut session, 7, few(1));
    assert!(matches!(begun, Some(ProblemReply::Making { request: 7, .. })), "{begun:?}");
    assert_eq!(session.show(look(&small.prices)).unwrap(), small, "the one before stays");
    assert!(matches!(made(&mut session), ProblemReply::Made { request: 7, .. }));
    assert!(session.is_at_work(), "its map is still to be solved");
    // Another seed is another household; the first is kept.
    household(&mut session, 8, few(2));
    assert!(matches!(made(&mut session), ProblemReply::Made { request: 8, .. }));
    assert!(matches!(household(&mut session, 9, few(1)), Some(ProblemReply::Made { request: 9, .. })));
    scenario(&mut session, "sign-flip");
    assert!(!session.is_at_work());
    assert!(matches!(household(&mut session, 10, few(2)), Some(ProblemReply::Made { request: 10, .. })));
}

#[test]
fn a_household_that_is_given_up_leaves_nothing_to_do() {
    let order = Order { n_tasks: 4, ..Order::new(1, crate::household::Split::SObj) };
    let mut session = ProblemSession::default();
    household(&mut session, 1, order);
    assert!(session.go_on().is_none() && session.share_done().is_some());
    assert_eq!(session.answer(ProblemRequest::Cancel, || Err(String::new())), None);
    assert!(!session.is_at_work());
    let none = Order { n_tasks: 0, ..order };
    assert!(matches!(household(&mut session, 2, none), Some(ProblemReply::Refused { request: 2, .. })));
}
