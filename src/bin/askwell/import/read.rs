//! The files of a log, whatever they are written in, to what is held of it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek, stdin};
use std::path::PathBuf;

use anyhow::{Context, anyhow, bail};
use askwell::trace::Log;
use askwell::trace::read::{AtifOptions, Columns, Format, Options, Reader};

use super::parquet::hint;
use super::{Arguments, Kind, parquet};

/// Bytes read at once.
const CHUNK: usize = 1 << 18;

/// Reads all files; refuses a log with errors unless they are to be left out.
pub(super) fn read(arguments: &Arguments) -> anyhow::Result<Log> {
    let atif = AtifOptions {
        outcome: arguments.outcome.clone(),
        outcomes: arguments.outcomes.as_ref().map_or_else(|| Ok(BTreeMap::new()), outcomes)?,
        success: arguments.success.clone(),
        task: arguments.task.clone(),
        help: arguments.helper.clone(),
        state: arguments.state.clone(),
    };
    let columns = arguments.columns.clone().unwrap_or_default();
    let mut reader = Reader::new(Options {
        format: arguments.format.map(|kind| match kind {
            Kind::Jsonl => Format::Jsonl,
            Kind::Csv => Format::Csv,
            Kind::Atif => Format::Atif,
            Kind::Parquet => Format::Parquet,
        }),
        columns: columns.clone(),
        interventions: arguments.interventions.clone(),
        atif,
        ..Options::default()
    });
    let has_parquet = feed_all(arguments, &columns, &mut reader);
    let hint = columns.better(&reader.names()).map_or_else(String::new, |better| hint(&better));
    let log = has_parquet.and_then(|has_parquet| {
        let mut log = reader.finish().with_context(|| arguments.logs.join(" "))?;
        if has_parquet {
            log.format = Some(Format::Parquet);
        }
        Ok(log)
    });
    let log = log.map_err(|error| if hint.is_empty() { error } else { anyhow!("{error:#}{hint}") })?;
    let issues = &log.issues;
    if issues.n_errors > 0 && !arguments.lenient {
        let told: Vec<String> = issues.errors.iter().map(|issue| format!("  {issue}")).collect();
        let (n, log) = (issues.n_errors, arguments.logs.join(" "));
        bail!(
            "{log}: {n} {}; --lenient leaves out what is wrong\n{}{hint}",
            if n == 1 { "error" } else { "errors" },
            told.join("\n")
        );
    }
    Ok(log)
}

/// Reads all files to their ends; says whether one was Parquet.
fn feed_all(arguments: &Arguments, columns: &Columns, reader: &mut Reader) -> anyhow::Result<bool> {
    let mut has_parquet = false;
    for name in &arguments.logs {
        if arguments.logs.len() > 1 {
            reader.next_file(name).with_context(|| format!("before {name}"))?;
        }
        if name == "-" {
            feed(reader, stdin().lock()).context("standard input")?;
            continue;
        }
        let mut file = File::open(name).with_context(|| format!("{name}: cannot be read"))?;
        if is_parquet(arguments, &mut file).with_context(|| format!("{name}: cannot be read"))? {
            has_parquet = true;
            parquet::feed(reader, file, columns).with_context(|| name.clone())?;
        } else {
            feed(reader, file).with_context(|| name.clone())?;
        }
    }
    reader.end().with_context(|| arguments.logs.join(" "))?;
    Ok(has_parquet)
}

/// True if the options name Parquet, or else if the file begins like it. The file is then at its beginning
/// again.
fn is_parquet(arguments: &Arguments, file: &mut File) -> anyhow::Result<bool> {
    if let Some(kind) = arguments.format {
        return Ok(matches!(kind, Kind::Parquet));
    }
    // A pipe is read once only.
    if !file.metadata()?.is_file() {
        return Ok(false);
    }
    let mut head = Vec::new();
    file.by_ref().take(parquet::MAGIC.len() as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head == parquet::MAGIC)
}

/// Outcomes by name: one JSON object, or a line each.
fn outcomes(path: &PathBuf) -> anyhow::Result<BTreeMap<String, f64>> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("--outcomes: cannot read {shown}"))?;
    let found = if text.trim_start().starts_with('{') {
        serde_json::from_str(&text).with_context(|| format!("--outcomes: {shown}"))?
    } else {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let read = |(place, line): (usize, &str)| {
            let pair = line
                .rsplit_once(',')
                .and_then(|(name, n)| Some((name.trim().to_owned(), n.trim().parse().ok()?)));
            pair.with_context(|| {
                format!("--outcomes: {shown}: line {}: \"{line}\"; expected NAME,OUTCOME with a number from 0 to 1", place + 1)
            })
        };
        lines.map(read).collect::<anyhow::Result<BTreeMap<String, f64>>>()?
    };
    if found.is_empty() {
        bail!("--outcomes: {shown}: nothing in it; expected an outcome for each trajectory");
    }
    Ok(found)
}

fn feed(reader: &mut Reader, mut source: impl Read) -> anyhow::Result<()> {
    let mut chunk = vec![0; CHUNK];
    loop {
        let n = source.read(&mut chunk)?;
        if n == 0 {
            return Ok(());
        }
        reader.push(&chunk[..n])?;
    }
}
