//! `cargo xtask bench trace`: a log of a million lines, natively and in the page: read, checked, counted, solved.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::bench::{Out, examples, report};
use crate::browser::{Browser, Look, Page};
use crate::build::page;
use crate::build::page::Server;
use crate::house;
use crate::house::say;
use crate::test::e2e::element;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    out: Out,
    /// Lines of the log
    #[arg(long, default_value_t = 1_000_000)]
    lines: u64,
    /// Runs; the median counts
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Measure the page in dist as it is, without building it
    #[arg(long)]
    built: bool,
}

/// Seconds from the drop to the frontier in the page.
const PAGE_MAX: f64 = 20.0;

/// Seconds from the drop to the frontier for the example logs.
const EXAMPLE_MAX: f64 = 2.0;

/// Counts what held up the page's own thread.
const WATCH: &str =
    "window.longTasks = 0; new PerformanceObserver(list => window.longTasks += list.getEntries().length)
    .observe({ type: 'longtask' });";

/// Seconds that a million lines may take to read.
const READ_MAX: f64 = 3.0;

/// Bytes that reading may hold.
const MEMORY_MAX: f64 = 1e9;

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let example = examples::program("trace")?;
    let lines = arguments.lines.to_string();
    let mut runs = Vec::new();
    for run in 1..=arguments.runs {
        say(format_args!("run {run} of {}", arguments.runs));
        runs.push(examples::ask(&example, &[&lines])?);
    }
    let log = tempfile::Builder::new().suffix(".jsonl").tempfile()?;
    house::run(Command::new(&example).arg(&lines).arg(log.path()))?;
    let in_page = in_the_page(log.path(), arguments.built)?;
    report::write(&arguments.out, "trace", &(text(&runs)? + &in_page))
}

/// The same log, and the two examples, from the file field of the page to the frontier.
fn in_the_page(log: &Path, built: bool) -> Result<String> {
    if !built {
        page::build()?;
    }
    let server = Server::start(&page::askwell(true)?, &house::dist())?;
    let mut browser = Browser::launch(false)?;
    let version = browser.version()?;
    say("measuring in the page");
    let mut page = browser.page(&Look::WIDE)?;
    page.navigate(&format!("{}/#open=log", server.origin))?;
    page.wait_for(&format!("!!{}", element("log-file")), Duration::from_secs(120))?;
    let examples: Vec<PathBuf> =
        ["twc", "babyai"].map(|name| house::root().join(format!("examples/logs/{name}.jsonl.gz"))).to_vec();
    // The first one also downloads the module.
    let of_examples = examples.iter().map(|file| opened(&mut page, file)).collect::<Result<Vec<f64>>>()?;
    page.evaluate(WATCH)?;
    let seconds = opened(&mut page, log)?;
    let long_tasks = page.evaluate("window.longTasks")?.as_u64().context("no count of long tasks")?;
    let peak = renderers_peak();
    let memory = megabytes(peak);
    let slowest = of_examples.iter().copied().fold(0.0, f64::max);
    let holds = |holds: bool| if holds { "yes" } else { "**no**" };
    Ok(format!(
        "\nIn the page ({version}, no GPU), from the file field to the frontier, the numbers compared afterwards:\n\n\
         | figure | target | measured | holds |\n|---|---|---|---|\n\
         | the same log | at most {PAGE_MAX} s | {seconds:.1} s | {} |\n\
         | tasks over 50 ms on the page's thread meanwhile | 0 | {long_tasks} | {} |\n\
         | the largest renderer process | under 1 GB | {memory} | {} |\n\
         | each example log | at most {EXAMPLE_MAX} s | {slowest:.2} s | {} |\n",
        holds(seconds <= PAGE_MAX),
        holds(long_tasks == 0),
        holds(peak.is_none_or(|bytes| bytes < MEMORY_MAX)),
        holds(slowest <= EXAMPLE_MAX),
    ))
}

/// Seconds from the file field to what is shown of the log.
fn opened(page: &mut Page<'_>, file: &Path) -> Result<f64> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let begin = Instant::now();
    page.give_file("[data-testid='log-file']", file)?;
    let shown = format!("{}?.textContent === '{name}'", element("log-name"));
    page.wait_for(&shown, Duration::from_secs(120)).with_context(|| name.clone())?;
    let seconds = begin.elapsed().as_secs_f64();
    page.wait_for(&format!("{}?.dataset.share == 1", element("log-compared")), Duration::from_secs(300))?;
    Ok(seconds)
}

/// The most memory that a renderer of a running Chromium has held, in bytes; where the system tells.
fn renderers_peak() -> Option<f64> {
    let peak = |process: PathBuf| -> Option<f64> {
        let command = fs::read(process.join("cmdline")).ok()?;
        if !String::from_utf8_lossy(&command).contains("--type=renderer") {
            return None;
        }
        let status = fs::read_to_string(process.join("status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? * 1024.0)
    };
    let processes = fs::read_dir("/proc").ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    processes.filter_map(peak).reduce(f64::max)
}

fn text(runs: &[Value]) -> Result<String> {
    let first = runs.first().context("no run")?;
    let number = |name: &str| first[name].as_f64().with_context(|| format!("{name}: missing"));
    let seconds = |name: &str| median(runs, |run| run[name].as_f64());
    let times = |name: &str| median(runs, |run| Some(run[name].as_f64()? / run["value_s"].as_f64()?));
    let memory = median(runs, |run| run["peak_bytes"].as_f64());
    let slowest = runs.iter().filter_map(|run| run["read_s"].as_f64()).fold(0.0, f64::max);
    let row = |what: &str, name: &str| -> Result<String> {
        let (seconds, times) =
            (seconds(name).context("a time is missing")?, times(name).context("a time is missing")?);
        Ok(format!("| {what} | {seconds:.2} s | {times:.2} |\n"))
    };
    let mut text = format!(
        "## Trace\n\n`cargo xtask bench trace`: natively, one thread, on {} cores, by the clock, median of {} runs. A \
         generated log (seed 1) of {} lines, {:.0} MB ({:.1} MB gzipped), {} episodes, {} states, read in chunks of 64 KiB. \
         Making the log is not counted.\n\n\
         | | time | times parsing the lines as `serde_json::Value` |\n|---|---|---|\n",
        report::cores(),
        runs.len(),
        number("lines")?,
        number("bytes")? / 1e6,
        number("packed")? / 1e6,
        number("episodes")?,
        number("states")?,
    );
    text.push_str(&row("read, checked, counted", "read_s")?);
    text.push_str(&row("the same, gzipped", "gzip_s")?);
    text.push_str(&row("each line as a `serde_json::Value`, thrown away", "value_s")?);
    text.push_str(&row("table, report, whole frontier, policies compared", "analyse_s")?);
    text.push_str(&row("one replicate of the intervals", "replicate_s")?);
    let holds = |holds: bool| if holds { "yes" } else { "**no**" };
    text.push_str(&format!(
        "\n| target | holds |\n|---|---|\n| a million lines are read natively in {READ_MAX} s, in the slowest run | {} |\n\
         | reading holds less than 1 GB: {} at most | {} |\n",
        holds(slowest / number("lines")? * 1e6 <= READ_MAX),
        megabytes(memory),
        holds(memory.is_none_or(|bytes| bytes <= MEMORY_MAX)),
    ));
    Ok(text)
}

fn megabytes(bytes: Option<f64>) -> String {
    bytes.map_or("not known".to_owned(), |bytes| format!("{:.0} MB", bytes / 1e6))
}

fn median(runs: &[Value], of: impl Fn(&Value) -> Option<f64>) -> Option<f64> {
    let mut all: Vec<f64> = runs.iter().filter_map(of).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_held_against_the_slowest_run() {
        let run = |read: f64| {
            serde_json::json!({
                "lines": 1e6, "bytes": 2e8, "packed": 6e6, "episodes": 1e5, "states": 6e4, "read_s": read, "gzip_s": 1.0,
                "value_s": 0.5, "analyse_s": 1.0, "replicate_s": 0.5, "peak_bytes": 5e7,
            })
        };
        let text = text(&[run(1.0), run(1.0), run(3.5)]).unwrap();
        assert!(text.contains("| read, checked, counted | 1.00 s | 2.00 |"), "{text}");
        assert!(text.contains("in the slowest run | **no** |"), "{text}");
        assert!(text.contains("50 MB at most | yes |"), "{text}");
    }
}
