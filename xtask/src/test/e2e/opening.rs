//! The first states of the page that a reader meets.

use anyhow::{Result, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::{Case, case, reader};

pub(super) const CASES: &[Case] = &[
    case("opens_with_every_named_part", Look::WIDE, "", every_named_part),
    case("opens_in_the_dark", Look { dark: true, reduced_motion: true, ..Look::WIDE }, "", dark_ground),
    case("fits_a_phone", Look::PHONE, "", no_sideways_scroll),
    case("fits_320_pixels", Look { width: 320, ..Look::PHONE }, "", no_sideways_scroll),
    case("shows_the_figure_with_scripts_off", Look { scripts: false, ..Look::WIDE }, "", baked_figure),
];

/// The parts that the first page has; PAGE's list is longer.
const PARTS: [&str; 19] = [
    "budget",
    "budget-value",
    "price",
    "success",
    "usage",
    "usage-undiscounted",
    "rule",
    "policy-changed",
    "curve",
    "policy",
    "episode",
    "why",
    "play",
    "step",
    "reset",
    "seed",
    "engine",
    "share",
    "status",
];

const SNAPSHOT: [&str; 8] = ["version", "link", "seed", "budget", "price", "success", "usage", "timings"];

fn every_named_part(page: &mut Page<'_>) -> Result<()> {
    for id in PARTS {
        let count = page.evaluate(&format!("document.querySelectorAll('[data-testid=\"{id}\"]').length"))?;
        ensure!(count == 1, "{count} elements are named {id}");
    }
    let snapshot = reader::snapshot(page)?;
    for key in SNAPSHOT {
        ensure!(!snapshot[key].is_null(), "the snapshot lacks {key}");
    }
    for (id, key) in [("success", "success"), ("usage", "usage"), ("price", "price")] {
        let shown = reader::number(page, id)?;
        ensure!(
            snapshot[key].as_f64() == Some(shown),
            "{id} shows {shown}, the snapshot has {}",
            snapshot[key]
        );
    }
    Ok(())
}

fn dark_ground(page: &mut Page<'_>) -> Result<()> {
    let ground =
        page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number)")?;
    let channels: Vec<f64> = (0..3).filter_map(|channel| ground[channel].as_f64()).collect();
    let is_dark = channels.len() == 3 && channels.iter().all(|channel| *channel < 64.0);
    // A fourth number is there only where the ground lets another shine through.
    ensure!(is_dark && ground[3].is_null(), "the ground is {ground}");
    Ok(())
}

fn no_sideways_scroll(page: &mut Page<'_>) -> Result<()> {
    reader::fits_the_width(page)
}

fn baked_figure(page: &mut Page<'_>) -> Result<()> {
    let width =
        page.evaluate("Math.max(0, ...[...document.querySelectorAll('svg')].map(svg => svg.clientWidth))")?;
    ensure!(width.as_f64().is_some_and(|width| width >= 300.0), "the widest figure has {width} pixels");
    let said = page.evaluate("document.body.innerText")?;
    ensure!(said.as_str().is_some_and(|said| said.to_lowercase().contains("help")), "the page says nothing");
    Ok(())
}
