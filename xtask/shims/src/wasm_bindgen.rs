//! `wasm-bindgen` itself, from its library, after the parts that a wasm loads later have been split off it.

mod split;

use std::ffi::OsString;

fn main() -> anyhow::Result<()> {
    let arguments = split::split_off(std::env::args_os().collect())?;
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(without_names(arguments))
}

/// Drops the names of functions unless debugging was asked for: they are a fifth of the download, and nothing on
/// the page reads them.
fn without_names(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let keeps_names = ["--keep-debug", "--debug", "--version", "-V"];
    if !arguments.iter().any(|argument| keeps_names.iter().any(|&kept| argument == kept)) {
        arguments.push("--remove-name-section".into());
    }
    arguments
}
