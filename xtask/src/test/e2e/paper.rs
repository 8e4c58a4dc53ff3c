//! The page as it is printed from a desk: whole figures, every line, no buttons, and the link.

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Look};
use crate::test::e2e::ready;

pub(super) const NAME: &str = "on_paper_the_page_is_whole_and_names_its_link";

/// A sheet of A4 between its margins, in CSS pixels.
const SHEET: Look = Look { width: 688, height: 1010, ..Look::WIDE };

/// A browser lays the page out for the sheet without telling it that the window became narrower.
const UNTOLD: &str = "addEventListener('resize', event => event.stopImmediatePropagation(), true)";

/// The figures and panels that a sheet may tear: C's panel is longer than a sheet, and is kept whole part by part.
const TORN: &str = "[...document.querySelectorAll('#app .panel:not(.epi), .lane > *, #app svg.fig')].filter(it => it.checkVisibility())
    .filter(it => getComputedStyle(it).breakInside !== 'avoid' || it.getBoundingClientRect().height > innerHeight)
    .map(it => `${it.getAttribute('class')}: ${getComputedStyle(it).breakInside}, ${it.getBoundingClientRect().height} px`).join()";

/// True if a rule for paper prints the thumb of the slider, which is all background, in its colours.
const THUMB: &str = "[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    .filter(rule => rule.media && [...rule.media].some(medium => medium === 'print')).flatMap(rule => [...rule.cssRules])
    .some(rule => rule.selectorText?.includes('slider-thumb')
        && (rule.style.printColorAdjust || rule.style.webkitPrintColorAdjust) === 'exact')";

pub(super) fn run(browser: &mut Browser, origin: &str) -> Result<()> {
    let mut page = browser.page(&Look::WIDE)?;
    page.before_each_document(UNTOLD)?;
    page.navigate(&format!("{origin}/#v=1&C=0.5"))?;
    ready(&mut page)?;
    page.look(&SHEET)?;
    page.as_printed()?;
    page.settle()?;
    let beyond = page.evaluate(
        "[...document.querySelectorAll('.fig')].filter(it => it.checkVisibility() && it.getBoundingClientRect().right > document.documentElement.clientWidth)
            .map(it => `${it.classList[1]} ends at ${it.getBoundingClientRect().right}`).join()",
    )?;
    ensure!(beyond == "", "beyond the sheet: {beyond}");
    let cut = page.evaluate(
        "[...document.querySelectorAll('#app *')].filter(it => it.checkVisibility() && it.scrollHeight > it.clientHeight + 1
            && ['auto', 'scroll', 'hidden'].includes(getComputedStyle(it).overflowY) && !it.classList.contains('sr'))
            .map(it => it.className || it.localName).join()",
    )?;
    ensure!(cut == "", "cut off: {cut}");
    let torn = page.evaluate(TORN)?;
    ensure!(torn == "", "torn by the edge of a sheet: {torn}");
    ensure!(page.evaluate(THUMB)? == true, "the thumb of the slider is printed only with backgrounds");
    let pressed = page.evaluate(
        "[...document.querySelectorAll('button')].filter(it => it.checkVisibility() && !it.classList.contains('copyable'))
            .map(it => it.textContent).join()",
    )?;
    ensure!(pressed == "", "printed although nobody can press it: {pressed}");
    let link = page
        .evaluate("[...document.querySelectorAll('.printed')].find(it => it.checkVisibility())?.innerText")?;
    let link = link.as_str().context("no link is printed")?;
    ensure!(link == format!("{origin}/#v=1&C=0.5"), "the printed link is {link}");
    Ok(())
}
