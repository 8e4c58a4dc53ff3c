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

fn phone(page: &mut Page<'_>) -> Result<()> {
    page.settle()?;
    access::axe(page)?;
    let beside = page.evaluate("document.documentElement.scrollWidth - innerWidth")?;
    ensure!(beside.as_f64().is_some_and(|pixels| pixels <= 0.0), "the page is {beside} pixels too wide");
    Ok(())
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
