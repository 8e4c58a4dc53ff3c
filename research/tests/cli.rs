//! The commands of the research: what they print and what they refuse.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn research(folder: &Path, arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_askwell-research"));
    command.current_dir(folder).args(arguments.split(' ')).output().unwrap()
}

/// A folder of its own for one test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("askwell-research-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_command_prints_its_table() {
    let place = folder("prints");
    for (arguments, header) in [
        ("choose visit --tasks 2 --train 2 --reps 1", "task,visit,level,r,sr,"),
        ("calibrate --generations 1 --population 2 --tasks 1", "row          measure "),
    ] {
        let output = research(&place, arguments);
        let (said, errors) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{arguments}: {errors}");
        assert!(said.starts_with(header) && said.lines().count() > 5, "{arguments}: {said}");
    }
    fs::remove_dir_all(place).unwrap();
}

#[test]
fn a_value_or_a_place_that_cannot_be_is_refused() {
    let place = folder("refuses");
    let start = "s-obj.llama.json";
    fs::write(place.join(start), "").unwrap();
    let spread = "expected a number above 0 and at most 1";
    for (arguments, expected) in [
        ("calibrate --spread NaN", spread),
        ("calibrate --spread 0", spread),
        ("calibrate --split s-hum", "the paper has no row for these to be calibrated to"),
        ("calibrate --actor abc", "expected llama or gpt-4o-mini"),
        (
            "calibrate --from s-obj.llama.json --out . --generations 1",
            "--out: ./s-obj.llama.json would be written over --from",
        ),
    ] {
        let output = research(&place, arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
        assert!(said.contains(expected), "{arguments}: {said}");
    }
    assert_eq!(fs::read_to_string(place.join(start)).unwrap(), "", "it stays");
    fs::remove_dir_all(place).unwrap();
}
