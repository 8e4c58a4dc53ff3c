//! The page and the command line write the same bytes, for new, old and broken links; what is saved carries the
//! digest that the page and an embedded figure tell of themselves.

use std::{fs, path::Path, process::Command, time::Duration};

use anyhow::{Context, Result, ensure};

use super::{reader, ready};
use crate::{
    browser::{Browser, Look, Page},
    house,
};

pub(super) const NAME: &str = "files_of_the_page_are_those_of_the_command_line";

/// As the page writes them, and one from before links had a version.
const LINKS: [&str; 3] = ["", "v=1&rule=paper&C=0.35&task=7", "C=0.6&count=discounted"];

pub(super) fn run(browser: &mut Browser, origin: &str, askwell: &Path) -> Result<()> {
    LINKS
        .iter()
        .try_for_each(|link| one(browser, origin, askwell, link).with_context(|| format!("link {link:?}")))
}

fn one(browser: &mut Browser, origin: &str, askwell: &Path, link: &str) -> Result<()> {
    let mut page = browser.page(&Look::WIDE)?;
    // What the page hands to the browser to save.
    page.before_each_document(
        "const make = URL.createObjectURL; URL.createObjectURL = blob => { window.saved = blob; return make(blob); }",
    )?;
    page.navigate(&format!("{origin}/#{link}"))?;
    ready(&mut page)?;
    page.click("[data-testid='share']")?;
    page.wait_for(&format!("!!{}", reader::element("view-policy")), Duration::from_secs(5))?;
    page.click("[data-testid='view-policy']")?;
    let digest = reader::snapshot(&mut page)?["digest"].clone();
    let digest = digest.as_str().context("the page has no digest")?;
    ensure!(reader::text(&mut page, "digest")? == digest, "the panel shows another digest");
    for form in ["csv", "json", "svg", "html"] {
        let ours = saved(&mut page, form)?;
        ensure!(ours.contains(digest), "{form}: {digest} is not in it");
        let file = house::target()?.join("e2e").join(format!("agree.{form}"));
        fs::create_dir_all(file.parent().context("no folder")?)?;
        house::run(Command::new(askwell).args(["figure", "curve", "--link", link, "--out"]).arg(&file))?;
        ensure!(fs::read_to_string(&file)? == ours, "{form}: the command line writes another file");
    }
    Ok(())
}

fn saved(page: &mut Page<'_>, form: &str) -> Result<String> {
    page.evaluate("window.saved = null")?;
    page.click(&format!("[data-testid='save-{form}']"))?;
    page.wait_for("!!window.saved", Duration::from_secs(30))
        .with_context(|| format!("no {form} was saved"))?;
    Ok(page.evaluate("window.saved.text()")?.as_str().context("no text")?.to_owned())
}
