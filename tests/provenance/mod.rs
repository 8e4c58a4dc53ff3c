//! The commands that the page shows: each is run as it stands, and gives what the page holds, digit by digit.

mod evidence;
mod log;
mod problem;

use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// Runs a command in a folder, with more arguments behind it; answers what it says.
fn run(command: &str, more: &[&str], folder: &TempDir) -> String {
    let words = shlex::split(command).unwrap();
    assert_eq!(words[0], "askwell", "{command}");
    let mut askwell = Command::new(env!("CARGO_BIN_EXE_askwell"));
    let output = askwell.args(&words[1..]).args(more).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{command}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(command: &str, folder: &TempDir) -> Value {
    serde_json::from_str(&run(command, &["--json"], folder)).unwrap()
}
