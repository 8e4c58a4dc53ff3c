//! Random acts of a reader, in any order. After each, the link restores what is shown, and files say what they were
//! made of. Undo and redo come back, and the controls say what the figures show.

use crate::app::derived::episode_run::EpisodeRun;
use crate::app::derived::reading::Answer;
use crate::app::dispatch::update;
use crate::app::drawers::problems::message::ProblemMsg;
use crate::app::drawers::settings::message::SettingsMsg;
use crate::app::drawers::share::message::ShareMsg;
use crate::app::drawers::share::update::shared_setting;
use crate::app::export::files::csv_file;
use crate::app::export::{self, Timings};
use crate::app::message::page::{LessonMsg, Msg, Panel, TakeoverMsg};
use crate::app::model::controls::Control;
use crate::app::model::drawer::{Drawer, HOUSEHOLD};
use crate::app::model::lesson::{lesson_body, lessons};
use crate::app::model::marks::Marks;
use crate::app::model::setting::{Comparison, MadeBy, Measure, Rule, Setting};
use crate::app::model::views::View;
use crate::app::state::State;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::export::{stamp, svg_file};
use crate::app::message::effect::Effect;
use crate::app::message::worker::Job;
use crate::app::model::history::History;
use crate::app::model::link;
use crate::experiment::{Experiment, Order, run};
use crate::figure::svg;
use crate::household::Split;
use crate::language::{Language, packed};
use crate::mdp::Policy;
use crate::numeric::Random;

/// The experiment that walks begin with: small, and yet with tasks that differ.
const SMALL: &str = "tasks=12&episodes=1";

/// Solves each small experiment once; others are refused, as a worker that fails.
fn solved(order: Order) -> Option<Arc<Experiment>> {
    static SOLVED: Mutex<Vec<(Order, Arc<Experiment>)>> = Mutex::new(Vec::new());
    if !is_small(&order) {
        return None;
    }
    let mut solved = SOLVED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, experiment)) = solved.iter().find(|(known, _)| *known == order) {
        return Some(experiment.clone());
    }
    let experiment = Arc::new(run(order).unwrap());
    solved.push((order, experiment.clone()));
    Some(experiment)
}

fn is_small(order: &Order) -> bool {
    order.n_tasks <= 12 && order.repetitions == 1
}

/// A page and the worker behind it, which answers only on demand.
#[derive(Clone, Default)]
struct Page {
    state: State,
    address: String,
    job: Option<(u32, Order)>,
}

impl Page {
    /// A page behind a link, its experiment there.
    fn opened(link: &str) -> Self {
        let mut page = Self::default();
        page.send(Msg::LinkOpened(link.to_owned()));
        page.deliver();
        page
    }

    fn send(&mut self, msg: Msg) {
        for effect in update(&mut self.state, msg) {
            match effect {
                Effect::Run { request, job: Job::Experiment { order, .. } } => {
                    self.job = Some((request, order));
                }
                Effect::Cancel { request } => {
                    self.job.take_if(|(awaited, _)| *awaited == request);
                }
                Effect::FetchWords(language) => {
                    let outcome = packed(language).map_err(|flaw| format!("{flaw:?}"));
                    self.send(Msg::WordsArrived { language, outcome });
                }
                Effect::WriteLink(link) => self.address = link,
                _ => {}
            }
        }
    }

    /// The worker answers, if it is asked for something.
    fn deliver(&mut self) {
        let Some((request, order)) = self.job.take() else { return };
        self.send(match solved(order) {
            Some(experiment) => {
                Msg::ExperimentArrived { request, experiment: Box::new((*experiment).clone()) }
            }
            None => Msg::WorkerFailed { request, error: "it is too large".to_owned() },
        });
    }
}

/// The parts of a figure that its link must restore.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    link: String,
    digest: String,
    task: u32,
    step: u32,
    policy: Policy,
    comparison: EpisodeRun,
    marks: Marks,
    drawings: Vec<Option<String>>,
}

impl Shown {
    fn of(state: &State) -> Self {
        let (stamp, scene) = (stamp(state).unwrap(), state.scene.as_ref().unwrap());
        let drawn = |&view: &View| svg_file(state, view, svg::Theme::Light);
        Self {
            link: stamp.link,
            digest: stamp.digest,
            task: scene.stage.index,
            step: scene.step(&state.setting),
            policy: scene.policy.clone(),
            comparison: scene.comparison.clone(),
            marks: state.shown_setting().marks,
            drawings: [View::Curve, View::Policy, View::Episode].iter().map(drawn).collect(),
        }
    }
}

/// The figures of the links that were met, each on a fresh page.
#[derive(Default)]
struct Fresh(BTreeMap<String, Shown>);

impl Fresh {
    fn at(&mut self, link: &str, trail: &str) -> &Shown {
        self.0.entry(link.to_owned()).or_insert_with(|| {
            let page = Page::opened(link);
            assert!(page.state.notices.is_empty(), "{link}: {:?}\n{trail}", page.state.notices);
            Shown::of(&page.state)
        })
    }
}

/// The setting as far as a link holds it: a problem is remembered while its drawer is closed.
fn held(setting: &Setting) -> Setting {
    let problem = setting.problem.filter(|_| setting.drawer == Some(Drawer::Problems));
    let made = problem.map_or_else(MadeBy::default, |_| setting.made);
    Setting { problem, made, ..setting.clone() }
}

/// The properties that hold after every message.
fn check(page: &Page, fresh: &mut Fresh, trail: &str) {
    let state = &page.state;
    let own = held(&state.setting);
    assert_eq!(link::read(&link::write(&own)), (own, vec![]), "no link can hold the setting\n{trail}");
    assert_eq!(state.pending.map(|pending| pending.request), page.job.map(|job| job.0), "{trail}");
    let Some(experiment) = &state.experiment else { return };
    let now = Shown::of(state);
    assert_eq!(stamp(state).unwrap().seed, experiment.order.seed, "{trail}");
    let (linked, dropped) = link::read(&now.link);
    assert_eq!((linked.order(), dropped), (experiment.order, vec![]), "{}\n{trail}", now.link);
    if state.pending.is_none() {
        assert_eq!(state.setting.order(), experiment.order, "{trail}");
    }
    let again = fresh.at(&now.link, trail);
    let differs = |what: &str| format!("{} shows another {what} on a fresh page\n{trail}", now.link);
    assert_eq!(again.task, now.task, "{}", differs("task"));
    assert_eq!(again.step, now.step, "{}", differs("step"));
    assert_eq!(again.digest, now.digest, "{}", differs("digest"));
    assert!(*again == now, "{}", differs("picture"));
    controls_say_what_is_shown(state, &now, trail);
    if !state.is_in_motion() {
        assert!(page.address.starts_with(&link::write(&state.setting)), "{}\n{trail}", page.address);
    }
}

fn controls_say_what_is_shown(state: &State, now: &Shown, trail: &str) {
    let snapshot = serde_json::to_value(export::snapshot(state, &Timings::default())).unwrap();
    let (setting, reading) = (&state.setting, state.reading.as_ref().unwrap());
    let names = [link::rule_name(setting.rule), link::measure_name(setting.measure)];
    assert_eq!(
        names.map(serde_json::Value::from),
        [snapshot["rule"].clone(), snapshot["measure"].clone()],
        "{trail}"
    );
    assert_eq!(
        (snapshot["task"].as_u64(), snapshot["step"].as_u64()),
        (Some(now.task.into()), Some(now.step.into()))
    );
    assert_eq!(snapshot["budget"], setting.budget, "{trail}");
    assert_eq!(snapshot["awaited"].is_null(), state.pending.is_none(), "{trail}");
    let is_capped = matches!(reading.answer, Answer::Capped(_));
    let is_paper = matches!(reading.answer, Answer::Paper(_));
    assert_eq!(is_capped, setting.measure == Measure::Cap, "{trail}");
    assert_eq!(is_paper, setting.rule == Rule::Paper, "{trail}");
    if let Some(previous) = &state.previous {
        assert!(previous.is_beside(reading), "changes are told against another rule or measure\n{trail}");
    }
}

/// Undo, then redo: the same page again.
fn check_undo(page: &Page, trail: &str) {
    let is_hopeless = page.job.is_some_and(|(_, order)| !is_small(&order));
    if page.state.is_in_motion() || !page.state.history.can_undo() || is_hopeless {
        return;
    }
    let mut there = page.clone();
    // A pin is no step of the history, and another task ends it.
    there.state.pinned = None;
    let mut back = there.clone();
    back.send(Msg::UndoPressed);
    back.deliver();
    back.send(Msg::RedoPressed);
    back.deliver();
    there.deliver();
    assert_eq!(back.state.setting, there.state.setting, "undo and redo do not come back\n{trail}");
    assert_eq!(Shown::of(&back.state), Shown::of(&there.state), "{trail}");
    assert_eq!(steps(&back.state.history), steps(&there.state.history), "{trail}");
}

fn steps(history: &History) -> (bool, bool) {
    (history.can_undo(), history.can_redo())
}

/// One act of a reader, which may take several messages.
fn act(page: &Page, random: &mut Random) -> Vec<Msg> {
    let state = &page.state;
    let mut one_of = |n: u32| random.below(n) as usize;
    let budget = |share: usize| 0.07 * share as f64;
    match one_of(26) {
        0 | 1 => {
            let mut drag: Vec<Msg> =
                (0..=one_of(3)).map(|_| Msg::BudgetChanged(budget(one_of(40)))).collect();
            // The browser does not always say that a slider was let go.
            if one_of(5) > 0 {
                drag.push(Msg::BudgetReleased);
            }
            drag
        }
        2 => vec![Msg::BudgetTyped(["0,7", "1.4", "2", "-1"][one_of(4)].to_owned())],
        3 => vec![Msg::RuleChosen([Rule::Exact, Rule::Paper][one_of(2)])],
        4 => vec![Msg::MeasureChosen([Measure::Calls, Measure::Discounted, Measure::Cap][one_of(3)])],
        5 => vec![Msg::SeedTyped(["1", "2", "x"][one_of(3)].to_owned())],
        6 => vec![Msg::SplitChosen(Split::ALL[one_of(2)].name().to_owned())],
        7 => vec![Msg::TaskTyped(one_of(15).to_string())],
        8 => vec![Msg::TaskStepped([-1, 1][one_of(2)])],
        9 => vec![Msg::StepSelected(one_of(12) as u32)],
        10 => {
            let mut drag: Vec<Msg> = (0..4).map(|_| Msg::StepScrubbed(one_of(12) as u32)).collect();
            drag.extend((one_of(5) > 0).then_some(Msg::StepReleased));
            drag
        }
        11 => [
            vec![Msg::PlayPressed, Msg::Ticked, Msg::Ticked],
            vec![Msg::PlayPressed],
            vec![Msg::ResetPressed],
        ]
        .into_iter()
        .take(one_of(4))
        .flatten()
        .collect(),
        12 => vec![Msg::BreakpointStepped([-1, 1][one_of(2)])],
        13 if state.setting.embed.is_none() => vec![Msg::Lesson(lesson_act(state, &mut one_of))],
        14 => {
            vec![Msg::ComparisonChosen(["base", "random", "threshold", "0,4", "1.5"][one_of(5)].to_owned())]
        }
        15 => vec![Msg::Takeover(takeover_act(state, &mut one_of))],
        16 => vec![Msg::Settings(set_up_act(&mut one_of))],
        17 => vec![[Msg::UndoPressed, Msg::RedoPressed].into_iter().nth(one_of(2)).unwrap()],
        18 => vec![Msg::CancelPressed],
        19 => vec![Msg::LinkOpened(some_link(&mut one_of))],
        20 if state.setting.embed.is_none() => vec![match one_of(3) {
            0 => Msg::Problem(ProblemMsg::ScenarioChosen(["period-two", HOUSEHOLD][one_of(2)])),
            1 => Msg::Problem(ProblemMsg::CancelPressed),
            _ => Msg::DrawerToggled(Drawer::ALL[one_of(Drawer::ALL.len() as u32)]),
        }],
        21 => vec![match one_of(3) {
            0 => Msg::LanguageChosen(Language::ALL[one_of(2)]),
            1 => Msg::ThemeToggled { machine_is_dark: one_of(2) == 0 },
            _ => Msg::EscapePressed,
        }],
        22 => {
            let part = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
            let sent = [
                ("C", "1.5"),
                ("count", "cap"),
                ("rule", "paper"),
                ("seed", "2"),
                ("task", "3"),
                ("step", "40"),
            ];
            vec![Msg::SettingSent(sent.into_iter().filter(|_| one_of(3) == 0).map(part).collect())]
        }
        23 => {
            let mut marks: Vec<Msg> = (0..=one_of(2)).map(|_| Msg::StatePinned(one_of(9) as u32)).collect();
            let on_guess = [LessonMsg::ComparePressed, LessonMsg::GuessShown(one_of(2) == 0)];
            marks.extend(on_guess.into_iter().take(one_of(3)).map(Msg::Lesson));
            marks
        }
        24 if state.setting.embed.is_none() => vec![Msg::Lesson(LessonMsg::Opened(Some(3)))],
        _ => vec![match one_of(5) {
            0 => Msg::StatePinned(one_of(9) as u32),
            1 => Msg::StateHovered(Some(one_of(9) as u32)),
            2 => Msg::StateWalked(1),
            3 => Msg::TablesToggled,
            _ => Msg::PanelToggled(Panel::Share),
        }],
    }
}

fn lesson_act(state: &State, one_of: &mut dyn FnMut(u32) -> usize) -> LessonMsg {
    let open = state.setting.lesson.and_then(lesson_body);
    match (one_of(4), open) {
        (0 | 1, Some(lesson)) => LessonMsg::Done(lesson.buttons[one_of(lesson.buttons.len() as u32)].1),
        (2, Some(_)) => {
            [LessonMsg::ResetPressed, LessonMsg::ComparePressed, LessonMsg::ClearPressed][one_of(3)].clone()
        }
        _ => LessonMsg::Opened(Some(one_of(7) as u8).filter(|&number| number > 0)),
    }
}

fn takeover_act(state: &State, one_of: &mut dyn FnMut(u32) -> usize) -> TakeoverMsg {
    let yours = state.scene.as_ref().and_then(|scene| scene.yours.as_ref());
    match yours.map(|yours| &yours.offers[..]) {
        Some(offers) if !offers.is_empty() && one_of(4) > 0 => {
            TakeoverMsg::Chosen(offers[one_of(offers.len() as u32)].action)
        }
        Some(_) => TakeoverMsg::GivenBack,
        None => TakeoverMsg::Begun,
    }
}

fn set_up_act(one_of: &mut dyn FnMut(u32) -> usize) -> SettingsMsg {
    match one_of(5) {
        0 => SettingsMsg::GammaTyped(["0,9", "0.95", "2"][one_of(3)].to_owned()),
        1 => SettingsMsg::TasksTyped(["5", "12", "no"][one_of(3)].to_owned()),
        2 => SettingsMsg::DefaultsPressed,
        3 => SettingsMsg::Pinned,
        _ => SettingsMsg::PinShown(one_of(2)),
    }
}

/// A link of the small experiment, whole, damaged, or of something else.
fn some_link(one_of: &mut dyn FnMut(u32) -> usize) -> String {
    const ENDS: [&str; 12] = [
        "",
        "&C=1.5",
        "&rule=paper&C=0.4&task=7",
        "&count=cap&C=2.5&twin=1",
        "&lesson=3",
        "&lesson=5&C=1",
        "&lesson=3&C=1&guess=0.answer",
        "&task=7&pin=3",
        "&embed=curve%2Bpolicy",
        "&task=3&step=9&you=2.look.go1",
        "&lang=de&hide=rule+seed&task=40",
        "&amp;seed=2&amp;C=1,25).",
    ];
    format!("v=1&{SMALL}{}", ENDS[one_of(ENDS.len() as u32)])
}

#[test]
fn whatever_a_reader_does_the_link_restores_what_is_shown() {
    const WALKS: u64 = 60;
    const ACTS: u32 = 24;
    let mut fresh = Fresh::default();
    for walk in 0..WALKS {
        let random = &mut Random::new(21, &[walk]);
        let mut page = Page::opened(SMALL);
        let mut trail = format!("walk {walk}:");
        for number in 0..ACTS {
            for msg in act(&page, random) {
                trail.push_str(&format!("\n  {msg:?}"));
                page.send(msg);
                check(&page, &mut fresh, &trail);
            }
            // Now and then the worker is slow.
            if random.below(3) > 0 {
                page.deliver();
                trail.push_str("\n  (the worker answers)");
                check(&page, &mut fresh, &trail);
            }
            if number % 4 == 0 {
                check_undo(&page, &trail);
            }
        }
    }
    assert!(fresh.0.len() >= 500, "{} settings are too few", fresh.0.len());
}

#[test]
fn every_lesson_and_each_of_its_buttons_has_a_link_that_restores_it() {
    let mut fresh = Fresh::default();
    for before in ["", "&count=cap&C=3", "&rule=paper&C=0.4&task=7", "&count=discounted&C=0.5"] {
        for (number, _) in lessons() {
            let mut page = Page::opened(&format!("{SMALL}{before}"));
            let trail = format!("{before}, lesson {number}");
            page.send(Msg::Lesson(LessonMsg::Opened(Some(number))));
            check(&page, &mut fresh, &trail);
            let bare = Page::opened(&format!("{SMALL}&lesson={number}"));
            check(&bare, &mut fresh, &trail);
            let buttons = lesson_body(number).unwrap().buttons;
            for &(_, action) in buttons.iter().chain(buttons) {
                page.send(Msg::Lesson(LessonMsg::Done(action)));
                check(&page, &mut fresh, &format!("{trail}, {action:?}"));
            }
            check_undo(&page, &trail);
        }
    }
}

#[test]
fn a_link_carries_the_guess_and_the_pinned_state() {
    let mut fresh = Fresh::default();
    let mut page = Page::opened(&format!("{SMALL}&lesson=3&C=1&task=7"));
    let stage = page.state.scene.as_ref().unwrap().stage.clone();
    let ids: Vec<u32> = (0..stage.n_states()).filter(|&id| stage.is_weighable(id)).take(3).collect();
    ids.iter().for_each(|&id| page.send(Msg::StatePinned(id)));
    assert!(page.address.contains("&guess=") && !page.address.contains("answer"), "{}", page.address);
    check(&page, &mut fresh, "guessed");
    page.send(Msg::Lesson(LessonMsg::ComparePressed));
    assert!(page.address.ends_with(".answer"), "{}", page.address);
    check(&page, &mut fresh, "compared");
    page.send(Msg::StatePinned(ids[1]));
    assert!(page.address.contains(&format!("&pin={}&guess=", ids[1])), "{}", page.address);
    page.send(Msg::Lesson(LessonMsg::GuessShown(true)));
    assert!(page.address.ends_with(".guess"), "{}", page.address);
    check(&page, &mut fresh, "pinned");
    let again = Page::opened(&page.address);
    assert_eq!(again.state.guessing(), page.state.guessing());
    assert_eq!((again.state.pinned, &again.address), (Some(ids[1]), &page.address));
    // A newer experiment has neither, and the way back to the question has the guess again.
    page.send(Msg::SeedTyped("2".to_owned()));
    assert!(!page.address.contains("pin=") && !page.address.contains("guess="), "{}", page.address);
    page.deliver();
    assert_eq!(page.state.shown_setting().marks, Marks::default());
}

#[test]
fn marks_that_a_task_lacks_are_told_and_the_rest_of_the_link_is_read() {
    let mut page = Page::opened(&format!("{SMALL}&lesson=3&C=1&task=7"));
    let stage = page.state.scene.as_ref().unwrap().stage.clone();
    let last = stage.n_states() - 1;
    for (marks, told) in [
        ("lesson=3&pin=999", format!("a state of the task, from 0 to {last}")),
        ("lesson=3&pin=x", "the number of a state, from 0".to_owned()),
        ("lesson=3&guess=xyz", "a bit for each state".to_owned()),
        ("lesson=3&guess=00000000000001.answer", "both actions were tried, unlike state 55".to_owned()),
        ("guess=8", "lesson=3 beside it".to_owned()),
        ("lesson=2&guess=8", "lesson=3 beside it".to_owned()),
    ] {
        page = Page::opened(&format!("{SMALL}&C=1.25&task=7&{marks}"));
        let [notice] = &page.state.notices[..] else { panic!("{marks}: {:?}", page.state.notices) };
        assert!(notice.text.contains(&told), "{marks}: {}", notice.text);
        assert_eq!((page.state.setting.budget, page.state.setting.task), (1.25, Some(7)), "{marks}");
        assert_eq!(page.state.shown_setting().marks, Marks::default(), "{marks}");
    }
}

#[test]
fn the_marks_of_a_link_do_not_go_to_another_task() {
    let mut page = Page::default();
    page.send(Msg::LinkOpened(format!("{SMALL}&task=7&pin=1")));
    assert!(page.address.ends_with("&pin=1"), "{}", page.address);
    page.send(Msg::TaskTyped("3".to_owned()));
    page.deliver();
    assert_eq!((page.state.pinned, page.state.setting.task), (None, Some(3)));
    // A link to another experiment that is cancelled leaves nothing, too.
    page.send(Msg::LinkOpened(format!("{SMALL}&seed=2&task=3&pin=1")));
    page.send(Msg::CancelPressed);
    assert_eq!(page.state.pinned, None);
}

#[test]
fn the_opening_task_is_the_experiments_own() {
    let opening = Page::opened(SMALL).state.showcase;
    for setting in ["C=0", "C=1.5", "C=2", "rule=paper&C=0.4", "count=cap&C=2", "count=discounted&C=0.3"] {
        let page = Page::opened(&format!("{SMALL}&{setting}"));
        assert_eq!(page.state.showcase, opening, "{setting}");
    }
}

#[test]
fn while_a_newer_result_is_computed_all_speaks_of_the_one_that_is_shown() {
    let mut page = Page::opened(&format!("{SMALL}&C=0.8&task=7"));
    let before = Shown::of(&page.state);
    page.send(Msg::SeedTyped("2".to_owned()));
    assert_eq!(Shown::of(&page.state), before);
    assert_eq!(shared_setting(&page.state).seed, 1);
    let csv = csv_file(&page.state).unwrap();
    assert!(csv.contains("# seed 1\n"), "{csv}");
    let snapshot = serde_json::to_value(export::snapshot(&page.state, &Timings::default())).unwrap();
    assert_eq!((&snapshot["phase"], &snapshot["seed"]), (&"ready".into(), &1.into()));
    let awaited = snapshot["awaited"].as_str().unwrap();
    assert!(awaited.contains("seed=2") && page.address == awaited, "{awaited}");
    page.send(Msg::BudgetTyped("1.2".to_owned()));
    check(&page, &mut Fresh::default(), "a budget typed meanwhile");
    page.deliver();
    check(&page, &mut Fresh::default(), "the newer result");
    assert_eq!(stamp(&page.state).unwrap().seed, 2);
}

#[test]
fn a_cancelled_order_is_no_step_of_the_history() {
    let mut page = Page::opened(SMALL);
    page.send(Msg::BudgetTyped("0.5".to_owned()));
    page.send(Msg::SeedTyped("2".to_owned()));
    page.send(Msg::ComparisonChosen("random".to_owned()));
    page.send(Msg::CancelPressed);
    assert_eq!((page.state.setting.seed, page.state.setting.comparison), (1, Comparison::Random));
    page.send(Msg::UndoPressed);
    assert_eq!(
        (page.job, page.state.setting.comparison, page.state.setting.budget),
        (None, Comparison::Base, 0.5)
    );
    page.send(Msg::UndoPressed);
    assert_eq!((page.job, page.state.setting.budget, page.state.history.can_undo()), (None, 1.0, false));
    // An undo that is cancelled is no step either.
    page.send(Msg::SeedTyped("2".to_owned()));
    page.deliver();
    page.send(Msg::UndoPressed);
    page.send(Msg::CancelPressed);
    assert_eq!((page.state.setting.seed, steps(&page.state.history)), (2, (true, false)));
    // A failed request is forgotten like a cancelled one.
    page.send(Msg::Settings(SettingsMsg::DefaultsPressed));
    page.deliver();
    assert_eq!((page.state.setting.n_tasks, steps(&page.state.history)), (12, (true, false)));
    page.send(Msg::UndoPressed);
    assert_eq!(page.job.map(|job| job.1.seed), Some(1));
}

#[test]
fn a_seed_that_is_taken_back_before_it_comes_is_not_computed() {
    let mut page = Page::opened(SMALL);
    page.send(Msg::SeedTyped("2".to_owned()));
    page.send(Msg::SeedTyped("1".to_owned()));
    assert_eq!((page.job, page.state.pending), (None, None));
    check(&page, &mut Fresh::default(), "back again");
}

#[test]
fn a_scrub_is_one_change() {
    let mut page = Page::opened(&format!("{SMALL}&task=7&step=0"));
    let address = page.address.clone();
    for step in 1..6 {
        page.send(Msg::StepScrubbed(step));
        assert_eq!(page.address, address, "no link is written while the scrubber moves");
    }
    let last = page.state.setting.step;
    page.send(Msg::StepReleased);
    assert!(page.address.contains(&format!("step={}", last.unwrap())), "{}", page.address);
    page.send(Msg::UndoPressed);
    assert_eq!((page.state.setting.step, page.state.history.can_undo()), (Some(0), false));
    page.send(Msg::RedoPressed);
    assert_eq!(page.state.setting.step, last);
}

#[test]
fn another_act_ends_a_drag_that_was_never_let_go() {
    let mut page = Page::opened(SMALL);
    page.send(Msg::BudgetChanged(0.4));
    page.send(Msg::RuleChosen(Rule::Paper));
    assert!(page.address.contains("rule=paper&C=0.4"), "{}", page.address);
    page.send(Msg::UndoPressed);
    assert_eq!((page.state.setting.rule, page.state.setting.budget), (Rule::Exact, 0.4));
}

#[test]
fn a_rule_that_changes_the_policy_is_not_told_as_a_change_of_the_budget() {
    let mut page = Page::opened(SMALL);
    page.send(Msg::BudgetChanged(1.6));
    page.send(Msg::BudgetReleased);
    assert_eq!(page.state.scene.as_ref().unwrap().since, Some(1.0));
    page.send(Msg::RuleChosen(Rule::Paper));
    let scene = page.state.scene.clone().unwrap();
    assert_eq!((scene.since, scene.n_changed(), page.state.previous.is_none()), (None, 0, true));
}

#[test]
fn files_after_a_drag_are_those_of_the_link() {
    let mut page = Page::opened(&format!("{SMALL}&C=0"));
    page.send(Msg::BudgetChanged(1.6));
    page.send(Msg::BudgetReleased);
    assert!(page.state.scene.as_ref().unwrap().n_changed() > 0);
    check(&page, &mut Fresh::default(), "a drag");
}

#[test]
fn a_refused_task_leaves_the_one_that_is_shown() {
    let mut page = Page::opened(&format!("{SMALL}&task=7&step=1"));
    page.send(Msg::TaskTyped("12".to_owned()));
    assert_eq!((page.state.setting.task, page.state.setting.step), (Some(7), Some(1)));
    assert_eq!(
        page.state.notices[0].text,
        "There is no task 12: tasks are numbered from 0, and the last is 11."
    );
}

#[test]
fn a_link_to_a_step_that_is_not_there_says_so_and_one_to_a_new_seed_does_not() {
    let page = Page::opened(&format!("{SMALL}&task=7&step=4294967295"));
    let last = page.state.scene.as_ref().unwrap().last_step();
    assert_eq!(page.state.setting.step, Some(last));
    let told = format!(
        "The episode has no step 4294967295: steps in a link are numbered from 0, and the last is {last}."
    );
    assert_eq!(page.state.notices[0].text, told);
    let mut page = Page::opened(&format!("{SMALL}&task=7&step={last}"));
    for seed in ["2", "1", "2"] {
        page.send(Msg::SeedTyped(seed.to_owned()));
        page.deliver();
    }
    assert_eq!(page.state.notices, []);
}

#[test]
fn a_task_that_a_smaller_experiment_lacks_does_not_block_the_way_back() {
    let mut page = Page::opened(&format!("{SMALL}&task=9"));
    page.send(Msg::Settings(SettingsMsg::TasksTyped("5".to_owned())));
    page.deliver();
    assert_eq!(page.state.setting.task, None);
    page.send(Msg::UndoPressed);
    page.deliver();
    assert_eq!((page.state.setting.task, page.state.setting.n_tasks), (Some(9), 12));
    assert!(!page.state.history.can_undo());
}

#[test]
fn who_takes_over_while_a_newer_result_is_computed_decides_until_it_comes() {
    let mut page = Page::opened(&format!("{SMALL}&task=7&step=1"));
    page.send(Msg::SeedTyped("2".to_owned()));
    page.send(Msg::Takeover(TakeoverMsg::Begun));
    assert!(page.state.scene.as_ref().unwrap().yours.is_some());
    check(&page, &mut Fresh::default(), "taken over");
    page.deliver();
    assert_eq!((&page.state.setting.takeover, page.state.setting.seed), (&None, 2));
    // A link brings the choices of its own experiment.
    page.send(Msg::LinkOpened(format!("{SMALL}&seed=1&task=7&you=0.look")));
    assert!(page.state.scene.as_ref().unwrap().yours.is_none());
    page.deliver();
    assert!(page.state.scene.as_ref().unwrap().yours.is_some());
}

#[test]
fn a_page_opened_with_hidden_controls_shares_them_hidden() {
    let mut page = Page::opened(&format!("{SMALL}&hide=rule+seed"));
    let hidden = |page: &Page| shared_setting(&page.state).hidden.names();
    assert_eq!(hidden(&page), "rule+seed");
    page.send(Msg::Share(ShareMsg::ControlToggled(Control::Rule)));
    assert_eq!(hidden(&page), "seed");
}

#[test]
fn many_unknown_parts_are_one_notice() {
    let keys: String = (0..3_000).map(|i| format!("&k{i}=1")).collect();
    let page = Page::opened(&format!("{SMALL}{keys}&fbclid=x&utm_source=y"));
    let [notice] = &page.state.notices[..] else { panic!("{} notices", page.state.notices.len()) };
    assert!(notice.text.contains("“k0=1”") && notice.text.contains("; and 2997 more"), "{}", notice.text);
    assert!(Page::opened(&format!("{SMALL}&fbclid=x&utm_source=y")).state.notices.is_empty());
}
