//! After any walk through settings, tables and figures still name the options that they were made with. The settings
//! drawer is that of a page that opens the same link.

use crate::app::dispatch::update;
use crate::app::draw::paper::paper_figure;
use crate::app::draw::settings::settings;
use crate::app::drawers::settings::message::SettingsMsg;
use crate::app::message::effect::Effect;
use crate::app::message::page::Msg;
use crate::app::message::wire::packed;
use crate::app::message::worker::Job;
use crate::app::model::link::write as write_link;
use crate::app::model::setting::{Measure, Rule};
use crate::app::state::State;
use std::collections::{BTreeMap, VecDeque};

use crate::app::drawers::paper::{Asked, Made, PaperMsg, SIZES};
use crate::experiment::{Experiment, Order, run};
use crate::language::{Language, Words, fill, packed as words_of};
use crate::numeric::Random;
use crate::study::{Cell, Kind, Row, Table};

/// A page, and the work it waits for.
#[derive(Default)]
struct Page {
    state: State,
    jobs: VecDeque<(u32, Job)>,
    /// The result, by its order.
    known: BTreeMap<String, Experiment>,
}

/// A table that says which seed it was made with.
fn table(seed: u64) -> Made {
    let cell = Cell { value: seed as f64, ..Cell::default() };
    Made::Table(Box::new(Table {
        number: 2,
        label_names: vec!["method".to_owned()],
        figures: vec![("sr".to_owned(), Kind::Percent)],
        rows: vec![Row { labels: vec!["a".to_owned()], cells: vec![Some(cell)] }],
    }))
}

impl Page {
    fn new(link: &str, known: BTreeMap<String, Experiment>) -> Self {
        let mut page = Self { known, ..Self::default() };
        page.tell(Msg::LinkOpened(link.to_owned()));
        page.settle();
        page
    }

    fn tell(&mut self, msg: Msg) {
        for effect in update(&mut self.state, msg) {
            match effect {
                Effect::Run { request, job } => self.jobs.push_back((request, job)),
                Effect::Cancel { request } => self.jobs.retain(|(awaited, _)| *awaited != request),
                Effect::FetchWords(language) => {
                    let outcome = words_of(language).map_err(|_| "no words".to_owned());
                    self.tell(Msg::WordsArrived { language, outcome });
                }
                _ => {}
            }
        }
    }

    fn experiment(&mut self, order: Order) -> Experiment {
        let name = format!("{order:?}");
        self.known.entry(name).or_insert_with(|| run(order).unwrap()).clone()
    }

    fn answer(&mut self) -> bool {
        let Some((request, job)) = self.jobs.pop_front() else { return false };
        match job {
            Job::Experiment { order, .. } => {
                let experiment = Box::new(self.experiment(order));
                self.tell(Msg::ExperimentArrived { request, experiment });
            }
            Job::Paper { seed, .. } => {
                let made = packed(&table(seed));
                self.tell(Msg::Paper(PaperMsg::Arrived { request, made }));
            }
            _ => {}
        }
        true
    }

    fn settle(&mut self) {
        while self.answer() {}
    }
}

fn some_msg(random: &mut Random) -> Msg {
    let (yes, n) = (random.chance(0.5), random.below(4));
    match random.below(16) {
        0 | 1 => Msg::SeedTyped((1 + u64::from(yes)).to_string()),
        2 => Msg::SplitChosen(if yes { "s-obj" } else { "pnp" }.to_owned()),
        3 => Msg::Settings(SettingsMsg::GammaTyped(if yes { "0.95" } else { "0.9" }.to_owned())),
        4 => Msg::LanguageChosen(if yes { Language::German } else { Language::English }),
        5 => Msg::BudgetTyped((0.3 * f64::from(n)).to_string()),
        6 => Msg::MeasureChosen([Measure::Calls, Measure::Discounted, Measure::Cap][n as usize % 3]),
        7 => Msg::RuleChosen(if yes { Rule::Exact } else { Rule::Paper }),
        8 => Msg::Settings(SettingsMsg::Pinned),
        9 => Msg::CancelPressed,
        10 | 11 => Msg::Paper(PaperMsg::RunPressed(Asked::Table(1 + n as u8))),
        12 => Msg::Paper(PaperMsg::FigurePressed { number: 3 + n as u8, of_this_task: yes }),
        13 => Msg::RedoPressed,
        _ => Msg::UndoPressed,
    }
}

fn experiment_order(page: &Page) -> Order {
    page.state.experiment.as_ref().unwrap().order
}

fn words_in(language: Language) -> Words {
    match language {
        Language::English => Words::ENGLISH,
        language => Words::read(language, &words_of(language).unwrap()).unwrap(),
    }
}

#[track_caller]
fn assert_true(page: &mut Page, walk: &str) {
    for made in &page.state.paper.made {
        assert_eq!(*made.made, table(made.seed), "{walk}");
        assert!(made.asked.command(made.seed).contains(&format!("--seed {} ", made.seed)), "{walk}");
    }
    for figured in page.state.paper.figures.clone() {
        let experiment = page.experiment(figured.order);
        let w = words_in(figured.language);
        if figured.order == experiment_order(page) {
            assert_eq!(figured.language, page.state.words.language(), "{walk}");
        }
        let again = paper_figure(w, &experiment, figured.number, figured.picked);
        assert_eq!(again.as_ref(), Some(&*figured.figure), "{walk}");
        let Order { seed, split, gamma, .. } = figured.order;
        let gamma = w.decimals(crate::figure::text::tick(gamma));
        let (seed, tasks) = (fill(w.seed_n(), &[&seed]), fill(w.n_tasks(), &[&40]));
        for word in [split.paper_name(), &seed, &format!("γ = {gamma}"), &tasks] {
            assert!(figured.figure.caption.contains(word), "{word}: {}", figured.figure.caption);
        }
    }
    let mut fresh = Page::new(&write_link(&page.state.setting), page.known.clone());
    fresh.state.settings_drawer.pins.clone_from(&page.state.settings_drawer.pins);
    let view = |page: &Page| settings(&page.state, page.state.experiment.as_ref().unwrap());
    assert_eq!(page.state.setting.order(), page.state.experiment.as_ref().unwrap().order, "{walk}");
    assert_eq!(view(page), view(&fresh), "{walk}");
}

#[test]
fn any_walk_leaves_everything_under_what_it_was_made_with() {
    let mut known = BTreeMap::new();
    for seed in 0..6 {
        let mut random = Random::new(seed, &[]);
        let mut page = Page::new("v=1&tasks=40", known);
        let mut walk = String::new();
        for step in 0..40 {
            let msg = some_msg(&mut random);
            walk += &format!("{step} {msg:?}\n");
            page.tell(msg);
            for _ in 0..random.below(3) {
                page.answer();
            }
            if step % 4 == 3 {
                page.settle();
                assert_true(&mut page, &walk);
            }
        }
        known = page.known;
    }
}

#[test]
fn a_table_is_of_the_seed_it_was_asked_with_whatever_the_page_has_when_it_comes() {
    let mut page = Page::new("v=1&tasks=40", BTreeMap::new());
    page.tell(Msg::Paper(PaperMsg::RunPressed(Asked::Table(2))));
    page.tell(Msg::SeedTyped("2".to_owned()));
    page.settle();
    let made = page.state.paper.of(Asked::Table(2)).unwrap();
    assert_eq!((page.state.setting.seed, made.seed, &*made.made), (2, 1, &table(1)));
    let (train, tasks) = (SIZES.n_train, SIZES.n_test);
    let command = format!("askwell table 2 --compare --seed 1 --tasks {tasks} --train {train} --reps 3");
    assert_eq!(made.asked.command(made.seed), command);
}
