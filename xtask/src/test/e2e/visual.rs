//! The main states look as they were reviewed: each picture is kept small in `tests/visual`, one pixel for a block, and
//! compared with a tolerance. `UPDATE_EXPECT=1 cargo xtask test --only e2e --built looks_as_reviewed` takes them again;
//! look at them before they are committed.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::browser::{Browser, Look, Page};
use crate::build::tools;
use crate::house;
use crate::test::e2e::picture::{Picture, Place};
use crate::test::e2e::ready;

pub(super) const NAME: &str = "looks_as_reviewed";

const STILL: Look = Look { reduced_motion: true, scale: 1.0, ..Look::WIDE };
const MIDDLE: Look = Look { width: 768, height: 1024, ..STILL };
const NARROW: Look = Look { width: 390, height: 844, ..STILL };

/// Bytes of a kept picture: they stand in the history of the sources for good.
const KEPT_MAX: usize = 60_000;

/// The states, by the name of their picture.
const STATES: [(&str, Look, &str); 8] = [
    ("opening-1440", STILL, ""),
    ("opening-1440-dark", Look { dark: true, ..STILL }, ""),
    ("opening-768", MIDDLE, ""),
    ("opening-768-dark", Look { dark: true, ..MIDDLE }, ""),
    ("opening-390", NARROW, ""),
    ("opening-390-dark", Look { dark: true, ..NARROW }, ""),
    ("lesson-1440", STILL, "#lesson=3"),
    ("paper-768-dark", Look { dark: true, ..MIDDLE }, "#v=1&rule=paper&C=0.35&task=7"),
];

/// Writes the page in the fonts of the kept pictures, whatever else the machine has, and measures a line in each. The chip of
/// the engine is taken away: its name depends on how far the engines are, and its width moves the whole header.
const FONTS: &str = "(() => {
    document.querySelector('[data-testid=engine]')?.style.setProperty('display', 'none');
    const context = document.createElement('canvas').getContext('2d');
    const fonts = { '--sans': \"'Liberation Sans'\", '--serif': \"'Liberation Serif'\" };
    return Object.entries(fonts).map(([name, font]) => {
        document.documentElement.style.setProperty(name, font);
        context.font = `100px ${font}`;
        return `${name} ${context.measureText('When should an agent ask for help? 0123456789 γΔ').width}`;
    }).join('\\n') + '\\n';
})()";

/// Hides the first label of a figure that is about 60 x 12 pixels; its text, or nothing where there is none.
const LOSE_A_LABEL: &str = "(() => {
    const is_seen = box => box.top > 0 && box.bottom < innerHeight && box.left > 0 && box.right < innerWidth;
    const label = [...document.querySelectorAll('svg text')].find(text => {
        const box = text.getBoundingClientRect();
        return is_seen(box) && box.width > 40 && box.width < 80 && box.height < 18;
    });
    label?.style.setProperty('visibility', 'hidden');
    return label?.textContent;
})()";

pub(super) fn run(browser: &mut Browser, origin: &str) -> Result<()> {
    let is_update = env::var_os("UPDATE_EXPECT").is_some();
    let mut faults = Vec::new();
    for (name, look, fragment) in &STATES {
        let mut page = browser.page(look)?;
        page.navigate(&format!("{origin}/{fragment}"))?;
        ready(&mut page)?;
        write_in_the_kept_fonts(&mut page, is_update)?;
        page.settle()?;
        let seen = page.screenshot(false)?;
        let now = Picture::read(&seen)?;
        let file = folder().join(format!("{name}.png"));
        if is_update {
            let small = now.small().png()?;
            ensure!(small.len() <= KEPT_MAX, "{name}: {} bytes; expected at most {KEPT_MAX}", small.len());
            fs::write(&file, small)?;
        }
        let kept = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let kept = Picture::read(&kept)?;
        let found = now.differences(&kept).with_context(|| (*name).to_owned())?;
        if found.is_empty() {
            misses_a_label(&mut page, &kept).with_context(|| (*name).to_owned())?;
        } else {
            faults.push(format!("{name}: {}", told(name, &found, &seen)?));
        }
    }
    ensure!(faults.is_empty(), "looks otherwise than tests/visual:\n    {}", faults.join("\n    "));
    Ok(())
}

/// The comparison itself is tried: without one of its labels the same page looks otherwise.
fn misses_a_label(page: &mut Page<'_>, kept: &Picture) -> Result<()> {
    let label = page.evaluate(LOSE_A_LABEL)?;
    let Some(label) = label.as_str() else { bail!("no label of a figure is seen") };
    page.settle()?;
    let found = Picture::read(&page.screenshot(false)?)?.differences(kept)?;
    ensure!(!found.is_empty(), "the label “{label}” is gone, and nothing looks otherwise");
    Ok(())
}

/// A report on the differences of a state; its whole picture is saved for people to look at.
fn told(name: &str, found: &[Place], seen: &[u8]) -> Result<String> {
    let file = house::target()?.join("e2e").join(format!("looks-{name}.png"));
    fs::create_dir_all(file.parent().context("no folder")?)?;
    fs::write(&file, seen)?;
    let more = if found.len() > 1 { format!(" and {} more", found.len() - 1) } else { String::new() };
    Ok(format!("{}{more}: {}", found[0], file.display()))
}

fn folder() -> PathBuf {
    house::root().join("tests/visual")
}

/// Pictures in other fonts say nothing about each other: the page is written in those of the kept ones, or the case fails.
fn write_in_the_kept_fonts(page: &mut Page<'_>, is_update: bool) -> Result<()> {
    let file = folder().join("fonts.txt");
    let now = page.evaluate(FONTS)?;
    let now = now.as_str().context("the page measured no text")?;
    if is_update {
        ensure!(tools::has_fonts(), "{}", tools::no_fonts());
        fs::write(&file, now)?;
    }
    let kept = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    ensure!(
        kept == now,
        "the fonts are not those of the reviewed pictures (a line is {} wide; expected {}): {}",
        now.trim().replace('\n', ", "),
        kept.trim().replace('\n', ", "),
        tools::no_fonts()
    );
    Ok(())
}
