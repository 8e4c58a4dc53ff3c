//! `cargo xtask bench networks`: training and scoring in the browser, every engine beside onnxruntime (Python) and
//! onnxruntime-web (npm) on the same models, what each weighs, and how fast one takes over from another. Both runtimes
//! are fetched into the tools folder and are no part of the page.

mod fall;
mod report;
mod stage;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::bench::Out;
use crate::browser::{Browser, Look};
use crate::build::page::Server;
use crate::build::{page, tools};
use crate::house;
use crate::house::say;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    out: Out,
    /// The page and its engines in dist as they are, without building them
    #[arg(long)]
    built: bool,
}

/// Batches at which answers are compared.
const COMPARED: [u32; 5] = [1, 7, 64, 1000, 4096];
/// Batches that are timed.
const TIMED: [u32; 5] = [1, 64, 256, 1024, 4096];
/// Models that are timed: 64-48-1 and 32-24-1.
const TIMED_MODELS: [&str; 2] = ["prm_s_obj", "q_s_obj"];

/// All that was measured.
struct Measured {
    browser: String,
    native: Value,
    trained: Value,
    on_cpu: Value,
    on_gpu: Value,
    falls: Vec<fall::Fall>,
    weights: Vec<stage::Weight>,
}

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    tools::browsers()?;
    if !arguments.built {
        page::build()?;
    }
    let askwell = page::askwell(true)?;
    let folder = stage::stage()?;
    let native = stage::native()?;
    let server = Server::start(&askwell, &folder)?;
    let mut browser = Browser::launch(false)?;
    let version = browser.version()?;
    say(format_args!("training in {version}"));
    let trained = trained(&mut browser, &server.origin)?;
    say("scoring on the CPU");
    let states = trained["states"].as_u64().context("no states were scored")?;
    let on_cpu = engines(&mut browser, &server.origin, false, states)?;
    drop(browser);
    let mut browser = Browser::launch(true)?;
    say("scoring on WebGPU");
    let on_gpu = engines(&mut browser, &server.origin, true, states)?;
    say("taking engines away");
    let page = Server::start(&askwell, &house::dist())?;
    let falls = fall::measure(&mut browser, &page.origin)?;
    let weights = stage::weights(&folder)?;
    let measured = Measured { browser: version, native, trained, on_cpu, on_gpu, falls, weights };
    crate::bench::report::write(&arguments.out, "networks", &report::text(&measured)?)
}

/// The times that the example measures in the browser.
fn trained(browser: &mut Browser, origin: &str) -> Result<Value> {
    let mut page = browser.page(&Look::WIDE)?;
    page.navigate(&format!("{origin}/"))?;
    let title =
        page.evaluate("import('./networks.js').then(it => it.default()).then(() => document.title)")?;
    serde_json::from_str(title.as_str().unwrap_or_default()).context("the browser has not trained")
}

fn engines(browser: &mut Browser, origin: &str, webgpu: bool, states: u64) -> Result<Value> {
    let mut page = browser.page(&Look::WIDE)?;
    page.navigate(&format!("{origin}/"))?;
    page.evaluate(&format!(
        "import('./engines.js').then(it => \
           it.measure({webgpu}, {COMPARED:?}, {TIMED_MODELS:?}, {TIMED:?}, {states}))"
    ))
}
