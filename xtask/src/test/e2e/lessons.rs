//! The lessons, driven as a class would: by keyboard alone, and behind a teacher's link.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::{Case, case, reader};

pub(super) const CASES: &[Case] = &[
    case("lesson_1_by_keyboard_alone", Look::WIDE, "", first_by_keyboard),
    case("lesson_3_hides_the_answer_until_the_guess_is_compared", Look::WIDE, "#lesson=3", guess_by_keyboard),
    case(
        "a_lesson_link_hides_what_the_teacher_picked",
        Look::WIDE,
        "#lesson=2&hide=seed+rule+drawers",
        hides,
    ),
    case("lesson_4_shows_the_threshold_on_a_phone", Look::PHONE, "#lesson=4", threshold),
];

/// Presses Tab until the focus is on an element.
pub(super) fn tab_to(page: &mut Page<'_>, id: &str) -> Result<()> {
    for _ in 0..120 {
        page.press("Tab")?;
        if page.evaluate("document.activeElement?.dataset.testid ?? ''")? == id {
            return Ok(());
        }
    }
    bail!("120 tabs do not lead to {id}")
}

fn first_by_keyboard(page: &mut Page<'_>) -> Result<()> {
    tab_to(page, "lesson-1")?;
    page.press("Enter")?;
    page.wait_for(&format!("!!{}", reader::element("lesson")), Duration::from_secs(20))?;
    let said = reader::text(page, "lesson")?;
    ensure!(said.contains("No help"), "the lesson says {said:?}");
    ensure!(reader::budget(page)? == 0.0, "lesson 1 opens with a budget of {}", reader::budget(page)?);
    let alone = reader::number(page, "success")?;
    tab_to(page, "budget")?;
    page.press("End")?;
    page.settle()?;
    ensure!(reader::number(page, "success")? > alone, "all the help bought nothing");
    tab_to(page, "lesson-reset")?;
    page.press("Enter")?;
    page.settle()?;
    ensure!(reader::number(page, "success")? == alone, "reset does not lead back to the lesson's state");
    Ok(())
}

fn guess_by_keyboard(page: &mut Page<'_>) -> Result<()> {
    let there = |id: &str| format!("!!{}", reader::element(id));
    for id in ["why", "episode", "verdict"] {
        ensure!(page.evaluate(&there(id))? == false, "{id} is seen before the guess");
    }
    tab_to(page, "states")?;
    for key in ["ArrowRight", "Enter", "ArrowRight", "Enter"] {
        page.press(key)?;
    }
    page.settle()?;
    let said = reader::text(page, "status")?;
    ensure!(!said.is_empty(), "walking the states says nothing");
    page.evaluate(&format!("{}.click()", reader::element("compare-guess")))?;
    page.settle()?;
    let regret = reader::number(page, "regret")?;
    ensure!(regret >= -1e-9, "a guess better than the best: regret {regret}");
    ensure!(page.evaluate(&there("why"))? == true, "the answer stays hidden");
    Ok(())
}

fn hides(page: &mut Page<'_>) -> Result<()> {
    for id in ["seed", "rule", "open-set-up"] {
        let there = page.evaluate(&format!("!!{}", reader::element(id)))?;
        ensure!(there == false, "{id} is there");
    }
    ensure!(reader::budget(page)? == 1.5, "lesson 2 opens with a budget of {}", reader::budget(page)?);
    Ok(())
}

fn threshold(page: &mut Page<'_>) -> Result<()> {
    let comparison = page.evaluate(&format!("{}.value", reader::element("twin")))?;
    ensure!(comparison == "threshold", "the comparison run is {comparison}");
    reader::fits_the_width(page)?;
    // A lesson about episodes has C right below its text.
    let [episode, curve] = ["episode", "curve"]
        .map(|id| page.evaluate(&format!("{}.getBoundingClientRect().top", reader::element(id))));
    let (episode, curve) = (episode?.as_f64(), curve?.as_f64());
    ensure!(episode.is_some() && episode < curve, "C begins at {episode:?}, A at {curve:?}");
    reader::text(page, "lesson").context("no lesson").map(drop)
}
