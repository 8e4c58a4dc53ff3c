//! The reader's actions: undo, type, copy, choose, pin.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::browser::{Look, Page};
use crate::test::e2e::{Case, case, reader};

pub(super) const CASES: &[Case] = &[
    case("undo_and_redo_by_keys", Look::WIDE, "", undo),
    case("a_budget_is_typed", Look::WIDE, "", typed),
    case("a_hard_cap_is_chosen_and_moved_by_keyboard", Look::WIDE, "", capped),
    case("the_twin_is_chosen_and_in_the_link", Look::WIDE, "#twin=0.3", twin),
    case("another_discount_runs_the_solver_alone_and_is_compared", Look::WIDE, "#open=set-up", set_up),
    case(
        "a_figure_of_the_paper_says_that_it_is_of_another_seed_until_it_is_made_again",
        Look { reduced_motion: true, ..Look::WIDE },
        "#open=evidence",
        of_another_seed,
    ),
    case("every_chart_has_a_table", Look::WIDE, "", tables),
];

fn undo(page: &mut Page<'_>) -> Result<()> {
    let start = reader::budget(page)?;
    reader::focus(page, "budget")?;
    page.press("End")?;
    page.settle()?;
    let end = reader::budget(page)?;
    let travel = |page: &mut Page<'_>, key: &str| -> Result<f64> {
        page.evaluate(&format!(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
             {{ key: '{key}', ctrlKey: true, bubbles: true, cancelable: true }}))"
        ))?;
        page.settle()?;
        reader::budget(page)
    };
    ensure!(travel(page, "z")? == start, "Ctrl z does not lead back");
    ensure!(travel(page, "y")? == end, "Ctrl y does not lead on");
    Ok(())
}

fn typed(page: &mut Page<'_>) -> Result<()> {
    page.click("[data-testid='budget-value']")?;
    page.wait_for("document.activeElement?.id === 'typed-budget'", Duration::from_secs(10))?;
    page.type_text("0.55")?;
    page.press("Enter")?;
    page.settle()?;
    ensure!(reader::number(page, "budget-value")? == 0.55, "the budget is {}", reader::budget(page)?);
    Ok(())
}

fn capped(page: &mut Page<'_>) -> Result<()> {
    reader::set(page, "measure", "cap")?;
    page.evaluate(&format!("{}.focus()", reader::element("budget")))?;
    page.press("ArrowRight")?;
    page.settle()?;
    let (budget, usage) = (reader::budget(page)?, reader::number(page, "usage-undiscounted")?);
    ensure!(budget == 2.0, "one call, and one more by the arrow key, are {budget}");
    ensure!(usage > 0.0 && usage < budget, "at most {budget} calls, but {usage} on average");
    let written = reader::text(page, "budget-value")?;
    ensure!(written == "2", "a cap of 2 is written as {written}");
    let spoken = page.evaluate(&format!("{}.ariaValueText", reader::element("budget")))?;
    ensure!(spoken == "2 calls at most, in one task", "a cap of 2 is read out as {spoken}");
    let link = page.evaluate("location.hash")?;
    ensure!(link.as_str().is_some_and(|link| link.contains("count=cap&C=2")), "the link is {link}");
    Ok(())
}

/// The longest time of an experiment and of a figure of the paper on a busy machine.
const MADE: Duration = Duration::from_secs(90);

fn of_another_seed(page: &mut Page<'_>) -> Result<()> {
    let figure = reader::element("figure-3");
    let is_of_another = format!("!!{figure}.querySelector('[data-testid=made-with-another]')");
    page.wait_for(&format!("!!{}", reader::element("find-3")), MADE).context("the drawer is not there")?;
    page.click("[data-testid='find-3']")?;
    page.wait_for(&format!("!!{figure}.querySelector('svg')"), MADE).context("no figure 3")?;
    ensure!(page.evaluate(&is_of_another)? == false, "the figure of this seed is said to be of another");
    reader::set(page, "seed", "2")?;
    page.wait_for(&format!("window.askwell.snapshot().seed === 2 && {is_of_another}"), MADE)
        .context("the figure of seed 1 stands under seed 2 without a word")?;
    page.click("[data-testid='find-3']")?;
    page.wait_for(&format!("!{is_of_another}"), MADE).context("made again, it is still said to be of another")
}

fn twin(page: &mut Page<'_>) -> Result<()> {
    let budget = page.evaluate(&format!("{}.value", reader::element("twin-budget")))?;
    ensure!(budget == "0.3", "the twin's budget is {budget}");
    reader::set(page, "twin", "random")?;
    let link = page.evaluate("location.hash")?;
    ensure!(link.as_str().is_some_and(|link| link.contains("twin=random")), "the link is {link}");
    Ok(())
}

fn set_up(page: &mut Page<'_>) -> Result<()> {
    page.click("[data-testid='pin']")?;
    page.settle()?;
    let before = reader::snapshot(page)?;
    let change = format!(
        "(() => {{ const i = {}; i.value = '0.8'; i.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()",
        reader::element("gamma")
    );
    page.evaluate(&change)?;
    page.wait_for("document.querySelectorAll('[data-testid=progress]').length === 1", Duration::from_secs(5))
        .context("no progress is shown")?;
    // The old result stays meanwhile.
    ensure!(reader::snapshot(page)?["success"] == before["success"], "the old result is gone");
    page.wait_for(
        "document.querySelectorAll('[data-testid=progress]').length === 0",
        Duration::from_secs(60),
    )?;
    page.settle()?;
    let rows =
        page.evaluate(&format!("{}.querySelectorAll('tbody tr').length", reader::element("compare")))?;
    ensure!(rows == 2, "{rows} settings are compared");
    let after = reader::snapshot(page)?;
    ensure!(after["success_discounted"] != before["success_discounted"], "the discount changed nothing");
    Ok(())
}

fn tables(page: &mut Page<'_>) -> Result<()> {
    reader::open_tables(page)?;
    for id in ["curve", "policy", "episode"] {
        let rows =
            page.evaluate(&format!("{}.querySelectorAll('.numbers tbody tr').length", reader::element(id)))?;
        ensure!(rows.as_u64().is_some_and(|rows| rows >= 2), "{id} has {rows} rows");
    }
    Ok(())
}
