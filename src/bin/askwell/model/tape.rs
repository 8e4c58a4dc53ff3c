//! The cassette as a file: every line is on disk before anything follows from it.

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    path::Path,
};

use anyhow::{Context, bail};
use askwell::remote::{Cassette, CassetteLine};

/// A cassette, and the file it grows in; without a file it is forgotten in the end.
pub(crate) struct Tape {
    pub(crate) cassette: Cassette,
    file: Option<File>,
}

impl Tape {
    /// Opens a file, new or of an earlier run. Nobody else may write to it meanwhile.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self { cassette: Cassette::default(), file: None }) };
        let shown = path.display();
        let file = OpenOptions::new().create(true).append(true).read(true).open(path);
        let file = file.with_context(|| format!("--cassette: {shown} cannot be opened"))?;
        if file.try_lock().is_err() {
            bail!("--cassette: another run writes to {shown}");
        }
        let text = fs::read_to_string(path).with_context(|| format!("--cassette: {shown} cannot be read"))?;
        let cassette = Cassette::read(&text).with_context(|| format!("--cassette: {shown}"))?;
        let mut tape = Self { cassette, file: Some(file) };
        if !text.is_empty() && !text.ends_with('\n') {
            tape.append("\n")?;
        }
        if text.is_empty() {
            tape.write(CassetteLine::Askwell { version: 1 })?;
        }
        Ok(tape)
    }

    /// Writes a line, synced, and takes it in.
    pub(crate) fn write(&mut self, line: CassetteLine) -> anyhow::Result<()> {
        self.append(&line.text())?;
        Ok(self.cassette.take(line)?)
    }

    fn append(&mut self, text: &str) -> anyhow::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_data())
            .context("--cassette: cannot be written")
    }
}
