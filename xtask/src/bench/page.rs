//! `cargo xtask bench page`: the page measured by itself in a real Chromium, against its targets.

use std::{fmt::Write as _, time::Duration};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bench::{Out, report};
use crate::browser::{Browser, Look, Page};
use crate::build::page;
use crate::build::page::Server;
use crate::house;
use crate::house::say;
use crate::test::e2e::{element, focus};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    out: Out,
    /// The number of budget changes
    #[arg(long, default_value_t = 200)]
    moves: u32,
}

/// Notes when the page is ready and which tasks held up the main thread.
const WATCH: &str = r"
    window.bench = { longTasks: [], readyAt: null };
    new PerformanceObserver(list => window.bench.longTasks.push(...list.getEntries().map(task => task.startTime)))
        .observe({ type: 'longtask', buffered: true });
    new MutationObserver(() => {
        if (window.bench.readyAt === null && document.documentElement?.dataset.askwell === 'ready')
            window.bench.readyAt = performance.now();
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-askwell'] });
";

/// Counts frames and long tasks for four seconds.
const FOUR_SECONDS: &str = r"
    new Promise(done => {
        const start = performance.now();
        let frames = 0;
        const frame = now => {
            frames += 1;
            if (now - start < 4000) return requestAnimationFrame(frame);
            done([frames / (now - start) * 1000, window.bench.longTasks.filter(at => at >= start).length]);
        };
        requestAnimationFrame(frame);
    })
";

/// Moves the slider once a frame and times each move: from the input, which comes at the start of a frame as those of
/// a drag do, to the first task after that frame's style, layout and paint.
const MOVE_BUDGET: &str = r"
    async (slider, moves) => {
        const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
        const times = [];
        for (let i = 0; i < moves; i++) {
            const share = 1 - Math.abs(1 - 2 * i / moves);
            times.push(await new Promise(done => requestAnimationFrame(() => {
                const start = performance.now(), painted = new MessageChannel();
                painted.port1.onmessage = () => done(performance.now() - start);
                write.call(slider, share * slider.max);
                slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
                painted.port2.postMessage(null);
            })));
            await new Promise(done => setTimeout(done, 20));
        }
        return times;
    }
";

/// One line of the table.
struct Row {
    figure: &'static str,
    target: &'static str,
    measured: String,
    holds: Option<bool>,
}

/// Builds, measures, writes the table, and prints it.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    page::build()?;
    let server = Server::start(&page::askwell(true)?, &house::dist())?;
    let mut browser = Browser::launch(false)?;
    let version = browser.version()?;
    say("measuring");
    let mut page = browser.page(&Look::WIDE)?;
    let rows = measure(&mut page, &server.origin, arguments.moves)?;
    report::write(&arguments.out, "page", &table(&rows, &version))
}

fn measure(page: &mut Page<'_>, origin: &str, moves: u32) -> Result<Vec<Row>> {
    page.before_each_document(WATCH)?;
    page.navigate(&format!("{origin}/"))?;
    page.wait_for("window.bench.readyAt !== null", Duration::from_secs(120))
        .context("the page never got ready")?;
    let mut rows = opening(page)?;
    rows.extend(budget(page, moves)?);
    rows.extend(play(page)?);
    let outside = page.seen().outside(origin).count();
    rows.push(at_most("hosts contacted besides its own", "0", outside as f64, 0.0, ""));
    Ok(rows)
}

fn opening(page: &mut Page<'_>) -> Result<Vec<Row>> {
    let bytes = page.seen().bytes as f64 / 1000.0;
    let ready = page.evaluate("window.bench.readyAt")?.as_f64().context("no time of readiness")?;
    let picture = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")?;
    let picture = picture.as_f64().context("nothing was painted")?;
    Ok(vec![
        at_most(
            "bytes before the page is interactive, as they are sent",
            "at most 400 kB",
            bytes,
            400.0,
            " kB",
        ),
        at_most("first picture", "at most 1 s", picture / 1000.0, 1.0, " s"),
        at_most("ready: collected, trained, solved", "at most 15 s", ready / 1000.0, 15.0, " s"),
    ])
}

/// Moves the budget along the slider, once at the start of a frame each, as a drag does.
fn budget(page: &mut Page<'_>, moves: u32) -> Result<Vec<Row>> {
    focus(page, "budget")?;
    let measured = page.evaluate(&format!("({MOVE_BUDGET})({}, {moves})", element("budget")))?;
    let numbers = measured.as_array().context("the moves gave no times")?;
    let mut samples: Vec<f64> = numbers.iter().filter_map(Value::as_f64).collect();
    samples.sort_by(f64::total_cmp);
    let name = "budget input to painted policy and curve";
    Ok(vec![
        Row {
            figure: name,
            target: "p50",
            measured: format!("{:.1} ms", percentile(&samples, 0.5)),
            holds: None,
        },
        at_most(name, "p95 at most 16.7 ms", percentile(&samples, 0.95), 16.7, " ms"),
    ])
}

fn play(page: &mut Page<'_>) -> Result<Vec<Row>> {
    let play = element("play");
    if page.evaluate(&format!("!{play}"))? == true {
        bail!("there is nothing to play");
    }
    page.evaluate(&format!("{play}.click()"))?;
    let measured = page.evaluate(FOUR_SECONDS)?;
    let (Some(frames), Some(tasks)) = (measured[0].as_f64(), measured[1].as_f64()) else {
        bail!("four seconds of play gave {measured}");
    };
    Ok(vec![
        at_most("tasks over 50 ms in 4 s of play", "0", tasks, 0.0, ""),
        Row {
            figure: "frames while playing",
            target: "at least 55 a second",
            measured: format!("{frames:.0}"),
            holds: Some(frames >= 55.0),
        },
    ])
}

fn at_most(figure: &'static str, target: &'static str, measured: f64, limit: f64, unit: &str) -> Row {
    let places = if unit.is_empty() { 0 } else { usize::from(measured < 100.0) };
    let shown = format!("{measured:.places$}{unit}");
    Row { figure, target, measured: shown, holds: Some(measured <= limit) }
}

/// The smallest sample that at least a share of all samples does not exceed.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

fn table(rows: &[Row], browser: &str) -> String {
    let cores = report::cores();
    let mut text = format!(
        "## Page\n\n`cargo xtask bench page`: the optimised page, served by `askwell serve`, in {browser} without a \
         GPU, on {cores} cores.\n\n| figure | target | measured | holds |\n|---|---|---|---|\n"
    );
    for Row { figure, target, measured, holds } in rows {
        let holds = holds.map_or("", |holds| if holds { "yes" } else { "**no**" });
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {figure} | {target} | {measured} | {holds} |");
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_percentile_is_one_of_the_samples() {
        let samples: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(
            [0.0, 0.5, 0.95, 1.0].map(|share| crate::bench::page::percentile(&samples, share)),
            [1.0, 10.0, 19.0, 20.0]
        );
    }
}
