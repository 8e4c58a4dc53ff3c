//! End-to-end tests: the served build in a real Chromium, driven by the names that PAGE readers rely on
//! (`data-testid`, `data-value`, `data-askwell`, `window.askwell.snapshot()`).
//!
//! A case is a row: what to open, how it looks, what must hold. Whatever the case, the page must print no error
//! and ask no other host for anything.

mod access;
mod agree;
mod budget;
mod controls;
pub(crate) mod engine;
mod episode;
mod failing;
mod figures;
mod first;
mod forced;
mod frames;
mod glossary;
mod handling;
mod judging;
mod languages;
mod layout;
mod lessons;
mod links;
mod log;
mod offline;
mod opening;
mod paper;
mod picture;
mod problem;
mod reader;
pub(crate) mod remote;
mod static_host;
mod visual;

pub(crate) use reader::{element, focus, set};

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result, anyhow, bail, ensure};

use crate::browser::{Browser, Look, Page};
use crate::build::engines;
use crate::build::page::Server;
use crate::house;
use crate::test::count::Count;

/// The longest wait for a part of the page that loads later.
const LATER: Duration = Duration::from_secs(5);

/// The longest time of the page from its address to `data-askwell="ready"` on a busy machine.
const READY: Duration = Duration::from_secs(60);

/// One test: a page, and what must hold on it.
struct Case {
    /// States the case.
    name: &'static str,
    look: Look,
    /// The fragment after the page's address.
    fragment: &'static str,
    check: fn(&mut Page<'_>) -> Result<()>,
}

/// A row of the cases.
const fn case(
    name: &'static str,
    look: Look,
    fragment: &'static str,
    check: fn(&mut Page<'_>) -> Result<()>,
) -> Case {
    Case { name, look, fragment, check }
}

/// The cases of the page alone; those of its modules, of frames and of what fails stand for themselves.
const CASES: [&[Case]; 12] = [
    opening::CASES,
    budget::CASES,
    episode::CASES,
    links::CASES,
    handling::CASES,
    lessons::CASES,
    languages::CASES,
    access::CASES,
    controls::CASES,
    layout::CASES,
    figures::CASES,
    glossary::CASES,
];

/// Runs the cases whose names contain the filter, each in a fresh page. Those of the modules fail where the page has none,
/// unless it may be a draft.
pub(crate) fn run(askwell: &Path, filter: Option<&str>, may_be_draft: bool) -> Result<Count> {
    let server = Server::start(askwell, &house::dist())?;
    let mut browser = Browser::launch(false)?;
    let mut count = Count::default();
    let is_wanted = |name: &str| filter.is_none_or(|filter| name.contains(filter));
    for case in CASES.into_iter().flatten().filter(|case| is_wanted(case.name)) {
        count.add(case.name, run_case(&mut browser, &server.origin, case));
    }
    for case in failing::CASES.iter().filter(|case| is_wanted(case.name)) {
        count.add(case.name, run_failing(&mut browser, &server.origin, case));
    }
    for case in frames::CASES.iter().filter(|case| is_wanted(case.name)) {
        count.add(case.name, frames::run_case(&mut browser, &server.origin, case));
    }
    for (name, check) in first::CASES.iter().filter(|(name, _)| is_wanted(name)) {
        count.add(name, check(&mut browser, &server.origin));
    }
    if is_wanted(forced::NAME) {
        count.add(forced::NAME, forced::run(&mut browser, &server.origin));
    }
    if is_wanted(paper::NAME) {
        count.add(paper::NAME, paper::run(&mut browser, &server.origin));
    }
    if is_wanted(visual::NAME) {
        count.add(visual::NAME, visual::run(&mut browser, &server.origin));
    }
    if is_wanted(agree::NAME) {
        count.add(agree::NAME, agree::run(&mut browser, &server.origin, askwell));
    }
    if is_wanted(judging::NAME) {
        count.add(judging::NAME, judging::run(&mut browser, &server.origin, askwell));
    }
    if is_wanted(static_host::NAME) {
        count.add(static_host::NAME, static_host::run(&mut browser));
    }
    if is_wanted(offline::NAME) {
        count.add(offline::NAME, offline::run(&mut browser, askwell));
    }
    let modules = has_modules(&fs::read_to_string(house::dist().join("index.html"))?);
    let tests_modules = modules.is_ok() || !may_be_draft;
    let of_desk = log::CASES.iter().chain(problem::CASES);
    for case in of_desk.filter(|case| tests_modules && is_wanted(case.name)) {
        let outcome = match &modules {
            Ok(()) => run_case(&mut browser, &server.origin, case),
            Err(missing) => Err(anyhow!("{missing}")),
        };
        count.add(case.name, outcome);
    }
    drop(browser);
    count += remote::run(askwell, filter);
    match modules {
        Ok(()) => count += engine::run(&server.origin, filter)?,
        Err(missing) if may_be_draft => {
            house::say(format_args!("a draft: {missing}; their cases are not run"))
        }
        Err(missing) => engine::names(filter).for_each(|name| count.add(name, Err(anyhow!("{missing}")))),
    }
    Ok(count)
}

/// Fails with the first module that the page does not name.
fn has_modules(index: &str) -> Result<(), String> {
    let is_named = |name: &&str| index.contains(&format!("<meta name=\"askwell-{name}\""));
    match engines::names().find(|name| !is_named(name)) {
        None => Ok(()),
        Some(name) => Err(format!("the page has no module {name} (cargo xtask engines builds it)")),
    }
}

fn run_case(browser: &mut Browser, origin: &str, case: &Case) -> Result<()> {
    let mut page = browser.page(&case.look)?;
    let outcome = open(&mut page, origin, case).and_then(|()| (case.check)(&mut page));
    pictured(outcome.and_then(|()| behaves(&mut page, origin)), &mut page, case.name)
}

/// A failure with what the page printed, and where its picture is.
fn pictured(outcome: Result<()>, page: &mut Page<'_>, name: &str) -> Result<()> {
    if outcome.is_err() {
        let said = page.seen().errors.join("\n    ");
        let picture = picture(page, name)?;
        return outcome.with_context(|| format!("{said}\n    picture: {picture}\n   "));
    }
    Ok(())
}

fn run_failing(browser: &mut Browser, origin: &str, case: &failing::Failing) -> Result<()> {
    let mut page = browser.page(&failing::LOOK)?;
    if !case.before.is_empty() {
        page.before_each_document(case.before)?;
    }
    page.navigate(&format!("{origin}/{}", case.fragment))?;
    let outcome = (case.check)(&mut page);
    pictured(outcome, &mut page, case.name)?;
    if let Some(url) = page.seen().outside(origin).next() {
        bail!("the page asked another host: {url}");
    }
    Ok(())
}

fn open(page: &mut Page<'_>, origin: &str, case: &Case) -> Result<()> {
    page.navigate(&format!("{origin}/{}", case.fragment))?;
    if case.look.scripts { ready(page) } else { Ok(()) }
}

/// Waits until the page says it is ready, and not that it failed.
fn ready(page: &mut Page<'_>) -> Result<()> {
    page.wait_for("document.documentElement.dataset.askwell !== 'loading'", READY)?;
    let state = page.evaluate("document.documentElement.dataset.askwell")?;
    ensure!(state == "ready", "the page is {state}");
    // A part that loads later is waited for; a case may keep it away, which is no fault here.
    page.wait_for(&format!("!{}", reader::element("on-its-way")), LATER).or(Ok(()))
}

/// No error was printed, no other host was asked.
fn behaves(page: &mut Page<'_>, origin: &str) -> Result<()> {
    behaves_in(page, &[origin])
}

/// The same where several origins of this machine are asked.
fn behaves_in(page: &mut Page<'_>, origins: &[&str]) -> Result<()> {
    page.listen(Duration::from_millis(100))?;
    let seen = page.seen();
    if let Some(error) = seen.errors.first() {
        bail!("the page printed an error: {error}");
    }
    let is_outside =
        |url: &&str| origins.iter().all(|origin| seen.outside(origin).any(|other| other == *url));
    if let Some(url) = seen.outside(origins[0]).find(is_outside) {
        bail!("the page asked another host: {url}");
    }
    ensure!(!seen.requests.is_empty(), "no request was seen, so none could be checked");
    Ok(())
}

/// Keeps a picture of a failure; gives its path.
fn picture(page: &mut Page<'_>, name: &str) -> Result<String> {
    let folder = house::target()?.join("e2e");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{name}.png"));
    fs::write(&file, page.screenshot(false)?)?;
    Ok(file.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_its_modules_where_it_names_each() {
        let named = |names: &[&str]| {
            names
                .iter()
                .map(|name| format!("<meta name=\"askwell-{name}\" content=\"x\">"))
                .collect::<String>()
        };
        assert_eq!(has_modules(&named(&["engine", "webgpu", "log"])), Ok(()));
        let without =
            |name: &str| Err(format!("the page has no module {name} (cargo xtask engines builds it)"));
        assert_eq!(has_modules(&named(&["engine", "log"])), without("webgpu"));
        assert_eq!(has_modules("the text askwell-engine alone"), without("engine"));
    }

    #[test]
    fn no_two_cases_have_one_name() {
        let page = CASES.into_iter().flatten().chain(log::CASES).chain(problem::CASES).map(|case| case.name);
        let others =
            failing::CASES.iter().map(|case| case.name).chain(frames::CASES.iter().map(|case| case.name));
        let mut names: Vec<&str> = page.chain(others).chain(engine::names(None)).collect();
        let n = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n);
    }
}
