//! `cargo xtask bench problem`: a large problem given to the page, its tasks shared out among workers and by one alone.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::bench::{Out, examples, report, solver};
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
    /// The problem: a number of states, with -far or without
    #[arg(long, default_value = "200000")]
    problem: String,
    /// Runs of each, in turn; the least counts
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Measure the page in dist as it is, without building it
    #[arg(long)]
    built: bool,
}

/// The longest time of any step.
const LIMIT: Duration = Duration::from_secs(300);

/// The script's expression for the number of processors, and its replacement, which leaves no helper worker.
const PROCESSORS: (&str, &str) = (".hardwareConcurrency", ".hardwareConcurrency && 1");

/// Seconds of each step.
#[derive(Clone, Copy)]
struct Seconds {
    /// The time from the file field until all is read.
    read: f64,
    /// The time from then until the frontier is there and the first price is answered.
    frontier: f64,
    /// One more price: both rules.
    price: f64,
}

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    if !arguments.built {
        page::build()?;
    }
    let file = solver::generated(&examples::program("solver")?, &arguments.problem)?;
    report::write(&arguments.out, "problem", &measure(arguments, file.path())?)
}

fn measure(arguments: &Arguments, file: &Path) -> Result<String> {
    let askwell = page::askwell(true)?;
    let servers = [Server::start(&askwell, &house::dist())?, Server::start(&askwell, &alone()?)?];
    let mut browser = Browser::launch(false)?;
    let version = browser.version()?;
    let mut least: [Option<Seconds>; 2] = [None; 2];
    for run in 1..=arguments.runs {
        for (server, least) in servers.iter().zip(&mut least) {
            say(format_args!("run {run} of {} at {}", arguments.runs, server.origin));
            let seconds = opened(&mut browser.page(&Look::WIDE)?, &server.origin, file)?;
            *least = Some(least.map_or(seconds, |least| least.least(seconds)));
        }
    }
    let [Some(shared), Some(alone)] = least else { bail!("no run") };
    let mut text = format!(
        "## A large problem in the page\n\n`cargo xtask bench problem`: {} states ({} MB of MDP JSON) given to the page in \
         {version}, on {} cores, least of {} runs, the two in turn. Alone is the same build whose module is told that there \
         is one processor. The file is read by one worker in both.\n\n\
         | seconds | shared out | alone | alone / shared out |\n|---|---|---|---|\n",
        arguments.problem,
        fs::metadata(file)?.len() / 1_000_000,
        report::cores(),
        arguments.runs,
    );
    for (what, shared, alone) in [
        ("the file read", shared.read, alone.read),
        ("the whole frontier, the first price", shared.frontier, alone.frontier),
        ("one price: both rules", shared.price, alone.price),
    ] {
        text += &format!("| {what} | {shared:.2} | {alone:.2} | {:.1} |\n", alone / shared);
    }
    Ok(text)
}

/// The built page again, its module told that there is one processor.
fn alone() -> Result<PathBuf> {
    let folder = house::target()?.join("bench-problem");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut changed = 0;
    copy(&house::dist(), &folder, &mut changed)?;
    ensure!(changed > 0, "no script asks for {}", PROCESSORS.0);
    Ok(folder)
}

/// Copies a folder; a script that asks for the processors is changed, and what is compressed of it left out.
fn copy(from: &Path, to: &Path, changed: &mut u32) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let from = entry?.path();
        let to = to.join(from.file_name().context("a file has no name")?);
        if from.is_dir() {
            copy(&from, &to, changed)?;
        } else if from.extension().is_some_and(|extension| extension == "js") {
            let script = fs::read_to_string(&from)?;
            *changed += u32::from(script.contains(PROCESSORS.0));
            fs::write(&to, script.replace(PROCESSORS.0, PROCESSORS.1))?;
        } else if !from.to_string_lossy().contains(".js.") {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

fn opened(page: &mut Page<'_>, origin: &str, file: &Path) -> Result<Seconds> {
    page.navigate(&format!("{origin}/#open=problems"))?;
    page.wait_for(&format!("!!{}", element("problem-file")), LIMIT)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let begin = Instant::now();
    page.give_file("[data-testid='problem-file']", file)?;
    page.wait_for(&format!("!!{}", element("problem-solving")), LIMIT).context("the file is read")?;
    let read = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    page.wait_for(&format!("{}?.textContent === '{name}'", element("problem-name")), LIMIT)?;
    let frontier = begin.elapsed().as_secs_f64();
    page.evaluate(&format!("{}.focus()", element("problem-price-0")))?;
    let mut price = f64::INFINITY;
    for key in ["Home", "End"] {
        let states = format!("{}?.textContent", element("problem-states"));
        let before = page.evaluate(&states)?;
        let begin = Instant::now();
        page.press(key)?;
        page.wait_for(&format!("{states} !== {before}"), LIMIT).with_context(|| format!("after {key}"))?;
        price = price.min(begin.elapsed().as_secs_f64());
    }
    Ok(Seconds { read, frontier, price })
}

impl Seconds {
    fn least(self, other: Self) -> Self {
        Self {
            read: self.read.min(other.read),
            frontier: self.frontier.min(other.frontier),
            price: self.price.min(other.price),
        }
    }
}
