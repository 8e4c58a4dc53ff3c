//! A problem in miniature: opened by a link, its price moved, a file given; and the household with two
//! helps.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::reader::{self, give, says};
use crate::test::e2e::{Case, access, case, element, log};

/// The longest time of a small problem on a busy machine, loading its module included.
const SOLVED: Duration = Duration::from_secs(20);
/// The longest time of the household with a few tasks, its map and surface included.
const MADE: Duration = Duration::from_secs(90);

pub(super) const CASES: &[Case] = &[
    case("problem_of_a_link_opens_and_its_price_decides", Look::PHONE, "#problem=hopeless-state", priced),
    case("problem_file_is_opened_or_refused", Look::WIDE, "#open=problems", file),
    case("problem_file_leaves_the_log_as_it_was", Look::WIDE, "#open=problems", beside_a_log),
    case("problem_of_many_states_is_shared_out", Look::WIDE, "#open=problems", large),
    case(
        "problem_household_has_two_prices_and_two_budgets",
        Look::PHONE,
        "#open=problems&tasks=60",
        household,
    ),
];

fn priced(page: &mut Page<'_>) -> Result<()> {
    page.wait_for(&says("problem-verdict", "it loses 0.400"), SOLVED)?;
    ensure!(page.evaluate(&says("problem-states", "below 0.100"))? == true, "no price at which it turns");
    access::axe(page)?;
    let slider = element("problem-price-0");
    page.evaluate(&format!("{slider}.focus()"))?;
    // Home is a price of nothing: both ask.
    page.press("Home")?;
    page.wait_for(&format!("{}?.dataset.same === 'true'", element("problem-verdict")), SOLVED)
        .context("at price 0 both rules ask")?;
    page.press("End")?;
    page.wait_for(&says("problem-verdict", "it loses"), SOLVED)
        .context("at a high price the rule pays for nothing")?;
    page.click("[data-testid='problem-two-helps']")?;
    page.wait_for(&says("problem-name", "two-helps"), SOLVED)?;
    page.wait_for(&format!("!!{}", element("problem-price-1")), SOLVED).context("two prices")?;
    let corner = format!("{}.querySelector('[data-key=\"575\"]')", element("problem-figure"));
    page.evaluate(&format!("{corner}.dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))"))?;
    page.wait_for(&says("problem-states", "goes on"), SOLVED)
        .context("both are dear in the far corner of the map")?;
    access::axe(page)?;
    let link = page.evaluate("location.hash")?;
    ensure!(link == "#v=1&problem=two-helps", "the link is {link}");
    reader::fits_the_width(page)
}

fn file(page: &mut Page<'_>) -> Result<()> {
    let own = include_str!("../../../../src/mdp/scenario/sign_flip.json");
    give(page, "problem-file", "mine.json", &format!("{own:?}"))?;
    page.wait_for(&says("problem-name", "mine.json"), SOLVED)?;
    give(page, "problem-file", "broken.json", "'{\"gamma\": 1}'")?;
    page.wait_for(&says("problem-error", "expected"), SOLVED)?;
    ensure!(page.evaluate(&says("problem-name", "mine.json"))? == true, "the problem before is gone");
    Ok(())
}

/// Options of the log read its file again: after a file was given here, that is still the log's.
fn beside_a_log(page: &mut Page<'_>) -> Result<()> {
    let own = format!("{:?}", include_str!("../../../../src/mdp/scenario/sign_flip.json"));
    give(page, "problem-file", "mine.json", &own)?;
    page.wait_for(&says("problem-name", "mine.json"), SOLVED)?;
    page.click("[data-testid='open-log']")?;
    page.wait_for(&format!("!!{}", element("log-file")), SOLVED)?;
    log::give(page, "fork.jsonl", 80, "line => ({ ...line, family: `f${line.task}` })")?;
    page.wait_for(&says("log-facts", "80 of 20 tasks"), SOLVED)?;
    page.click("[data-testid='open-problems']")?;
    page.wait_for(&format!("!!{}", element("problem-file")), SOLVED)?;
    give(page, "problem-file", "second.json", &own)?;
    page.wait_for(&says("problem-name", "second.json"), SOLVED)?;
    page.click("[data-testid='open-log']")?;
    page.wait_for(&says("log-name", "fork.jsonl"), SOLVED)?;
    page.evaluate("(document.querySelector('.log-options').open = true, 0)")?;
    reader::set(page, "log-column-task", "family")?;
    page.wait_for(&says("log-command", "family"), SOLVED).context("the other column is not read")?;
    ensure!(page.evaluate(&format!("!{}", element("log-error")))? == true, "the log is refused");
    ensure!(page.evaluate(&says("log-name", "fork.jsonl"))? == true, "the log has another name");
    ensure!(page.evaluate(&says("log-facts", "80 of 20 tasks"))? == true, "the log has other facts");
    Ok(())
}

/// A file of 60,000 states, made in the page: tasks of two states, each a little easier than the last.
const LARGE: &str = "(() => { const n = 30000, all = f => Array.from({ length: n }, (_, i) => f(i)); \
    const rows = skill => all(i => { const [a, p] = [2 * i, skill(i / n)]; return [[a, a + 1, p], [a, a, 1 - p], \
        [a + 1, 2 * n, p], [a + 1, 2 * n + 1, 1 - p]]; }).flat(); \
    return JSON.stringify({ gamma: 0.9, states: 2 * n + 2, start: Object.fromEntries(all(i => [2 * i, 1])), \
        terminal: { success: [2 * n], failure: [2 * n + 1] }, \
        transitions: { nohelp: rows(x => 0.1 + 0.5 * x), help: rows(x => 0.55 + 0.25 * x) } }); })()";

/// Above so many states the problem goes to several workers, stretch by stretch.
fn large(page: &mut Page<'_>) -> Result<()> {
    give(page, "problem-file", "large.json", LARGE)?;
    page.wait_for(&says("problem-name", "large.json"), MADE)?;
    let facts = format!("{}.nextElementSibling.textContent", element("problem-name"));
    let facts = page.evaluate(&facts)?;
    let counted = facts.as_str().is_some_and(|facts| facts.contains("30000 tasks"));
    ensure!(counted, "the problem is described as {facts}");
    page.evaluate(&format!("{}.focus()", element("problem-price-0")))?;
    // At a price of nothing the optimum asks where help is better, at the highest it asks for nothing.
    page.press("Home")?;
    page.wait_for(&says("problem-states", "asks help"), SOLVED).context("at price 0")?;
    page.press("End")?;
    page.wait_for(&says("problem-states", "goes on"), SOLVED).context("at a high price")?;
    page.click("[data-testid='problem-sign-flip']")?;
    page.wait_for(&says("problem-name", "sign-flip"), SOLVED)
}

/// Picked in the list; a cell, an arrow key and a corner each move both prices and both budgets.
fn household(page: &mut Page<'_>) -> Result<()> {
    page.click("[data-testid='problem-household']")?;
    page.wait_for(&format!("!!{}", element("household-map")), MADE).context("the household is made")?;
    let link = page.evaluate("location.hash")?;
    ensure!(link == "#v=1&tasks=60&problem=household", "the link is {link}");
    page.wait_for(&format!("{}?.dataset.whole === 'true'", element("household-facts")), MADE)
        .context("its map and its surface are whole")?;
    let text = |id: &str| format!("{}.textContent", element(id));
    let mut before = page.evaluate(&text("household-budgets"))?;
    let mut verdict = page.evaluate(&text("household-verdict"))?;
    for (what, act) in ACTS {
        match act {
            Act::Click(id, key) => {
                let place = format!("{}.querySelector('[data-key=\"{key}\"]')", element(id));
                page.evaluate(&format!(
                    "{place}.dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))"
                ))?;
            }
            Act::Press(id, key) => {
                page.evaluate(&format!("{}.focus()", element(id)))?;
                page.press(key)?;
            }
        }
        page.wait_for(&format!("{} !== {before}", text("household-budgets")), SOLVED).context(what)?;
        page.wait_for(&format!("{} !== {verdict}", text("household-verdict")), SOLVED).context(what)?;
        before = page.evaluate(&text("household-budgets"))?;
        verdict = page.evaluate(&text("household-verdict"))?;
    }
    let said = page.evaluate(&format!("{}.textContent", element("status")))?;
    ensure!(
        said.as_str().is_some_and(|said| said.contains("One more discounted call")),
        "the live region says {said}"
    );
    access::axe(page)?;
    reader::fits_the_width(page)
}

enum Act {
    Click(&'static str, u32),
    Press(&'static str, &'static str),
}

const ACTS: [(&str, Act); 4] = [
    ("a cell is clicked", Act::Click("household-map", 24 * 12 + 12)),
    ("an arrow key on the map", Act::Press("household-map", "ArrowLeft")),
    ("a corner is clicked", Act::Click("household-surface", 13 * 2 + 3)),
    ("an arrow key on the surface", Act::Press("household-surface", "ArrowUp")),
];
