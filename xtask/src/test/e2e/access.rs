//! Whoever reads with a screen reader, a keyboard or a magnifier: axe finds nothing in each main state.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::browser::{Look, Page};
use crate::build::tools;
use crate::test::e2e::{Case, case, reader};

pub(super) const CASES: &[Case] = &[
    case("axe_finds_nothing_on_opening", STILL, "", axe),
    case("axe_finds_nothing_in_the_dark", Look { dark: true, ..STILL }, "", axe),
    case("axe_finds_nothing_on_a_phone", Look { reduced_motion: true, ..Look::PHONE }, "", axe),
    case("axe_finds_nothing_in_a_lesson", STILL, "#lesson=3", axe_after_a_guess),
    case("axe_finds_nothing_in_the_set_up", STILL, "#open=set-up", axe_with_a_pin),
    case("axe_finds_nothing_in_tables_and_panels", STILL, "", axe_in_panels),
    case("axe_finds_nothing_beside_a_notice", STILL, "#seed=banana", axe),
];

const STILL: Look = Look { reduced_motion: true, ..Look::WIDE };

/// The violations found by axe, one a line, each with its first element.
const RUN: &str = "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(
    violation => `${violation.id}: ${violation.help}: ${violation.nodes.length}x ${violation.nodes[0].html.slice(0, 160)}`
).join('\\n'))";

/// Checks that axe finds no violation in the page as it stands.
pub(super) fn axe(page: &mut Page<'_>) -> Result<()> {
    if page.evaluate("typeof axe")? == "undefined" {
        page.evaluate(&format!("{}; 0", tools::axe()?))?;
    }
    let found = page.evaluate(RUN)?;
    let found = found.as_str().context("axe did not answer")?;
    ensure!(found.is_empty(), "axe finds:\n{found}");
    Ok(())
}

fn press(page: &mut Page<'_>, id: &str) -> Result<()> {
    page.evaluate(&format!("{}.click()", reader::element(id)))
        .with_context(|| format!("cannot press {id}"))?;
    page.settle()
}

fn axe_after_a_guess(page: &mut Page<'_>) -> Result<()> {
    axe(page)?;
    press(page, "compare-guess")?;
    axe(page)
}

fn axe_with_a_pin(page: &mut Page<'_>) -> Result<()> {
    press(page, "pin")?;
    axe(page)
}

fn axe_in_panels(page: &mut Page<'_>) -> Result<()> {
    reader::open_tables(page)?;
    axe(page).context("with the tables open")?;
    for id in ["share", "cite", "keys", "glossary"] {
        press(page, id)?;
        if id == "glossary" {
            page.wait_for(
                "document.querySelector('[data-testid=glossary-terms]') != null",
                Duration::from_secs(20),
            )?;
        }
        axe(page).with_context(|| format!("with {id} open"))?;
    }
    Ok(())
}
