//! The page in another language: behind a link, and back by keyboard.

use anyhow::{Context, Result, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::lessons::tab_to;
use crate::test::e2e::{Case, access, case, reader};

pub(super) const CASES: &[Case] = &[
    case(
        "a_german_link_opens_in_german_and_the_keyboard_leads_back",
        Look { reduced_motion: true, ..Look::WIDE },
        "#v=1&lang=de&lesson=2",
        german,
    ),
    case(
        "a_german_page_writes_every_number_with_a_comma",
        Look { reduced_motion: true, ..Look::WIDE },
        "#v=1&lang=de&open=set-up",
        commas,
    ),
    case(
        "a_german_page_on_a_phone_is_as_accessible",
        Look { reduced_motion: true, ..Look::PHONE },
        "#v=1&lang=de",
        phone,
    ),
];

fn german(page: &mut Page<'_>) -> Result<()> {
    page.settle()?;
    says(page, "de", ["Teilen", "Das Budget ziehen", "erwartete Anfragen je Aufgabe"])?;
    access::axe(page)?;
    tab_to(page, "language")?;
    page.press("ArrowUp")?;
    page.settle()?;
    says(page, "en", ["Share", "Drag the budget", "expected calls per task"])?;
    let link = page.evaluate("location.hash")?;
    let link = link.as_str().context("the page has no link")?;
    ensure!(link.contains("lesson=2") && !link.contains("lang="), "the link is {link}");
    Ok(())
}

/// The numbers with a decimal point in what is read or read out, but for code, fields, and what is in English: the
/// household's own words, versions and addresses.
const POINTS: &str = r"(() => {
    const found = [], point = /(?<![\d.])\d{1,3}\.\d+(?![\d.])/;
    const texts = document.createTreeWalker(document.getElementById('app'), NodeFilter.SHOW_TEXT);
    for (let text; text = texts.nextNode();) {
        const around = text.parentElement;
        if (point.test(text.data) && around.checkVisibility() && !around.closest('code, input, textarea, [lang=en]'))
            found.push(text.data.trim());
    }
    for (const it of document.querySelectorAll('#app [aria-label], #app [aria-valuetext]')) {
        for (const said of [it.ariaLabel, it.ariaValueText]) if (said && point.test(said)) found.push(said);
    }
    return found;
})()";

fn commas(page: &mut Page<'_>) -> Result<()> {
    let has_commas = "/\\d,\\d/.test(document.querySelector('[data-testid=budget-value]')?.textContent)";
    page.wait_for(has_commas, std::time::Duration::from_secs(20)).context("the budget has no comma")?;
    reader::set(page, "gamma", "0.8")?;
    page.wait_for("window.askwell.snapshot().awaited === null", std::time::Duration::from_secs(90))?;
    page.click("[data-testid='pin']")?;
    for measure in ["calls", "discounted", "cap"] {
        reader::set(page, "measure", measure)?;
        let found = page.evaluate(POINTS)?;
        ensure!(found.as_array().is_some_and(Vec::is_empty), "{measure}: {found:#}");
    }
    Ok(())
}

fn phone(page: &mut Page<'_>) -> Result<()> {
    page.settle()?;
    access::axe(page)?;
    reader::fits_the_width(page)
}

/// A button of the header, the lesson, the axis of A, and the document itself are in one language.
fn says(page: &mut Page<'_>, language: &str, [share, lesson, axis]: [&str; 3]) -> Result<()> {
    let document = page.evaluate("document.documentElement.lang")?;
    ensure!(document == language, "the document says it is in {document}");
    ensure!(reader::text(page, "share")? == share, "the header says {:?}", reader::text(page, "share")?);
    for (place, expected) in [("lesson", lesson), ("curve", axis)] {
        let said = reader::text(page, place)?;
        ensure!(said.contains(expected), "{place} says {said:?}");
    }
    Ok(())
}
