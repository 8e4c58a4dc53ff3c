//! Views by their names, and a figure that another page sets: what it takes, refuses and tells.

use crate::app::dispatch::test::opened;
use crate::app::dispatch::update;
use crate::app::export::{self, Timings};
use crate::app::message::page::Msg;
use crate::app::model::views::{View, Views, parts_of_text};
use crate::app::update::embed::*;
use crate::experiment::{Order, run};
use crate::language::{Language, packed};
use crate::numeric::Random;

fn set(state: &mut State, parts: &[(&str, &str)]) -> Vec<Effect> {
    let parts = parts.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect();
    update(state, Msg::SettingSent(parts))
}

fn refused(effects: &[Effect]) -> Option<&str> {
    match effects {
        [Effect::Refuse(why)] => Some(why),
        _ => None,
    }
}

#[test]
fn views_return_from_their_names_and_nothing_else_is_read() {
    for bits in 1..16 {
        assert_eq!(Views::read(&Views(bits).names()), Ok(Views(bits)));
    }
    for names in ["", "curve+", "curve+curve", "house", "curve policy"] {
        assert!(Views::read(names).is_err(), "{names}");
    }
    assert_eq!(Views::only(View::Why).toggled(View::Why), Views::only(View::Why), "the last one stays");
}

#[test]
fn an_embedder_sets_by_the_links_keys_and_is_told_what_is_wrong() {
    let mut state = State::default();
    update(&mut state, Msg::LinkOpened("v=1&embed=curve".to_owned()));
    let effects = set(&mut state, &[("C", "0.5"), ("rule", "paper")]);
    assert!(
        effects.contains(&Effect::WriteLink("v=1&rule=paper&C=0.5&embed=curve".to_owned())),
        "{effects:?}"
    );
    let before = state.setting.clone();
    let effects = set(&mut state, &[("C", "2"), ("seed", "x")]);
    assert!(refused(&effects).unwrap().starts_with("seed=x: expected"), "{effects:?}");
    assert!(refused(&set(&mut state, &[("embed", "policy")])).is_some());
    assert_eq!(state.setting, before, "all or nothing");
}

#[test]
fn what_cannot_stand_together_or_is_not_there_is_refused_whole() {
    let mut state = opened("v=1&embed=all");
    let cases: [&[(&str, &str)]; 10] = [
        &[("rule", "paper"), ("count", "cap")],
        &[("count", "cap"), ("C", "2"), ("rule", "paper")],
        &[("problem", "hopeless-state")],
        &[("d", "AAAA")],
        &[("open", "log")],
        &[("lesson", "3")],
        &[("task", "40")],
        &[("task", "12"), ("tasks", "12")],
        &[("you", "0.go99")],
        &[("C", "1"), ("C", "2")],
    ];
    for parts in cases {
        let before = state.setting.clone();
        let effects = set(&mut state, parts);
        let why = refused(&effects).unwrap_or_else(|| panic!("{parts:?}: {effects:?}"));
        assert!(!why.is_empty() && state.setting == before && state.notices.is_empty(), "{parts:?}: {why}");
        assert!(state.pending.is_none(), "{parts:?} began a run");
    }
    set(&mut state, &[("count", "cap")]);
    assert!(refused(&set(&mut state, &[("rule", "paper")])).is_some(), "across two messages, too");
}

/// The values that an author may write behind a key: right, wrong, of another measure, out of range.
const VALUES: [(&str, &[&str]); 15] = [
    ("C", &["0", "0.5", "1.5", "7", "-1", "much", "1e9"]),
    ("rule", &["exact", "paper", "optimal"]),
    ("count", &["calls", "discounted", "cap", "steps"]),
    ("task", &["0", "39", "40", "99999", "x"]),
    ("step", &["0", "3", "4294967295"]),
    ("twin", &["base", "random", "threshold", "0.3", "1.5", "none"]),
    ("seed", &["1", "2", "banana"]),
    ("split", &["s-obj", "pnp", "both"]),
    ("gamma", &["0.9", "0", "2"]),
    ("tasks", &["30", "0"]),
    ("theme", &["dark", "pink"]),
    ("hide", &["budget", "seed+rule", "nothing"]),
    ("problem", &["household"]),
    ("made-seed", &["2"]),
    ("you", &["0.look", "0.go9.put0"]),
];

#[test]
fn after_any_set_the_setting_is_what_its_own_link_opens() {
    let page = opened("v=1&embed=all");
    for seed in 0..300 {
        let mut random = Random::new(21, &[seed]);
        let mut state = page.clone();
        for _ in 0..3 {
            let n = 1 + random.below(3);
            let parts: Vec<(&str, &str)> = (0..n)
                .map(|_| {
                    let (key, values) = VALUES[random.below(VALUES.len() as u32) as usize];
                    (key, values[random.below(values.len() as u32) as usize])
                })
                .collect();
            let before = state.setting.clone();
            let effects = set(&mut state, &parts);
            if refused(&effects).is_some() {
                assert_eq!(state.setting, before, "{parts:?}");
            }
            let (again, dropped) = link::read(&link::write(&state.setting));
            assert!(again == state.setting && dropped.is_empty(), "{parts:?}: {dropped:?}");
            assert!(state.notices.is_empty(), "{parts:?} was swallowed: {:?}", state.notices);
        }
    }
}

fn snapshot(state: &State) -> serde_json::Value {
    serde_json::to_value(export::snapshot(state, &Timings::default())).unwrap()
}

/// The experiment that was ordered, but for its size.
fn arrive(state: &mut State) {
    let request = state.pending.unwrap().request;
    let experiment = Box::new(run(Order { n_tasks: 2, ..state.setting.order() }).unwrap());
    update(state, Msg::ExperimentArrived { request, experiment });
}

#[test]
fn a_figure_is_told_of_when_it_is_there_and_never_under_another_seed() {
    for (key, value) in [("seed", "2"), ("split", "pnp"), ("gamma", "0.9"), ("tasks", "41")] {
        let mut state = opened("v=1&embed=curve&task=1");
        let first = state.figure_on_show().unwrap();
        assert_eq!(snapshot(&state)["seed"], state.experiment.as_ref().unwrap().order.seed);
        set(&mut state, &[(key, value)]);
        assert_eq!(state.figure_on_show(), None, "{key}: the numbers on show are still the old ones");
        set(&mut state, &[("C", "0.5")]);
        assert_eq!(state.figure_on_show(), None, "{key}: and so they are at another budget");
        arrive(&mut state);
        assert!(
            state.figure_on_show().is_some_and(|figure| figure != first),
            "{key}: the new figure is told"
        );
        let Order { seed, split, .. } = state.experiment.as_ref().unwrap().order;
        let told = snapshot(&state);
        assert!(told["seed"] == seed && told["split"] == split.name() && told["budget"] == 0.5, "{told}");
    }
}

#[test]
fn a_run_that_is_cancelled_or_fails_is_told_as_what_stays() {
    for msg in [Msg::CancelPressed, Msg::WorkerFailed { request: 2, error: "no memory".to_owned() }] {
        let mut state = opened("v=1&embed=curve");
        set(&mut state, &[("seed", "2")]);
        assert_eq!(state.figure_on_show(), None);
        update(&mut state, msg);
        assert!(state.figure_on_show().is_some());
        assert_eq!(snapshot(&state)["seed"], 1);
    }
}

#[test]
fn a_figure_in_another_language_is_told_of_when_its_words_have_come() {
    let mut state = opened("v=1&embed=curve");
    let first = state.figure_on_show();
    set(&mut state, &[("lang", "de")]);
    assert_eq!(state.figure_on_show(), None);
    let outcome = Ok(packed(Language::German).unwrap());
    update(&mut state, Msg::WordsArrived { language: Language::German, outcome });
    assert!(state.figure_on_show().is_some() && state.figure_on_show() != first);
}

#[test]
fn a_setting_is_read_from_a_text_as_from_a_link() {
    let parts = parts_of_text("#C=1.2&rule=paper&hide=seed+rule&odd");
    let expected = [("C", "1.2"), ("rule", "paper"), ("hide", "seed+rule"), ("odd", "")];
    assert_eq!(parts, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
}
