//! CSV: a header with the columns' names, then a record a decision.

use std::borrow::Cow;

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::super::error::ReadError;
use super::columns::{Column, Columns};
use super::field::{Fault, Field, Fields, row};
use super::jsonl::meet;
use super::tally::Tally;

/// Reads records from chunks.
pub(super) struct Csv {
    core: csv_core::Reader,
    output: Vec<u8>,
    n_output: usize,
    ends: Vec<usize>,
    n_ends: usize,
    /// The line on which the record begins.
    line: u64,
    header: Option<Vec<Option<Column>>>,
    /// The names in the header.
    pub(super) met: Vec<String>,
    max: usize,
}

impl Csv {
    /// A reader for a file that begins with `head`: commas, semicolons or tabs, whichever its first line has most.
    pub(super) fn new(head: &[u8], max: usize) -> Self {
        let first = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let count = |delimiter: u8| first.iter().filter(|&&byte| byte == delimiter).count();
        let delimiter = [b';', b'\t']
            .into_iter()
            .fold(b',', |best, other| if count(other) > count(best) { other } else { best });
        Self {
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            output: vec![0; 1 << 12],
            n_output: 0,
            ends: vec![0; 32],
            n_ends: 0,
            line: 1,
            header: None,
            met: Vec::new(),
            max,
        }
    }

    pub(super) fn n_lines(&self) -> u64 {
        self.core.line().saturating_sub(1)
    }

    pub(super) fn push(&mut self, mut bytes: &[u8], tally: &mut Tally) -> Result<(), ReadError> {
        while !bytes.is_empty() {
            bytes = self.step(bytes, tally)?.0;
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, tally: &mut Tally) -> Result<(), ReadError> {
        // To the reader an empty chunk is the end.
        while !self.step(&[], tally)?.1 {}
        Ok(())
    }

    /// One step of the reader; gives what is left of the chunk, and whether the end was reached.
    fn step<'b>(&mut self, bytes: &'b [u8], tally: &mut Tally) -> Result<(&'b [u8], bool), ReadError> {
        let (result, n_in, n_out, n_ends) =
            self.core.read_record(bytes, &mut self.output[self.n_output..], &mut self.ends[self.n_ends..]);
        self.n_output += n_out;
        self.n_ends += n_ends;
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => {
                if self.output.len() >= self.max {
                    return Err(ReadError::Record { line: self.line, max: self.max as u64 });
                }
                self.output.resize((self.output.len() * 2).min(self.max), 0);
            }
            ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            ReadRecordResult::Record => {
                self.record(tally)?;
                (self.n_output, self.n_ends, self.line) = (0, 0, self.core.line());
            }
            ReadRecordResult::End => return Ok((&[], true)),
        }
        Ok((&bytes[n_in..], false))
    }

    fn record(&mut self, tally: &mut Tally) -> Result<(), ReadError> {
        let Ok(text) = core::str::from_utf8(&self.output[..self.n_output]) else {
            tally.fault(self.line, &Fault::of_line("bytes that are not UTF-8", "UTF-8"));
            return Ok(());
        };
        let begins = core::iter::once(0).chain(self.ends[..self.n_ends].iter().copied());
        let cells = begins
            .zip(&self.ends[..self.n_ends])
            .map(|(begin, &end)| text.get(begin..end).unwrap_or_default());
        let Some(header) = &self.header else {
            let names: Vec<&str> = cells.map(str::trim).collect();
            names.iter().for_each(|name| meet(&mut self.met, name));
            self.header = Some(columns_of(&names, &tally.columns)?);
            return Ok(());
        };
        if self.n_ends != header.len() {
            let found = format!("{} cells", self.n_ends);
            let expected = format!("{}, as in the header", header.len());
            tally.fault(self.line, &Fault::of_line(found, expected));
            return Ok(());
        }
        let mut fields = Fields::default();
        for (column, cell) in header.iter().zip(cells) {
            if let Some(column) = column {
                fields[*column as usize] = Some(Field::Cell(Cow::Borrowed(cell)));
            }
        }
        match row(fields) {
            Ok(row) => tally.row(self.line, &row),
            Err((episode, fault)) => {
                tally.fault_of(self.line, episode, &fault);
                Ok(())
            }
        }
    }
}

/// The columns of a header.
fn columns_of(names: &[&str], columns: &Columns) -> Result<Vec<Option<Column>>, ReadError> {
    let found: Vec<Option<Column>> = names.iter().map(|name| columns.find(name)).collect();
    for (place, column) in found.iter().enumerate() {
        if column.is_some() && found[..place].contains(column) {
            let column = names[place].to_owned();
            return Err(ReadError::Header {
                found: format!("\"{column}\" twice"),
                expected: "each column once".into(),
            });
        }
    }
    let has = |column: Column| found.contains(&Some(column));
    let lacking = [Column::Episode, Column::Outcome].into_iter().find(|&column| !has(column));
    let lacking =
        lacking.or_else(|| (!has(Column::State) && !has(Column::StateKey)).then_some(Column::State));
    if let Some(column) = lacking {
        let names: Vec<String> = names.iter().map(|name| super::super::issue::quoted(name)).collect();
        let expected = format!("a column \"{}\", or a mapping that names it", columns.name(column));
        return Err(ReadError::Header { found: format!("the columns {}", names.join(", ")), expected });
    }
    Ok(found)
}
