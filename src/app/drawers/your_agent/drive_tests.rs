//! Any walk through the log drawer ends where a page is that opens the same log in the same way at once.

use std::collections::VecDeque;

use crate::app::dispatch::update;
use crate::app::drawers::session::worker::Session;
use crate::app::drawers::your_agent::*;
use crate::app::message::effect::Effect;
use crate::app::message::page::Msg;
use crate::app::message::worker::LogEffect;
use crate::app::state::State;
use crate::app::update::language::test::assert_german;
use crate::language::{Language, packed};
use crate::numeric::Random;

/// A page, the worker of its log, and what is on its way between them.
#[derive(Default)]
struct Page {
    state: State,
    session: LogSession,
    files: Vec<Vec<u8>>,
    requests: VecDeque<LogEffect>,
}

impl Page {
    fn new(files: &[Vec<u8>]) -> Self {
        let mut page = Self { files: files.to_vec(), ..Self::default() };
        page.tell(Msg::LinkOpened("v=1&open=log".to_owned()));
        page
    }

    fn tell(&mut self, msg: Msg) {
        for effect in update(&mut self.state, msg) {
            match effect {
                Effect::Log(LogEffect::Stop) => {
                    self.requests.clear();
                    self.session = LogSession::default();
                }
                Effect::Log(effect) => self.requests.push_back(effect),
                Effect::FetchWords(language) => {
                    let outcome = packed(language).map_err(|_| "no words".to_owned());
                    self.tell(Msg::WordsArrived { language, outcome });
                }
                _ => {}
            }
        }
    }

    fn log(&mut self, msg: YourAgentMsg) {
        self.tell(Msg::YourAgent(msg));
    }

    /// The worker answers the next request; says whether there was one.
    fn answer(&mut self) -> bool {
        let Some(effect) = self.requests.pop_front() else { return false };
        for reply in self.replies(effect) {
            self.log(YourAgentMsg::Replied(Box::new(reply)));
        }
        true
    }

    fn settle(&mut self) {
        while self.answer() {}
    }

    fn bytes(&self, source: &LogSource) -> Vec<u8> {
        match source {
            LogSource::Files(kept) => self.files[*kept as usize].clone(),
            LogSource::Text(text) => text.clone().into_bytes(),
            LogSource::Link(linked) => linked.content.clone(),
            LogSource::Example(_) => Vec::new(),
        }
    }

    fn replies(&mut self, effect: LogEffect) -> Vec<LogReply> {
        let (request, files) = match effect {
            LogEffect::Read(source, request) => (request, self.bytes(&source)),
            LogEffect::Ask(request) => (request, Vec::new()),
            LogEffect::Speak(spoken) => {
                self.session.speak(&spoken);
                return Vec::new();
            }
            LogEffect::Stop => return Vec::new(),
        };
        let mut replies = Vec::new();
        let is_comparison = matches!(request, LogRequest::Compare { .. });
        self.session.respond(request, &files, &mut |reply| replies.push(reply));
        if is_comparison {
            // The beginning of a comparison will do.
            (0..3).for_each(|_| assert_eq!(self.session.go_on(), None));
            replies.extend(self.session.news(None));
        }
        replies
    }

    /// A page that opens what this one shows, at once and in its way.
    fn opened_afresh(&self) -> Self {
        let mut page = Self::new(&self.files);
        page.tell(Msg::LanguageChosen(self.state.setting.language));
        page.tell(Msg::Resized(self.state.width));
        let log = &self.state.your_agent;
        if let Some(read) = &log.read {
            page.open(&read.given, &read.options);
            let shown = page.state.your_agent.read.as_mut().unwrap();
            shown.look = read.look;
            // What is looked at is asked for where the width changes.
            for width in [self.state.width + 301.0, self.state.width] {
                page.tell(Msg::Resized(width));
                page.settle();
            }
            page.log(YourAgentMsg::BudgetReleased);
            page.settle();
            if read.learnt.is_some() {
                page.log(YourAgentMsg::LearnPressed);
            }
            if read.linked.is_some() {
                page.log(YourAgentMsg::LinkPressed);
            }
            page.settle();
        }
        if log.refused.is_some() {
            page.open(log.given.as_ref().unwrap(), &log.options);
        }
        page
    }

    fn open(&mut self, given: &GivenLog, options: &LogOptions) {
        self.state.your_agent.options = options.clone();
        match &given.source {
            LogSource::Files(kept) => {
                self.log(YourAgentMsg::FilesGiven { names: given.files.clone(), kept: *kept });
            }
            LogSource::Text(text) => self.log(YourAgentMsg::Pasted(text.clone())),
            _ => {}
        }
        self.settle();
    }
}

/// Two rooms in a row in two tasks: help is worth more in the second, and is not always there.
fn log(seed: u64, n: u32) -> String {
    let mut random = Random::new(seed, &[]);
    let mut lines = String::new();
    for episode in 0..n {
        let task = episode % 2;
        let mut line = |t: u32, state: &str, helped: bool, end: &str| {
            let help = if helped { "\"sage\"" } else { "null" };
            lines.push_str(&format!(
                "{{\"episode\":\"{episode}\",\"task\":\"t{task}\",\"t\":{t},\"state\":\"{state} {task}\",\
                 \"intervention\":{help},\"action\":\"go\"{end}}}\n"
            ));
        };
        let first = random.chance(0.4);
        let through = random.chance(if first { 0.9 } else { 0.6 });
        line(0, "the hall", first, if through { "" } else { ",\"outcome\":false" });
        if through {
            let second = random.chance(0.5);
            let found = random.chance(if second { 0.9 } else { 0.3 + 0.2 * f64::from(task) });
            line(1, "the dark room", second, &format!(",\"outcome\":{found}"));
        }
    }
    lines
}

/// A log, one with a line that is wrong, one with other names, and a file that is no log.
fn files() -> Vec<Vec<u8>> {
    let wrong = log(2, 60).replacen("\"t\":1", "\"t\":9", 1);
    let renamed = log(3, 40).replace("\"episode\"", "\"run\"");
    vec![log(1, 50).into_bytes(), wrong.into_bytes(), renamed.into_bytes(), b"\x28\xb5\x2f\xfd zstd".to_vec()]
}

const NAMES: [&str; 4] = ["good.jsonl", "wrong.jsonl", "renamed.jsonl", "packed.zst"];

fn given(kept: u32) -> YourAgentMsg {
    YourAgentMsg::FilesGiven { names: vec![NAMES[kept as usize].to_owned()], kept }
}

fn some_msg(random: &mut Random) -> Msg {
    let yes = random.chance(0.5);
    let n = random.below(4);
    Msg::YourAgent(match random.below(20) {
        0..=2 => given(n),
        3 => YourAgentMsg::Pasted(log(4, 30)),
        4..=6 => YourAgentMsg::BudgetMoved(f64::from(n) * 0.4),
        7 => YourAgentMsg::BudgetReleased,
        8 => YourAgentMsg::OptionSet(LogOption::Lenient(yes)),
        9 => YourAgentMsg::OptionSet(LogOption::ByTask(yes)),
        10 => YourAgentMsg::OptionSet(LogOption::ShareStates(yes)),
        11 => YourAgentMsg::OptionSet(LogOption::Rules(
            ["", "numbers", "nonsense", "case"][n as usize].to_owned(),
        )),
        12 => YourAgentMsg::OptionSet(LogOption::Columns(if yes { "episode=run" } else { "" }.to_owned())),
        13 => [YourAgentMsg::StatePinned(n), YourAgentMsg::TaskChosen(n % 2)]
            .into_iter()
            .nth(usize::from(yes))
            .unwrap(),
        14 => YourAgentMsg::EpisodeStepped(if yes { 1 } else { -1 }),
        15 => {
            [YourAgentMsg::LearnPressed, YourAgentMsg::LinkPressed].into_iter().nth(usize::from(yes)).unwrap()
        }
        16 => YourAgentMsg::RefusedPutAside,
        17 => YourAgentMsg::Cancelled,
        18 if n == 0 => YourAgentMsg::WorkerFailed("out of memory".to_owned()),
        _ if yes => return Msg::Resized(400.0 + 100.0 * f64::from(n)),
        _ => return Msg::LanguageChosen(if n < 2 { Language::German } else { Language::English }),
    })
}

/// The view of a log that the reader sees.
fn seen(state: &State) -> Option<ReadLog> {
    let read = state.your_agent.read.as_deref()?;
    let mut seen = read.clone();
    // Numbers of requests, and what the next act is told against, are not seen.
    (seen.comparing, seen.showing, seen.learning, seen.linking) = Default::default();
    (seen.in_gesture, seen.look, seen.made_by) = Default::default();
    Some(seen)
}

#[track_caller]
fn assert_same(page: &Page, walk: &str) {
    let fresh = page.opened_afresh();
    let (found, expected) = (seen(&page.state), seen(&fresh.state));
    let name = |state: &State| state.your_agent.read.as_ref().map(|read| read.given.name(state.words));
    assert_eq!(name(&page.state), name(&fresh.state), "{walk}");
    if let (Some(found), Some(expected)) = (found, expected) {
        assert_eq!(found.command(), expected.command(), "{walk}");
        assert_eq!(found.understood, expected.understood, "{walk}");
        assert_eq!(found.shown, expected.shown, "{walk}");
        if found.compared.as_ref().map(|compared| compared.budget) == Some(found.shown.budget) {
            assert_eq!(found.compared, expected.compared, "{walk}");
        }
        assert_eq!((found.learnt, found.linked), (expected.learnt, expected.linked), "{walk}");
    }
    assert_eq!(page.state.your_agent.refused, fresh.state.your_agent.refused, "{walk}");
    // What is refused before it is read has no names there.
    let names = fresh.state.your_agent.names();
    assert!(names.is_empty() || names == page.state.your_agent.names(), "{walk}");
}

#[test]
fn any_walk_shows_what_the_same_log_shows_when_it_is_opened_afresh() {
    let files = files();
    for seed in 0..12 {
        let mut random = Random::new(seed, &[]);
        let mut page = Page::new(&files);
        let mut walk = String::new();
        for step in 0..40 {
            let msg = some_msg(&mut random);
            walk += &format!("{step} {:.60}\n", format!("{msg:?}"));
            page.tell(msg);
            for _ in 0..random.below(3) {
                page.answer();
            }
            if step % 4 == 3 {
                page.log(YourAgentMsg::BudgetReleased);
                page.settle();
                assert!(!page.state.your_agent.is_busy(), "{walk}");
                assert_same(&page, &walk);
            }
        }
    }
}

#[test]
fn a_remedy_acts_on_the_log_that_was_refused() {
    for before in [None, Some(0)] {
        let mut page = Page::new(&files());
        before.into_iter().for_each(|kept| page.log(given(kept)));
        page.settle();
        page.log(given(1));
        page.settle();
        let log = &page.state.your_agent;
        let shown = log.read.as_ref().map(|read| read.given.name(page.state.words));
        assert_eq!(shown.as_deref(), before.map(|_| NAMES[0]), "it stays under its own name");
        assert!(log.refused.as_ref().unwrap().refusal.can_leave_out);
        page.log(YourAgentMsg::OptionSet(LogOption::Lenient(true)));
        page.settle();
        let read = page.state.your_agent.read.as_ref().unwrap();
        assert_eq!(read.given.name(page.state.words), NAMES[1]);
        assert!(read.understood.facts[1].1.starts_with("59 of 2 tasks"), "{:?}", read.understood.facts);
        assert_eq!(page.state.your_agent.refused, None);
    }
}

#[test]
fn a_log_that_another_overtakes_is_not_looked_at_under_the_name_of_a_third() {
    let mut page = Page::new(&files());
    page.log(given(0));
    page.settle();
    let before = seen(&page.state);
    // One is read after all, and the one after it is refused.
    page.log(YourAgentMsg::Pasted(log(4, 30)));
    page.log(given(3));
    page.settle();
    assert!(page.state.your_agent.refused.is_some(), "it is told");
    assert_eq!(seen(&page.state), before);
    page.log(YourAgentMsg::EpisodeStepped(1));
    page.settle();
    assert_same(&page, "overtaken");
}

#[test]
fn a_link_is_of_the_log_that_is_shown_read_as_it_was() {
    let mut page = Page::new(&files());
    page.log(given(0));
    page.settle();
    page.log(given(1));
    page.log(YourAgentMsg::OptionSet(LogOption::ByTask(true)));
    page.settle();
    page.log(YourAgentMsg::LinkPressed);
    page.settle();
    let data = page.state.your_agent.read.as_ref().unwrap().linked.clone().unwrap().unwrap();
    let mut other = Page::new(&[]);
    other.tell(Msg::LinkOpened(format!("v=1&open=log&d={data}")));
    other.settle();
    let [mine, theirs] = [&page, &other].map(|page| page.state.your_agent.read.as_ref().unwrap());
    assert_eq!((&mine.understood.tasks, &mine.options), (&theirs.understood.tasks, &theirs.options));
    assert_eq!((mine.shown.success, mine.shown.budget), (theirs.shown.success, theirs.shown.budget));
    // An analysis in another way drops the link, and what was learnt.
    page.log(YourAgentMsg::RefusedPutAside);
    page.log(YourAgentMsg::LearnPressed);
    page.settle();
    assert!(page.state.your_agent.read.as_ref().unwrap().learnt.is_some());
    page.log(YourAgentMsg::OptionSet(LogOption::ByTask(true)));
    page.settle();
    let read = page.state.your_agent.read.as_ref().unwrap();
    assert_eq!((&read.learnt, &read.linked, read.options.by_task), (&None, &None, true));
}

#[test]
fn policies_are_compared_at_the_budget_that_is_let_go() {
    let mut page = Page::new(&files());
    page.log(given(0));
    page.settle();
    // Let go before the picture of the first move has come.
    page.log(YourAgentMsg::BudgetMoved(0.1));
    page.log(YourAgentMsg::BudgetMoved(0.3));
    page.log(YourAgentMsg::BudgetReleased);
    page.settle();
    let read = page.state.your_agent.read.as_ref().unwrap();
    assert_eq!((read.shown.budget, read.compared.as_ref().unwrap().budget), (0.3, 0.3));
    // What is saved is of the budget that is shown.
    page.log(YourAgentMsg::BudgetMoved(0.2));
    page.log(YourAgentMsg::ExportPressed(LogExport::Policy));
    let saved = page.requests.back().unwrap();
    assert_eq!(*saved, LogEffect::Ask(LogRequest::Export { what: LogExport::Policy, budget: 0.3 }));
}

/// A page that shows the first log at a budget of its own, with all that can be learnt and compared.
fn at_work() -> Page {
    let mut page = Page::new(&files());
    page.log(given(0));
    page.log(YourAgentMsg::OptionSet(LogOption::ByTask(true)));
    page.settle();
    for msg in [
        YourAgentMsg::LearnPressed,
        YourAgentMsg::BudgetMoved(0.3),
        YourAgentMsg::BudgetReleased,
        YourAgentMsg::StatePinned(1),
    ] {
        page.log(msg);
        page.settle();
    }
    page
}

/// Asserts that the first log is shown as before, under its own options, and that its worker answers.
#[track_caller]
fn assert_stands(page: &mut Page, before: &Page) {
    let told = |page: &Page| {
        (page.state.your_agent.options.clone(), page.state.your_agent.given.clone(), seen(&page.state))
    };
    assert_eq!(told(page), told(before), "at once");
    page.settle();
    assert_eq!(told(page), told(before), "once another worker holds it");
    assert_eq!(page.state.your_agent.phase, LogPhase::Ready);
    page.log(YourAgentMsg::BudgetMoved(0.6));
    page.log(YourAgentMsg::BudgetReleased);
    page.settle();
    assert_eq!(page.state.your_agent.read.as_ref().unwrap().shown.budget, 0.6);
    assert_same(page, "the first log stands");
    page.log(YourAgentMsg::OptionSet(LogOption::ByTask(false)));
    page.settle();
    assert!(!page.state.your_agent.read.as_ref().unwrap().options.by_task);
    assert_same(page, "in another way");
}

#[test]
fn a_log_whose_successor_is_cancelled_stands_again_and_answers() {
    for option in [None, Some(LogOption::Lenient(true))] {
        let (mut page, before) = (at_work(), at_work());
        page.log(given(1));
        option.into_iter().for_each(|option| page.log(YourAgentMsg::OptionSet(option)));
        page.log(YourAgentMsg::Cancelled);
        assert_stands(&mut page, &before);
    }
}

#[test]
fn a_log_whose_successor_ends_the_worker_stands_again() {
    let (mut page, before) = (at_work(), at_work());
    page.log(given(1));
    page.log(YourAgentMsg::WorkerFailed("out of memory".to_owned()));
    assert_eq!(page.state.your_agent.session.failed.as_deref(), Some("out of memory"), "it is told");
    assert_stands(&mut page, &before);
}

#[test]
fn a_log_that_is_not_read_again_stands_and_is_read_once_it_is_asked() {
    let (mut page, before) = (at_work(), at_work());
    page.log(given(1));
    // The second one ends the reading of the first one, which is long, too.
    page.log(YourAgentMsg::Cancelled);
    page.log(YourAgentMsg::Cancelled);
    assert!(page.requests.is_empty() && !page.state.your_agent.is_busy());
    assert_stands(&mut page, &before);
    // A worker that never comes is not asked again by itself.
    page.log(YourAgentMsg::WorkerFailed("404".to_owned()));
    assert!(page.requests.is_empty() && page.state.your_agent.read.is_some());
    page.log(YourAgentMsg::EpisodeStepped(1));
    assert!(page.state.your_agent.is_busy());
    page.log(YourAgentMsg::WorkerFailed("404".to_owned()));
    assert!(page.requests.is_empty() && !page.state.your_agent.is_busy());
}

#[test]
fn the_report_of_a_log_follows_the_language_of_the_page() {
    let mut page = at_work();
    let english = seen(&page.state);
    page.tell(Msg::LanguageChosen(Language::German));
    page.settle();
    let read = page.state.your_agent.read.clone().unwrap();
    let (shown, why) = (&read.shown, read.shown.why.as_ref().unwrap());
    let compared = read.compared.as_ref().unwrap();
    let told = [&shown.changed, &shown.outcome, &shown.tried, &why.verdict].map(String::as_str).join("\n");
    let table = [&compared.columns[..], &compared.rows.concat(), &compared.notes].concat().join("\n");
    let mut drawings = vec![&shown.curve, &shown.policy, &why.bars, &why.strips];
    drawings.extend(&shown.trace);
    assert_german(&(told + &table), &drawings);
    assert!(table.contains("Erfolg") && table.contains(" bis "), "{table}");
    // A worker that starts again hears the language, too.
    page.log(given(1));
    page.log(YourAgentMsg::Cancelled);
    page.log(given(0));
    page.settle();
    assert_eq!(page.state.your_agent.read.as_ref().unwrap().shown.language, Language::German);
    let mut page = at_work();
    for language in [Language::German, Language::English] {
        page.tell(Msg::LanguageChosen(language));
        page.settle();
    }
    assert_eq!(seen(&page.state), english);
}
