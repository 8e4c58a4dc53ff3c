//! `cargo xtask bench lighthouse`: Lighthouse over the served build, offline, as a desk and as a phone.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::bench::{Out, report};
use crate::build::page::Server;
use crate::build::{page, tools};
use crate::house;
use crate::house::say;

/// The newest Lighthouse that runs on node 20.
const VERSION: &str = "12.8.2";

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    out: Out,
    /// Measure the page in dist as it is, without building it
    #[arg(long)]
    built: bool,
}

/// Builds, measures, writes the table, and prints it.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    if !arguments.built {
        page::build()?;
    }
    let lighthouse = installed()?;
    tools::browsers()?;
    let server = Server::start(&page::askwell(!arguments.built)?, &page::built()?)?;
    let mut text = format!(
        "## Lighthouse\n\n`cargo xtask bench lighthouse`: Lighthouse {VERSION}, offline, over the build as `askwell \
         serve` sends it (compressed, cached).\n\n| as a | performance, at least .95 | accessibility, 1.00 | first \
         picture | longest wait | holds |\n|---|---|---|---|---|---|\n"
    );
    for (name, preset) in [("desk", Some("--preset=desktop")), ("phone", None)] {
        say(format_args!("Lighthouse, as a {name}"));
        let found = measure(&lighthouse, &server.origin, preset)?;
        let score = |category: &str| found["categories"][category]["score"].as_f64().unwrap_or(f64::NAN);
        let shown = |audit: &str| {
            found["audits"][audit]["displayValue"].as_str().unwrap_or("–").replace('\u{a0}', " ")
        };
        let (performance, accessibility) = (score("performance"), score("accessibility"));
        let holds = if performance >= 0.95 && accessibility >= 1.0 { "yes" } else { "**no**" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| {name} | {performance:.2} | {accessibility:.2} | {} | {} | {holds} |",
            shown("first-contentful-paint"),
            shown("total-blocking-time"),
        );
    }
    report::write(&arguments.out, "lighthouse", &text)
}

/// Lighthouse's own program, installed once from npm.
fn installed() -> Result<PathBuf> {
    let folder = house::tools()?.join(format!("lighthouse-{VERSION}"));
    let program = folder.join("node_modules/lighthouse/cli/index.js");
    if !program.is_file() {
        tools::npm(&folder, &format!("lighthouse@{VERSION}"))?;
    }
    Ok(program)
}

fn measure(lighthouse: &Path, origin: &str, preset: Option<&str>) -> Result<Value> {
    let file = house::target()?.join("lighthouse.json");
    let sandbox = if tools::is_root() { " --no-sandbox" } else { "" };
    house::run(
        Command::new("node")
            .arg(lighthouse)
            .arg(format!("{origin}/"))
            .args(["--quiet", "--output=json", "--only-categories=performance,accessibility"])
            .arg(format!("--output-path={}", file.display()))
            .arg(format!("--chrome-flags=--headless=new{sandbox} --disable-quic --no-first-run"))
            .args(preset)
            .env("CHROME_PATH", tools::chromium()?),
    )?;
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    serde_json::from_str(&text).context("Lighthouse wrote no JSON")
}
