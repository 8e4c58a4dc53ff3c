//! `cargo xtask bench peers`: other people's solvers on the same problems, values compared as well as times. They come
//! from PyPI into a virtual environment of their own; never in CI.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::bench::examples::ask;
use crate::bench::solver::{generated, least, milliseconds, ratio};
use crate::bench::{Out, examples, report};
use crate::house;
use crate::house::say;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    out: Out,
    /// The problems: numbers of states, with -far or without
    #[arg(long, value_delimiter = ',', default_values = ["10000", "10000-far", "200000"])]
    problems: Vec<String>,
}

/// The packages to install; one that cannot be installed is left out.
const PACKAGES: [&str; 4] = ["quantecon", "scipy", "mdpsolver", "stormpy"];

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let solver = examples::program("solver")?;
    let (python, missing) = environment()?;
    let mut text = format!(
        "## Peers\n\n`cargo xtask bench peers`: the same generated problem (seed 1, r = .03, γ .99) solved by others, to \
         1e-9 where they take a tolerance, best of several runs by the clock (ours before and after theirs); reading the problem is not counted. On {} cores.\n\n\
         | states | solver | task | time | times ours | times ours on two threads | value | difference |\n|---|---|---|---|---|---|---|---|\n",
        report::cores()
    );
    for name in &arguments.problems {
        say(format_args!("measuring {name} states"));
        let before = ask(&solver, &["measure", name])?;
        let answers = peers(&python, generated(&solver, name)?.path())?;
        // Ours once more afterwards: a slow spell of the machine is then no one's alone.
        let ours = least(before, &ask(&solver, &["measure", name])?);
        rows(&mut text, &ours, &answers)?;
    }
    if !missing.is_empty() {
        writeln!(text, "\nNot installed here, so not measured: {}.", missing.join(", "))?;
    }
    report::write(&arguments.out, "peers", &text)
}

/// A virtual environment with every package that installs; gives its Python and what is missing.
fn environment() -> Result<(PathBuf, Vec<&'static str>)> {
    let folder = house::tools()?.join("peers");
    let python = folder.join("bin/python");
    if !python.is_file() {
        say("making a virtual environment for the peers (once)");
        house::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    let mut missing = Vec::new();
    for package in PACKAGES {
        let there = Command::new(&python)
            .args(["-c", &format!("import {package}")])
            .stderr(Stdio::null())
            .status()
            .context("cannot run the environment's Python")?;
        if !there.success() {
            say(format_args!("installing {package}"));
            let installed = Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--only-binary=:all:", package])
                .stderr(Stdio::null())
                .status()?;
            if !installed.success() {
                missing.push(package);
            }
        }
    }
    Ok((python, missing))
}

/// One JSON line a peer.
fn peers(python: &Path, problem: &Path) -> Result<Vec<Value>> {
    let script = house::root().join("xtask/src/bench/peers.py");
    let output = Command::new(python).arg(script).arg(problem).stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8(output.stdout)?;
    text.lines().map(|line| serde_json::from_str(line).context("a peer's answer is no JSON")).collect()
}

fn rows(text: &mut String, ours: &Value, answers: &[Value]) -> Result<()> {
    let states = ours["problem"].as_str().unwrap_or_default();
    let solve = ours["solve_ms"].as_f64();
    let value = ours["value"].as_f64().context("no value")?;
    let frontier = ours["frontier_ms"].as_f64();
    let on_two = ours["solve_2_ms"].as_f64();
    let mut row = |name: &str, task: &str, time: Option<f64>, value: &str| {
        let (times, times_two) = (ratio(time, solve), ratio(time, on_two));
        let time = milliseconds(time);
        writeln!(text, "| {states} | {name} | {task} | {time} | {times} | {times_two} | {value} |")
    };
    let known = format!("{value:.9} | ");
    row("askwell", "one price", solve, &known)?;
    row("askwell, two threads", "one price", on_two, &known)?;
    row("askwell", "every budget", frontier, " | ")?;
    for answer in answers {
        let name = answer["peer"].as_str().unwrap_or_default();
        if let Some(error) = answer["error"].as_str() {
            row(name, "", None, &format!(" | {error}"))?;
            continue;
        }
        let found = answer["value"].as_f64().context("a peer gave no value")?;
        let task = answer["task"].as_str().unwrap_or_default();
        row(name, task, answer["ms"].as_f64(), &format!("{found:.9} | {:.1e}", found - value))?;
    }
    Ok(())
}
