//! One episode, step by step.

use std::time::Duration;

use anyhow::{Result, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::{Case, case, reader};

pub(super) const CASES: &[Case] = &[
    case("step_goes_on_and_reset_goes_back", Look::WIDE, "", step_and_reset),
    case(
        "a_scrub_of_many_moves_is_one_change_that_one_undo_takes_back",
        Look { reduced_motion: true, ..Look::WIDE },
        "",
        scrubbed,
    ),
    case("you_decide_to_the_end_by_keyboard_and_give_back", Look::PHONE, "#task=3&step=0", take_over),
];

fn step_and_reset(page: &mut Page<'_>) -> Result<()> {
    let start = after(page, "reset")?;
    let first = after(page, "step")?;
    let second = after(page, "step")?;
    ensure!(start != first && first != second, "a step changed nothing in the episode");
    let again = after(page, "reset")?;
    ensure!(again == start, "reset does not lead back to the start");
    ensure!(after(page, "step")? == first, "the same step from the start went elsewhere");
    Ok(())
}

fn scrubbed(page: &mut Page<'_>) -> Result<()> {
    let step = |page: &mut Page<'_>| -> Result<Option<u64>> { Ok(reader::snapshot(page)?["step"].as_u64()) };
    let before = step(page)?;
    let to = if before == Some(0) { 2 } else { 0 };
    let scrubber = reader::element("scrubber");
    for at in [1, 2, 1, 2, to] {
        page.evaluate(&format!(
            "({scrubber}.value = '{at}', {scrubber}.dispatchEvent(new InputEvent('input', {{ bubbles: true }})), 0)"
        ))?;
        page.settle()?;
    }
    page.evaluate(&format!("({scrubber}.dispatchEvent(new Event('change', {{ bubbles: true }})), 0)"))?;
    page.settle()?;
    ensure!(step(page)? == Some(to), "the scrubber at {to} shows step {:?}", step(page)?);
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
         { key: 'z', ctrlKey: true, bubbles: true, cancelable: true }))",
    )?;
    page.settle()?;
    ensure!(step(page)? == before, "one Ctrl z leads to step {:?}, not to {before:?}", step(page)?);
    Ok(())
}

fn take_over(page: &mut Page<'_>) -> Result<()> {
    let agents = page.evaluate(&format!("{}?.innerHTML", reader::element("episode")))?;
    reader::focus(page, "take-over")?;
    page.press("Enter")?;
    // The question stands in the part that loads later; the first press waits for it.
    page.wait_for("document.activeElement?.dataset.testid === 'yours-question'", Duration::from_secs(20))?;
    for step in 1..=15 {
        let focused = page.evaluate("document.activeElement?.dataset.testid ?? ''")?;
        ensure!(focused == "yours-question", "before step {step} the focus is on {focused}");
        let question = reader::text(page, "yours-question")?;
        ensure!(question.starts_with(&format!("Step {step} of at most 15")), "it asks {question:?}");
        // The first choices lead to rooms, so nothing ends the task before its last step.
        page.press("Tab")?;
        page.press("Enter")?;
        page.settle()?;
    }
    let verdict = reader::text(page, "yours-question")?;
    ensure!(verdict.starts_with("You failed after 15 steps, with no call: out of steps."), "{verdict:?}");
    let link = page.evaluate("location.hash")?;
    ensure!(link.as_str().is_some_and(|link| link.contains("you=0.go")), "the link is {link}");
    page.click("[data-testid='give-back']")?;
    page.settle()?;
    let focused = page.evaluate("document.activeElement?.dataset.testid ?? ''")?;
    ensure!(focused == "take-over", "given back, the focus is on {focused}");
    let again = page.evaluate(&format!("{}?.innerHTML", reader::element("episode")))?;
    ensure!(again == agents, "the agent's episode is another one than before");
    Ok(())
}

/// The episode's whole content once a button was clicked.
fn after(page: &mut Page<'_>, button: &str) -> Result<serde_json::Value> {
    page.click(&format!("[data-testid='{button}']"))?;
    page.settle()?;
    page.evaluate(&format!("{}?.innerHTML", reader::element("episode")))
}
