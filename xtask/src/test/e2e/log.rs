//! The reader's own log: given as a file or as text, looked at, refused, given up.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::reader::{self, says};
use crate::test::e2e::{Case, access, case, element};

/// The longest time of a small log on a busy machine, loading the reader's module included.
const READ: Duration = Duration::from_secs(20);

pub(super) const CASES: &[Case] = &[
    case("log_is_read_and_its_budget_moved", Look::WIDE, "#open=log", read),
    case("log_example_opens", Look::PHONE, "#open=log", example),
    case("log_with_an_error_says_its_line", Look::WIDE, "#open=log", refused),
    case("log_with_other_names_is_read_by_its_menus", Look::PHONE, "#open=log", renamed),
    case("log_travels_in_a_link", Look::WIDE, "#open=log", linked),
    case("log_that_is_long_can_be_given_up", Look::WIDE, "#open=log", given_up),
];

/// Files of a fork that only help gets through, half of the episodes helped; `change` is JavaScript on each line.
pub(super) fn give(page: &mut Page<'_>, name: &str, n: u32, change: &str) -> Result<()> {
    let text = format!(
        "(() => {{ const lines = [], change = {change}; \
           for (let e = 0; e < {n}; e++) {{ const help = (e / 20 | 0) % 2 ? 'expert' : null, task = `t${{e % 20}}`; \
             lines.push(change({{ episode: `${{e}}`, task, t: 0, state: 'at the door', intervention: null, done: false }})); \
             lines.push(change({{ episode: `${{e}}`, task, t: 1, state: 'at the fork', intervention: help, done: true, \
               outcome: !!help }})); }} \
           return lines.map(line => JSON.stringify(line)).join('\\n'); }})()"
    );
    reader::give(page, "log-file", name, &text)
}

fn read(page: &mut Page<'_>) -> Result<()> {
    give(page, "fork.jsonl", 80, "line => line")?;
    page.wait_for(&says("log-name", "fork.jsonl"), READ)?;
    ensure!(page.evaluate(&says("log-facts", "80 of 20 tasks"))? == true, "the episodes are not counted");
    ensure!(
        page.evaluate(&says("log-warnings", "not every action was tried"))? == true,
        "no word on coverage"
    );
    for (budget, success) in [("1", 1.0), ("0.25", 0.25), ("0", 0.0)] {
        let slider = element("log-budget");
        page.evaluate(&format!(
            "(() => {{ const s = {slider}; \
               Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(s, '{budget}'); \
               s.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); \
               s.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()"
        ))?;
        let value = element("log-success-value");
        page.wait_for(&format!("Math.abs({value}.dataset.value - {success}) < 1e-6"), READ).with_context(
            || format!("success at {budget}: {:?}", reader::number(page, "log-success-value")),
        )?;
    }
    page.wait_for(&format!("{}?.dataset.share == 1", element("log-compared")), READ)
        .context("the intervals never came to an end")?;
    ensure!(page.evaluate(&says("log-compared", "as logged"))? == true, "the logged policy is not compared");
    let link = page.evaluate("location.hash")?;
    ensure!(link == "#v=1&open=log", "the link is {link}");
    Ok(())
}

fn example(page: &mut Page<'_>) -> Result<()> {
    page.click("[data-testid='log-example-twc']")?;
    page.wait_for(&says("log-name", "TextWorld"), READ)?;
    access::axe(page)?;
    page.evaluate(&format!("{}.click()", element("log-next-episode")))?;
    page.wait_for(&says("log-next-episode", "2 of"), READ)?;
    reader::fits_the_width(page)
}

fn refused(page: &mut Page<'_>) -> Result<()> {
    give(page, "good.jsonl", 80, "line => line")?;
    page.wait_for(&says("log-name", "good.jsonl"), READ)?;
    give(page, "bad.jsonl", 80, "line => line.episode == 3 && line.t == 1 ? { ...line, t: 5 } : line")?;
    page.wait_for(&says("log-error", "bad.jsonl"), READ)?;
    ensure!(page.evaluate(&says("log-error", "line 8: t: "))? == true, "the line is not named");
    ensure!(page.evaluate(&says("log-name", "good.jsonl"))? == true, "the log before is gone");
    ensure!(
        page.evaluate(&says("log-command", "askwell import good.jsonl "))? == true,
        "another log's command"
    );
    // The remedy that the message offers reads the refused file again.
    page.evaluate(&format!("{}.click()", element("log-leave-out")))?;
    page.wait_for(&says("log-facts", "79 of 20 tasks"), READ)?;
    ensure!(page.evaluate(&says("log-name", "bad.jsonl"))? == true, "it stands under another name");
    page.evaluate(&format!(
        "document.querySelector('.log-options').open = true, {}.click()",
        element("log-lenient")
    ))?;
    page.wait_for(&says("log-error", "line 8: t: "), READ)?;
    page.evaluate(&format!("{}.click()", element("log-go-on")))?;
    page.wait_for(&format!("!{}", element("log-error")), READ)?;
    let dropped = "(() => { const data = new DataTransfer(); data.setData('text/plain', \
        '{\"episode\":1,\"t\":0,\"state\":\"s\",\"intervention\":null,\"outcome\":true}'); \
        return data; })()";
    page.evaluate(&format!(
        "{}.dispatchEvent(new DragEvent('drop', {{ bubbles: true, cancelable: true, dataTransfer: {dropped} }}))",
        element("log-drop")
    ))?;
    page.wait_for(&says("log-name", "the pasted text"), READ).context("a dropped text is not read")?;
    page.evaluate(&format!("{}.click()", element("log-by-task")))?;
    page.wait_for(&says("log-command", "--weigh tasks"), READ)
}

/// Names that differ are guessed for one click, and chosen from menus.
fn renamed(page: &mut Page<'_>) -> Result<()> {
    let rename = "({ episode: ep_id, task, t: step, state: obs, intervention: asked, done, outcome: reward }) => \
                  ({ ep_id, family: task, step, obs, asked, done, reward })";
    give(page, "other.jsonl", 80, rename)?;
    page.wait_for(&says("log-error", "obs is state"), READ).context("no guess")?;
    page.evaluate(&format!("{}.click()", element("log-guess")))?;
    page.wait_for(&says("log-name", "other.jsonl"), READ).context("the guess is not a log")?;
    ensure!(page.evaluate(&says("log-facts", "80 of 1 task,"))? == true, "the guess knew the task");
    page.evaluate(&format!(
        "(() => {{ const menu = {}; menu.value = 'family'; \
           menu.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()",
        element("log-column-task")
    ))?;
    page.wait_for(&says("log-facts", "80 of 20 tasks"), READ).context("the menu changed nothing")?;
    reader::fits_the_width(page)
}

/// A small log travels in a link, with the names of its columns.
fn linked(page: &mut Page<'_>) -> Result<()> {
    give(page, "small.jsonl", 40, "({ episode: run, ...line }) => ({ run, ...line })")?;
    page.wait_for(&says("log-error", "run is episode"), READ)?;
    page.evaluate(&format!("{}.click()", element("log-guess")))?;
    page.wait_for(&says("log-name", "small.jsonl"), READ)?;
    page.evaluate(&format!("{}.click()", element("log-make-link")))?;
    page.wait_for(&format!("!!{}", element("log-link")), READ).context("no link")?;
    let link = page.evaluate(&format!("{}.dataset.value", element("log-link")))?;
    let link = link.as_str().context("no text")?.to_owned();
    ensure!(link.contains("open=log&d="), "{link}");
    page.navigate("about:blank")?;
    page.navigate(&link)?;
    page.wait_for(&says("log-name", "the log of the link"), READ)?;
    ensure!(page.evaluate(&says("log-facts", "40 of 20 tasks"))? == true, "it is another log");
    page.evaluate("location.hash = '#v=1&open=log&d=AAAA'")?;
    page.wait_for("document.body.textContent.includes('d=AAAA')", READ).context("a broken link is not told")
}

fn given_up(page: &mut Page<'_>) -> Result<()> {
    give(page, "long.jsonl", 300_000, "line => ({ ...line, state: line.state + ' '.repeat(100) })")?;
    page.wait_for(&format!("!!{}", element("log-cancel")), READ)?;
    page.evaluate(&format!("{}.click()", element("log-cancel")))?;
    page.wait_for(&format!("!{} && !{}", element("log-cancel"), element("log-name")), READ)?;
    give(page, "fork.jsonl", 80, "line => line")?;
    page.wait_for(&says("log-name", "fork.jsonl"), READ)?;
    // A second one that is given up leaves the first, which answers again once another worker holds it.
    give(page, "long.jsonl", 300_000, "line => ({ ...line, state: line.state + ' '.repeat(100) })")?;
    page.wait_for(&format!("!!{}", element("log-cancel")), READ)?;
    page.evaluate(&format!("{}.click()", element("log-cancel")))?;
    ensure!(page.evaluate(&says("log-name", "fork.jsonl"))? == true, "the first log is gone");
    let answers = format!("!{} && !{}.matches(':disabled')", element("log-cancel"), element("log-budget"));
    page.wait_for(&answers, READ).context("the first log does not answer")
}
