//! The built-in problems as the page shows them, and files that are none.

use super::*;
use crate::figure::price_map::prices_of;
use crate::mdp::scenario::ALL;

fn look(prices: &[f64]) -> ProblemLook {
    ProblemLook { prices: prices.to_vec(), width: 520.0 }
}

fn scenario(desk: &mut ProblemDesk, name: &str) -> (ProblemOpened, ProblemShown) {
    let request = ProblemRequest::Scenario { request: 1, name: name.to_owned(), look: look(&[]) };
    match desk.answer(request, || Err(String::new())) {
        Some(ProblemReply::Opened { request: 1, opened, shown }) => (opened, *shown),
        other => panic!("{other:?}"),
    }
}

fn file(desk: &mut ProblemDesk, text: &str) -> ProblemReply {
    let request = ProblemRequest::File { request: 2, look: look(&[]) };
    desk.answer(request, || Ok(text.to_owned())).unwrap()
}

#[test]
fn every_built_in_problem_shows_what_the_command_line_compares() {
    for problem in &ALL {
        let (opened, shown) = scenario(&mut ProblemDesk::default(), problem.name);
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
    }
}

#[test]
fn a_price_decides_and_the_states_say_from_which_on() {
    let mut desk = ProblemDesk::default();
    let (_, shown) = scenario(&mut desk, "hopeless-state");
    assert_eq!(shown.verdict, "The paper’s rule is worth −.400, the optimum .000: it loses .400.");
    let row = &shown.states[0];
    assert_eq!((row.exact.as_str(), row.paper.as_str(), row.differs), ("goes on", "asks help", true));
    assert_eq!(row.asks, "below .100", "help succeeds once in ten");
    let cheap = desk.show(look(&[0.05])).unwrap();
    assert!(cheap.is_same && cheap.states[0].exact == "asks help", "{cheap:?}");
}

#[test]
fn a_file_of_the_readers_own_is_opened_or_refused_with_its_field() {
    let mut desk = ProblemDesk::default();
    let (_, shown) = scenario(&mut desk, "sign-flip");
    let ProblemReply::Refused { error, .. } = file(&mut desk, "{\"gamma\": 2}") else { panic!("taken") };
    assert!(error.contains("expected"), "{error}");
    assert_eq!(desk.show(look(&shown.prices)).unwrap(), shown, "the one before stays");
    let own = ALL[0].json;
    let ProblemReply::Opened { opened, shown, .. } = file(&mut desk, own) else { panic!("refused") };
    assert!(opened.facts.contains("1 intervention"), "{}", opened.facts);
    assert_eq!(shown.prices, [0.1], "the one price at which something changes");
    assert!(shown.figure.is_some());
}

#[test]
fn two_prices_have_a_map_that_agrees_with_the_solution_at_each() {
    let mut desk = ProblemDesk::default();
    let (opened, shown) = scenario(&mut desk, "two-helps");
    let map = shown.figure.unwrap();
    let cells: Vec<_> = map.marks.iter().filter_map(|mark| Some((mark.key?, mark.title.clone()?))).collect();
    assert_eq!(cells.len(), (opened.map_cells * opened.map_cells) as usize);
    for (key, title) in cells.into_iter().step_by(37) {
        let shown = desk.show(look(&prices_of(key, opened.map_cells, opened.price_max))).unwrap();
        assert_eq!(title.contains("loses"), !shown.is_same, "{title}");
        let exact = &shown.states[0].exact;
        let asked = if exact == "goes on" { "asks for nothing" } else { exact };
        assert!(title.contains(asked), "{title}: {exact}");
    }
}

#[test]
fn nothing_is_shown_before_a_problem_is_open() {
    assert_eq!(ProblemDesk::default().show(look(&[])), None);
}
