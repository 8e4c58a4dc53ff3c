//! The folder that the browser measures in: our engines, theirs, the models, and what onnxruntime answers.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;

use crate::bench::examples;
use crate::bench::networks::COMPARED;
use crate::build::files::files;
use crate::build::tools;
use crate::house;
use crate::house::say;

const ORT_WEB: &str = "1.30.0";
/// The files of onnxruntime-web: the CPU's three, then WebGPU's.
const ORT_CPU: [&str; 3] = ["ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"];
const ORT_GPU: [&str; 3] =
    ["ort.webgpu.min.mjs", "ort-wasm-simd-threaded.asyncify.mjs", "ort-wasm-simd-threaded.asyncify.wasm"];

const PAGE: &str = "<!doctype html><title>measuring</title>\n";

/// The download size of an engine.
pub(super) struct Weight {
    pub(super) engine: &'static str,
    pub(super) bytes: u64,
}

pub(super) fn stage() -> Result<PathBuf> {
    let folder = house::target()?.join("bench-networks");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("index.html"), PAGE)?;
    fs::write(folder.join("engines.js"), include_str!("engines.js"))?;
    examples::module("networks", &folder)?;
    for engine in ["engine", "webgpu"] {
        copy(&built(engine)?, &folder.join(engine), |name| !name.ends_with(".gz") && !name.ends_with(".br"))?;
    }
    let ort = tools::npm_package("onnxruntime-web", ORT_WEB)?.join("dist");
    copy(&ort, &folder.join("ort"), |name| ORT_CPU.contains(&name) || ORT_GPU.contains(&name))?;
    let models = house::root().join("models");
    copy(&models, &folder.join("models"), |name| name.ends_with(".onnx"))?;
    fs::write(folder.join("expected.json"), answers(&models)?)?;
    Ok(folder)
}

/// The folder of an engine in the page that was built last.
fn built(engine: &str) -> Result<PathBuf> {
    let is_it = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("{engine}-")))
    };
    let entries = fs::read_dir(house::dist()).context("there is no page; cargo xtask dist builds it")?;
    let found =
        entries.filter_map(|entry| Some(entry.ok()?.path())).find(|path| path.is_dir() && is_it(path));
    found.with_context(|| format!("the page in dist has no {engine}; cargo xtask dist builds it"))
}

fn copy(from: &Path, to: &Path, wanted: fn(&str) -> bool) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && wanted("a folder's name") {
            copy(&path, &to.join(&name), wanted)?;
        } else if path.is_file() && wanted(&name) {
            fs::copy(&path, to.join(&name)).with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

/// The example's figures, natively.
pub(super) fn native() -> Result<Value> {
    let program = examples::program("networks")?;
    say("training natively");
    examples::ask(&program, &[])
}

/// The answers of onnxruntime, from Python.
fn answers(models: &Path) -> Result<Vec<u8>> {
    let python =
        tools::python("onnx", &["--only-binary=:all:", "onnx", "onnxruntime"], "onnx and onnxruntime")?;
    let batches = COMPARED.map(|batch| batch.to_string()).join(",");
    let script = house::root().join("xtask/src/bench/networks/answers.py");
    let output =
        Command::new(python).arg(script).arg(models).arg(batches).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "onnxruntime refused a model, or answers differently at some batch");
    Ok(output.stdout)
}

/// The size of each engine in bytes, compressed as the server sends it.
pub(super) fn weights(folder: &Path) -> Result<Vec<Weight>> {
    let all = |names: &[&str]| names.iter().map(|name| folder.join("ort").join(name)).collect::<Vec<_>>();
    let weigh = |engine, files: Vec<PathBuf>| {
        let bytes = files.iter().map(|file| compressed(file)).sum::<Result<u64>>()?;
        Ok(Weight { engine, bytes })
    };
    [
        weigh("rten, with our checks", files(&folder.join("engine"))?),
        weigh("wonnx", files(&folder.join("webgpu"))?),
        weigh("onnxruntime-web, wasm", all(&ORT_CPU)),
        weigh("onnxruntime-web, WebGPU", all(&ORT_GPU)),
    ]
    .into_iter()
    .collect()
}

fn compressed(file: &Path) -> Result<u64> {
    let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&content)?;
    Ok(encoder.finish()?.len() as u64)
}
