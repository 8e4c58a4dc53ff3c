//! The wasm modules beside the page's: the two engines and the reader of logs.
//! The modules are built below the normal build folder, then put into the page's folder under a name that holds their
//! digest. `index.html` says where the modules are.
//!
//! A hook of Trunk (Trunk.toml): it takes the folder that is about to be published. A page without engines scores by
//! itself, and says so.

use std::{
    env, fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::build::files::{files, mark};
use crate::build::{languages, offline, page, parts, said, tools};
use crate::house;
use crate::house::say;

const WASM: &str = "wasm32-unknown-unknown";

/// One module: its name, and how it comes to be.
struct Module {
    name: &'static str,
    build: fn() -> Result<PathBuf>,
}

const MODULES: [Module; 3] = [
    Module { name: "engine", build: build_engine },
    Module { name: "webgpu", build: build_webgpu },
    Module { name: "log", build: build_log },
];

/// The names of the modules.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    MODULES.into_iter().map(|module| module.name)
}

/// Builds the modules and puts them into the folder Trunk is about to publish, or into `dist`.
pub(crate) fn run() -> Result<()> {
    let page = env::var_os("TRUNK_STAGING_DIR").map_or_else(house::dist, PathBuf::from);
    if env::var_os(page::DRAFT_VARIABLE).is_none() {
        add(&page)?;
    }
    add_logs(&page)?;
    languages::add(&page)?;
    said::fill(&page.join("index.html"))?;
    parts::add(&page)?;
    offline::finish(&page)
}

/// The example logs, gzipped as they are, under names that no host takes for twins of other files.
fn add_logs(page: &Path) -> Result<()> {
    let goal = page.join("logs");
    fs::create_dir_all(&goal).with_context(|| format!("cannot make {}", goal.display()))?;
    for file in files(&house::root().join("examples/logs"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(".jsonl.gz") {
            fs::copy(&file, goal.join(format!("{name}.log")))?;
        }
    }
    Ok(())
}

fn add(page: &Path) -> Result<()> {
    let bindgen = tools::shims()?.join("wasm-bindgen");
    let mut marks = String::new();
    for module in MODULES {
        let wasm = (module.build)()?;
        let bound = house::target()?.join("engines").join(module.name);
        bind(&bindgen, &wasm, &bound, module.name)?;
        let folder = format!("{}-{:016x}", module.name, digest(&bound)?);
        copy(&bound, &page.join(&folder))?;
        marks
            .push_str(&format!("<meta name=\"askwell-{0}\" content=\"{folder}/{0}.js\">\n    ", module.name));
    }
    mark(&page.join("index.html"), &marks)
}

/// rten and what surrounds it.
fn build_engine() -> Result<PathBuf> {
    say("building the CPU engine");
    build_member("engine")
}

/// The reader of logs.
fn build_log() -> Result<PathBuf> {
    say("building the reader of logs");
    build_member("log")
}

/// A package of the workspace, with the page's lock.
fn build_member(name: &str) -> Result<PathBuf> {
    let mut command = house::cargo();
    // The page's flags inline little; a module's time is all in its loops.
    command.env_remove(page::FLAGS_VARIABLE);
    command.args(["build", "--quiet", "--locked", "--profile=web", &format!("--package=askwell-{name}")]);
    house::run(command.arg(format!("--target={WASM}")))?;
    Ok(house::target()?.join(WASM).join(format!("web/{name}.wasm")))
}

/// wonnx, with a lock, flags and a build folder of its own.
fn build_webgpu() -> Result<PathBuf> {
    say("building the WebGPU engine (the first time takes 2 to 4 minutes)");
    let target = house::target()?.join("webgpu");
    let mut command = house::cargo();
    command
        .current_dir(house::root().join("webgpu"))
        // Its flags stand in webgpu/.cargo/config.toml; these would take their place.
        .env_remove(page::FLAGS_VARIABLE)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("CARGO_TARGET_DIR", &target)
        .args(["build", "--quiet", "--locked", "--release", &format!("--target={WASM}")]);
    house::run(&mut command)?;
    Ok(target.join(WASM).join("release/webgpu.wasm"))
}

/// Writes the JavaScript side of a module; what was there before goes.
fn bind(bindgen: &Path, wasm: &Path, into: &Path, name: &str) -> Result<()> {
    if into.exists() {
        fs::remove_dir_all(into).with_context(|| format!("cannot clear {}", into.display()))?;
    }
    let mut command = Command::new(bindgen);
    command.args(["--target=web", "--no-typescript", "--out-name", name, "--out-dir"]);
    house::run(command.arg(into).arg(wasm))
}

fn digest(folder: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files(folder)? {
        hasher.write(file.strip_prefix(folder)?.to_string_lossy().as_bytes());
        hasher.write(&fs::read(&file)?);
    }
    Ok(hasher.finish())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let goal = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(goal.parent().context("a file without a folder")?)?;
        fs::copy(&file, &goal).with_context(|| format!("cannot write {}", goal.display()))?;
    }
    Ok(())
}
