//! The commands that the page shows: each is run as it stands, and gives what the page holds, digit by digit.

mod evidence;
mod log;
mod problem;

use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The words of a command as a shell reads them, single quotes included.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted, mut is_word) = (Vec::new(), String::new(), false, false);
    let mut signs = command.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\'' => (is_quoted, is_word) = (!is_quoted, true),
            '\\' if !is_quoted => word.extend(signs.next()),
            ' ' if !is_quoted => {
                if !word.is_empty() || is_word {
                    words.push(std::mem::take(&mut word));
                }
                is_word = false;
            }
            sign => word.push(sign),
        }
    }
    if !word.is_empty() || is_word {
        words.push(word);
    }
    words
}

/// Runs a command in a folder, with more arguments behind it; answers what it says.
fn run(command: &str, more: &[&str], folder: &TempDir) -> String {
    let words = words(command);
    assert_eq!(words[0], "askwell", "{command}");
    let mut askwell = Command::new(env!("CARGO_BIN_EXE_askwell"));
    let output = askwell.args(&words[1..]).args(more).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{command}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(command: &str, folder: &TempDir) -> Value {
    serde_json::from_str(&run(command, &["--json"], folder)).unwrap()
}

#[test]
fn a_command_falls_into_the_words_that_a_shell_reads() {
    assert_eq!(words("a 'b c' --d=''"), ["a", "b c", "--d="]);
    assert_eq!(words(r"'it'\''s' ''"), ["it's", ""]);
}
