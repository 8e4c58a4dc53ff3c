//! Broken links open the nearest valid state and say what was dropped.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::{Case, case, reader};

pub(super) const CASES: &[Case] = &[
    case("a_link_of_nonsense_says_so", Look::WIDE, "#%%%&=&nonsense=1", notice),
    case("a_link_with_broken_data_says_so", Look::WIDE, "#d=@@@@", notice),
    case("a_seed_that_is_no_number_says_so", Look::WIDE, "#seed=banana", seed_notice),
    case("a_typed_seed_that_is_no_number_says_so", Look::WIDE, "", typed_seed),
];

fn notice(page: &mut Page<'_>) -> Result<()> {
    let said = format!("!!{}?.textContent.trim()", reader::element("notice"));
    page.wait_for(&said, Duration::from_secs(5)).context("no notice")?;
    let visible = format!("{}.getBoundingClientRect().height > 0", reader::element("notice"));
    ensure!(page.evaluate(&visible)? == true, "the notice cannot be seen");
    // The page works all the same.
    reader::number(page, "success").map(drop)
}

fn seed_notice(page: &mut Page<'_>) -> Result<()> {
    notice(page)?;
    let said = reader::text(page, "notice")?;
    ensure!(said.to_lowercase().contains("seed"), "the notice does not name the seed: {said:?}");
    Ok(())
}

fn typed_seed(page: &mut Page<'_>) -> Result<()> {
    page.click("[data-testid='seed']")?;
    page.evaluate(&format!("{}.select()", reader::element("seed")))?;
    page.type_text("banana")?;
    page.press("Enter")?;
    seed_notice(page)
}
