//! The first picture: what the page shows once it is ready, kept as markup for the time until then.
//!
//! The picture is taken from the page itself, so it cannot look different. The page is the same at every width but
//! for the drawings of its charts. Each chart is therefore kept as it is drawn at a few widths; the style sheet shows
//! one of them.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::browser::{Browser, Look, Page};
use crate::build::page;
use crate::build::page::Server;
use crate::house;
use crate::house::say;

/// The widths at which the charts are taken, by the name that the style sheet chooses them by.
const TAKES: [(&str, u32); 3] = [("phone", 390), ("laptop", 1152), ("desk", 1440)];

/// Between a phone and a desk a chart is shown as it is drawn for one of them, at its own size, and what it weighs is
/// saved. The slider alone is as wide as the window leaves it, so it is taken once more.
const TAKEN_BETWEEN: (&str, &str) = ("laptop", "fig-slider");

/// The page's markup without what only a living page needs: names to point at, and controls that answer. What a test
/// would find a part by, the style sheet may find it by here.
const MARKUP: &str = "(() => {
    const live = document.getElementById('app'), still = live.cloneNode(true);
    const inputs = live.querySelectorAll('input');
    still.querySelectorAll('input').forEach((input, i) => input.setAttribute('value', inputs[i].value));
    still.querySelectorAll('input, button, select').forEach(control => control.setAttribute('disabled', ''));
    still.querySelectorAll('[data-testid]').forEach(part => part.dataset.part = part.dataset.testid);
    for (const name of ['id', 'title', 'tabindex', 'aria-labelledby', 'data-testid', 'data-key', 'role'])
        still.querySelectorAll(`[${name}]`).forEach(element => {
            if (name !== 'role' || element.getAttribute('role') === 'status') element.removeAttribute(name);
        });
    // It leads to a name that a still picture does not have.
    still.querySelector('.skip').remove();
    // The slider is as wide as the window leaves it, and its ticks stand where the track has them.
    still.querySelector('.fig-slider').setAttribute('preserveAspectRatio', 'none');
    // What a pointer would ask for is of no use in a still picture.
    still.querySelectorAll('svg title').forEach(title => title.remove());
    // What may already have changed since the page got ready.
    still.querySelectorAll('[data-still]').forEach(element => {
        element.textContent = element.dataset.still;
        element.removeAttribute('data-still');
        element.parentElement.removeAttribute('title');
    });
    return still.innerHTML.replace(/<!---->/g, '').replace(/<(section|div class=\"lane|svg|footer|header|li)/g, '\\n<$1');
})()";

/// The file of the first picture; `index.html` includes it.
fn place() -> PathBuf {
    house::root().join("www/first.html")
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Take it of the page in dist as it is, without building it
    #[arg(long)]
    built: bool,
}

/// Takes the picture and keeps it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if !arguments.built {
        page::build()?;
    }
    let markup = take()?;
    fs::write(place(), markup).with_context(|| format!("cannot write {}", place().display()))?;
    pictures()?;
    say(format_args!("wrote {}; build again to serve it", place().display()));
    Ok(())
}

/// Fails unless the kept picture is what the page shows now.
pub(crate) fn check() -> Result<()> {
    let kept = fs::read_to_string(place()).with_context(|| format!("cannot read {}", place().display()))?;
    ensure!(
        kept == take()?,
        "www/first.html is not what the page shows now; take it again: cargo xtask bake"
    );
    Ok(())
}

/// The README's pictures, of the same page.
fn pictures() -> Result<()> {
    let folder = house::root().join("docs");
    let server = Server::start(&page::askwell(false)?, &page::built()?)?;
    let mut browser = Browser::launch(false)?;
    let still = Look { reduced_motion: true, ..Look::WIDE };
    for (name, look) in [
        ("light", still.clone()),
        ("dark", Look { dark: true, ..still }),
        ("phone", Look { reduced_motion: true, scale: 1.0, ..Look::PHONE }),
    ] {
        let mut page = browser.page(&look)?;
        page.navigate(&format!("{}/", server.origin))?;
        page.wait_for("document.documentElement.dataset.askwell === 'ready'", Duration::from_secs(90))?;
        page.settle()?;
        let file = folder.join(format!("page-{name}.png"));
        fs::write(&file, page.screenshot(false)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    preview(&mut browser, &server.origin)
}

/// The picture on the card that a shared link becomes: 1200 by 630 pixels, under 100 kB.
fn preview(browser: &mut Browser, origin: &str) -> Result<()> {
    const QUALITY: u32 = 60;
    let mut page = browser.page(&Look {
        width: 1440,
        height: 756,
        scale: 5.0 / 6.0,
        reduced_motion: true,
        ..Look::WIDE
    })?;
    page.navigate(&format!("{origin}/"))?;
    page.wait_for("document.documentElement.dataset.askwell === 'ready'", Duration::from_secs(90))?;
    page.settle()?;
    let picture = page.photograph(QUALITY)?;
    ensure!(picture.len() < 100_000, "the preview has {} bytes", picture.len());
    let file = house::root().join("www/preview.jpg");
    fs::write(&file, picture).with_context(|| format!("cannot write {}", file.display()))
}

fn take() -> Result<String> {
    let server = Server::start(&page::askwell(false)?, &page::built()?)?;
    let mut browser = Browser::launch(false)?;
    let mut page = browser.page(&look(TAKES[0].1))?;
    page.navigate(&format!("{}/", server.origin))?;
    page.wait_for("document.documentElement.dataset.askwell === 'ready'", Duration::from_secs(90))?;
    let takes = TAKES.iter().map(|&(name, width)| Ok((name, markup_at(&mut page, width)?)));
    let takes = takes.collect::<Result<Vec<_>>>()?;
    Ok(format!("<div class=\"first\">{}\n</div>\n", merged(&takes)?))
}

fn look(width: u32) -> Look {
    Look { width, ..if width < 700 { Look::PHONE } else { Look::WIDE } }
}

/// The page's markup when the window has a width.
fn markup_at(page: &mut Page<'_>, width: u32) -> Result<String> {
    page.look(&look(width))?;
    page.wait_for(&format!("innerWidth === {width}"), Duration::from_secs(10))?;
    page.settle()?;
    let taken = page.evaluate(MARKUP)?;
    Ok(taken.as_str().context("the page gave no markup")?.to_owned())
}

/// One page of several: what differs must be drawings, and of those each is kept with the names of its takes.
fn merged(takes: &[(&str, String)]) -> Result<String> {
    let pieces: Vec<Vec<&str>> = takes.iter().map(|(_, markup)| pieces(markup)).collect();
    let [first, others @ ..] = &pieces[..] else { return Ok(String::new()) };
    for (other, (name, _)) in others.iter().zip(&takes[1..]) {
        ensure!(other.len() == first.len(), "at {name} the page has another number of drawings");
    }
    let mut merged = String::new();
    for (place, &piece) in first.iter().enumerate() {
        let drawn: Vec<(&str, &str)> =
            takes.iter().zip(&pieces).map(|(take, pieces)| (take.0, pieces[place])).collect();
        if let Some((name, other)) = drawn.iter().find(|(_, other)| *other != piece) {
            ensure!(piece.starts_with(DRAWING), "at {name} the page differs beside its drawings: {other}");
            merged.push_str(&named(&drawn));
        } else {
            merged.push_str(piece);
        }
    }
    Ok(merged)
}

const DRAWING: &str = "<svg";
const END: &str = "</svg>";

/// A markup cut before and after every drawing.
fn pieces(markup: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = markup;
    while let Some(from) = rest.find(DRAWING) {
        let to = rest[from..].find(END).map_or(rest.len(), |end| from + end + END.len());
        pieces.extend([&rest[..from], &rest[from..to]]);
        rest = &rest[to..];
    }
    pieces.push(rest);
    pieces
}

/// The drawings of one chart, each once, with the names of the takes that have it.
fn named(drawn: &[(&str, &str)]) -> String {
    let mut kept: Vec<(Vec<&str>, &str)> = Vec::new();
    let (between, chart) = TAKEN_BETWEEN;
    for &(name, drawing) in drawn.iter().filter(|(name, drawing)| *name != between || drawing.contains(chart))
    {
        match kept.iter_mut().find(|(_, same)| *same == drawing) {
            Some((names, _)) => names.push(name),
            None => kept.push((vec![name], drawing)),
        }
    }
    let one = |(names, drawing): &(Vec<&str>, &str)| {
        drawing.replacen(DRAWING, &format!("{DRAWING} data-for=\"{}\"", names.join(" ")), 1)
    };
    kept.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(markups: [&str; 3]) -> Vec<(&'static str, String)> {
        TAKES.into_iter().map(|(name, _)| name).zip(markups.map(str::to_owned)).collect()
    }

    #[test]
    fn a_page_of_several_widths_keeps_every_drawing_once() {
        let at = |width: u32| {
            format!("<p>a</p><svg>{width}</svg><b>c</b><svg>fig-slider {width}</svg><svg>icon</svg>")
        };
        let merged = merged(&takes([&at(1), &at(2), &at(3)])).unwrap();
        let chart = "<svg data-for=\"phone\">1</svg>\n<svg data-for=\"desk\">3</svg>";
        assert!(merged.starts_with(&format!("<p>a</p>{chart}<b>c</b>")), "{merged}");
        assert!(merged.ends_with("<svg>icon</svg>") && merged.matches("fig-slider").count() == 3, "{merged}");
    }

    #[test]
    fn a_page_that_differs_in_its_words_or_in_its_drawings_number_is_refused() {
        let refused = |markups| merged(&takes(markups)).unwrap_err().to_string();
        assert!(refused(["a", "a", "b"]).contains("desk"));
        assert!(refused(["a", "a<svg></svg>", "a"]).contains("laptop"));
    }
}
