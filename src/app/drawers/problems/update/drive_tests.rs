//! After any walk through the drawer, the page shows what its link opens.

use crate::app::message::worker::Job;
use std::collections::{BTreeMap, VecDeque};

use crate::app::dispatch::update as page_update;
use crate::app::drawers::problems::update::*;
use crate::app::drawers::problems::worker::ProblemSession;
use crate::app::drawers::session::worker::Session;
use crate::app::message::page::Msg;
use crate::app::model::link::write as write_link;
use crate::app::update::language::test::assert_german;
use crate::experiment::{Experiment, Order, run};
use crate::language::{Language, packed};
use crate::numeric::Random;

/// A page, the worker of its problem, and the messages between them.
#[derive(Default)]
struct Page {
    state: State,
    session: ProblemSession,
    requests: VecDeque<ProblemEffect>,
    /// The experiments that the page waits for.
    jobs: VecDeque<(u32, Order)>,
    /// The experiments by their order; none if they never come.
    known: Option<BTreeMap<String, Experiment>>,
}

/// A file of the reader: one of two problems, or one that is no problem.
fn file(kept: u32) -> &'static str {
    let own = |name: &str| crate::mdp::scenario::find(name).unwrap().json;
    [own("sign-flip"), own("two-helps"), "{\"gamma\": 2}"][kept as usize]
}

impl Page {
    fn new(link: &str) -> Self {
        let mut page = Self::default();
        page.tell(Msg::LinkOpened(link.to_owned()));
        page
    }

    fn tell(&mut self, msg: Msg) {
        for effect in page_update(&mut self.state, msg) {
            match effect {
                Effect::Problem(effect) => self.requests.push_back(effect),
                Effect::Run { request, job: Job::Experiment { order, .. } } if self.known.is_some() => {
                    self.jobs.push_back((request, order));
                }
                Effect::Cancel { request } => self.jobs.retain(|(awaited, _)| *awaited != request),
                Effect::FetchWords(language) => {
                    let outcome = packed(language).map_err(|_| "no words".to_owned());
                    self.tell(Msg::WordsArrived { language, outcome });
                }
                _ => {}
            }
        }
    }

    fn problem(&mut self, msg: ProblemMsg) {
        self.tell(Msg::Problem(msg));
    }

    /// Lets the worker answer the next request to its end; true if there was one.
    fn answer(&mut self) -> bool {
        let is_asked = !self.requests.is_empty();
        self.begin();
        if is_asked {
            self.work(u32::MAX);
        }
        is_asked
    }

    fn settle(&mut self) {
        while self.work(u32::MAX) || self.answer() || self.run() {}
    }

    /// The worker answers the next request, and does nothing else.
    fn begin(&mut self) {
        let reply = match self.requests.pop_front() {
            Some(ProblemEffect::Ask(request)) => self.session.answer(request, || Err("no file".to_owned())),
            Some(ProblemEffect::Read(LogSource::Files(kept), request)) => {
                self.session.answer(request, || Ok(file(kept).to_owned()))
            }
            Some(ProblemEffect::Speak(spoken)) => return self.session.speak(&spoken),
            _ => None,
        };
        if let Some(reply) = reply {
            self.problem(ProblemMsg::Replied(Box::new(reply)));
        }
    }

    /// Lets the worker do at most `pieces` pieces of its work; true if there was one.
    fn work(&mut self, pieces: u32) -> bool {
        let was_at_work = self.session.is_at_work();
        for _ in 0..pieces {
            if !self.session.is_at_work() {
                break;
            }
            if let Some(reply) = self.session.go_on() {
                self.problem(ProblemMsg::Replied(Box::new(reply)));
            }
        }
        was_at_work
    }

    /// Delivers the next experiment; true if there was one.
    fn run(&mut self) -> bool {
        let (Some((request, order)), Some(known)) = (self.jobs.pop_front(), &mut self.known) else {
            return false;
        };
        let experiment = known.entry(format!("{order:?}")).or_insert_with(|| run(order).unwrap()).clone();
        self.tell(Msg::ExperimentArrived { request, experiment: Box::new(experiment) });
        true
    }

    /// A new page that opens the link of this one, at the same look.
    fn opened_afresh(&self) -> Self {
        self.opened_with(ProblemSession::default())
    }

    /// The same page, with a worker that has answered before.
    fn opened_with(&self, session: ProblemSession) -> Self {
        let mut page = Self { session, known: self.known.clone(), ..Self::default() };
        page.tell(Msg::LinkOpened(write_link(&self.state.setting)));
        page.tell(Msg::Resized(self.state.width));
        if let Some(ProblemSource::File { name, kept }) = self.state.problem.source.clone() {
            page.problem(ProblemMsg::FileGiven { name, kept });
        }
        page.settle();
        let looked_at = prices(&self.state.problem);
        for (place, price) in looked_at.unwrap_or_default().into_iter().enumerate() {
            page.problem(ProblemMsg::PriceMoved(place, price));
            page.settle();
        }
        page
    }
}

fn some_msg(random: &mut Random) -> Msg {
    let (yes, n) = (random.chance(0.5), random.below(3));
    Msg::Problem(match random.below(14) {
        0..=2 => ProblemMsg::ScenarioChosen(["hopeless-state", "period-two", "two-helps"][n as usize]),
        3 | 4 => ProblemMsg::FileGiven { name: format!("mine-{n}.json"), kept: n },
        5 | 6 => ProblemMsg::PriceMoved(usize::from(yes), 0.07 * f64::from(n)),
        7 => ProblemMsg::CellChosen(100 * n + 7),
        8 => ProblemMsg::CancelPressed,
        9 => return Msg::Resized(400.0 + 100.0 * f64::from(n)),
        10 => return Msg::LanguageChosen(if yes { Language::German } else { Language::English }),
        11 => return Msg::RedoPressed,
        _ => return Msg::UndoPressed,
    })
}

#[track_caller]
fn assert_same(page: &Page, walk: &str) {
    assert_alike(page, &page.opened_afresh(), walk);
}

#[track_caller]
fn assert_alike(page: &Page, fresh: &Page, walk: &str) {
    let (mine, theirs) = (&page.state.problem, &fresh.state.problem);
    let in_link = mine.source.as_ref().and_then(ProblemSource::in_link);
    assert_eq!(page.state.setting.problem, in_link, "the link names what is shown\n{walk}");
    assert_eq!((&mine.source, &mine.opened), (&theirs.source, &theirs.opened), "{walk}");
    assert_eq!(mine.shown, theirs.shown, "{walk}");
    assert_eq!(mine.commands(), theirs.commands(), "{walk}");
    let household = |problem: &ProblemState| {
        problem.household.as_ref().map(|household| (household.opened.clone(), household.shown.clone()))
    };
    assert_eq!(household(mine), household(theirs), "{walk}");
    let told = |page: &Page| page.state.problem.made_with_another(page.state.setting.order());
    assert_eq!(told(page), told(fresh), "{walk}");
}

/// A random act around the household: another seed, another problem, or a way back.
fn some_msg_of_household(random: &mut Random) -> Msg {
    let (yes, n) = (random.chance(0.5), random.below(3));
    Msg::Problem(match random.below(16) {
        0..=2 => ProblemMsg::ScenarioChosen("household"),
        3 => ProblemMsg::ScenarioChosen("sign-flip"),
        4 => ProblemMsg::FileGiven { name: format!("mine-{n}.json"), kept: 2 * u32::from(yes) },
        5..=7 => return Msg::SeedTyped((1 + u64::from(yes)).to_string()),
        8 => ProblemMsg::PriceMoved(usize::from(yes), 0.07 * f64::from(n)),
        9..=11 => ProblemMsg::CancelPressed,
        12 => return Msg::CancelPressed,
        13 => return Msg::RedoPressed,
        _ => return Msg::UndoPressed,
    })
}

#[test]
fn any_walk_around_the_household_shows_what_its_link_opens() {
    let mut known = BTreeMap::new();
    let mut spare = ProblemSession::default();
    for seed in 0..10 {
        let mut random = Random::new(seed, &[7]);
        let mut page = Page { known: Some(known), ..Page::default() };
        page.tell(Msg::LinkOpened("v=1&tasks=4&open=problems".to_owned()));
        page.settle();
        let mut walk = String::new();
        for step in 0..30 {
            let msg = some_msg_of_household(&mut random);
            walk += &format!("{step} {msg:?}\n");
            page.tell(msg);
            for _ in 0..random.below(3) {
                page.begin();
            }
            page.work([0, 0, 3, u32::MAX][random.below(4) as usize]);
            if random.chance(0.5) {
                page.run();
            }
            if step % 5 == 4 {
                page.settle();
                assert!(!page.state.problem.is_opening(), "{walk}");
                let fresh = page.opened_with(std::mem::take(&mut spare));
                assert_alike(&page, &fresh, &walk);
                spare = fresh.session;
            }
        }
        known = page.known.unwrap_or_default();
    }
}

#[test]
fn any_walk_shows_the_problem_that_its_link_opens() {
    for seed in 0..12 {
        let mut random = Random::new(seed, &[]);
        let (mut page, mut walk) = (Page::new("v=1&open=problems"), String::new());
        for step in 0..40 {
            let msg = some_msg(&mut random);
            walk += &format!("{step} {msg:?}\n");
            page.tell(msg);
            for _ in 0..random.below(3) {
                page.answer();
            }
            if step % 3 == 2 {
                page.settle();
                assert!(!page.state.problem.is_opening(), "{walk}");
                assert_same(&page, &walk);
            }
        }
    }
}

#[test]
fn a_file_comes_back_with_redo_and_the_first_undo_shows_nothing() {
    let mut page = Page::new("v=1&open=problems");
    page.problem(ProblemMsg::ScenarioChosen("period-two"));
    page.settle();
    page.problem(ProblemMsg::FileGiven { name: "mine.json".to_owned(), kept: 0 });
    page.settle();
    for (msg, shown, link) in [
        (Msg::UndoPressed, "period-two", "v=1&problem=period-two"),
        (Msg::RedoPressed, "mine.json", "v=1&open=problems"),
    ] {
        page.tell(msg);
        page.settle();
        assert_eq!((page.state.problem.name(), write_link(&page.state.setting).as_str()), (shown, link));
    }
    let mut page = Page::new("v=1&open=problems");
    page.problem(ProblemMsg::ScenarioChosen("period-two"));
    page.settle();
    page.tell(Msg::UndoPressed);
    page.settle();
    assert_eq!((page.state.problem.name(), &page.state.problem.shown), ("", &None));
}

#[test]
fn a_problem_that_is_given_up_as_it_is_done_shows_nothing_under_the_name_of_another() {
    let mut page = Page::new("v=1&problem=sign-flip");
    page.settle();
    page.problem(ProblemMsg::PriceMoved(0, 0.3));
    page.settle();
    page.problem(ProblemMsg::ScenarioChosen("two-helps"));
    page.problem(ProblemMsg::CancelPressed);
    page.problem(ProblemMsg::PriceMoved(0, 0.2));
    page.settle();
    assert_eq!(
        (page.state.problem.name(), page.state.problem.shown.as_ref().unwrap().prices.len()),
        ("sign-flip", 1)
    );
    assert_same(&page, "given up");
}

#[test]
fn a_household_that_is_cancelled_leaves_the_link_at_the_problem_that_is_shown() {
    let mut page = Page::new("v=1&tasks=4&problem=sign-flip");
    page.settle();
    page.problem(ProblemMsg::ScenarioChosen("household"));
    assert_eq!(write_link(&page.state.setting), "v=1&tasks=4&problem=household");
    page.problem(ProblemMsg::CancelPressed);
    assert!(page.state.problem.making.is_none());
    // The first piece of the work has not come yet: what is awaited is given up all the same.
    page.requests.retain(|request| *request == ProblemEffect::Ask(ProblemRequest::Cancel));
    page.settle();
    assert_eq!(write_link(&page.state.setting), "v=1&tasks=4&problem=sign-flip");
    assert_same(&page, "cancelled");
    // Another seed makes another household; given up, the one that is shown says what it was made by.
    page.problem(ProblemMsg::ScenarioChosen("household"));
    page.settle();
    page.tell(Msg::SeedTyped("2".to_owned()));
    let Some(ProblemEffect::Ask(request)) = page.requests.pop_front() else { panic!() };
    let begun = page.session.answer(request, || Err(String::new())).unwrap();
    page.problem(ProblemMsg::Replied(Box::new(begun)));
    page.problem(ProblemMsg::CancelPressed);
    page.settle();
    assert_eq!(page.state.problem.made_with_another(page.state.setting.order()).unwrap().seed, 1);
    assert_same(&page, "the household before, beside another seed");
    assert!(page.state.problem.commands()[0].contains(" --seed 1 "), "{:?}", page.state.problem.commands());
    page.tell(Msg::UndoPressed);
    page.settle();
    assert_eq!(page.state.problem.made_with_another(page.state.setting.order()), None);
}

/// The prices that the page shows, and those in its last command.
fn written_and_commanded(page: &Page) -> (Vec<String>, Vec<String>) {
    let problem = &page.state.problem;
    let written = (0..prices(problem).unwrap().len()).map(|place| problem.price_in_full(place)).collect();
    let command = problem.commands().pop().unwrap();
    let commanded = command.split("--price ").skip(1).map(|rest| rest.split(' ').next().unwrap().to_owned());
    (written, commanded.collect())
}

#[test]
fn a_price_is_written_as_its_command_has_it_and_as_it_was_typed() {
    for link in ["v=1&problem=two-helps", "v=1&problem=no-fixed-point", "v=1&tasks=4&problem=household"] {
        let mut page = Page::new(link);
        page.settle();
        let acts = [
            None,
            Some(ProblemMsg::CellChosen(25)),
            Some(ProblemMsg::Stepped(Plane::Prices, [1, 1])),
            Some(ProblemMsg::PriceTyped(0, " 0,13749".to_owned())),
        ];
        for act in acts {
            let told = format!("{link} {act:?}");
            act.into_iter().for_each(|act| page.problem(act));
            page.settle();
            let (written, commanded) = written_and_commanded(&page);
            assert_eq!(written, commanded, "{told}");
            assert!(written.iter().all(|price| price.len() <= "0.13749".len()), "{told}: {written:?}");
        }
        assert_eq!(page.state.problem.price_in_full(0), "0.13749");
        page.problem(ProblemMsg::PriceTyped(0, "much".to_owned()));
        assert_eq!(page.state.problem.price_in_full(0), "0.13749", "it stays");
        let is_beside = page.state.notices.iter().any(|notice| notice.place == Some(Place::ProblemPrice));
        assert!(is_beside, "and the field says why");
    }
}

#[test]
fn a_problem_follows_the_language_of_the_page() {
    for name in ["hopeless-state", "no-fixed-point", "two-helps"] {
        let mut page = Page::new(&format!("v=1&problem={name}"));
        page.settle();
        let english = page.state.problem.shown.clone();
        page.tell(Msg::LanguageChosen(Language::German));
        page.settle();
        let problem = &page.state.problem;
        let shown = problem.shown.as_ref().unwrap();
        let rows: Vec<String> = shown
            .states
            .iter()
            .map(|row| [&row.exact, &row.paper, &row.asks].map(String::as_str).join(" "))
            .collect();
        let facts = problem.opened.as_ref().unwrap().facts(page.state.words);
        assert_german(
            &[shown.verdict.clone(), facts, rows.join("\n")].join("\n"),
            &[shown.figure.as_ref().unwrap()],
        );
        assert_same(&page, name);
        page.tell(Msg::LanguageChosen(Language::English));
        page.settle();
        assert_eq!(page.state.problem.shown, english, "{name}");
    }
}
