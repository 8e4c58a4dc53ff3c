//! The access of tests to the page: the names on which every automated reader may rely.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::browser::Page;

/// A JavaScript expression for the element with a test id.
pub(crate) fn element(id: &str) -> String {
    format!("document.querySelector('[data-testid=\"{id}\"]')")
}

/// A JavaScript expression: true where the text of an element has these words.
pub(super) fn says(id: &str, words: &str) -> String {
    format!("{}?.textContent.includes({words:?})", element(id))
}

/// The text of an element, without spaces at both ends and with doubled spaces made single.
pub(super) fn text(page: &mut Page<'_>, id: &str) -> Result<String> {
    let text = page.evaluate(&format!("{}?.textContent", element(id)))?;
    let text = text.as_str().with_context(|| format!("there is no {id}"))?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The number an element shows, with full precision.
pub(super) fn number(page: &mut Page<'_>, id: &str) -> Result<f64> {
    let value = page.evaluate(&format!("{}?.dataset.value", element(id)))?;
    let value = value.as_str().with_context(|| format!("{id} has no data-value"))?;
    value.parse().with_context(|| format!("the data-value of {id} is no number: {value:?}"))
}

/// Sets a field as its reader does, and lets it say so.
pub(crate) fn set(page: &mut Page<'_>, id: &str, value: &str) -> Result<()> {
    let field = element(id);
    page.evaluate(&format!(
        "({field}.value = '{value}', {field}.dispatchEvent(new Event('change', {{bubbles: true}})), 0)"
    ))?;
    page.settle()
}

/// The budget as the slider has it.
pub(super) fn budget(page: &mut Page<'_>) -> Result<f64> {
    page.evaluate(&format!("{}?.valueAsNumber", element("budget")))?
        .as_f64()
        .context("there is no budget slider")
}

/// Opens the charts' tables of numbers; their code comes with its own request.
pub(super) fn open_tables(page: &mut Page<'_>) -> Result<()> {
    page.evaluate(&format!("({}.click(), 0)", element("tables")))?;
    let shown = "document.querySelectorAll('.chart-numbers').length > 2";
    page.wait_for(shown, Duration::from_secs(20))
}

/// The page's own account of its state.
pub(super) fn snapshot(page: &mut Page<'_>) -> Result<Value> {
    page.evaluate("window.askwell.snapshot()")
}

/// Fails where the page is wider than its window. The window's own `innerWidth` will not do: on a phone it grows with
/// what stands out.
pub(super) fn fits_the_width(page: &mut Page<'_>) -> Result<()> {
    let width =
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")?;
    ensure!(width.as_f64().is_some_and(|width| width <= 0.0), "{width} pixels stand out at the side");
    Ok(())
}

/// Gives a field a file, whose text is a JavaScript expression.
pub(super) fn give(page: &mut Page<'_>, id: &str, name: &str, text: &str) -> Result<()> {
    let input = element(id);
    page.evaluate(&format!(
        "(() => {{ const files = new DataTransfer(); files.items.add(new File([{text}], '{name}')); \
           {input}.files = files.files; {input}.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()"
    ))
    .map(drop)
}

/// Puts the focus on an element.
pub(crate) fn focus(page: &mut Page<'_>, id: &str) -> Result<()> {
    page.evaluate(&format!("{}.focus()", element(id))).with_context(|| format!("cannot focus {id}")).map(drop)
}

/// The first two numbers of a count such as "3 of 118 changed".
pub(super) fn counts(text: &str) -> Option<(u32, u32)> {
    let (some, rest) = text.split_once(" of ")?;
    let all = rest.split(' ').next()?;
    Some((some.rsplit(' ').next()?.parse().ok()?, all.replace(',', "").parse().ok()?))
}

#[cfg(test)]
mod tests {
    #[test]
    fn counts_are_read_with_words_around_them() {
        assert_eq!(super::counts("3 of 118 changed"), Some((3, 118)));
        assert_eq!(super::counts("now 0 of 1,118 changed at C = 1.2"), Some((0, 1118)));
        assert_eq!(super::counts("nothing changed"), None);
    }
}
