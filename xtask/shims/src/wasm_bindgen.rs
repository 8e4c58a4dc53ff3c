//! `wasm-bindgen` itself, from its library.

use std::ffi::OsString;

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(without_names(std::env::args_os().collect()))
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
