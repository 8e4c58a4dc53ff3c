//! Reads the log of an agent as it comes: JSON Lines, CSV or ATIF, plain or gzipped.
//!
//! Bytes in, in chunks of any size; a [`Log`] out: names kept once, a few bytes a step, and whatever is wrong with the
//! place where it stands. It opens no file and waits for nothing.

mod atif;
mod columns;
mod csv;
mod field;
mod gzip;
mod jsonl;
mod lines;
mod tally;

pub use super::error::ReadError;
pub use super::format::{Format, Limits};
pub use super::names::Names;
use serde::{Deserialize, Serialize};

pub use super::issue::{ERRORS_TOLD, Issue, Issues, Warning};
pub use atif::AtifOptions;
pub use columns::{Column, Columns, ColumnsError};

use super::log::Log;
use atif::Atif;
use csv::Csv;
use field::{Fault, row};
use gzip::Gunzip;
pub use gzip::{is_gzip, packed};
use jsonl::KeyOrder;
use lines::{Line, Lines};
use tally::Tally;

/// The options of reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// The format; told from the beginning of the log where it is not given.
    pub format: Option<Format>,
    /// The file's names for the columns.
    pub columns: Columns,
    /// The interventions there may be; all that are met where none are given.
    pub interventions: Option<Vec<String>>,
    /// The paths in an ATIF trajectory to facts for which ATIF has no field.
    pub atif: AtifOptions,
    /// The limits of the log.
    pub limits: Limits,
}

impl Options {
    /// A warning of given options that have no effect on a log of this format.
    fn unused(&self, format: Option<Format>) -> Option<Warning> {
        let atif = &self.atif;
        let given = [
            ("outcome", atif.outcome.is_some()),
            ("outcomes", !atif.outcomes.is_empty()),
            ("success", atif.success.is_some()),
            ("task", atif.task.is_some()),
            ("helper", atif.help.is_some()),
            ("state", atif.state.is_some()),
        ];
        let names: Vec<&str> =
            given.iter().filter(|(_, is_given)| *is_given).map(|(name, _)| *name).collect();
        let text = match format {
            Some(Format::Atif) if self.columns != Columns::default() => {
                "the names of columns are not used: they are for JSON Lines and CSV, and this log is ATIF"
                    .to_owned()
            }
            Some(Format::Jsonl | Format::Csv | Format::Parquet) if !names.is_empty() => {
                format!("what was said of ATIF is not used ({}): this log is no ATIF", names.join(", "))
            }
            _ => return None,
        };
        Some(Warning::new("unused", text))
    }
}

/// The progress of the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes taken in, packed as they came.
    pub bytes: u64,
    /// Lines read.
    pub lines: u64,
    /// Episodes that have ended.
    pub episodes: u64,
    /// Errors so far.
    pub errors: u64,
}

/// Bytes as they come in.
enum Packing {
    Unknown(Vec<u8>),
    Plain,
    Gzip(Box<Gunzip>),
}

/// Bytes as they are read.
enum Text {
    Unknown(Vec<u8>),
    Jsonl(Lines, KeyOrder),
    Csv(Box<Csv>),
    Atif(Box<Atif>),
}

/// Reads a log from chunks: [`Reader::push`] each, then [`Reader::finish`].
pub struct Reader {
    options: Options,
    packing: Packing,
    content: Content,
    bytes: u64,
    gzipped: bool,
}

/// The content of the log, unpacked.
struct Content {
    text: Text,
    tally: Tally,
    bytes: u64,
    /// Lines of the files before this one.
    lines_before: u64,
    /// The columns of the files before this one.
    names_before: Vec<String>,
    format: Option<Format>,
}

/// The length of the part of a log that is looked at before its format is told, in bytes.
const HEAD: usize = 4 << 10;

impl Reader {
    /// A reader of one log.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let tally = Tally::new(options.columns.clone(), options.interventions.clone(), options.limits);
        let text = Text::Unknown(Vec::new());
        let content =
            Content { text, tally, bytes: 0, lines_before: 0, names_before: Vec::new(), format: None };
        Self { options, packing: Packing::Unknown(Vec::new()), content, bytes: 0, gzipped: false }
    }

    /// Says that what comes next is another file of the same log, and what to call it in messages.
    ///
    /// # Errors
    /// As for [`Self::push`], about the file before.
    pub fn next_file(&mut self, name: &str) -> Result<(), ReadError> {
        self.end()?;
        self.content.tally.file = Some(name.to_owned());
        Ok(())
    }

    /// Takes the next bytes in.
    ///
    /// # Errors
    /// If no log can come of it. The faults of single lines only go to [`Log::issues`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<Progress, ReadError> {
        self.bytes += bytes.len() as u64;
        match &mut self.packing {
            Packing::Unknown(head) => {
                head.extend_from_slice(bytes);
                if head.len() >= 2 {
                    self.begin()?;
                }
            }
            Packing::Plain => self.content.push(bytes, &self.options)?,
            Packing::Gzip(gunzip) => {
                let mut each = |bytes: &[u8]| self.content.push(bytes, &self.options);
                gunzip.push(bytes, &self.options.limits, &mut each)?;
            }
        }
        Ok(self.progress())
    }

    /// The log, without the episodes that have a fault.
    ///
    /// # Errors
    /// If the log is empty or in none of the formats.
    pub fn finish(mut self) -> Result<Log, ReadError> {
        self.end()?;
        if self.content.bytes == 0 {
            return Err(ReadError::Empty);
        }
        let mut log = self.content.tally.finish();
        log.n_bytes = self.content.bytes;
        log.format = self.content.format;
        log.gzipped = self.gzipped;
        log.issues.warnings.extend(self.options.unused(log.format));
        Ok(log)
    }

    /// Reads what was held back, as at the end of the log.
    ///
    /// # Errors
    /// As for [`Self::push`].
    pub fn end(&mut self) -> Result<(), ReadError> {
        if matches!(self.packing, Packing::Unknown(_)) {
            self.begin()?;
        }
        let mut whole = true;
        if let Packing::Gzip(gunzip) = &mut self.packing {
            let mut each = |bytes: &[u8]| self.content.push(bytes, &self.options);
            whole = gunzip.finish(&self.options.limits, &mut each)?;
        }
        self.content.end_file(&self.options)?;
        if !whole {
            let fault = Fault::of_line("the gzip stream ends early or is damaged", "a whole stream");
            self.content.tally.fault(0, &fault);
        }
        self.packing = Packing::Unknown(Vec::new());
        Ok(())
    }

    /// The log's own names for its columns, the first 64; none for ATIF, which has no columns.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.content.names()
    }

    /// The progress.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress {
            bytes: self.bytes,
            lines: self.content.lines_before + self.content.n_lines(),
            episodes: self.content.tally.n_episodes(),
            errors: self.content.tally.issues.n_errors,
        }
    }

    /// Tells gzip from plain text by its first two bytes.
    fn begin(&mut self) -> Result<(), ReadError> {
        let Packing::Unknown(head) = &mut self.packing else { return Ok(()) };
        let head = core::mem::take(head);
        if !is_gzip(&head) {
            self.packing = Packing::Plain;
            return self.content.push(&head, &self.options);
        }
        self.gzipped = true;
        let mut gunzip = Box::new(Gunzip::new());
        let mut each = |bytes: &[u8]| self.content.push(bytes, &self.options);
        gunzip.push(&head, &self.options.limits, &mut each)?;
        self.packing = Packing::Gzip(gunzip);
        Ok(())
    }
}

impl Content {
    fn n_lines(&self) -> u64 {
        match &self.text {
            Text::Unknown(_) => 0,
            Text::Jsonl(lines, _) => lines.n_lines(),
            Text::Csv(csv) => csv.n_lines(),
            Text::Atif(atif) => atif.n_lines(),
        }
    }

    fn names(&self) -> Vec<String> {
        let met = match &self.text {
            Text::Unknown(_) | Text::Atif(_) => &Vec::new(),
            Text::Jsonl(_, order) => &order.met,
            Text::Csv(csv) => &csv.met,
        };
        let mut names = self.names_before.clone();
        met.iter().for_each(|name| jsonl::meet(&mut names, name));
        names
    }

    fn push(&mut self, bytes: &[u8], options: &Options) -> Result<(), ReadError> {
        self.bytes += bytes.len() as u64;
        if self.bytes > options.limits.bytes_max {
            return Err(ReadError::Bytes { max: options.limits.bytes_max });
        }
        match &mut self.text {
            Text::Unknown(head) => {
                head.extend_from_slice(bytes);
                if head.len() >= HEAD { self.begin(options) } else { Ok(()) }
            }
            Text::Jsonl(lines, order) => jsonl(&mut self.tally, order, |each| lines.push(bytes, each)),
            Text::Csv(csv) => csv.push(bytes, &mut self.tally),
            Text::Atif(atif) => atif.push(bytes, &mut self.tally),
        }
    }

    /// Tells the format, and reads what was held back for that.
    fn begin(&mut self, options: &Options) -> Result<(), ReadError> {
        let Text::Unknown(head) = &mut self.text else { return Ok(()) };
        let head = core::mem::take(head);
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        // However long the first chunk is, the same is looked at.
        let seen = &text[..text.len().min(HEAD - 3)];
        let format = match options.format {
            Some(format) => format,
            None => format_of(seen)?,
        };
        if self.format.is_some_and(|before| before != format) {
            return Err(ReadError::Format { found: "files of different formats".to_owned() });
        }
        self.format = Some(format);
        let max = usize::try_from(options.limits.line_bytes_max).unwrap_or(usize::MAX);
        self.text = match format {
            Format::Jsonl | Format::Parquet => Text::Jsonl(Lines::new(max), KeyOrder::default()),
            Format::Csv => Text::Csv(Box::new(Csv::new(seen, max))),
            Format::Atif => Text::Atif(Box::new(Atif::new(options.atif.clone(), max))),
        };
        self.bytes -= text.len() as u64;
        self.push(text, options)
    }

    fn end_file(&mut self, options: &Options) -> Result<(), ReadError> {
        if matches!(&self.text, Text::Unknown(head) if !head.is_empty()) {
            self.begin(options)?;
        }
        match &mut self.text {
            Text::Unknown(_) => {}
            Text::Jsonl(lines, order) => jsonl(&mut self.tally, order, |each| lines.finish(each))?,
            Text::Csv(csv) => csv.finish(&mut self.tally)?,
            Text::Atif(atif) => atif.finish(&mut self.tally)?,
        }
        self.names_before = self.names();
        self.lines_before += self.n_lines();
        self.tally.n_lines = self.lines_before;
        self.text = Text::Unknown(Vec::new());
        Ok(())
    }
}

/// Reads the lines that `lines` gives.
fn jsonl(
    tally: &mut Tally,
    order: &mut KeyOrder,
    lines: impl FnOnce(&mut dyn FnMut(u64, Line<'_>, bool)),
) -> Result<(), ReadError> {
    let mut outcome = Ok(());
    lines(&mut |line, content, whole| {
        if outcome.is_ok() {
            outcome = json_line(tally, order, line, &content, whole);
        }
    });
    outcome
}

fn json_line(
    tally: &mut Tally,
    order: &mut KeyOrder,
    line: u64,
    content: &Line<'_>,
    whole: bool,
) -> Result<(), ReadError> {
    let Line::Bytes(bytes) = content else {
        let fault = Fault::of_line("a line that is too long", "a shorter one");
        tally.fault(line, &fault);
        return Ok(());
    };
    let text = match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let found = format!("byte {} is not UTF-8", error.valid_up_to() + 1);
            tally.fault(line, &Fault::of_line(found, "UTF-8"));
            return Ok(());
        }
    };
    match jsonl::fields(text, &tally.columns, order) {
        Err(fault) if !whole && fault.found.starts_with("EOF") => {
            let text = format!("line {line}: the file ends within the line: what was cut off does not count");
            tally.issues.warnings.push(Warning::new("cut-off", text));
            Ok(())
        }
        Err(fault) => {
            tally.fault(line, &fault);
            Ok(())
        }
        Ok(fields) => match row(fields) {
            Ok(row) => tally.row(line, &row),
            Err((episode, fault)) => {
                tally.fault_of(line, episode, &fault);
                Ok(())
            }
        },
    }
}

/// The format of a log, judged by its beginning.
fn format_of(head: &[u8]) -> Result<Format, ReadError> {
    let known = [
        (&b"PAR1"[..], "a Parquet file, which `askwell import FILE` alone reads"),
        (b"PK\x03\x04", "a zip file or a spreadsheet"),
        (b"\xff\xfe", "a text in UTF-16"),
        (b"\xfe\xff", "a text in UTF-16"),
        (b"\x28\xb5\x2f\xfd", "a zstd file"),
        (b"BZh", "a bzip2 file"),
        (b"\xfd7zXZ", "an xz file"),
    ];
    if let Some((_, found)) = known.iter().find(|(begin, _)| head.starts_with(begin)) {
        return Err(ReadError::Format { found: (*found).to_owned() });
    }
    if head.contains(&0) {
        return Err(ReadError::Format { found: "a binary file".to_owned() });
    }
    let has = |text: &[u8]| head.windows(text.len()).any(|window| window == text);
    Ok(match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{' | b'[') if has(b"\"schema_version\"") && has(b"ATIF") => Format::Atif,
        Some(b'{' | b'[') => Format::Jsonl,
        Some(_) => Format::Csv,
        None if head.len() < HEAD / 2 => return Err(ReadError::Empty),
        None => Format::Jsonl,
    })
}

#[cfg(test)]
mod tests;
