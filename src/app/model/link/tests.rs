use crate::app::model::marks::Marks;
use expect_test::expect;
use proptest::prelude::*;

use crate::app::model::controls::{Control, Controls};
use crate::app::model::lesson::LESSONS;
use crate::app::model::link::*;
use crate::household::Keying;

fn full() -> Setting {
    Setting {
        seed: SEED_MAX,
        split: Split::PnP,
        rule: Rule::Paper,
        measure: Measure::Discounted,
        budget: 1.2345,
        task: Some(999),
        step: Some(14),
        takeover: None,
        comparison: Comparison::Threshold,
        theme: Theme::Dark,
        language: Language::English,
        gamma: 0.875,
        keying: Keying::WithoutStuckBit,
        n_tasks: 10_000,
        repetitions: 20,
        lesson: Some(6),
        hidden: Controls::default().toggled(Control::Seed),
        drawer: Some(Drawer::Settings),
        problem: None,
        made: MadeBy::default(),
        embed: None,
        marks: Marks::default(),
    }
}

#[test]
fn the_default_has_an_empty_link() {
    assert_eq!(write(&Setting::default()), "");
    assert_eq!(read(""), (Setting::default(), vec![]));
}

#[test]
fn a_full_link_is_short_and_returns() {
    let link = write(&full());
    expect![[
        r#"v=1&seed=9007199254740991&split=pnp&rule=paper&count=discounted&C=1.2345&task=999&step=14&twin=threshold&theme=dark&gamma=0.875&states=no-stuck&tasks=10000&episodes=20&lesson=6&hide=seed&open=set-up"#
    ]]
    .assert_eq(&link);
    assert!(link.len() <= 200);
    assert_eq!(read(&link), (full(), vec![]));
}

#[test]
fn an_embedded_figure_has_neither_lesson_nor_drawer() {
    let link = write(&Setting { embed: Some(Views::ALL), ..full() });
    assert!(link.ends_with("&hide=seed&embed=all"), "{link}");
    assert!(link.len() <= 200);
    assert_eq!(read("embed=curve&lesson=2&open=models").0, read("embed=curve").0);
}

#[test]
fn a_broken_link_opens_the_nearest_state_and_lists_what_was_dropped() {
    let (setting, dropped) = read("#v=7&C=-3&seed=1e9&task=12&C=2&colour=red&rule=best");
    assert_eq!(setting, Setting { task: Some(12), ..Setting::default() });
    let listed: Vec<_> = dropped.iter().map(|d| format!("{}: {}", d.part, d.expected)).collect();
    expect![[r#"
        v=7: version 1 or older: this page may not know all of it
        C=-3: a number of calls from 0 to 100
        seed=1e9: a whole number from 0 to 9007199254740991
        C=2: C once
        colour=red: one of v, seed, split, rule, count, C, task, step, you, twin, theme, lang, gamma, states, tasks, episodes, lesson, hide, open, problem, embed, pin, guess, d, made-seed, made-split, made-gamma, made-tasks, made-episodes
        rule=best: exact or paper"#]]
    .assert_eq(&listed.join("\n"));
}

fn all_hidden() -> Controls {
    Control::ALL.into_iter().fold(Controls::default(), Controls::toggled)
}

/// The longest link there is, but for the reader's own choices.
fn longest() -> Setting {
    Setting {
        budget: 1.0 / 3.0,
        comparison: Comparison::Budget(2.0 / 3.0),
        gamma: 0.123_456_789_012_345_6,
        task: Some(u32::MAX),
        step: Some(u32::MAX),
        theme: Theme::Light,
        hidden: all_hidden(),
        language: Language::English,
        drawer: Some(Drawer::Problems),
        problem: Some("discount-buys-speed"),
        ..full()
    }
}

#[test]
fn the_longest_link_is_written_short_and_returns() {
    let link = write(&longest());
    assert!(link.len() <= LENGTH_MAX);
    assert_eq!(read(&link), (longest(), vec![]));
}

#[test]
fn a_link_says_what_the_household_was_made_by() {
    let made = MadeBy { seed: Some(2), gamma: Some(0.9), ..MadeBy::default() };
    let household =
        Setting { problem: Some(HOUSEHOLD), drawer: Some(Drawer::Problems), ..Setting::default() };
    let setting = Setting { seed: 3, made, ..household.clone() };
    let link = write(&setting);
    assert_eq!(link, "v=1&seed=3&problem=household&made-seed=2&made-gamma=0.9");
    assert_eq!(read(&link), (setting, vec![]));
    // The page's own order needs no words, and no other problem is made.
    assert_eq!(read("v=1&problem=household&made-seed=1").0, household);
    assert_eq!(read("v=1&problem=sign-flip&made-seed=2"), read("v=1&problem=sign-flip"));
    let all = MadeBy {
        seed: Some(SEED_MAX - 1),
        split: Some(Split::SObj),
        gamma: Some(0.987_654_321_098_765_4),
        n_tasks: Some(9_999),
        repetitions: Some(19),
    };
    let longest = Setting { problem: Some(HOUSEHOLD), made: all, ..longest() };
    assert!(write(&longest).len() <= LENGTH_MAX, "{}", write(&longest));
    assert_eq!(read(&write(&longest)), (longest, vec![]));
}

#[test]
fn a_short_link_of_an_earlier_build_opens() {
    // Never to be written again: keys and names keep their places.
    let link = "v=1&z=f_kQAAD_________DwECAQECAgEEAwIBBgQBVVVVVVVV1T8FAP____8PBgD_____DwcBVVVVVVVV5T8IAgELCQFZ9kY33Zq_PwoCAQ4LAJBODAAUDQAGDgIIEBESExQVFhcQAgEq";
    assert_eq!(read(link), (longest(), vec![]));
}

#[test]
fn a_short_link_with_one_character_changed_says_so() {
    let link = write(&longest());
    let start = link.find("z=").expect("it is short") + 2;
    for place in start..link.len() {
        let mut damaged = link.clone().into_bytes();
        damaged[place] = if damaged[place] == b'A' { b'B' } else { b'A' };
        let damaged = String::from_utf8(damaged).expect("still ASCII");
        let (setting, dropped) = read(&damaged);
        assert_eq!((setting, dropped.len()), (Setting::default(), 1), "{damaged}");
    }
}

#[test]
fn what_stands_beside_a_short_link_counts_once() {
    let link = write(&longest());
    assert_eq!(read(&format!("{link}&C=2")).1.len(), 1);
    let own = Setting { takeover: takeover::read("3.go1.look").ok(), ..longest() };
    assert_eq!(read(&write(&own)), (own, vec![]));
}

fn settings() -> impl Strategy<Value = Setting> {
    let twins = prop_oneof![
        Just(Comparison::Base),
        Just(Comparison::Random),
        Just(Comparison::Threshold),
        (0.0..BUDGET_MAX).prop_map(Comparison::Budget)
    ];
    let what = (
        0..=SEED_MAX,
        any::<bool>(),
        any::<bool>(),
        0..3usize,
        0.0..BUDGET_MAX,
        twins,
        (0..3usize, any::<bool>()),
    );
    let which =
        (any::<Option<u32>>(), any::<Option<u32>>(), 0.01..0.999f64, 0..3usize, 10..10_000u32, 1..20u32);
    let around = (0..=LESSONS, any::<u8>(), 0..=Drawer::ALL.len(), 0..scenario::ALL.len(), any::<bool>());
    (what, which, around).prop_map(|(what, which, around)| {
        let (seed, is_pnp, is_paper, measure, budget, comparison, (theme, is_german)) = what;
        let (task, step, gamma, keying, n_tasks, repetitions) = which;
        let (lesson, hidden, drawer, problem, is_embedded) = around;
        let measure = match measure {
            0 => Measure::Calls,
            1 => Measure::Discounted,
            // The paper has no hard cap.
            _ if is_paper => Measure::Calls,
            _ => Measure::Cap,
        };
        let hidden = Control::ALL
            .into_iter()
            .filter(|&control| hidden & 1 << control as u8 != 0)
            .fold(Controls::default(), Controls::toggled);
        let drawer = Drawer::ALL.get(drawer).copied().filter(|_| !is_embedded);
        Setting {
            seed,
            split: if is_pnp { Split::PnP } else { Split::SObj },
            rule: if is_paper { Rule::Paper } else { Rule::Exact },
            measure,
            budget: measure.budget(budget),
            task,
            step,
            comparison,
            theme: [Theme::Auto, Theme::Light, Theme::Dark][theme],
            language: if is_german { Language::German } else { Language::English },
            gamma,
            keying: [Keying::Standard, Keying::WithoutStuckBit, Keying::WithStep][keying],
            n_tasks,
            repetitions,
            lesson: Some(lesson).filter(|&lesson| lesson > 0 && !is_embedded),
            hidden,
            drawer,
            problem: (drawer == Some(Drawer::Problems)).then(|| scenario::ALL[problem].name),
            made: MadeBy::default(),
            embed: is_embedded.then_some(Views::ALL),
            takeover: None,
            marks: Marks::default(),
        }
    })
}

proptest! {
    #[test]
    fn any_setting_returns_from_at_most_200_characters(setting in settings()) {
        let link = write(&setting);
        prop_assert!(link.len() <= LENGTH_MAX, "{}", link);
        prop_assert_eq!(read(&link), (setting, vec![]));
    }

    #[test]
    fn a_link_that_was_written_in_percent_codes_is_the_same_link(setting in settings()) {
        let code = |byte: u8| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        };
        let link: String = write(&setting).bytes().map(code).collect();
        prop_assert_eq!(read(&link), (setting, vec![]));
    }

    #[test]
    fn any_budget_returns(budget in 0.0..20.0f64) {
        let setting = Setting { budget, ..Setting::default() };
        prop_assert_eq!(read(&write(&setting)).0, setting);
    }
}
