//! The one build path: what Trunk builds into `dist` is what is served, tested, measured and photographed.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::build::tools;
use crate::house;
use crate::house::say;

/// The variable from which cargo reads flags for wasm, before any .cargo/config.toml.
pub(crate) const FLAGS_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Tells the hook that builds the engines of a draft, which has none.
pub(crate) const DRAFT_VARIABLE: &str = "ASKWELL_DRAFT";

/// The compiler flags of the page's wasm: those of .cargo/config.toml, with little inlined.
/// Most of the page is code that runs once a frame at most. At the usual threshold its copies are a fifth of the
/// download. Loops are vectorised all the same.
///
/// The parts named in `bin/web/lazy/split.rs` are split off; for this the linker must keep its relocations.
const RUSTFLAGS: &str = "-C target-feature=+simd128 -C llvm-args=-inline-threshold=40 -C llvm-args=-inlinehint-threshold=60 \
     --cfg askwell_split -C link-arg=--emit-relocs";

/// The options of a build of the page.
#[derive(clap::Args, Default)]
pub(crate) struct Arguments {
    /// Quickly, to look at: not optimised for size, without the engines' modules
    #[arg(long)]
    draft: bool,
    /// Also build the command line with the page inside: one file to run anywhere
    #[arg(long, conflicts_with = "draft")]
    binary: bool,
}

/// Builds the page with Trunk, optimised, into `dist`.
pub(crate) fn build() -> Result<()> {
    build_as(&Arguments::default())
}

/// Builds the page as it is meant.
pub(crate) fn build_as(arguments: &Arguments) -> Result<()> {
    let folders = tools::for_the_page()?;
    say("fetching what Cargo.lock names");
    for folder in [house::root(), house::root().join("webgpu")] {
        house::run(house::cargo().current_dir(folder).args(["fetch", "--quiet", "--locked"]))?;
    }
    say("building the page");
    let mut command = Command::new("trunk");
    command
        .args(["--quiet", "build", "--offline", "--skip-version-check"])
        .current_dir(house::root())
        .env("PATH", tools::path_with(&folders)?)
        .env_remove("NO_COLOR");
    if arguments.draft {
        command.env(DRAFT_VARIABLE, "1");
    } else {
        command.arg("--release").env(FLAGS_VARIABLE, RUSTFLAGS);
    }
    house::run(&mut command)?;
    if arguments.binary { carrying_the_page() } else { Ok(()) }
}

/// The native `askwell` with the page in dist inside.
fn carrying_the_page() -> Result<()> {
    say("building the binary that carries the page");
    house::run(house::cargo().args([
        "build",
        "--quiet",
        "--locked",
        "--release",
        "--bin=askwell",
        "--features=bundle",
    ]))?;
    say(format_args!("wrote {}", house::target()?.join("release/askwell").display()));
    Ok(())
}

/// The folder of the last build; an error where there is none.
pub(crate) fn built() -> Result<PathBuf> {
    let dist = house::dist();
    if !dist.join("index.html").is_file() {
        bail!("the page is not built yet; build it with: cargo xtask dist");
    }
    Ok(dist)
}

/// The native `askwell`: optimised for use, or the one `cargo test` has built already.
pub(crate) fn askwell(optimised: bool) -> Result<PathBuf> {
    say("building the server");
    let mut command = house::cargo();
    command.args(["build", "--quiet", "--locked", "--bin=askwell"]);
    if optimised {
        command.arg("--release");
    }
    house::run(&mut command)?;
    let name = format!("askwell{}", std::env::consts::EXE_SUFFIX);
    Ok(house::target()?.join(if optimised { "release" } else { "debug" }).join(name))
}

/// A server of the built page on a free port, ended when dropped.
pub(crate) struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub(crate) origin: String,
}

impl Server {
    /// Starts `askwell serve` and reads from its first line where it listens.
    pub(crate) fn start(askwell: &Path, dist: &Path) -> Result<Self> {
        Self::start_with(askwell, dist, &[])
    }

    /// The same with more of the command line.
    pub(crate) fn start_with(askwell: &Path, dist: &Path, more: &[&OsStr]) -> Result<Self> {
        let mut child = Command::new(askwell)
            .args(["serve", "--port", "0", "--app"])
            .arg(dist)
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", askwell.display()))?;
        let output = child.stdout.take().context("the server has no output")?;
        let mut server = Self { child, origin: String::new() };
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        server.origin = address(&line).with_context(|| format!("the server gave no address but {line:?}"))?;
        Ok(server)
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that is gone already needs no ending.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address(line: &str) -> Option<String> {
    line.split_whitespace()
        .find(|word| word.starts_with("http://"))
        .map(|word| word.trim_end_matches('/').into())
}
