//! The glossary: its panel, and the explanation of a term under the pointer, in both languages.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::Case;

pub(super) const CASES: &[Case] = &[
    Case { name: "terms_are_explained_under_the_pointer", look: Look::WIDE, fragment: "", check: english },
    Case {
        name: "terms_are_explained_in_german",
        look: Look::WIDE,
        fragment: "#v=1&lang=de",
        check: |page| glossary(page, "Kosten einer Anfrage"),
    },
];

fn english(page: &mut Page<'_>) -> Result<()> {
    glossary(page, "cost of one call")?;
    // The text of a symbol may change; its explanation follows.
    let symbol = "document.querySelector('main i')";
    page.evaluate(&format!("{symbol}.textContent = 'no symbol'"))?;
    ensure!(explained(page, symbol)?.is_empty(), "a text without a term is explained");
    page.evaluate(&format!("{symbol}.textContent = 'C'"))?;
    ensure!(explained(page, symbol)?.starts_with("C, budget: "), "the symbol C is not explained");
    Ok(())
}

fn glossary(page: &mut Page<'_>, of_price: &str) -> Result<()> {
    page.click("[data-testid='glossary']")?;
    page.wait_for("document.querySelector('[data-testid=glossary-terms]') != null", Duration::from_secs(20))?;
    let listed = page.evaluate("document.querySelectorAll('[data-testid=glossary-terms] dt').length")?;
    ensure!(listed.as_u64().is_some_and(|n| n >= 25), "{listed} terms in the glossary");
    let price =
        "[...document.querySelectorAll('[data-testid=glossary-terms] i')].find(i => i.textContent == 'r')";
    let explained = explained(page, price)?;
    ensure!(explained.starts_with("r, ") && explained.contains(of_price), "r is explained as {explained:?}");
    Ok(())
}

/// The title of an element once the pointer is over it.
fn explained(page: &mut Page<'_>, element: &str) -> Result<String> {
    page.evaluate(&format!("{element}.scrollIntoView({{ block: 'center' }})"))?;
    let place = page.evaluate(&format!(
        "(box => [box.left + box.width / 2, box.top + box.height / 2])({element}.getBoundingClientRect())"
    ))?;
    let [x, y] = [0, 1].map(|axis| place[axis].as_f64());
    page.hover(1.0, 1.0)?;
    page.hover(x.context("no place")?, y.context("no place")?)?;
    let title = page.evaluate(&format!("{element}.title"))?;
    Ok(title.as_str().unwrap_or_default().to_owned())
}
