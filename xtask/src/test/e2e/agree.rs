//! The page and the command line write the same bytes, for new, old and broken links; what is saved carries the
//! digest that the page and an embedded figure tell of themselves.

use std::{fs, path::Path, process::Command, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Look, Page};
use crate::house;
use crate::test::e2e::{reader, ready};

pub(super) const NAME: &str = "files_of_the_page_are_those_of_the_command_line";

/// The links that are compared: as the page writes them, one from before links had a version, and one that mends
/// itself.
const LINKS: [&str; 4] = [
    "",
    "v=1&rule=paper&C=0.35&task=7",
    "C=0.6&count=discounted",
    "v=1&C=1.4&lesson=5&hide=seed&open=set-up",
];

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
    let address = format!("{origin}/");
    for form in ["csv", "json", "svg", "pdf", "html", "png"] {
        let ours = saved(&mut page, form)?;
        ensure!(holds(&ours, digest), "{form}: {digest} is not in it");
        // The one-file page links back to the whole one.
        let more: &[&str] = if form == "html" { &["--page", &address] } else { &[] };
        let theirs = command_line(askwell, "curve", form, link, more)?;
        if form == "png" {
            // Each machine, and the browser, writes with its own fonts: the pixels differ, their number does not.
            ensure!(holds(&theirs, digest), "png: {digest} is not in the command line's");
            ensure!(size(&ours) == size(&theirs), "png: the command line paints another size");
        } else {
            ensure!(theirs == ours, "{form}: the command line writes another file");
        }
    }
    page.click("[data-testid='qr'] summary")?;
    let code = saved(&mut page, "qr")?;
    let theirs = command_line(askwell, "qr", "svg", &own_link(&mut page)?, &["--page", &address])?;
    ensure!(theirs == code, "the command line writes another QR code");
    drop(page);
    alone(browser)
}

/// The file that was written last, opened from the disk: its slider moves its figure, and it asks nobody for anything.
fn alone(browser: &mut Browser) -> Result<()> {
    const SAID: &str = "document.querySelector('output').textContent";
    let mut page = browser.page(&Look::WIDE)?;
    page.navigate(&format!("file://{}", house::target()?.join("e2e/agree-curve.html").display()))?;
    page.wait_for("document.querySelector('input')?.parentElement.hidden === false", Duration::from_secs(10))
        .context("the file's slider did not come")?;
    let marks = "document.querySelector('svg.fig').innerHTML";
    let before = (page.evaluate(SAID)?, page.evaluate(marks)?);
    page.evaluate(
        "(range => { range.value = range.valueAsNumber > 20 ? 2 : 38; range.dispatchEvent(new Event('input')); })\
         (document.querySelector('input'))",
    )?;
    ensure!(page.evaluate(SAID)? != before.0, "the file's numbers stand still");
    ensure!(page.evaluate(marks)? != before.1, "the file's figure stands still");
    ensure!(page.seen().outside("file://").count() == 0, "the file asks another host");
    Ok(())
}

/// The link that the panel shows.
fn own_link(page: &mut Page<'_>) -> Result<String> {
    let shown = page.evaluate("document.querySelector(\"[data-testid='panel'] .copy pre\").textContent")?;
    let shown = shown.as_str().context("the panel shows no link")?;
    Ok(shown.split_once('#').map_or("", |(_, link)| link).to_owned())
}

fn command_line(askwell: &Path, name: &str, form: &str, link: &str, more: &[&str]) -> Result<Vec<u8>> {
    let file = house::target()?.join("e2e").join(format!("agree-{name}.{form}"));
    fs::create_dir_all(file.parent().context("no folder")?)?;
    house::run(Command::new(askwell).args(["figure", name, "--link", link, "--out"]).arg(&file).args(more))?;
    Ok(fs::read(&file)?)
}

fn holds(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Width and height, as the header of a PNG has them.
fn size(png: &[u8]) -> Option<&[u8]> {
    png.get(16..24)
}

fn saved(page: &mut Page<'_>, form: &str) -> Result<Vec<u8>> {
    page.evaluate("window.saved = null")?;
    page.click(&format!("[data-testid='save-{form}']"))?;
    // A PNG is painted from an SVG, whose address is made first.
    let kind = if form == "png" { "image/png" } else { "" };
    page.wait_for(&format!("!!window.saved?.type.startsWith('{kind}')"), Duration::from_secs(30))
        .with_context(|| format!("no {form} was saved"))?;
    let bytes = page.evaluate("window.saved.arrayBuffer().then(it => [...new Uint8Array(it)])")?;
    let bytes = bytes.as_array().context("no bytes")?.iter();
    Ok(bytes.filter_map(|byte| u8::try_from(byte.as_u64()?).ok()).collect())
}
