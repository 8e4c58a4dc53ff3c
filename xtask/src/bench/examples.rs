//! The examples that measure themselves, natively and in the browser.

use std::{
    env::consts::EXE_SUFFIX,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::build::tools;
use crate::house;
use crate::house::say;

/// Builds an example, optimised; gives its program.
pub(super) fn program(name: &str) -> Result<PathBuf> {
    say(format_args!("building the example {name}"));
    build(name, &["--release"])?;
    Ok(house::target()?.join("release/examples").join(format!("{name}{EXE_SUFFIX}")))
}

/// The JSON document that a program prints.
pub(super) fn ask(program: &Path, arguments: &[&str]) -> Result<Value> {
    let shown = program.display();
    let output =
        Command::new(program).args(arguments).output().with_context(|| format!("cannot run {shown}"))?;
    if !output.status.success() {
        bail!("{shown} {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Builds an example for the browser, as the page is built, and puts it as a module into a folder.
pub(super) fn module(name: &str, folder: &Path) -> Result<()> {
    tools::wasm_target()?;
    let path = tools::path_with(&[tools::shims()?])?;
    say(format_args!("building the example {name} for the browser"));
    build(name, &["--profile=web", "--target=wasm32-unknown-unknown"])?;
    let binary = house::target()?.join(format!("wasm32-unknown-unknown/web/examples/{name}.wasm"));
    let mut bindgen = Command::new("wasm-bindgen");
    bindgen.args(["--target=web", "--no-typescript", "--out-dir"]).arg(folder).arg(&binary);
    house::run(bindgen.env("PATH", &path))
}

fn build(name: &str, how: &[&str]) -> Result<()> {
    let mut command = house::cargo();
    command.args(["build", "--quiet", "--locked", "--no-default-features", "--example", name]).args(how);
    house::run(&mut command)
}
