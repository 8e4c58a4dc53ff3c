//! The claims of the README: every one is true.

use std::{fs, process::Command};

const README: &str = include_str!("../../README.md");

#[test]
fn its_example_is_read_by_the_command_line() {
    let (_, rest) = README.split_once("```json\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), example).unwrap();
    let frontier = |options: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_askwell"));
        let output = command.arg("frontier").arg(file.path()).args(options).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let (_, rest) = rest.split_once("```text\n").unwrap();
    let (shown, _) = rest.split_once("```").unwrap();
    assert_eq!(frontier(&[]), shown);
    let answer: serde_json::Value = serde_json::from_str(&frontier(&["--json"])).unwrap();
    // Never asking: .95 * .3. Asking at the start: .95 * .9.
    let success = |point: usize| answer["breakpoints"][point]["success"].as_f64().unwrap();
    assert!((success(0) - 0.285).abs() < 1e-9 && (success(1) - 0.855).abs() < 1e-9, "{answer}");
}
