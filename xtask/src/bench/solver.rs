//! `cargo xtask bench solver`: the solver natively and in a real Chromium, on the household's table and on generated
//! problems, beside what the memory allows.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::NamedTempFile;

use crate::bench::examples::ask;
use crate::bench::{Out, examples, report};
use crate::browser::{Browser, Look};
use crate::build::page::Server;
use crate::build::{page, tools};
use crate::house;
use crate::house::say;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    out: Out,
    /// Leave the browser out
    #[arg(long)]
    native: bool,
}

/// The problems: the household's table, then numbers of states; the last is too large for a browser.
const PROBLEMS: [&str; 5] = ["household", "10000", "10000-far", "200000", "5000000"];
const IN_THE_BROWSER: usize = 4;

const PAGE: &str =
    "<!doctype html><title>measuring</title><script type=\"module\" src=\"start.js\"></script>\n";
const START: &str = "import init from './solver.js';\ninit();\n";

/// One problem's figures.
struct Measured {
    native: Value,
    browser: Option<Value>,
}

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let solver = examples::program("solver")?;
    let memory = ask(&solver, &["memory"])?;
    let mut measured = Vec::new();
    for problem in PROBLEMS {
        say(format_args!("measuring {problem}"));
        measured.push(Measured { native: ask(&solver, &["measure", problem])?, browser: None });
    }
    let read = read(&solver)?;
    let mut version = None;
    if !arguments.native {
        version = Some(in_the_browser(&solver, &mut measured[..IN_THE_BROWSER])?);
    }
    report::write(&arguments.out, "solver", &text(&measured, &memory, &read, version.as_deref())?)
}

/// The largest problem as a file: written, read, solved once.
fn read(solver: &Path) -> Result<Value> {
    let largest = PROBLEMS[PROBLEMS.len() - 1];
    say(format_args!("reading {largest} states from a file"));
    let file = generated(solver, largest)?;
    ask(solver, &["read", &file.path().to_string_lossy()])
}

/// A problem of the generator, as a file.
pub(super) fn generated(solver: &Path, problem: &str) -> Result<NamedTempFile> {
    let file = tempfile::Builder::new().suffix(".json").tempfile()?;
    house::run(Command::new(solver).args(["generate", problem]).stdout(file.reopen()?))?;
    Ok(file)
}

/// The least time of each that was measured twice.
pub(super) fn least(mut first: Value, second: &Value) -> Value {
    for time in ["solve_ms", "solve_2_ms", "frontier_ms"] {
        if first[time].as_f64() > second[time].as_f64() {
            first[time] = second[time].clone();
        }
    }
    first
}

/// Builds the same example for the browser and measures there, and natively once more in turn: a slow spell of the
/// machine is then no one's alone. Gives the browser's version.
fn in_the_browser(solver: &Path, measured: &mut [Measured]) -> Result<String> {
    let folder = wasm()?;
    let server = Server::start(&page::askwell(true)?, &folder)?;
    let mut browser = Browser::launch(false)?;
    let version = browser.version()?;
    for (measured, problem) in measured.iter_mut().zip(PROBLEMS) {
        say(format_args!("measuring {problem} in {version}"));
        let first = of_page(&mut browser, &server, problem)?;
        let native = ask(solver, &["measure", problem])?;
        let second = of_page(&mut browser, &server, problem)?;
        measured.native = least(measured.native.take(), &native);
        measured.browser = Some(least(first, &second));
    }
    Ok(version)
}

/// The output of the solver's example in a page.
fn of_page(browser: &mut Browser, server: &Server, problem: &str) -> Result<Value> {
    let mut page = browser.page(&Look::WIDE)?;
    page.navigate(&format!("{}/#{problem}", server.origin))?;
    page.wait_for("document.title.startsWith('{')", Duration::from_secs(600))
        .with_context(|| format!("{problem}: no answer from the browser"))?;
    let title = page.evaluate("document.title")?;
    Ok(serde_json::from_str(title.as_str().context("the title is no text")?)?)
}

/// The example as a page of its own, built as the page is.
fn wasm() -> Result<PathBuf> {
    tools::browsers()?;
    let folder = house::target()?.join("bench-solver");
    fs::create_dir_all(&folder)?;
    examples::module("solver", &folder)?;
    fs::write(folder.join("index.html"), PAGE)?;
    fs::write(folder.join("start.js"), START)?;
    Ok(folder)
}

fn text(measured: &[Measured], memory: &Value, read: &Value, browser: Option<&str>) -> Result<String> {
    let triad = memory["triad_gb_s"].as_f64().context("no speed of the memory")?;
    let mut text = format!(
        "## Solver\n\n`cargo xtask bench solver`: one exact solve (r = .03) and the whole frontier, one thread unless two are named, on {} \
         cores; natively and in {}, by the clock, best of several runs. The limit is one look at \
         every number of the table at the memory's speed, {triad:.1} GB/s (triad, one thread, same run); a task stays \
         in the cache while it is solved, so the work is bound by arithmetic, not by this. Generated problems: γ .99, \
         tasks of 50 to 200 states, each state leading to three between 5 back and 10 ahead (with -far: anywhere in its \
         task, where elimination fills in), seed 1.\n\n\
         | problem | states | solve | on two threads | frontier | frontier / solve | look-up | limit | solve / limit | paper, 40 prices | \
         browser: solve | wasm / native | browser: frontier | wasm / native |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
        report::cores(),
        browser.unwrap_or("no browser"),
    );
    for Measured { native, browser } in measured {
        let number = |of: &Value, name: &str| of[name].as_f64();
        let (solve, frontier) = (number(native, "solve_ms"), number(native, "frontier_ms"));
        let limit = number(native, "bytes").map(|bytes| bytes / triad / 1e6);
        let in_browser = |name: &str| browser.as_ref().and_then(|browser| number(browser, name));
        let (wasm_solve, wasm_frontier) = (in_browser("solve_ms"), in_browser("frontier_ms"));
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            native["problem"].as_str().unwrap_or_default(),
            native["states"],
            milliseconds(solve),
            milliseconds(number(native, "solve_2_ms")),
            milliseconds(frontier),
            ratio(frontier, solve),
            number(native, "lookup_us").map_or("".to_owned(), |us| format!("{us:.2} µs")),
            milliseconds(limit),
            ratio(solve, limit),
            milliseconds(number(native, "paper_40_ms")),
            milliseconds(wasm_solve),
            ratio(wasm_solve, solve),
            milliseconds(wasm_frontier),
            ratio(wasm_frontier, frontier),
        )?;
    }
    let states = read["states"].as_f64().context("no states were read")?;
    let a_state = read["peak_bytes"].as_f64().map(|bytes| bytes / states);
    writeln!(
        text,
        "\n{states} states read from MDP JSON ({:.2} GB, {:.0} s) and solved once: {} bytes a state held at most.",
        read["file_bytes"].as_f64().unwrap_or_default() / 1e9,
        read["read_ms"].as_f64().unwrap_or_default() / 1e3,
        a_state.map_or("?".to_owned(), |bytes| format!("{bytes:.0}")),
    )?;
    text.push_str(&targets(measured, a_state)?);
    Ok(text)
}

/// The targets, and if each is met.
fn targets(measured: &[Measured], a_state: Option<f64>) -> Result<String> {
    let number = |of: &Value, name: &str| of[name].as_f64().unwrap_or(f64::NAN);
    let household = &measured[0];
    let mut lines = vec![(
        "frontier of the household's table, natively: at most 16 ms".to_owned(),
        number(&household.native, "frontier_ms") <= 16.0,
    )];
    if let Some(browser) = &household.browser {
        let frontier = number(browser, "frontier_ms");
        lines.push(("the same in the browser: at most 25 ms".to_owned(), frontier <= 25.0));
    }
    for Measured { native, browser } in measured {
        let problem = native["problem"].as_str().unwrap_or_default();
        let over = number(native, "frontier_ms") / number(native, "solve_ms");
        lines.push((format!("{problem}: frontier within 10 times one solve"), over <= 10.0));
        let Some(browser) = browser else { continue };
        for (figure, name) in [("solve", "solve_ms"), ("frontier", "frontier_ms")] {
            let over = number(browser, name) / number(native, name);
            lines.push((
                format!("{problem}: the browser's {figure} within 1.5 times the native one"),
                over <= 1.5,
            ));
        }
    }
    if let Some(bytes) = a_state {
        let target = "5,000,000 states from a file: about 200 bytes a state (at most 210)";
        lines.push((target.to_owned(), bytes <= 210.0));
    }
    let mut text = "\n| target | holds |\n|---|---|\n".to_owned();
    for (target, holds) in lines {
        writeln!(text, "| {target} | {} |", if holds { "yes" } else { "**no**" })?;
    }
    Ok(text)
}

/// A time for people.
pub(super) fn milliseconds(time: Option<f64>) -> String {
    match time {
        None => String::new(),
        Some(time) if time < 100.0 => format!("{time:.1} ms"),
        Some(time) => format!("{time:.0} ms"),
    }
}

/// The ratio of two times, as text.
pub(super) fn ratio(time: Option<f64>, other: Option<f64>) -> String {
    time.zip(other).map_or(String::new(), |(time, other)| format!("{:.1}", time / other))
}
