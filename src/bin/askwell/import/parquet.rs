//! Parquet for `askwell import`: the rows become lines of JSON, which the reader of logs takes as any other.
//!
//! Only the columns a log has are unpacked, so that whatever else the file holds costs nothing and breaks nothing.

use std::fs::File;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use anyhow::{Context, bail};
use askwell::trace::read::{Column, Columns, Reader};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use serde_json::{Map, Value, json};

/// The bytes that a Parquet file begins and ends with.
pub(super) const MAGIC: &[u8; 4] = b"PAR1";
/// Bytes of JSON handed on at once.
const CHUNK: usize = 1 << 18;

/// Reads a file of rows into the log.
pub(super) fn feed(reader: &mut Reader, file: File, columns: &Columns) -> anyhow::Result<()> {
    // The library asserts some of what a damaged file breaks: that is an error of the file, not of the program.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| ()));
    let read = panic::catch_unwind(AssertUnwindSafe(|| rows(reader, file, columns)));
    panic::set_hook(hook);
    read.unwrap_or_else(|_| bail!("the file is damaged; expected a whole Parquet file"))
}

fn rows(reader: &mut Reader, file: File, columns: &Columns) -> anyhow::Result<()> {
    let file = SerializedFileReader::new(file).context("not a whole Parquet file")?;
    let found = projection(file.metadata().file_metadata().schema(), columns)?;
    let rows = RowIter::from_file(Some(found), &file).context("its columns cannot be read")?;
    let mut lines = Vec::with_capacity(CHUNK + 4096);
    for (place, row) in rows.enumerate() {
        let row = row.with_context(|| format!("row {}", place + 1))?;
        serde_json::to_writer(&mut lines, &object(row))?;
        lines.push(b'\n');
        if lines.len() >= CHUNK {
            reader.push(&lines)?;
            lines.clear();
        }
    }
    Ok(reader.push(&lines).map(drop)?)
}

/// The columns of the file that are a log's.
fn projection(schema: &Type, columns: &Columns) -> anyhow::Result<Type> {
    let known = |field: &Arc<Type>| columns.find(field.name()).is_some();
    let fields: Vec<Arc<Type>> = schema.get_fields().iter().filter(|field| known(field)).cloned().collect();
    if fields.is_empty() {
        let names: Vec<String> = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
        bail!(
            "its columns are {}; expected {}, or --columns that say what the file calls them{}",
            names.join(", "),
            Column::ALL.map(Column::name).join(", "),
            columns.better(&names).map_or_else(String::new, |better| hint(&better))
        );
    }
    Ok(Type::group_type_builder(schema.name()).with_fields(fields).build()?)
}

fn object(row: Row) -> Value {
    row.into_columns().into_iter().map(|(name, field)| (name, value(&field))).collect::<Map<_, _>>().into()
}

/// A value as JSON has it. What JSON has no number for stays a text, which the reader then names as the fault.
fn value(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Bool(yes) => json!(yes),
        Field::Byte(n) => json!(n),
        Field::Short(n) => json!(n),
        Field::Int(n) => json!(n),
        Field::Long(n) => json!(n),
        Field::UByte(n) => json!(n),
        Field::UShort(n) => json!(n),
        Field::UInt(n) => json!(n),
        Field::ULong(n) => json!(n),
        Field::Float16(x) => number(x.to_f64()),
        // The shortest decimal of the float, not the nearest double: .1 stays .1.
        Field::Float(x) => number(x.to_string().parse().unwrap_or(f64::from(*x))),
        Field::Double(x) => number(*x),
        Field::Str(text) => json!(text),
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => json!(text),
            Err(_) => json!(bytes.data().iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
        },
        Field::Group(row) => row
            .get_column_iter()
            .map(|(name, field)| (name.clone(), value(field)))
            .collect::<Map<_, _>>()
            .into(),
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        Field::MapInternal(map) => {
            let entry = |(key, field): &(Field, Field)| (key.to_string(), value(field));
            map.entries().iter().map(entry).collect::<Map<_, _>>().into()
        }
        // Times and decimals: their texts.
        other => json!(other.to_string()),
    }
}

fn number(x: f64) -> Value {
    serde_json::Number::from_f64(x).map_or_else(|| json!(x.to_string()), Value::Number)
}

/// The mapping of columns that the names in a file suggest.
pub(super) fn hint(columns: &Columns) -> String {
    let written = columns.written();
    let written = if written.contains(' ') { format!("\"{written}\"") } else { written };
    format!("\nperhaps its names mean --columns {written}")
}
