//! The real model in the page: it acts and helps, through the proxy and directly, and ends its work when the reader stops it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Look, Page};
use crate::house::say;
use crate::test::e2e::remote::{KEY, LISTEN, click, found_nowhere};
use crate::test::e2e::{element, set};
use crate::test::remote::{Llama, WAIT};

/// The longest time of a weak model's answer on a busy machine.
const ANSWER: Duration = Duration::from_secs(180);

/// Acts and helps at both addresses; then everything that can leave the page is searched for the key.
pub(super) fn acts_and_helps(origin: &str, direct: &str, llama: &Llama) -> Result<()> {
    let mut browser = Browser::launch(false)?;
    let mut page = browser.page(&Look::WIDE)?;
    open(&mut page, origin)?;
    for base in ["proxy", direct] {
        connect(&mut page, base)?;
        for part in ["remote-act", "remote-help"] {
            let before = llama.metric("tokens_predicted_total")?;
            let said = answer_of(&mut page, part).with_context(|| format!("{part} at {base}"))?;
            let tokens = llama.metric("tokens_predicted_total")? - before;
            ensure!(tokens >= 1.0, "the model made no token");
            say(format_args!("{base}, {part}: “{said}”, {tokens} tokens"));
        }
    }
    found_nowhere(&mut page)
}

/// Esc in the middle of an answer, at both addresses; the model's own metrics show that it works no more.
pub(super) fn ends_when_stopped(origin: &str, direct: &str, llama: &Llama) -> Result<()> {
    let mut browser = Browser::launch(false)?;
    let mut page = browser.page(&Look::WIDE)?;
    open(&mut page, origin)?;
    for base in ["proxy", direct] {
        connect(&mut page, base)?;
        click(&mut page, "remote-act")?;
        let began = Instant::now();
        while llama.metric("requests_processing")? < 1.0 {
            ensure!(began.elapsed() < ANSWER, "the model is not asked");
        }
        page.press("Escape")?;
        let left = Instant::now();
        while llama.metric("requests_processing")? > 0.0 {
            ensure!(left.elapsed() < WAIT, "it goes on after Esc");
        }
        say(format_args!("{base}: Esc, and the model ended after {} ms", left.elapsed().as_millis()));
        page.wait_for(&format!("{}.disabled", element("remote-stop")), WAIT)?;
    }
    Ok(())
}

fn open(page: &mut Page<'_>, origin: &str) -> Result<()> {
    page.before_each_document(LISTEN)?;
    page.navigate(&format!("{origin}/#open=remote"))?;
    page.wait_for("document.documentElement.dataset.askwell === 'ready'", Duration::from_secs(60))?;
    set(page, "remote-key", KEY)?;
    set(page, "remote-calls-max", "100")
}

fn connect(page: &mut Page<'_>, base: &str) -> Result<()> {
    set(page, "remote-base", base)?;
    click(page, "remote-connect")?;
    page.wait_for(&format!("{}.textContent === '1 model'", element("remote-connection")), WAIT).with_context(
        || {
            format!(
                "{base}: the page says {:?}",
                page.evaluate(&format!("{}?.textContent", element("remote-fault")))
            )
        },
    )
}

/// Lets it begin, and gives what it said first; the rest of the episode is stopped.
fn answer_of(page: &mut Page<'_>, part: &str) -> Result<String> {
    click(page, part)?;
    // Only what the model said stands in bold.
    let first = format!("{}?.querySelector('td b')", element("remote-transcript"));
    page.wait_for(&format!("!!{first} || !!{}", element("remote-fault")), ANSWER)?;
    let said = page.evaluate(&format!("{first}?.textContent ?? null"))?;
    let said = said.as_str().with_context(|| {
        format!("the page says {:?}", page.evaluate(&format!("{}?.textContent", element("remote-fault"))))
    })?;
    let certainty = page.evaluate(&format!("{first}.closest('tr').lastElementChild.textContent"))?;
    ensure!(certainty.as_str().is_some_and(|it| it.ends_with('%')), "no certainty but {certainty}");
    if page.evaluate(&format!("{}.disabled", element("remote-stop")))? == false {
        page.press("Escape")?;
        page.wait_for(&format!("{}.disabled", element("remote-stop")), WAIT)?;
    }
    Ok(said.to_owned())
}
