//! `cargo xtask models`: every network of models/ is made anew by the command in its own entry of models.toml; with
//! `--check` beside it, and compared to the bit.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

use crate::build::page;
use crate::house;
use crate::house::say;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Change nothing: fail where a command makes other bytes than those that stand in models/
    #[arg(long)]
    check: bool,
}

const LIST: &str = "models.toml";

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let models = house::root().join("models");
    let list = fs::read_to_string(models.join(LIST)).context("cannot read models/models.toml")?;
    let askwell = page::askwell(true)?;
    if !arguments.check {
        return make(&askwell, &list, &models);
    }
    let beside = tempfile::tempdir()?;
    fs::write(beside.path().join(LIST), &list)?;
    make(&askwell, &list, beside.path())?;
    compare(&models, beside.path())
}

/// Runs every command of the list, its files going to `out`.
fn make(askwell: &Path, list: &str, out: &Path) -> Result<()> {
    let commands = commands(list)?;
    ensure!(!commands.is_empty(), "models/models.toml names no command");
    for words in commands {
        say(format_args!("askwell {}", words.join(" ")));
        house::run(Command::new(askwell).args(words).arg("--out").arg(out).stdout(Stdio::null()))?;
    }
    Ok(())
}

/// The words of each `askwell train ...`, its `--out` left out.
fn commands(list: &str) -> Result<Vec<Vec<&str>>> {
    let quoted = list.lines().filter_map(|line| line.strip_prefix("command = \"")?.strip_suffix('"'));
    quoted
        .map(|command| {
            let words =
                command.strip_prefix("askwell ").and_then(|words| words.strip_suffix(" --out models/"));
            let words =
                words.with_context(|| format!("{command}: expected askwell train ... --out models/"))?;
            Ok(words.split(' ').collect())
        })
        .collect()
}

fn compare(models: &Path, made: &Path) -> Result<()> {
    let (ours, theirs) = (files(models)?, files(made)?);
    ensure!(ours == theirs, "models/ holds {ours:?}, the commands make {theirs:?}");
    let differs = |name: &&String| {
        let bytes = |folder: &Path| fs::read(folder.join(name.as_str()));
        !matches!((bytes(models), bytes(made)), (Ok(a), Ok(b)) if a == b)
    };
    let different: Vec<&String> = ours.iter().filter(differs).collect();
    if !different.is_empty() {
        bail!("made anew, these are not what stands in models/: {different:?}");
    }
    say(format_args!("{} files of models/ are what their commands make", ours.len()));
    Ok(())
}

/// The networks and their list, by name.
fn files(folder: &Path) -> Result<Vec<String>> {
    let is_ours = |path: &PathBuf| path.extension().is_some_and(|end| end == "onnx" || end == "toml");
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    let mut names: Vec<String> = paths
        .iter()
        .filter(|path| is_ours(path))
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use crate::models::commands;

    #[test]
    fn commands_are_read_without_their_folder() {
        let list = "[a]\nfile = \"a.onnx\"\ncommand = \"askwell train q --seed 1 --out models/\"\n";
        assert_eq!(commands(list).unwrap(), [["train", "q", "--seed", "1"]]);
        let other = commands("command = \"rm x\"").unwrap_err();
        assert_eq!(other.to_string(), "rm x: expected askwell train ... --out models/");
    }
}
