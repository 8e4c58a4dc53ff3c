//! The page's link: a fragment that holds what differs from the default, and nothing else.
//!
//! `#v=1&C=1.2&task=118`. Reading never fails: what cannot be used is dropped and listed, and the nearest
//! valid state opens.

mod data;

use core::fmt::Write as _;

use crate::household::Split;
use crate::mdp::scenario;

use super::drawer::Drawer;
use super::embed::Views;
use super::set_up;
use super::setting::{Measure, Rule, SEED_MAX, Setting, Theme, Twin};
use super::takeover;

pub(super) use data::{pack, unpack};

/// The version this build writes.
const VERSION: u32 = 1;

/// The largest budget a link may name; no task has more steps than this.
const BUDGET_MAX: f64 = 100.0;

/// Every key a link may hold.
const KEYS: [&str; 21] = [
    "v", "seed", "split", "rule", "count", "C", "task", "step", "you", "twin", "theme", "gamma", "states",
    "tasks", "episodes", "lesson", "hide", "open", "problem", "embed", "d",
];

/// One part of a link that was not used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The part as it stood in the link, shortened.
    pub part: String,
    /// What was expected.
    pub expected: String,
}

impl Dropped {
    /// Data that could not be used.
    pub(super) fn data(data: &str, expected: &str) -> Self {
        Self { part: shorten(&format!("d={data}")), expected: expected.to_owned() }
    }
}

/// The fragment for `setting`, without `#`; empty for the default.
#[must_use]
pub fn write(setting: &Setting) -> String {
    let default = Setting::default();
    let mut link = String::new();
    let mut put = |key: &str, value: &str| {
        if link.is_empty() {
            let _ = write!(link, "v={VERSION}");
        }
        let _ = write!(link, "&{key}={value}");
    };
    if setting.seed != default.seed {
        put("seed", &setting.seed.to_string());
    }
    if setting.split != default.split {
        put("split", setting.split.name());
    }
    if setting.rule != default.rule {
        put("rule", rule_name(setting.rule));
    }
    if setting.measure != default.measure {
        put("count", measure_name(setting.measure));
    }
    // Without a budget, a lesson opens its own state.
    if setting.budget.to_bits() != default.budget.to_bits() || setting.lesson.is_some() {
        put("C", &setting.budget.to_string());
    }
    if let Some(task) = setting.task {
        put("task", &task.to_string());
    }
    if let Some(step) = setting.step {
        put("step", &step.to_string());
    }
    if let Some(takeover) = &setting.takeover {
        put("you", &takeover::write(takeover));
    }
    if setting.twin != default.twin {
        put("twin", &twin_name(setting.twin));
    }
    if setting.theme != default.theme {
        put("theme", theme_name(setting.theme));
    }
    if setting.gamma.to_bits() != default.gamma.to_bits() {
        put("gamma", &setting.gamma.to_string());
    }
    if setting.keying != default.keying {
        put("states", setting.keying.name());
    }
    if setting.n_tasks != default.n_tasks {
        put("tasks", &setting.n_tasks.to_string());
    }
    if setting.repetitions != default.repetitions {
        put("episodes", &setting.repetitions.to_string());
    }
    let is_embedded = setting.embed.is_some();
    if let Some(lesson) = setting.lesson.filter(|_| !is_embedded) {
        put("lesson", &lesson.to_string());
    }
    if setting.hidden != default.hidden {
        put("hide", &setting.hidden.names());
    }
    match (setting.drawer.filter(|_| !is_embedded), setting.problem) {
        // A problem says its drawer.
        (Some(Drawer::Problems), Some(problem)) => put("problem", problem),
        (Some(drawer), _) => put("open", drawer.name()),
        (None, _) => {}
    }
    if let Some(views) = setting.embed {
        put("embed", &views.names());
    }
    link
}

/// The setting a fragment names (with or without `#`), and the parts that were dropped.
#[must_use]
pub fn read(fragment: &str) -> (Setting, Vec<Dropped>) {
    let mut setting = Setting::default();
    let mut dropped = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for part in fragment.trim_start_matches('#').split('&').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let outcome = if seen.contains(&key) {
            Err(format!("{key} once"))
        } else {
            read_part(&mut setting, key, value)
        };
        seen.push(key);
        if let Err(expected) = outcome {
            dropped.push(Dropped { part: shorten(part), expected });
        }
    }
    if setting.embed.is_some() {
        // A figure in another page has neither.
        (setting.lesson, setting.drawer, setting.problem) = (None, None, None);
    }
    (setting, dropped)
}

/// What a fragment brings besides the setting.
#[must_use]
pub(super) fn data(fragment: &str) -> Option<&str> {
    fragment.trim_start_matches('#').split('&').find_map(|part| part.strip_prefix("d="))
}

/// Reads one part into `setting`; the error says what was expected.
pub(super) fn read_part(setting: &mut Setting, key: &str, value: &str) -> Result<(), String> {
    match key {
        "v" => match value.parse::<u32>() {
            Ok(VERSION) => {}
            Ok(newer) if newer > VERSION => {
                return Err(format!("version {VERSION} or older: this page may not know all of it"));
            }
            _ => return Err(format!("version {VERSION}")),
        },
        "seed" => setting.seed = read_seed(value)?,
        "split" => setting.split = Split::from_name(value).ok_or("s-obj or pnp")?,
        "rule" => setting.rule = named(value, &[Rule::Exact, Rule::Paper], rule_name)?,
        "count" => setting.measure = named(value, &[Measure::Calls, Measure::Discounted], measure_name)?,
        "C" => setting.budget = read_budget(value)?,
        "task" => setting.task = Some(value.parse().map_err(|_| "the number of a task, from 0")?),
        "step" => setting.step = Some(value.parse().map_err(|_| "the number of a step, from 0")?),
        "you" => setting.takeover = Some(takeover::read(value)?),
        // Taken by itself: no part of the setting.
        "d" => {}
        "theme" => setting.theme = named(value, &[Theme::Auto, Theme::Light, Theme::Dark], theme_name)?,
        "twin" => setting.twin = read_twin(value)?,
        "gamma" => setting.gamma = set_up::read_gamma(value)?,
        "states" => setting.keying = set_up::read_keying(value)?,
        "tasks" => setting.n_tasks = set_up::read_tasks(value)?,
        "episodes" => setting.repetitions = set_up::read_repetitions(value)?,
        "lesson" => setting.lesson = Some(super::lesson::read_lesson(value)?),
        "hide" => setting.hidden = super::controls::Controls::read(value)?,
        "open" => setting.drawer = Some(read_drawer(value)?),
        "problem" => {
            setting.problem = Some(read_problem(value)?);
            setting.drawer = Some(Drawer::Problems);
        }
        "embed" => setting.embed = Some(Views::read(value)?),
        _ => return Err(format!("one of {}", KEYS.join(", "))),
    }
    Ok(())
}

/// A seed as the reader types it: a whole number from 0 to [`SEED_MAX`].
///
/// # Errors
/// What was expected.
pub(super) fn read_seed(text: &str) -> Result<u64, String> {
    match text.trim().parse::<u64>() {
        Ok(seed) if seed <= SEED_MAX => Ok(seed),
        _ => Err(format!("a whole number from 0 to {SEED_MAX}")),
    }
}

/// A budget as the reader types it: a number of calls per task, 0 or more.
///
/// # Errors
/// What was expected.
pub(super) fn read_budget(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(budget) if (0.0..=BUDGET_MAX).contains(&budget) => Ok(budget + 0.0),
        _ => Err(format!("a number of calls from 0 to {BUDGET_MAX}")),
    }
}

fn read_drawer(name: &str) -> Result<Drawer, String> {
    Drawer::from_name(name).ok_or_else(|| {
        let names: Vec<_> = Drawer::ALL.iter().map(|drawer| drawer.name()).collect();
        names.join(" or ")
    })
}

fn read_problem(name: &str) -> Result<&'static str, String> {
    let names = scenario::ALL.iter().map(|scenario| scenario.name);
    names.clone().find(|&one| one == name).ok_or_else(|| names.collect::<Vec<_>>().join(" or "))
}

fn named<T: Copy>(value: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    all.iter().copied().find(|&one| name(one) == value).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|&one| name(one)).collect();
        names.join(" or ")
    })
}

fn shorten(part: &str) -> String {
    const LENGTH_MAX: usize = 40;
    if part.chars().count() <= LENGTH_MAX {
        return part.to_owned();
    }
    part.chars().take(LENGTH_MAX).chain(['…']).collect()
}

/// A twin: `base`, `random`, `threshold`, or a budget.
///
/// # Errors
/// What was expected.
pub(super) fn read_twin(text: &str) -> Result<Twin, String> {
    match text {
        "base" => Ok(Twin::Base),
        "random" => Ok(Twin::Random),
        "threshold" => Ok(Twin::Threshold),
        budget => read_budget(budget)
            .map(Twin::Budget)
            .map_err(|expected| format!("base or random or threshold or {expected}")),
    }
}

/// `base`, `random`, `threshold`, or the budget.
#[must_use]
pub fn twin_name(twin: Twin) -> String {
    match twin {
        Twin::Base => "base".to_owned(),
        Twin::Random => "random".to_owned(),
        Twin::Threshold => "threshold".to_owned(),
        Twin::Budget(budget) => budget.to_string(),
    }
}

/// `exact` or `paper`, as the link and the page's readers write it.
#[must_use]
pub fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::Exact => "exact",
        Rule::Paper => "paper",
    }
}

/// `calls` or `discounted`.
#[must_use]
pub fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Calls => "calls",
        Measure::Discounted => "discounted",
    }
}

/// `auto`, `light` or `dark`.
#[must_use]
pub fn theme_name(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;

    use super::*;

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
            twin: Twin::Threshold,
            theme: Theme::Dark,
            gamma: 0.875,
            keying: crate::household::Keying::WithoutStuckBit,
            n_tasks: 10_000,
            repetitions: 20,
            lesson: Some(6),
            hidden: super::super::controls::Controls::default()
                .toggled(super::super::controls::Control::Seed),
            drawer: Some(Drawer::SetUp),
            problem: None,
            embed: None,
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
            colour=red: one of v, seed, split, rule, count, C, task, step, you, twin, theme, gamma, states, tasks, episodes, lesson, hide, open, problem, embed, d
            rule=best: exact or paper"#]]
        .assert_eq(&listed.join("\n"));
    }

    proptest! {
        #[test]
        fn any_text_opens_something(text in ".{0,120}") {
            let (setting, _) = read(&text);
            prop_assert!(setting.budget >= 0.0);
            prop_assert_eq!(read(&write(&setting)), (setting, vec![]));
        }

        #[test]
        fn any_budget_returns(budget in 0.0..20.0f64) {
            let setting = Setting { budget, ..Setting::default() };
            prop_assert_eq!(read(&write(&setting)).0, setting);
        }
    }
}
