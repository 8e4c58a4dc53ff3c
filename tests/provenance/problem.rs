//! The drawer of problems.

use std::fs;

use askwell::app::drawers::problems::{ProblemMsg, ProblemRequest, ProblemSession};
use askwell::app::drawers::session::Session;
use askwell::app::message::ProblemEffect;
use askwell::app::{Effect, Msg, State, update};
use askwell::figure::text;
use askwell::mdp::scenario;
use serde_json::Value;

use super::{json, run};
use tempfile::TempDir;

/// A page and the worker of its problem; the one file that the reader has.
#[derive(Default)]
struct Page {
    state: State,
    session: ProblemSession,
    file: String,
}

impl Page {
    fn new(link: &str) -> Self {
        let mut page = Self::default();
        page.tell(Msg::LinkOpened(link.to_owned()));
        page
    }

    fn tell(&mut self, msg: Msg) {
        for effect in update(&mut self.state, msg) {
            if let Effect::Problem(ProblemEffect::Ask(request) | ProblemEffect::Read(_, request)) = effect {
                self.answer(request);
            }
        }
    }

    fn answer(&mut self, request: ProblemRequest) {
        let file = self.file.clone();
        let mut reply = self.session.answer(request, || Ok(file));
        loop {
            if let Some(reply) = reply {
                self.tell(Msg::Problem(ProblemMsg::Replied(Box::new(reply))));
            }
            if !self.session.is_at_work() {
                return;
            }
            reply = self.session.go_on();
        }
    }
}

/// V, S and M of a command's answer, as the page writes them.
fn told(found: &Value) -> [String; 3] {
    let number = |x: &Value| text::small(x.as_f64().unwrap(), 3);
    let calls: Vec<String> = found["usage"].as_array().unwrap().iter().map(number).collect();
    [number(&found["value"]), number(&found["success"]), calls.join(" + ")]
}

#[track_caller]
fn assert_told(page: &Page, folder: &TempDir) {
    let commands = page.state.problem.commands();
    let rules = &page.state.problem.shown.as_ref().unwrap().rules;
    assert_eq!(commands.len(), 2, "{commands:?}");
    for (command, row) in commands.iter().zip(rules) {
        let cells = [&row.value, &row.success, &row.calls].map(String::clone);
        assert_eq!(told(&json(command, folder)), cells, "{command}");
    }
}

#[test]
fn the_commands_of_a_problem_give_its_numbers_at_any_price() {
    let folder = tempfile::tempdir().unwrap();
    for problem in &scenario::ALL {
        let mut page = Page::new(&format!("v=1&problem={}", problem.name));
        assert_told(&page, &folder);
        // A price that three places do not say.
        page.tell(Msg::Problem(ProblemMsg::PriceMoved(0, 7.0 / 120.0)));
        assert_told(&page, &folder);
    }
    let own = scenario::find("hopeless-state").unwrap().json;
    fs::write(folder.path().join("my problem.json"), own).unwrap();
    let mut page = Page { file: own.to_owned(), ..Page::new("v=1&open=problems") };
    page.tell(Msg::Problem(ProblemMsg::FileGiven { name: "my problem.json".to_owned(), kept: 0 }));
    assert_told(&page, &folder);
}

#[test]
fn the_commands_of_the_household_make_it_and_give_its_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let mut page = Page::new("v=1&seed=2&tasks=6&episodes=2&gamma=0.9&problem=household");
    let commands = page.state.problem.commands();
    assert_eq!(commands.len(), 3, "{commands:?}");
    run(&commands[0], &[], &folder);
    let check = |page: &Page| {
        let shown = &page.state.problem.household.as_ref().unwrap().shown;
        let commands = page.state.problem.commands();
        let number = |x: f64| text::small(x, 3);
        let of = |worth: &askwell::app::drawers::problems::Worth| {
            let calls = worth.calls.map(number).join(" + ");
            [number(worth.value(shown.prices)), number(worth.success), calls]
        };
        let (optimum, paper) = (of(&shown.optimum), of(shown.paper.as_ref().unwrap()));
        assert_eq!(told(&json(&commands[2], &folder)), paper, "{}", commands[2]);
        if shown.is_of_budgets {
            let found = json(&commands[1], &folder);
            assert_eq!(number(found["success"].as_f64().unwrap()), optimum[1], "{}", commands[1]);
        } else {
            assert_eq!(told(&json(&commands[1], &folder)), optimum, "{}", commands[1]);
        }
    };
    check(&page);
    page.tell(Msg::Problem(ProblemMsg::CellChosen(24 * 3 + 5)));
    check(&page);
    page.tell(Msg::Problem(ProblemMsg::CornerChosen(15)));
    check(&page);
}
