//! The page's link: a fragment that holds what differs from the default, and nothing else.
//!
//! `#v=1&C=1.2&task=118`. Reading never fails: what cannot be used is dropped and listed, and the nearest
//! valid state opens.

pub(in crate::app) mod data;
pub(in crate::app) mod received;
pub(in crate::app) mod short;
#[cfg(test)]
mod tests;

use crate::app::model::lesson::GUESSING;
use crate::app::model::marks;
use crate::app::model::marks::Guessed;
use crate::app::model::setting::MadeBy;
use crate::household::Split;
use crate::language::{Language, Words};
use crate::mdp::scenario;

use crate::app::model::drawer::{Drawer, HOUSEHOLD};
use crate::app::model::setting::{Comparison, Measure, Rule, SEED_MAX, Setting, Theme};
use crate::app::model::views::Views;
use crate::app::model::{options, takeover, typed};

pub(in crate::app) use data::{pack, unpack};

/// The version this build writes.
const VERSION: u32 = 1;

/// The most characters of a link whose parts stand as they are; a longer one is written short.
const LENGTH_MAX: usize = 200;

/// The largest budget a link may name; no task has more steps than this.
pub(in crate::app) const BUDGET_MAX: f64 = 100.0;

/// Every key a link may hold.
const KEYS: [&str; 29] = [
    "v",
    "seed",
    "split",
    "rule",
    "count",
    "C",
    "task",
    "step",
    "you",
    "twin",
    "theme",
    "lang",
    "gamma",
    "states",
    "tasks",
    "episodes",
    "lesson",
    "hide",
    "open",
    "problem",
    "embed",
    "pin",
    "guess",
    "d",
    "made-seed",
    "made-split",
    "made-gamma",
    "made-tasks",
    "made-episodes",
];

/// One part of a link that was not used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The part as it stood in the link, shortened.
    pub part: String,
    /// The form that was expected.
    pub expected: String,
}

impl Dropped {
    /// Data that could not be used.
    pub(in crate::app) fn data(data: &str, expected: &str) -> Self {
        Self { part: shorten(&format!("d={data}")), expected: expected.to_owned() }
    }
}

/// The fragment of `setting`, without `#`; empty for the default.
///
/// The fragment has at most 200 characters, apart from the reader's choices in a takeover and the marks.
#[must_use]
pub fn write(setting: &Setting) -> String {
    let parts = parts(setting);
    let plain = joined(parts.iter().map(|(key, value)| format!("{key}={value}")));
    let plain =
        if plain.len() > LENGTH_MAX { joined([format!("z={}", short::write(&parts))]) } else { plain };
    let takeover = setting.takeover.as_ref().map(|takeover| format!("you={}", takeover::write(takeover)));
    takeover
        .into_iter()
        .chain(setting.marks.parts())
        .fold(plain, |link, own| if link.is_empty() { joined([own]) } else { format!("{link}&{own}") })
}

/// The parts behind their version; nothing where there is none.
fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let mut link = String::new();
    for part in parts {
        if link.is_empty() {
            link = format!("v={VERSION}");
        }
        link = link + "&" + &part;
    }
    link
}

/// The parts of a setting that differ from the default, without the reader's own choices.
fn parts(setting: &Setting) -> Vec<(&'static str, String)> {
    let default = Setting::default();
    let mut parts = Vec::new();
    let mut put = |key, value: &str| parts.push((key, value.to_owned()));
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
    if setting.comparison != default.comparison {
        put("twin", &comparison_name(setting.comparison));
    }
    if setting.theme != default.theme {
        put("theme", theme_name(setting.theme));
    }
    if setting.language != default.language {
        put("lang", setting.language.code());
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
        (Some(Drawer::Problems), Some(problem)) => {
            put("problem", problem);
            parts_of_made(&setting.made, &mut put);
        }
        (Some(drawer), _) => put("open", drawer.name()),
        (None, _) => {}
    }
    if let Some(views) = setting.embed {
        put("embed", &views.names());
    }
    parts
}

/// Puts the parts in which the household's order differs from the setting's own.
fn parts_of_made(made: &MadeBy, mut put: impl FnMut(&'static str, &str)) {
    let MadeBy { seed, split, gamma, n_tasks, repetitions } = made;
    let mut put_some = |key, value: Option<String>| value.iter().for_each(|value| put(key, value));
    put_some("made-seed", seed.map(|seed| seed.to_string()));
    put_some("made-split", split.map(|split| split.name().to_owned()));
    put_some("made-gamma", gamma.map(|gamma| gamma.to_string()));
    put_some("made-tasks", n_tasks.map(|n_tasks| n_tasks.to_string()));
    put_some("made-episodes", repetitions.map(|repetitions| repetitions.to_string()));
}

/// The setting a fragment names (with or without `#`), and the parts that were dropped.
#[must_use]
pub fn read(fragment: &str) -> (Setting, Vec<Dropped>) {
    let mut setting = Setting::default();
    let mut dropped = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for part in parts_of(fragment) {
        let (key, value) = part.split_once('=').unwrap_or((&part, ""));
        let outcome = if seen.contains(&key) {
            Err(format!("{key} once"))
        } else {
            read_part(&mut setting, key, value)
        };
        seen.extend(KEYS.iter().find(|known| **known == key));
        if let Err(expected) = outcome {
            dropped.push(Dropped { part: shorten(&part), expected });
        }
    }
    dropped.extend(agree(&mut setting));
    (setting, dropped)
}

/// Makes the parts of a setting fit each other, as those of a link must: the later one of each pair gives way, and is
/// listed. What remains is a setting that its own link gives back whole.
pub(in crate::app) fn agree(setting: &mut Setting) -> Vec<Dropped> {
    let mut dropped = Vec::new();
    if (setting.rule, setting.measure) == (Rule::Paper, Measure::Cap) {
        setting.measure = Measure::Calls;
        dropped.push(Dropped {
            part: "count=cap".to_owned(),
            expected: "calls or discounted with rule=paper".to_owned(),
        });
    }
    setting.budget = setting.measure.budget(setting.budget);
    if setting.embed.is_some() {
        // A figure in another page has neither.
        (setting.lesson, setting.drawer, setting.problem) = (None, None, None);
        setting.marks.guess = None;
    }
    if setting.marks.guess.is_some() && setting.lesson != Some(GUESSING) {
        setting.marks.guess = None;
        dropped.push(Dropped { part: "guess".to_owned(), expected: format!("lesson={GUESSING} beside it") });
    }
    let is_household = setting.problem == Some(HOUSEHOLD);
    setting.made = match is_household {
        true => MadeBy::of(&setting.household_order(), &setting.order()),
        false => MadeBy::default(),
    };
    dropped
}

/// The parts of a fragment; one that is written short stands for several.
fn parts_of(fragment: &str) -> impl Iterator<Item = String> {
    let spelt_out = |part: String| match part.strip_prefix("z=").and_then(short::read) {
        Some(parts) => parts,
        None => vec![part],
    };
    received::parts(fragment).into_iter().flat_map(spelt_out)
}

/// True if a fragment has a part with the key.
pub(in crate::app) fn names(fragment: &str, key: &str) -> bool {
    parts_of(fragment).any(|part| part.split_once('=').is_some_and(|(one, _)| one == key))
}

/// The data that a fragment brings besides the setting.
#[must_use]
pub(in crate::app) fn data(fragment: &str) -> Option<String> {
    parts_of(fragment).find_map(|part| part.strip_prefix("d=").map(str::to_owned))
}

/// Reads one part into `setting`; the error says what was expected.
pub(in crate::app) fn read_part(setting: &mut Setting, key: &str, value: &str) -> Result<(), String> {
    match key {
        "v" => match value.parse::<u32>() {
            Ok(VERSION) => {}
            Ok(newer) if newer > VERSION => {
                return Err(format!("version {VERSION} or older: this page may not know all of it"));
            }
            _ => return Err(format!("version {VERSION}")),
        },
        "seed" => setting.seed = read_seed(value)?,
        "split" => setting.split = read_split(value)?,
        "rule" => setting.rule = named(value, &[Rule::Exact, Rule::Paper], rule_name)?,
        "count" => {
            setting.measure =
                named(value, &[Measure::Calls, Measure::Discounted, Measure::Cap], measure_name)?
        }
        "C" => setting.budget = read_budget(value)?,
        "task" => setting.task = Some(value.parse().map_err(|_| "the number of a task, from 0")?),
        "step" => setting.step = Some(value.parse().map_err(|_| "the number of a step, from 0")?),
        "you" => setting.takeover = Some(takeover::read(value)?),
        // Taken by itself: no part of the setting.
        "d" => {}
        "z" => return Err("a link as Askwell writes it: a character is missing or was changed".to_owned()),
        "theme" => setting.theme = named(value, &[Theme::Auto, Theme::Light, Theme::Dark], theme_name)?,
        "lang" => setting.language = named(value, &Language::ALL, Language::code)?,
        "twin" => setting.comparison = read_comparison(value)?,
        "gamma" => setting.gamma = options::read_gamma(Words::ENGLISH, value)?,
        "states" => setting.keying = options::read_keying(value)?,
        "tasks" => setting.n_tasks = options::read_tasks(value)?,
        "episodes" => setting.repetitions = options::read_repetitions(value)?,
        "lesson" => setting.lesson = Some(crate::app::model::lesson::read_lesson(value)?),
        "hide" => setting.hidden = crate::app::model::controls::Controls::read(&value.replace(' ', "+"))?,
        "open" => setting.drawer = Some(read_drawer(value)?),
        "problem" => {
            setting.problem = Some(read_problem(value)?);
            setting.drawer = Some(Drawer::Problems);
        }
        "pin" => setting.marks.pinned = Some(marks::read_pin(value)?),
        "guess" => setting.marks.guess = Some(Guessed::read(value)?),
        "made-seed" => setting.made.seed = Some(read_seed(value)?),
        "made-split" => setting.made.split = Some(read_split(value)?),
        "made-gamma" => setting.made.gamma = Some(options::read_gamma(Words::ENGLISH, value)?),
        "made-tasks" => setting.made.n_tasks = Some(options::read_tasks(value)?),
        "made-episodes" => setting.made.repetitions = Some(options::read_repetitions(value)?),
        "embed" => setting.embed = Some(Views::read(&value.replace(' ', "+"))?),
        _ => return Err(format!("one of {}", KEYS.join(", "))),
    }
    Ok(())
}

fn read_split(name: &str) -> Result<Split, String> {
    Split::from_name(name).ok_or_else(|| "s-obj or pnp".to_owned())
}

/// A seed as the reader types it: a whole number from 0 to [`SEED_MAX`].
///
/// # Errors
/// The numbers that were expected.
pub(in crate::app) fn read_seed(text: &str) -> Result<u64, String> {
    match text.trim().parse::<u64>() {
        Ok(seed) if seed <= SEED_MAX => Ok(seed),
        _ => Err(format!("a whole number from 0 to {SEED_MAX}")),
    }
}

/// A budget as the reader types it: a number of calls per task, 0 or more.
///
/// # Errors
/// The numbers that were expected.
pub(in crate::app) fn read_budget(text: &str) -> Result<f64, String> {
    match typed::number(text) {
        Some(budget) if (0.0..=BUDGET_MAX).contains(&budget) => Ok(budget + 0.0),
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
    let names = scenario::ALL.iter().map(|scenario| scenario.name).chain([HOUSEHOLD]);
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

/// A comparison: `base`, `random`, `threshold`, or a budget.
///
/// # Errors
/// The names that were expected.
pub(in crate::app) fn read_comparison(text: &str) -> Result<Comparison, String> {
    match text {
        "base" => Ok(Comparison::Base),
        "random" => Ok(Comparison::Random),
        "threshold" => Ok(Comparison::Threshold),
        budget => read_budget(budget)
            .map(Comparison::Budget)
            .map_err(|expected| format!("base or random or threshold or {expected}")),
    }
}

/// `base`, `random`, `threshold`, or the budget.
#[must_use]
pub fn comparison_name(comparison: Comparison) -> String {
    match comparison {
        Comparison::Base => "base".to_owned(),
        Comparison::Random => "random".to_owned(),
        Comparison::Threshold => "threshold".to_owned(),
        Comparison::Budget(budget) => budget.to_string(),
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

/// `calls`, `discounted` or `cap`.
#[must_use]
pub fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Calls => "calls",
        Measure::Discounted => "discounted",
        Measure::Cap => "cap",
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
