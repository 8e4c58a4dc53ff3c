//! The faults of the page, each once: the page says what happened, what stays, and what to do.
//!
//! These pages may print errors; that is what they are about. Another host they may not ask either.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::{READY, reader};

/// A test of a page that something is taken from.
pub(super) struct Failing {
    pub(super) name: &'static str,
    /// Runs in the document before the page's own scripts.
    pub(super) before: &'static str,
    pub(super) fragment: &'static str,
    pub(super) check: fn(&mut Page<'_>) -> Result<()>,
}

pub(super) const LOOK: Look = Look::WIDE;

pub(super) const CASES: &[Failing] = &[
    Failing {
        name: "without_webassembly_the_picture_stays_and_says_why",
        before: "delete window.WebAssembly",
        fragment: "",
        check: no_wasm,
    },
    Failing {
        name: "without_workers_there_is_a_reason_and_a_way_on",
        before: "window.Worker = class { constructor() { throw new Error('no workers here'); } }",
        fragment: "",
        check: no_worker,
    },
    Failing {
        name: "without_storage_the_page_works",
        before: "for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) \
                 Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } })",
        fragment: "",
        check: works,
    },
    Failing {
        name: "without_webgpu_the_page_works",
        before: "Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined })",
        fragment: "",
        check: works,
    },
    Failing {
        name: "cancelled_before_the_first_result_can_be_tried_again",
        before: "",
        fragment: "",
        check: cancelled,
    },
    Failing {
        name: "without_its_words_the_page_stays_english_and_says_so",
        before: "const whole = window.fetch; \
                 window.fetch = (url, ...more) => /de-[0-9a-f]+\\.txt/.test(url) ? Promise.reject(new Error('gone')) : whole(url, ...more)",
        fragment: "#v=1&lang=de",
        check: no_words,
    },
    Failing {
        name: "a_link_of_another_version_opens_and_says_so",
        before: "",
        fragment: "#v=9&C=0.5",
        check: version,
    },
    Failing {
        name: "a_panic_is_reported_and_leads_back_to_the_same_state",
        before: "",
        fragment: "#C=0.7",
        check: panics,
    },
    Failing {
        name: "a_part_that_does_not_load_says_so_and_is_tried_again",
        before: "window.fetches = []; const fetched = window.fetch; window.fetch = (what, how) => { \
                 const url = String(what?.url ?? what); window.fetches.push(url); \
                 return url.includes('split_drawers') && !window.mended ? Promise.reject(new TypeError('no network')) : fetched(what, how); }",
        fragment: "",
        check: part,
    },
    Failing {
        name: "the_opening_sweep_ends_at_home_and_yields_to_the_reader",
        before: "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })",
        fragment: "",
        check: sweep,
    },
];

fn phase(page: &mut Page<'_>, phase: &str) -> Result<()> {
    page.wait_for(&format!("document.documentElement.dataset.askwell === '{phase}'"), READY)
}

fn no_wasm(page: &mut Page<'_>) -> Result<()> {
    phase(page, "failed")?;
    let said = page.evaluate("document.getElementById('stopped').innerText")?;
    ensure!(said.as_str().is_some_and(|said| said.contains("WebAssembly")), "the page says {said}");
    let figures = page
        .evaluate("[...document.querySelectorAll('#baked svg')].filter(it => it.clientWidth > 200).length")?;
    ensure!(figures.as_u64().is_some_and(|n| n >= 2), "the picture is gone");
    Ok(())
}

fn no_words(page: &mut Page<'_>) -> Result<()> {
    crate::test::e2e::ready(page)?;
    page.settle()?;
    let said = reader::text(page, "notice")?;
    ensure!(said.starts_with("Deutsch did not load (gone)"), "the notice says {said:?}");
    ensure!(
        page.evaluate("document.documentElement.lang")? == "en",
        "the page says it is in another language"
    );
    ensure!(reader::text(page, "share")? == "Share", "the page is not in English");
    Ok(())
}

fn no_worker(page: &mut Page<'_>) -> Result<()> {
    phase(page, "failed")?;
    let said = reader::text(page, "failed")?;
    ensure!(said.contains("no workers here"), "the page says {said:?}");
    ensure!(said.contains("Try again"), "there is no way on: {said:?}");
    Ok(())
}

fn works(page: &mut Page<'_>) -> Result<()> {
    crate::test::e2e::ready(page)?;
    reader::number(page, "success").map(drop)
}

fn cancelled(page: &mut Page<'_>) -> Result<()> {
    page.wait_for(&format!("!!{}", reader::element("cancel")), READY)?;
    page.evaluate(&format!("{}.click()", reader::element("cancel")))?;
    phase(page, "failed")?;
    let said = reader::text(page, "failed")?;
    ensure!(said.contains("Cancelled"), "the page says {said:?}");
    page.evaluate(&format!("{}.querySelector('button').click()", reader::element("failed")))?;
    works(page)
}

/// Drawers and panels are no part of the first download of an optimised page; a draft has them at once.
fn part(page: &mut Page<'_>) -> Result<()> {
    crate::test::e2e::ready(page)?;
    let is_split = page.evaluate("!!document.querySelector('link[href*=\"/split-\"]')")? == true;
    if is_split {
        ensure!(
            page.evaluate("window.fetches.some(url => url.includes('split_drawers'))")? == false,
            "the page did not wait with what it does not need yet"
        );
        page.click("[data-testid='open-evidence']")?;
        page.wait_for(&format!("!!{}", reader::element("notice")), Duration::from_secs(10))?;
        let said = reader::text(page, "notice")?;
        ensure!(said.contains("did not load"), "the page says {said:?}");
        page.evaluate("window.mended = true")?;
    }
    page.click("[data-testid='open-evidence']")?;
    page.wait_for(&format!("!!{}", reader::element("table-1")), Duration::from_secs(10))
        .context("the drawer did not open")
}

fn version(page: &mut Page<'_>) -> Result<()> {
    crate::test::e2e::ready(page)?;
    let said = reader::text(page, "notice")?;
    ensure!(said.contains("v=9") && said.contains("version 1"), "the page says {said:?}");
    ensure!(reader::budget(page)? == 0.5, "the rest of the link is not used");
    Ok(())
}

fn panics(page: &mut Page<'_>) -> Result<()> {
    crate::test::e2e::ready(page)?;
    // What nobody foresees: something else takes the page's own nodes away.
    page.evaluate("(() => { const app = document.getElementById('app'); app.replaceChildren(); })()")?;
    page.evaluate("window.dispatchEvent(new KeyboardEvent('keydown', { key: 't' }))")?;
    page.evaluate("window.dispatchEvent(new KeyboardEvent('keydown', { key: '?' }))")?;
    page.wait_for("document.documentElement.dataset.askwell === 'failed'", Duration::from_secs(10))
        .context("the page did not stop")?;
    let said = page.evaluate("document.getElementById('crash').innerText")?;
    ensure!(said.as_str().is_some_and(|said| said.contains("panicked")), "the report says {said}");
    page.evaluate("document.querySelector('#crash a').click()")?;
    // While the document is exchanged there is none.
    page.wait_for("document.documentElement?.dataset.askwell === 'ready'", READY)?;
    ensure!(reader::budget(page)? == 0.7, "the last state is lost");
    Ok(())
}

fn sweep(page: &mut Page<'_>) -> Result<()> {
    crate::test::e2e::ready(page)?;
    let budget = format!("{}.valueAsNumber", reader::element("budget"));
    page.wait_for(&format!("Math.abs({budget} - 1) > 0.05"), Duration::from_secs(10))
        .context("nothing is swept")?;
    page.wait_for("document.documentElement.classList.contains('greet')", Duration::from_secs(30))
        .context("the sweep does not end")?;
    ensure!(reader::budget(page)? == 1.0, "the sweep ends at {}", reader::budget(page)?);
    ensure!(page.evaluate("location.hash")? == "", "the sweep wrote a link");
    reader::focus(page, "budget")?;
    page.press("ArrowLeft")?;
    page.settle()?;
    ensure!(
        page.evaluate("document.documentElement.classList.contains('greet')")? == false,
        "it still greets"
    );
    Ok(())
}
