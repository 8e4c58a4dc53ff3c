//! One episode, step by step.

use anyhow::{Result, ensure};

use super::{Case, reader};
use crate::browser::{Look, Page};

pub(super) const CASES: &[Case] = &[Case {
    name: "step_goes_on_and_reset_goes_back",
    look: Look::WIDE,
    fragment: "",
    check: step_and_reset,
}];

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

/// The episode's whole content once a button was clicked.
fn after(page: &mut Page<'_>, button: &str) -> Result<serde_json::Value> {
    page.click(&format!("[data-testid='{button}']"))?;
    page.settle()?;
    page.evaluate(&format!("{}?.innerHTML", reader::element("episode")))
}
