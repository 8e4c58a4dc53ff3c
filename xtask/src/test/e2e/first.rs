//! The picture before the page's own program runs or where it cannot, by its pixels; and that nothing moves when
//! the program takes over.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::browser::{Browser, Look, Page};
use crate::test::e2e::READY;
use crate::test::e2e::picture::Picture;
use crate::test::e2e::reader;

/// A case and what must hold.
type Check = fn(&mut Browser, &str) -> Result<()>;

pub(super) const CASES: &[(&str, Check)] = &[
    ("first_picture_is_seen_at_every_width", seen_at_every_width),
    ("first_picture_keeps_the_theme_of_a_link", keeps_the_theme),
    ("first_picture_of_another_setting_is_never_shown", of_another_setting),
    ("first_picture_in_a_frame_is_of_its_views_alone", in_a_frame),
    ("first_picture_that_stays_says_why", says_why),
    ("first_picture_goes_without_a_move", goes_without_a_move),
    ("first_progress_is_told_in_plain_words", told_in_plain_words),
];

/// The fate of the page's program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    /// The file of the program is still on its way.
    Awaited,
    /// The file of the program does not come.
    Gone,
    /// Scripts are off.
    Off,
}

impl Program {
    const ALL: [Self; 3] = [Self::Awaited, Self::Gone, Self::Off];

    /// The script that replaces the page's own `fetch`.
    fn before(self) -> String {
        let answer = match self {
            Self::Awaited => "new Promise(() => {})",
            Self::Gone | Self::Off => "Promise.reject(new TypeError('no network'))",
        };
        format!(
            "const fetched = window.fetch; window.fetch = (what, how) => \
             /\\.wasm/.test(String(what?.url ?? what)) ? {answer} : fetched(what, how);"
        )
    }
}

const WIDTHS: [u32; 9] = [320, 390, 700, 768, 1024, 1280, 1366, 1440, 1920];

fn look(width: u32, dark: bool) -> Look {
    let narrow = if width < 700 { Look::PHONE } else { Look::WIDE };
    Look { width, dark, scale: 1.0, reduced_motion: true, ..narrow }
}

/// The page at an address, as long as its program does not run.
fn open<'a>(browser: &'a mut Browser, look: &Look, program: Program, url: &str) -> Result<Page<'a>> {
    let mut page = browser.page(&Look { scripts: program != Program::Off, ..look.clone() })?;
    page.before_each_document(&program.before())?;
    page.navigate(url)?;
    if program == Program::Gone {
        page.wait_for("document.documentElement.dataset.askwell === 'failed'", READY)?;
    }
    // With scripts off no frame can be waited for.
    page.listen(Duration::from_millis(100))?;
    Ok(page)
}

/// The charts that stand on the page before it is ready, and how many of each.
const CHARTS: [(&str, usize); 7] =
    [("slider", 1), ("curve", 1), ("policy", 1), ("why", 1), ("asks", 1), ("plan", 2), ("trace", 2)];

/// A chart, where it stands in the document, and how its drawing fits there.
struct Chart {
    name: String,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    /// The drawn size of the chart, as a share of the drawing's own size.
    scale: f64,
    /// The overflow of the drawing beyond its place, in pixels.
    beyond: f64,
}

fn charts(page: &mut Page<'_>) -> Result<Vec<Chart>> {
    let found = page.evaluate(
        "[...document.querySelectorAll('#baked .fig')].filter(it => it.checkVisibility({ visibilityProperty: true })).map(it => {
            const box = it.getBoundingClientRect(), around = it.parentElement.getBoundingClientRect(), own = it.viewBox.baseVal;
            return { name: it.classList[1].slice(4), left: box.x + scrollX, top: box.y + scrollY, width: box.width, height: box.height,
                scale: Math.min(box.width / own.width, box.height / own.height),
                beyond: Math.max(around.left - box.left, box.right - around.right, box.right - document.documentElement.clientWidth) };
        }).filter(it => it.name !== 'icon')",
    )?;
    let number =
        |chart: &Value, key: &str| chart[key].as_f64().with_context(|| format!("a chart has no {key}"));
    let list = found.as_array().context("the page gave no charts")?;
    list.iter()
        .map(|chart| {
            Ok(Chart {
                name: chart["name"].as_str().unwrap_or_default().to_owned(),
                left: number(chart, "left")?,
                top: number(chart, "top")?,
                width: number(chart, "width")?,
                height: number(chart, "height")?,
                scale: number(chart, "scale")?,
                beyond: number(chart, "beyond")?,
            })
        })
        .collect()
}

/// Three channels of a colour as the browser computes it.
fn colour(page: &mut Page<'_>, expression: &str) -> Result<[u8; 3]> {
    let found = page.evaluate(&format!("{expression}.match(/[0-9.]+/g).slice(0, 3).map(Number)"))?;
    let channel = |n: usize| found[n].as_u64().and_then(|value| u8::try_from(value).ok());
    let channels = [0, 1, 2].map(channel);
    match channels {
        [Some(red), Some(green), Some(blue)] => Ok([red, green, blue]),
        _ => bail!("{expression} is no colour: {found}"),
    }
}

const GROUND: &str = "getComputedStyle(document.documentElement).backgroundColor";

/// True if two colours are told apart at a glance.
fn differs(a: [u8; 3], b: [u8; 3]) -> bool {
    a.iter().zip(b).any(|(a, b)| a.abs_diff(b) > 24)
}

impl Picture {
    fn at(&self, x: f64, y: f64) -> Option<[u8; 3]> {
        let (x, y) = (x.floor().max(0.0) as usize, y.floor().max(0.0) as usize);
        (x < self.width).then(|| self.pixels.get(y * self.width + x).copied())?
    }

    /// The share of a chart's pixels that are of another colour.
    fn share_unlike(&self, chart: &Chart, ground: [u8; 3]) -> f64 {
        let (columns, rows) = (chart.width as u32, chart.height as u32);
        let pixels = (0..rows).flat_map(|y| (0..columns).map(move |x| (f64::from(x), f64::from(y))));
        let pixels = pixels.filter_map(|(x, y)| self.at(chart.left + x, chart.top + y));
        let n_unlike = pixels.filter(|&pixel| differs(pixel, ground)).count();
        n_unlike as f64 / f64::from(columns * rows).max(1.0)
    }
}

/// Fails unless the picture is there, whole, legible, and drawn.
fn is_seen(page: &mut Page<'_>) -> Result<()> {
    let found = charts(page)?;
    for (name, expected) in CHARTS {
        let n = found.iter().filter(|chart| chart.name == name).count();
        ensure!(n == expected, "{n} drawings of {name} are shown; expected {expected}");
    }
    let ground = colour(page, GROUND)?;
    let picture = Picture::read(&page.screenshot(true)?)?;
    for chart in &found {
        let Chart { name, scale, beyond, .. } = chart;
        ensure!(*beyond < 1.0, "{name} reaches {beyond} pixels beyond its place");
        // A letter of 11.5 pixels is nine pixels high then.
        ensure!(*scale >= 0.78 || name == "slider", "{name} is drawn at {scale} of its size");
        let share = picture.share_unlike(chart, ground);
        ensure!(share > 0.01, "{:.2} % of {name} are drawn", 100.0 * share);
    }
    curve_is_seen(page, &picture)?;
    reader::fits_the_width(page)
}

/// The frontier of A has its own ink nearly everywhere along its way; marks and their halos may cover some of it.
fn curve_is_seen(page: &mut Page<'_>, picture: &Picture) -> Result<()> {
    const FRONTIER: &str = "[...document.querySelectorAll('#baked .fig-curve .exact path.s-exact')] \
        .filter(it => it.checkVisibility()).sort((a, b) => b.getTotalLength() - a.getTotalLength())[0]";
    let points = page.evaluate(&format!(
        "(() => {{ const path = {FRONTIER}, length = path.getTotalLength(), to = path.getScreenCTM();
            return Array.from({{ length: 60 }}, (_, i) => path.getPointAtLength(length * (i + .5) / 60).matrixTransform(to))
                .map(at => [at.x + scrollX, at.y + scrollY]); }})()"
    ))?;
    let ink = colour(page, &format!("getComputedStyle({FRONTIER}).stroke"))?;
    let points = points.as_array().context("A has no curve")?;
    let is_inked = |point: &&Value| {
        let (Some(x), Some(y)) = (point[0].as_f64(), point[1].as_f64()) else { return false };
        let near = [(0.0, 0.0), (-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)];
        let mut pixels = near.iter().filter_map(|(dx, dy)| picture.at(x + dx, y + dy));
        pixels.any(|pixel| pixel.iter().zip(ink).all(|(a, b)| a.abs_diff(b) < 90))
    };
    let n = points.iter().filter(is_inked).count();
    ensure!(n * 10 >= points.len() * 8, "{n} of {} points of the curve are drawn", points.len());
    Ok(())
}

fn seen_at_every_width(browser: &mut Browser, origin: &str) -> Result<()> {
    let mut faults = Vec::new();
    for width in WIDTHS {
        for program in Program::ALL {
            for dark in [false, true] {
                let mut page = open(browser, &look(width, dark), program, &format!("{origin}/"))?;
                let ground = colour(&mut page, GROUND)?;
                let is_dark = ground.iter().all(|channel| *channel < 64);
                let outcome = is_seen(&mut page);
                if let Err(fault) = outcome {
                    faults.push(format!("{width} pixels, program {program:?}, dark {dark}: {fault:#}"));
                }
                ensure!(is_dark == dark, "{width} pixels, dark {dark}: the ground is {ground:?}");
            }
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n    "));
    Ok(())
}

fn keeps_the_theme(browser: &mut Browser, origin: &str) -> Result<()> {
    for (width, dark, fragment) in
        [(390, false, "#theme=dark"), (1024, true, "#theme=light"), (1366, false, "#v=1&theme=dark&open=log")]
    {
        let mut page = open(browser, &look(width, dark), Program::Awaited, &format!("{origin}/{fragment}"))?;
        let ground = colour(&mut page, GROUND)?;
        let is_dark = ground.iter().all(|channel| *channel < 64);
        ensure!(is_dark != dark, "{fragment}: the ground is {ground:?}");
        is_seen(&mut page).context(fragment)?;
    }
    Ok(())
}

/// Notes, frame by frame, whether the default's figures or words could be seen.
const WATCH: &str = "window.shown = 0; window.frames_seen = 0; (function look() {
    const first = document.querySelector('.first');
    if (first) { frames_seen += 1; if (getComputedStyle(first).visibility === 'visible') shown += 1; }
    requestAnimationFrame(look);
})();";

/// The readable words of the default's picture.
const WORDS: &str = "(() => {
    const words = [], texts = document.createTreeWalker(document.getElementById('baked'), NodeFilter.SHOW_TEXT);
    for (let text; text = texts.nextNode();) if (text.data.trim() && text.parentElement.checkVisibility({ visibilityProperty: true }))
        words.push(text.data.trim());
    return words.join(' ');
})()";

fn of_another_setting(browser: &mut Browser, origin: &str) -> Result<()> {
    let english = ("en", "The figures of this link are being computed.");
    let german = ("de", "Die Abbildungen dieses Links werden berechnet.");
    let links = [
        ("#v=1&C=1&lesson=3", english),
        ("#v=1&C=0.5&task=17&rule=paper&theme=dark", english),
        ("#lang=de", german),
        ("#v%3D1%26C%3D0.5%26lang%3Dde", german),
        ("#v=1&z=AAECAwQ", english),
        ("#C=0.3&hide=seed+rule+drawers", english),
    ];
    for (fragment, (lang, line)) in links {
        for width in [390, 768, 1280, 1440] {
            let mut page = browser.page(&look(width, false))?;
            page.before_each_document(&(WATCH.to_owned() + &Program::Awaited.before()))?;
            page.navigate(&format!("{origin}/{fragment}"))?;
            page.settle()?;
            is_bare(&mut page, lang, line).with_context(|| format!("{fragment} at {width} pixels"))?;
        }
    }
    Ok(())
}

/// Fails unless quiet places stand for the figures, under the title and above one line.
fn is_bare(page: &mut Page<'_>, lang: &str, line: &str) -> Result<()> {
    let frames = page.evaluate("[shown, frames_seen]")?;
    ensure!(frames[0] == 0 && frames[1].as_u64() > Some(0), "the picture was shown for {frames} frames");
    let words = page.evaluate(WORDS)?;
    ensure!(words == "", "of the picture one can read {words}");
    ensure!(page.evaluate("document.documentElement.lang")? == lang, "the language is another");
    let said = page.evaluate("document.body.innerText")?;
    let said = said.as_str().unwrap_or_default();
    ensure!(said.contains(line) && said.contains("Askwell"), "the page says {said:?}");
    let places = charts(page)?;
    ensure!(places.len() >= 7, "{} places stand for the figures", places.len());
    let wash = colour(page, "getComputedStyle(document.querySelector('#baked .fig-curve')).backgroundColor")?;
    // The line at the foot may lie over one of them.
    page.evaluate("document.querySelector('#waiting .loading').remove()")?;
    let picture = Picture::read(&page.screenshot(true)?)?;
    for place in places.iter().filter(|place| place.name == "curve" || place.name == "policy") {
        let share = picture.share_unlike(place, wash);
        ensure!(share < 0.005, "{:.2} % of the place of {} are drawn", 100.0 * share, place.name);
    }
    Ok(())
}

/// Widths of a frame in other pages.
const FRAMES: [u32; 3] = [320, 640, 800];

fn in_a_frame(browser: &mut Browser, origin: &str) -> Result<()> {
    for width in FRAMES {
        let frame = Look { width, height: 480, reduced_motion: true, ..Look::WIDE };
        in_one_frame(browser, origin, &frame).with_context(|| format!("a frame of {width} pixels"))?;
    }
    Ok(())
}

fn in_one_frame(browser: &mut Browser, origin: &str, frame: &Look) -> Result<()> {
    let url = format!("{origin}/#v=1&C=1.5&rule=paper&task=17&embed=policy");
    let mut page = open(browser, frame, Program::Awaited, &url)?;
    let names: Vec<String> = charts(&mut page)?.into_iter().map(|chart| chart.name).collect();
    ensure!(names == ["policy"], "the frame waits with {names:?}");
    let said = page.evaluate("document.body.innerText.trim()")?;
    ensure!(said == "The figures of this link are being computed.", "the frame says {said}");
    drop(page);

    let mut page = open(browser, frame, Program::Gone, &url)?;
    ensure!(charts(&mut page)?.is_empty(), "a frame that failed keeps its places");
    let said = page.evaluate("document.body.innerText")?;
    let said = said.as_str().unwrap_or_default();
    ensure!(said.contains("could not start") && !said.contains("default setting"), "the frame says {said:?}");
    let way =
        page.evaluate("[...document.querySelectorAll('#stopped a')].find(it => it.checkVisibility())?.href")?;
    let way = way.as_str().context("the frame shows no way to the whole page")?;
    ensure!(way.contains("task=17") && !way.contains("embed"), "the way on is {way}");
    drop(page);

    let mut page = open(browser, frame, Program::Off, &url)?;
    let top = page.evaluate("document.querySelector('noscript p').getBoundingClientRect().top")?;
    ensure!(top.as_f64().is_some_and(|top| (0.0..80.0).contains(&top)), "the sentence stands at {top}");
    let said = page.evaluate("document.querySelector('noscript p').innerText")?;
    let is_honest = |said: &str| said.contains("default setting") && said.contains("JavaScript");
    ensure!(said.as_str().is_some_and(is_honest), "without scripts the frame says {said}");
    ensure!(page.evaluate("!!document.querySelector('noscript a[href]')")? == true, "it has no link");
    drop(page);

    let mut page = browser.page(frame)?;
    page.navigate(&url)?;
    page.wait_for("!!document.querySelector('[data-testid=progress]')", READY)?;
    let cancel = page.evaluate("!!document.querySelector('[data-testid=cancel]')")?;
    ensure!(cancel == false, "a reader of the page around can cancel the figure");
    Ok(())
}

/// The sentence about the picture stands where the picture does, and only there.
fn says_why(browser: &mut Browser, origin: &str) -> Result<()> {
    let about = "a picture of the default setting";
    for (fragment, is_picture) in
        [("", true), ("#theme=dark", true), ("#v=1&C=0.5", false), ("#lesson=3", false)]
    {
        let mut page = open(browser, &look(1280, false), Program::Gone, &format!("{origin}/{fragment}"))?;
        let said = page.evaluate("document.body.innerText")?;
        let said = said.as_str().unwrap_or_default();
        ensure!(
            said.contains("could not start (") && said.contains("no network)"),
            "{fragment}: the page says {said:?}"
        );
        ensure!(said.contains(about) == is_picture, "{fragment}: the page says {said:?}");
        ensure!(
            charts(&mut page)?.is_empty() != is_picture,
            "{fragment}: the picture is there: {}",
            !is_picture
        );
    }
    Ok(())
}

/// The positions of the page's parts, in the picture or in the page itself.
fn places(page: &mut Page<'_>, root: &str, name: &str) -> Result<Value> {
    page.evaluate(&format!(
        "(() => {{ const root = document.querySelector('{root}');
            const box = it => {{ const box = it.getBoundingClientRect(); return [box.x, box.y + scrollY, box.width, box.height]; }};
            const part = name => root.querySelector(`[{name}=${{name}}]`);
            return {{ slider: box(root.querySelector('.slide input')), curve: box(part('curve')), policy: box(part('policy')),
                why: box(part('why')), episode: box(part('episode')) }}; }})()"
    ))
}

fn goes_without_a_move(browser: &mut Browser, origin: &str) -> Result<()> {
    let mut faults = Vec::new();
    for (width, fragment) in [(390, ""), (768, ""), (1024, ""), (1280, ""), (1440, ""), (1280, "#v=1&C=0.5")]
    {
        let mut page = browser.page(&look(width, false))?;
        page.navigate(&format!("{origin}/{fragment}"))?;
        let before = places(&mut page, ".first", "data-part")?;
        crate::test::e2e::ready(&mut page)?;
        page.settle()?;
        let after = places(&mut page, "#app", "data-testid")?;
        let is_same = |part: &str, tolerance: f64| {
            (0..4).all(|n| match (before[part][n].as_f64(), after[part][n].as_f64()) {
                (Some(before), Some(after)) => (before - after).abs() <= tolerance,
                _ => false,
            })
        };
        // The slider stands beside the budget, which is as wide as its figures, and the other views hold what this link has.
        let parts: &[&str] =
            if fragment.is_empty() { &["slider", "curve", "policy", "why", "episode"] } else { &["curve"] };
        for part in parts.iter().copied() {
            if !is_same(part, 1.0) {
                let (before, after) = (&before[part], &after[part]);
                faults.push(format!("{width} pixels {fragment}: {part} goes from {before} to {after}"));
            }
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n    "));
    Ok(())
}

fn told_in_plain_words(browser: &mut Browser, origin: &str) -> Result<()> {
    let mut page = browser.page(&look(390, false))?;
    page.navigate(&format!("{origin}/"))?;
    let line = "document.querySelector('[data-testid=progress] p')";
    page.wait_for(&format!("!!{line}"), READY)?;
    let said =
        page.evaluate(&format!("[{line}.innerText, parseFloat(getComputedStyle({line}).fontSize)]"))?;
    let is_plain =
        said[0].as_str().is_some_and(|said| said.starts_with("Computing this household in your browser: "));
    ensure!(is_plain && said[1].as_f64() >= Some(13.0), "a newcomer reads {said}");
    Ok(())
}
