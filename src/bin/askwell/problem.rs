//! What `solve`, `frontier` and `budget` share: reading the problem, checking amounts, printing the answer.

use std::io::{self, BufReader, BufWriter, ErrorKind, Write};

use anyhow::{Context, bail};
use askwell::mdp::{Budget, MdpFile, Price, file, scenario};
use serde::Serialize;

use crate::source::Source;

/// The beginning of a FILE that names a built-in problem.
const BUILT_IN: &str = "scenario:";

/// Reads an MDP JSON file, or a built-in problem named `scenario:NAME`.
pub(crate) fn read(path: &str) -> anyhow::Result<MdpFile> {
    if let Some(name) = path.strip_prefix(BUILT_IN) {
        let Some(found) = scenario::load(name) else {
            let names: Vec<&str> = scenario::ALL.iter().map(|scenario| scenario.name).collect();
            bail!("{path}: no such scenario; expected one of {}", names.join(", "));
        };
        return found.with_context(|| path.to_owned());
    }
    let source = Source::open(path).with_context(|| format!("{path}: cannot be read"))?;
    file::read_from(BufReader::with_capacity(1 << 20, source)).with_context(|| path.to_owned())
}

/// A price on the command line.
pub(crate) fn price(text: &str) -> Result<Price, String> {
    Price::new(number(text)?).map_err(|error| error.to_string())
}

/// A budget on the command line.
pub(crate) fn budget(text: &str) -> Result<Budget, String> {
    Budget::new(number(text)?).map_err(|error| error.to_string())
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| "expected a number, 0 or more".to_owned())
}

/// Prints an answer and a line end.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    printed(|out| writeln!(out, "{text}"))
}

/// Prints an answer as JSON, as it is made.
pub(crate) fn print_json(answer: &impl Serialize) -> anyhow::Result<()> {
    printed(|out| {
        serde_json::to_writer(&mut *out, answer)?;
        writeln!(out)
    })
}

/// Writes to standard output. A reader who has gone away is no error.
fn printed(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome.context("standard output"),
    }
}

/// A number for people: six digits, no trailing zeros.
pub(crate) fn short(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Several such numbers.
pub(crate) fn shorts(numbers: &[f64]) -> String {
    numbers.iter().map(|&number| short(number)).collect::<Vec<_>>().join(", ")
}
