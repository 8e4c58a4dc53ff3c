//! The main thing: the budget moves, and what it buys moves with it.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::{Case, case, reader};

pub(super) const CASES: &[Case] = &[
    case("budget_by_keyboard_moves_success_usage_and_policy", Look::WIDE, "", follows_the_keyboard),
    case("budget_by_mouse_goes_where_it_is_clicked", Look::WIDE, "", follows_the_mouse),
    case("a_link_opens_the_same_numbers", Look::WIDE, "", link_restores),
];

/// The keys from no help to much help: small steps, then large ones.
const KEYS: [&str; 9] =
    ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "PageUp", "PageUp", "PageUp", "PageUp", "End"];

/// The numbers on the page at one budget.
#[derive(Clone, Debug)]
struct Shown {
    budget: f64,
    success: f64,
    usage: f64,
    calls: f64,
    /// States of the shown task whose action changed with the last move.
    changed: u32,
}

fn shown(page: &mut Page<'_>) -> Result<Shown> {
    let text = reader::text(page, "policy-changed")?;
    // Before anything moved it says how many states there are.
    let (changed, all) = match reader::counts(&text) {
        Some(counts) => counts,
        None if text.ends_with("states") => (0, 0),
        None => anyhow::bail!("policy-changed says {text:?}"),
    };
    ensure!(changed <= all, "policy-changed says {text:?}");
    Ok(Shown {
        budget: reader::budget(page)?,
        success: reader::number(page, "success")?,
        usage: reader::number(page, "usage")?,
        calls: reader::number(page, "usage-undiscounted")?,
        changed,
    })
}

fn press(page: &mut Page<'_>, key: &str) -> Result<Shown> {
    page.press(key)?;
    page.settle()?;
    shown(page)
}

fn follows_the_keyboard(page: &mut Page<'_>) -> Result<()> {
    reader::focus(page, "budget")?;
    let first = press(page, "Home")?;
    let mut last = first.clone();
    let mut changes = 0;
    for key in KEYS {
        let now = press(page, key)?;
        ensure!(now.budget > last.budget || key == "End", "{key} left the budget at {}", now.budget);
        ensure!(
            now.success >= last.success - 1e-9
                && now.usage >= last.usage - 1e-9
                && now.calls >= last.calls - 1e-9,
            "{key}: more budget bought less, {last:?} then {now:?}"
        );
        // A budget is a cap on calls actually made, and discounting only lowers the count.
        ensure!(now.calls <= now.budget + 1e-6 && now.usage <= now.calls + 1e-9, "over the budget: {now:?}");
        changes += now.changed;
        last = now;
    }
    ensure!(
        last.success > first.success && last.usage > first.usage,
        "nothing was bought: {first:?}, {last:?}"
    );
    ensure!(changes > 0, "the whole way from no help to much help changed no state of the shown task");
    let back = press(page, "Home")?;
    ensure!(
        back.success == first.success && back.usage == first.usage,
        "the way back ends at {back:?}, not {first:?}"
    );
    Ok(())
}

fn follows_the_mouse(page: &mut Page<'_>) -> Result<()> {
    let edges = format!(
        "(() => {{ const r = {}.getBoundingClientRect(); return [r.left, r.width, r.top + r.height / 2]; }})()",
        reader::element("budget")
    );
    let edges = page.evaluate(&edges)?;
    let (Some(left), Some(width), Some(y)) = (edges[0].as_f64(), edges[1].as_f64(), edges[2].as_f64()) else {
        bail!("the budget slider has no place");
    };
    let mut at = |share: f64| {
        page.click_at(left + share * width, y)?;
        page.settle()?;
        shown(page)
    };
    let (low, high) = (at(0.2)?, at(0.6)?);
    ensure!(
        high.budget > low.budget && high.usage > low.usage,
        "clicked low: {low:?}, clicked high: {high:?}"
    );
    Ok(())
}

fn link_restores(page: &mut Page<'_>) -> Result<()> {
    let default = page.evaluate("location.hash")?;
    ensure!(default == "", "the default state has the link {default}");
    reader::focus(page, "budget")?;
    let before = press(page, "PageUp")?;
    page.wait_for("location.hash.length > 1", Duration::from_secs(5)).context("the link did not follow")?;
    let link = page.evaluate("location.href")?;
    let link = link.as_str().context("the page has no address")?.to_owned();
    page.navigate("about:blank")?;
    page.navigate(&link)?;
    crate::test::e2e::ready(page)?;
    page.settle()?;
    let after = shown(page)?;
    ensure!(
        (after.budget, after.success, after.usage) == (before.budget, before.success, before.usage),
        "{link} opens {after:?}, not {before:?}"
    );
    Ok(())
}
